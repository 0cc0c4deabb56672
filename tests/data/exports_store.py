"""A store for the tests of what leaves: the committed data, and one official load full of traps.

At 30/06/2026 an official file speaks of three communes of Krông Pắc (654) in the set of ten
criteria; 24496 has every kind of mark, 24499 all ten met, 24502 none assessed. A unit that the
registry does not hold, 24998, carries a formula as its name.
"""

import sqlite3
from contextlib import closing
from datetime import date

from data.store.engine import begin_write, get_engine
from data.store.snapshots import NewBatch, NewSnapshot, add_batch
from domain.vocabulary import Provenance, SnapshotStatus

DAY = date(2026, 6, 30)
SET = "QD51_2025"
HOSTILE = '=HYPERLINK("http://evil.example","An")'
SCRIPT = "<script>alert(1)</script>"
STATUSES = {
    "24496": ["met"] * 4 + ["nearly_met"] * 2 + ["not_met"] * 3 + ["not_assessed"],
    "24499": ["met"] * 10,
    "24502": ["not_assessed"] * 10,
    "24998": ["not_met"] * 9 + ["met"],
}


def add_official(connection):
    """Load it; return the batch's id."""
    marks = [
        (code, number, status)
        for code, statuses in STATUSES.items()
        for number, status in enumerate(statuses, 1)
    ]
    snapshot = NewSnapshot(
        province_code="66",
        as_of=DAY,
        set_id=SET,
        status=SnapshotStatus.PROVISIONAL,
        provenance=Provenance.IMPORTED,
        marks=marks,
        district_code="654",
        basis_vi=HOSTILE,
    )
    unit = {
        "code": "24998",
        "name": HOSTILE,
        "kind": "xã",
        "province_code": "66",
        "district_code": "654",
        "valid_from": None,
        "valid_to": date(2026, 12, 31),
        "note_vi": SCRIPT,
    }
    decision = {
        "unit_code": "24496",
        "unit_level": "commune",
        "level": "advanced",
        "effective_on": date(2026, 1, 15),
        "is_exact_date": True,
        "for_year": 2025,
        "decision_number": "@SUM(1)",
        "revoked_on": None,
        "provenance": "imported",
        "source_url": "",
        "note_vi": "",
    }
    new = NewBatch(
        kind="import",
        actor="=cmd|' /C calc'!A0",
        province_code="66",
        file_name="+krong-pac.xlsx",
        file_sha256="ab" * 32,
        snapshots=[snapshot],
        rows={"extra_unit": [unit], "recognition": [decision]},
    )
    return add_batch(connection, new)


def copy_with_official(var_dir, folder):
    """Copy the filled store of the test run and load the official file; return its engine."""
    path = folder / "store.sqlite3"
    with (
        closing(sqlite3.connect(var_dir / "ntm.sqlite3")) as source,
        closing(sqlite3.connect(path)) as copy,
    ):
        source.backup(copy)
    engine = get_engine(f"sqlite:///{path}")
    with begin_write(engine) as connection:
        add_official(connection)
    return engine
