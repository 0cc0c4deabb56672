"""What a file, or a batch already loaded, changes against what is in force."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import pandas as pd
from sqlalchemy import Connection, select

from data import queries
from data.store import snapshots
from data.store.batches import active_batches
from data.store.snapshots import Period
from data.store.tables import assessment, snapshot
from data.store.units import read_places
from domain.assessment import Marks, build_marks, summarise
from domain.bands import build_scheme
from domain.changes import Changes, compare_marks, overlay_marks
from domain.criteria import CriteriaSet
from domain.intake.reading import Reading
from domain.reconcile import ReconciliationLine, reconcile
from domain.vocabulary import Provenance


@dataclass(frozen=True)
class Against:
    """Differences from one earlier state of a province.

    Attributes:
        as_of: Date of that state.
        set_id: Its criteria set.
        provenance: What it rests on; one of illustrative marks must say so.
        changes: The differences; ``None`` when it is of another criteria set and cannot be
            compared.
    """

    as_of: date
    set_id: str
    provenance: Provenance
    changes: Changes | None


@dataclass(frozen=True)
class ProvinceComparison:
    """A province's marks of one date against what was there.

    Attributes:
        same_date: Against what is in force for the very date; ``None`` when nothing is.
        previous: Against the last period before it; ``None`` when there is none.
        published: Against the figures published for the very date that marks answer; of a file that
            speaks of every commune of the province only.
    """

    province_code: str
    as_of: date
    same_date: Against | None
    previous: Against | None
    published: tuple[ReconciliationLine, ...] = ()


def compare_reading(connection: Connection, reading: Reading) -> list[ProvinceComparison]:
    """Return what loading a file would change, by province; nothing without a date or marks."""
    if reading.as_of is None or not reading.marks:
        return []
    frame = pd.DataFrame(
        [(m.commune_code, m.criterion_no, m.status.value) for m in reading.marks],
        columns=["commune_code", "criterion_no", "status"],
    )
    places = read_places(connection)
    provinces = frame["commune_code"].map({code: place[0] for code, place in places.items()})
    criteria_set = queries.read_criteria_set(connection, reading.set_id)
    found = [
        _compare(connection, str(province), reading.as_of, criteria_set, rows, ())
        for province, rows in frame.groupby(provinces)
    ]
    if len(found) != 1 or not reading.covers_whole_province or reading.missing_codes:
        return found
    marks = build_marks(frame, reading.communes, criteria_set)
    return [replace(found[0], published=_published(connection, found[0], marks, criteria_set))]


def _published(
    connection: Connection, found: ProvinceComparison, marks: Marks, criteria_set: CriteriaSet
) -> tuple[ReconciliationLine, ...]:
    """Compare with published figures; who is recognised is in no file of marks."""
    summary = summarise(marks, (), criteria_set, build_scheme("", (), criteria_set.size))
    printed = queries.read_published(connection, found.province_code, found.as_of)
    return tuple(reconcile(summary, (p for p in printed if p.metric != "communes_ntm")))


def compare_batch(connection: Connection, batch_id: int) -> list[ProvinceComparison]:
    """Return what a batch changed, by province and date, against what is there without it.

    Later loads are left out too, so that the answer stays what it was on the day of the load.
    """
    later = {i for i in active_batches(connection) if i >= batch_id}
    query = (
        select(
            snapshot.c.province_code,
            snapshot.c.as_of,
            snapshot.c.set_id,
            assessment.c.commune_code,
            assessment.c.criterion_no,
            assessment.c.status,
        )
        .join(assessment, assessment.c.snapshot_id == snapshot.c.id)
        .where(snapshot.c.batch_id == batch_id)
    )
    frame = pd.DataFrame(
        connection.execute(query).all(),
        columns=["province_code", "as_of", "set_id", "commune_code", "criterion_no", "status"],
    )
    comparisons = []
    for key, rows in frame.groupby(["province_code", "as_of", "set_id"]):
        province, as_of, set_id = cast("tuple[str, date, str]", key)
        criteria_set = queries.read_criteria_set(connection, set_id)
        comparisons.append(_compare(connection, province, as_of, criteria_set, rows, later))
    return comparisons


def _compare(
    connection: Connection,
    province: str,
    as_of: date,
    criteria_set: CriteriaSet,
    rows: pd.DataFrame,
    without: Collection[int],
) -> ProvinceComparison:
    rows = rows[["commune_code", "criterion_no", "status"]]
    communes = sorted(set(rows["commune_code"]))
    periods = snapshots.list_periods(connection, province, without)
    now = next((p for p in periods if p.as_of == as_of), None)
    after = rows
    if now and now.set_id == criteria_set.set_id and now.provenance is not Provenance.ILLUSTRATIVE:
        # What the file does not speak of stays as it is; made-up marks go away altogether.
        after = overlay_marks(_rows(connection, now, communes), rows)
    marks = build_marks(after, communes, criteria_set)
    before = sorted((p for p in periods if p.as_of < as_of), key=lambda p: p.as_of, reverse=True)
    return ProvinceComparison(
        province_code=province,
        as_of=as_of,
        same_date=_against(connection, [now] if now else [], marks, criteria_set),
        previous=_against(connection, before, marks, criteria_set),
    )


def _against(
    connection: Connection,
    candidates: Sequence[Period],
    marks: Marks,
    criteria_set: CriteriaSet,
) -> Against | None:
    """Compare with the first period that speaks of any of the communes."""
    communes = list(marks.index)
    for period in candidates:
        rows = _rows(connection, period, communes)
        if rows.empty:
            continue
        changes = None
        if period.set_id == criteria_set.set_id:
            changes = compare_marks(build_marks(rows, communes, criteria_set), marks)
        return Against(period.as_of, period.set_id, period.provenance, changes)
    return None


def _rows(connection: Connection, period: Period, communes: Iterable[str]) -> pd.DataFrame:
    rows = snapshots.read_assessments(connection, period)
    return rows[rows["commune_code"].isin(list(communes))]
