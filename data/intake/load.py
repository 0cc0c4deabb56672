"""Loading what was understood: one transaction, all or nothing, one writer at a time."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from data.intake.already import find_loaded
from data.intake.context import COUNTRY
from data.intake.layouts import layout_to_dict
from data.intake.refusals import AlreadyLoadedError, NotLoadableError, one_writer
from data.store.batches import ROW_TABLES, NewBatch, NewSnapshot, add_batch
from data.store.originals import keep_original
from data.store.units import districts_of, read_places
from data.texts import text
from domain.intake.grid import Workbook
from domain.intake.reading import Mark, Reading
from domain.vocabulary import Provenance, SnapshotStatus, Status

MARKS = "marks"
"""Subject of a batch of marks; the other subjects are the keys of ``ROW_TABLES``."""


@dataclass(frozen=True)
class LoadResult:
    """What a load did.

    Attributes:
        batch_id: The new batch.
        subject: ``marks``, ``recognition`` ….
        province_codes: Provinces it speaks of.
        district_codes: Districts it speaks of; empty = whole provinces, or rows.
        communes: Communes it speaks of.
        rows: Marks or rows written.
        counts: Marks by status; empty for rows.
    """

    batch_id: int
    subject: str
    province_codes: tuple[str, ...]
    district_codes: tuple[str, ...]
    as_of: date | None
    set_id: str
    communes: int
    rows: int
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FileInfo:
    """The file rows came from."""

    content: bytes
    file_name: str
    kind: str


def load_marks(
    engine: Engine,
    workbook: Workbook,
    content: bytes,
    reading: Reading,
    *,
    province_code: str,
    actor: str,
    status: SnapshotStatus = SnapshotStatus.FINAL,
    note: str = "",
    again: bool = False,
) -> LoadResult:
    """Write the marks of a file as one batch, and keep the file.

    A file of a whole province gives one snapshot, one of some districts a snapshot each; a file of
    the country (``province_code`` "vn") does so for each province.

    Raises:
        NotLoadableError: Something blocks; nothing is written.
        AlreadyLoadedError: The same file is in force for the same date and criteria set, maybe
            since a moment ago; ``again`` loads it all the same.
        StoreBusyError: Another writer took too long.
    """
    if not reading.can_load or reading.as_of is None:
        raise NotLoadableError(reading.problems, reading.questions)
    with one_writer(engine) as connection:
        loaded = find_loaded(
            connection, workbook.sha256, MARKS, province_code, reading.as_of, reading.set_id
        )
        if loaded is not None and not again:
            raise AlreadyLoadedError(loaded)
        kept = keep_original(connection, content, workbook.file_name, workbook.kind)
        if kept != workbook.sha256:
            raise ValueError("the cells are not those of the content")
        basis = text("intake.basis", file=_calm(workbook.file_name), actor=_calm(actor))
        snapshots = _split(connection, reading, province_code, status, basis, note)
        new = _marks_batch(workbook, reading, snapshots, province_code, actor, note)
        batch_id = add_batch(connection, new)
    communes, by_status = _count(reading)
    return LoadResult(
        batch_id=batch_id,
        subject=MARKS,
        province_codes=tuple(sorted({s.province_code for s in snapshots})),
        district_codes=tuple(sorted(s.district_code for s in snapshots if s.district_code)),
        as_of=reading.as_of,
        set_id=reading.set_id,
        communes=communes,
        rows=len(reading.marks),
        counts=by_status,
    )


def _count(reading: Reading) -> tuple[int, dict[str, int]]:
    """Return how many communes and how many marks of each status a reading has."""
    counts = Counter(mark.status.value for mark in reading.marks)
    communes = {mark.commune_code for mark in reading.marks}
    return len(communes), {status.value: counts[status.value] for status in Status}


def _marks_batch(
    workbook: Workbook,
    reading: Reading,
    snapshots: Sequence[NewSnapshot],
    province_code: str,
    actor: str,
    note: str,
) -> NewBatch:
    communes, by_status = _count(reading)
    return NewBatch(
        kind="import",
        subject=MARKS,
        actor=actor,
        province_code=province_code,
        as_of=reading.as_of,
        set_id=reading.set_id,
        file_name=workbook.file_name,
        file_sha256=workbook.sha256,
        snapshots=snapshots,
        note=note,
        counts=json.dumps({"communes": communes, "marks": by_status}),
        layout=json.dumps([layout_to_dict(x) for x in reading.layouts], ensure_ascii=False),
    )


def _provenance(reading: Reading) -> Provenance:
    """Return what loaded marks count as: those that left as illustrative come back as such."""
    return Provenance.ILLUSTRATIVE if reading.is_illustrative else Provenance.IMPORTED


def _split(
    connection: Connection,
    reading: Reading,
    province_code: str,
    status: SnapshotStatus,
    basis: str,
    note: str,
) -> list[NewSnapshot]:
    places = read_places(connection)
    marks_by_district: dict[tuple[str, str], list[Mark]] = {}
    for mark in reading.marks:
        place = places.get(mark.commune_code)
        if place is None or province_code not in (COUNTRY, place[0]):
            raise ValueError(f"commune {mark.commune_code} is not of province {province_code}")
        marks_by_district.setdefault(place, []).append(mark)
    every = districts_of(places)
    groups: dict[tuple[str, str | None], list[Mark]] = {}
    for (province, district), marks in marks_by_district.items():
        own = {d for p, d in marks_by_district if p == province}
        is_whole = own >= every[province]
        groups.setdefault((province, None if is_whole else district), []).extend(marks)
    return [
        NewSnapshot(
            province_code=province,
            district_code=district,
            as_of=reading.as_of or date.min,
            set_id=reading.set_id,
            status=status,
            provenance=_provenance(reading),
            basis_vi=basis,
            note_vi=note,
            marks=[(m.commune_code, m.criterion_no, m.status.value) for m in marks],
        )
        for (province, district), marks in sorted(groups.items(), key=lambda g: str(g[0]))
    ]


def load_rows(
    engine: Engine,
    subject: str,
    rows: Sequence[Mapping[str, Any]],
    file: FileInfo | None,
    *,
    province_code: str,
    actor: str,
    note: str = "",
    again: bool = False,
) -> LoadResult:
    """Write rows of a register as one batch, and keep the file.

    Args:
        engine: The store.
        subject: Key of ``ROW_TABLES``.
        rows: The table's own column names; columns left out are empty.
        file: Where they came from; `None` for what was typed on a page.
        province_code: Province they are loaded for.
        actor: Who.
        note: What to know about the load.
        again: Load although the same file is in force.

    Raises:
        ValueError: There are no rows, or one has a column the table does not.
        AlreadyLoadedError: The same file is in force for the province.
        StoreBusyError: Another writer took too long.
    """
    if not rows:
        raise ValueError("there are no rows to load")
    complete = _complete(subject, rows)
    as_of = max((row["as_of"] for row in complete if row.get("as_of")), default=None)
    with one_writer(engine) as connection:
        sha256 = None
        if file is not None:
            sha256 = keep_original(connection, file.content, file.file_name, file.kind)
            loaded = find_loaded(connection, sha256, subject, province_code)
            if loaded is not None and not again:
                raise AlreadyLoadedError(loaded)
        new = NewBatch(
            kind="import",
            subject=subject,
            actor=actor,
            province_code=province_code,
            as_of=as_of,
            file_name=file.file_name if file else None,
            file_sha256=sha256,
            rows={subject: complete},
            note=note,
            counts=json.dumps({"rows": len(complete)}),
        )
        batch_id = add_batch(connection, new)
    return LoadResult(batch_id, subject, (province_code,), (), as_of, "", 0, len(complete))


DEFAULTS: dict[str, Any] = {
    "provenance": Provenance.IMPORTED.value,
    "note": "",
    "note_vi": "",
    "source": "",
    "source_url": "",
}


def _complete(subject: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = {c.name for c in ROW_TABLES[subject].columns} - {"id", "batch_id"}
    unknown = {name for row in rows for name in row} - names
    if unknown:
        raise ValueError(f"{subject} has no column {sorted(unknown)}")
    blank = {name: DEFAULTS.get(name) for name in names}
    return [{**blank, **{k: v for k, v in row.items() if v is not None}} for row in rows]


def _calm(words: str) -> str:
    """Return hostile words without the brackets that could be taken for markup or a format."""
    return "".join(" " if sign in "<>{}" else sign for sign in words)
