"""Two provinces, six communes, a set of three criteria: small enough to count on one's fingers.

    commune  province  district  kind     31/12/2020   31/12/2021
    24001    66        651       xã       ✓ ✓ x        ✓ ✓ ✓
    24002    66        651       xã       ✓ x x        ✓ ✓ ~
    24003    66        652       xã       ✓ x x        ✓ x x
    24004    66        652       xã       (absent)     - - -
    24009    66        651       phường   not counted
    24701    67        664       xã       ✓ x -  (1/1/2022, the district alone)
    24702    67        665       xã       never reported

✓ met, ~ nearly met, x not met, - not assessed. At 31/12/2021 the communes of province 66 hold
3 + 2 + 1 = 6 of 12 criteria, 6 / 3 = 2,00 each of the three assessed.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from data.schemas import REFERENCE_TABLES
from data.store.snapshots import NewBatch, NewSnapshot
from domain.vocabulary import Provenance, SnapshotStatus

SET = "SET3_2016"
OTHER_SET = "SET2_2022"
END_2020, END_2021, START_2022 = date(2020, 12, 31), date(2021, 12, 31), date(2022, 1, 1)
WORDS = {"✓": "met", "~": "nearly_met", "x": "not_met", "-": "not_assessed"}

UNITS = (
    ("66", "Đắk Lắk", "province", "tỉnh", "", "66", ""),
    ("67", "Đắk Nông", "province", "tỉnh", "", "67", ""),
    ("651", "Một", "district", "huyện", "66", "66", "651"),
    ("652", "Hai", "district", "huyện", "66", "66", "652"),
    ("664", "Ba", "district", "huyện", "67", "67", "664"),
    ("665", "Bốn", "district", "huyện", "67", "67", "665"),
    ("24001", "An", "commune", "xã", "651", "66", "651"),
    ("24002", "Bình", "commune", "xã", "651", "66", "651"),
    ("24003", "Cư", "commune", "xã", "652", "66", "652"),
    ("24004", "Đông", "commune", "xã", "652", "66", "652"),
    ("24009", "Phố", "commune", "phường", "651", "66", "651"),
    ("24701", "Ea", "commune", "xã", "664", "67", "664"),
    ("24702", "Gia", "commune", "xã", "665", "67", "665"),
)


def marks(**rows: str) -> list[tuple[str, int, str]]:
    """Return marks from ``c24001="✓✓x"``: one sign a criterion, in order."""
    return [
        (name.removeprefix("c"), number, WORDS[sign])
        for name, signs in rows.items()
        for number, sign in enumerate(signs, 1)
    ]


MARKS_2020 = marks(c24001="✓✓x", c24002="✓xx", c24003="✓xx")
MARKS_2021 = marks(c24001="✓✓✓", c24002="✓✓~", c24003="✓xx", c24004="---")
MARKS_664 = marks(c24701="✓x-")


def snapshot(rows: Sequence[tuple[str, int, str]] = MARKS_2021, **changes: object) -> NewSnapshot:
    """Return the official snapshot of province 66 at the end of 2021, with changes."""
    values: dict[str, object] = {
        "province_code": "66",
        "as_of": END_2021,
        "set_id": SET,
        "status": SnapshotStatus.FINAL,
        "provenance": Provenance.IMPORTED,
        "marks": rows,
    }
    return NewSnapshot(**{**values, **changes})  # type: ignore[arg-type]


def import_batch(*snapshots: NewSnapshot, **changes: object) -> NewBatch:
    """Return a batch as an import makes it."""
    values: dict[str, object] = {"kind": "import", "actor": "an", "snapshots": snapshots}
    return NewBatch(**{**values, **changes})  # type: ignore[arg-type]


def recognition(unit_code: str, level: str, on: date, **changes: object) -> dict[str, object]:
    """Return a recognition row as ``NewBatch`` takes it."""
    return {
        "unit_code": unit_code,
        "unit_level": "commune" if len(unit_code) == 5 else "district",
        "level": level,
        "effective_on": on,
        "is_exact_date": True,
        "for_year": on.year,
        "decision_number": None,
        "revoked_on": None,
        "provenance": "imported",
        "source_url": "",
        "note_vi": "",
        **changes,
    }


def write_reference(folder: Path) -> None:
    """Write every reference file: units and criteria sets as above, the others without rows."""
    rows: dict[str, list[Mapping[str, str]]] = {
        "units": [_unit(*cells) for cells in UNITS],
        "criteria_sets": [_set(SET, 3), _set(OTHER_SET, 2)],
        "criteria": [
            *(_criterion(SET, number, group) for number, group in ((1, 1), (2, 2), (3, 2))),
            *(_criterion(OTHER_SET, number, 1) for number in (1, 2)),
        ],
        "criteria_groups": [
            {"set_id": SET, "group_no": str(no), "name_vi": f"Nhóm {no}", "name_en": f"Group {no}"}
            for no in (1, 2)
        ],
    }
    for name, table in REFERENCE_TABLES.items():
        write_csv(folder / table.file, table.column_names, rows.get(name, []))


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write a file the way the committed ones are written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def _unit(
    code: str, name: str, level: str, kind: str, parent: str, province: str, district: str
) -> dict[str, str]:
    return {
        "code": code,
        "name": name,
        "full_name": f"{kind.capitalize()} {name}",
        "level": level,
        "kind": kind,
        "parent_code": parent,
        "province_code": province,
        "district_code": district,
        "admin_version": "2021",
    }


def _set(set_id: str, size: int) -> dict[str, str]:
    return {
        "set_id": set_id,
        "name_vi": f"Bộ {size} tiêu chí",
        "name_en": f"Set of {size}",
        "decision": f"QĐ {size}",
        "issued_on": "2016-01-01",
        "valid_from": "2016-01-01",
        "level": "commune",
        "criteria_count": str(size),
        "period": "2016-2020",
        "source": "test",
        "is_verified": "true",
    }


def _criterion(set_id: str, number: int, group: int) -> dict[str, str]:
    return {
        "set_id": set_id,
        "criterion_no": str(number),
        "name_vi": f"Tiêu chí {number}",
        "name_en": f"Criterion {number}",
        "group_no": str(group),
        "group_vi": f"Nhóm {group}",
        "source": "test",
        "is_verified": "true",
    }


SNAPSHOT_COLUMNS = (
    "snapshot_key",
    "province_code",
    "district_code",
    "as_of",
    "set_id",
    "status",
    "title_vi",
    "basis_vi",
    "note_vi",
)


def write_illustrative(folder: Path) -> None:
    """Write the illustrative files: province 66 at two dates, one district of 67, recognitions."""
    snapshots = {
        "66_2020-12-31": ("66", "", "2020-12-31", MARKS_2020),
        "66_2021-12-31": ("66", "", "2021-12-31", MARKS_2021),
        "67_664_2022-01-01": ("67", "664", "2022-01-01", MARKS_664),
    }
    rows = []
    for key, (province, district, as_of, own) in snapshots.items():
        write_marks(folder, key, own)
        values = (key, province, district, as_of, SET, "final", f"Kỳ {as_of}", "Minh họa.", "")
        rows.append(dict(zip(SNAPSHOT_COLUMNS, values, strict=True)))
    write_csv(folder / "snapshots.csv", SNAPSHOT_COLUMNS, rows)
    recognised = [
        recognition("24001", "ntm", date(2021, 6, 30), provenance="illustrative"),
        recognition("24001", "advanced", END_2021, provenance="illustrative"),
        recognition(
            "24003",
            "ntm",
            date(2020, 1, 1),
            revoked_on=date(2021, 7, 1),
            provenance="illustrative",
        ),
        recognition("651", "ntm", END_2021, provenance="illustrative"),
    ]
    write_csv(folder / "recognitions.csv", tuple(recognised[0]), [_texts(r) for r in recognised])
    columns = ("code", "name", "kind", "province_code", "district_code", "valid_to", "note")
    write_csv(folder / "units.csv", columns, [])


def write_marks(folder: Path, key: str, rows: Sequence[tuple[str, int, str]]) -> None:
    """Write one illustrative snapshot's marks."""
    header = ("commune_code", "criterion_no", "status")
    cells = [dict(zip(header, map(str, row), strict=True)) for row in rows]
    write_csv(folder / "assessments" / f"{key}.csv", header, cells)


def _texts(row: Mapping[str, object]) -> dict[str, str]:
    return {
        name: "" if value is None else str(value).lower() if value in (True, False) else str(value)
        for name, value in row.items()
    }
