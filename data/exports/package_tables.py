"""The tables of a data package: what the store holds, as rows in a fixed order.

Reference tables are not here: they leave as the committed files themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column as StoreColumn
from sqlalchemy import Connection, Table, select
from sqlalchemy.types import Boolean, Date, DateTime, Float, Integer

from data.store import snapshots
from data.store.audit import ABOUT_ACCESS
from data.store.reference import REF_TABLES
from data.store.report_tables import report_receipt
from data.store.tables import (
    assessment,
    audit_log,
    batch,
    extra_unit,
    finding_note,
    funding_row,
    original_file,
    recognition,
    registered_plan,
    sender_layout,
    snapshot,
    target_value,
    task_status,
)

DESCRIBED: dict[str, tuple[Table, str]] = {
    table.name: (table, description)
    for table, description in (
        (batch, "Loads and undoings: who, when, which file (SHA-256), how many rows."),
        (original_file, "Files that were loaded; their content stays in the store."),
        (snapshot, "What each load says of a province or district at a date."),
        (assessment, "Every mark ever loaded, superseded and undone ones included."),
        (recognition, "Recognition decisions, as loaded."),
        (extra_unit, "Units of older denominators that the registry of 2021 does not hold."),
        (registered_plan, "Communes registered to be recognised in a year, as loaded."),
        (task_status, "Status of the plans' tasks, as loaded."),
        (funding_row, "Funding by source in million VND; empty is not reported, not zero."),
        (target_value, "Figures of targets that no marks can answer, as loaded."),
        (report_receipt, "Reports that came in and meetings that were held, as loaded."),
        (sender_layout, "How a sender's form is read, as corrected by hand."),
        (finding_note, "What people said about findings of the checks."),
        (audit_log, "Every change of data, who made it and when; nothing about signing in."),
    )
}
_ASSUMED = "assumptions, not figures; each leaves by itself from the page of scenarios"
_CHOSEN = "what a meeting is shown, not figures"
_DOORS = "who may come in: hashes of secrets leave in no file"
WITHHELD = {
    "reference_file": "bookkeeping of the mirror; the files and hashes are in the package",
    **dict.fromkeys(("scenario", "scenario_version", "scenario_event"), _ASSUMED),
    **dict.fromkeys(("deck", "deck_version", "deck_event"), _CHOSEN),
    **dict.fromkeys(("draft", "refused_file"), "work nobody has saved; bytes nobody could read"),
    **dict.fromkeys(("account", "visit", "ticket", "failed_attempt", "share_link"), _DOORS),
}
"""Tables of the store that do not leave, and why."""

_BY_BATCH = (audit_log, target_value, report_receipt)
"""Tables whose rows name no place: they belong where their load does."""

WITHHELD_COLUMNS = {("original_file", "content")}


@dataclass(frozen=True)
class Field:
    """A column of a package table; ``kind`` is a Frictionless type."""

    name: str
    kind: str
    is_required: bool = False
    description: str = ""


@dataclass(frozen=True)
class PackageTable:
    """A table as it leaves.

    Attributes:
        name: Name of the resource and its file.
        description: What it holds.
        fields: Columns.
        key: Primary key.
        rows: Values in the order of the fields, sorted by key.
        references: (own columns, table, its columns).
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    references: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()


def read_tables(connection: Connection, province_code: str | None) -> list[PackageTable]:
    """Return the store's tables, of one province or of all, and the marks in force."""
    scope = _Scope(connection, province_code)
    tables = [_dump(scope, table, text) for table, text in DESCRIBED.values()]
    return [_places(scope), _periods(scope), _marks(scope), *tables]


class _Scope:
    """Which rows of each table belong to the province asked for."""

    def __init__(self, connection: Connection, province_code: str | None) -> None:
        self.connection, self.province = connection, province_code
        self.periods = snapshots.list_periods(connection, province_code)
        self.units = self._codes(REF_TABLES["units"], "code") | self._codes(extra_unit, "code")
        plans = self._codes(REF_TABLES["plans"], "plan_id")
        tasks = REF_TABLES["tasks"]
        wanted = select(tasks.c.task_id).where(tasks.c.plan_id.in_(plans))
        self.tasks = set(connection.execute(wanted).scalars())
        self.snapshots = self._codes(snapshot, "id")
        self.batches = self._batches()
        hashes = select(batch.c.file_sha256).where(batch.c.id.in_(self.batches))
        self.files = set(connection.execute(hashes).scalars())

    def _codes(self, table: Table, column: str) -> set[Any]:
        query = select(table.c[column])
        if self.province is not None:
            query = query.where(table.c.province_code == self.province)
        return set(self.connection.execute(query).scalars())

    def _batches(self) -> set[int]:
        """Return the loads the kept rows came with, and what undid them."""
        rows = self.connection.execute(
            select(batch.c.id, batch.c.province_code, batch.c.undoes_batch_id).order_by(batch.c.id)
        ).all()
        if self.province is None:
            return {row.id for row in rows}
        kept = {row.id for row in rows if row.province_code == self.province}
        for table in (table for table, _ in DESCRIBED.values() if "batch_id" in table.c):
            if table not in _BY_BATCH:
                owned = select(table.c.batch_id, *_owners(table))
                kept |= {r[0] for r in self.connection.execute(owned) if self.owns(table, r)}
        # An undoing comes after what it undoes, so one pass follows chains of them.
        for row in rows:
            if row.undoes_batch_id in kept:
                kept.add(row.id)
        return kept

    def owns(self, table: Table, row: Any) -> bool:
        """Tell whether a row leaves: of the province, and not about who may come in."""
        if table is audit_log and row.action in ABOUT_ACCESS:
            return False
        if self.province is None:
            return True
        sets = {
            "province_code": {self.province},
            "unit_code": self.units,
            "commune_code": self.units,
            "task_id": self.tasks,
            "snapshot_id": self.snapshots,
        }
        column = next((name for name in sets if name in table.c), "")
        if table in (batch, *_BY_BATCH):
            return getattr(row, "id" if table is batch else "batch_id") in self.batches
        if table is original_file:
            return row.sha256 in self.files
        return getattr(row, column) in sets[column]


def _owners(table: Table) -> list[StoreColumn[Any]]:
    names = ("province_code", "unit_code", "commune_code", "task_id", "snapshot_id")
    return [table.c[name] for name in names if name in table.c]


def _dump(scope: _Scope, table: Table, description: str) -> PackageTable:
    columns = [c for c in table.c if (table.name, c.name) not in WITHHELD_COLUMNS]
    key = tuple(c.name for c in table.primary_key.columns)
    query = select(*columns).order_by(*table.primary_key.columns)
    rows = [list(r) for r in scope.connection.execute(query) if scope.owns(table, r)]
    fields = [Field(c.name, _kind(c), _is_required(c)) for c in columns]
    if table is batch:
        fields.append(Field("in_force", "boolean", True, "Not undone, or its undoing was undone."))
        active, at = snapshots.active_batches(scope.connection), 0
        rows = [[*row, row[at] in active] for row in rows]
    references = tuple(
        ((c.name,), target.column.table.name, (target.column.name,))
        for c in columns
        for target in c.foreign_keys
    )
    return PackageTable(table.name, description, tuple(fields), key, rows, references)


def _kind(column: StoreColumn[Any]) -> str:
    kinds: Mapping[type[Any], str] = {
        Boolean: "boolean",
        DateTime: "datetime",
        Date: "date",
        Float: "number",
        Integer: "integer",
    }
    return next((name for kind, name in kinds.items() if isinstance(column.type, kind)), "string")


def _is_required(column: StoreColumn[Any]) -> bool:
    # An empty text and a missing one look alike in a CSV file.
    return not column.nullable and column.server_default is None


def _places(scope: _Scope) -> PackageTable:
    units = REF_TABLES["units"]
    query = select(units.c.code, units.c.full_name, units.c.district_code, units.c.province_code)
    known = {row.code: [*row, True] for row in scope.connection.execute(query)}
    extra = select(
        extra_unit.c.code, extra_unit.c.name, extra_unit.c.district_code, extra_unit.c.province_code
    ).order_by(extra_unit.c.id)
    for row in scope.connection.execute(extra):
        known.setdefault(row.code, [*row, False])
    spoken = select(assessment.c.snapshot_id, assessment.c.commune_code).distinct()
    codes = {r.commune_code for r in scope.connection.execute(spoken) if scope.owns(assessment, r)}
    return PackageTable(
        name="assessed_communes",
        description="Every commune that some mark speaks of.",
        fields=(
            Field("code", "string", True),
            Field("full_name", "string", True),
            Field("district_code", "string"),
            Field("province_code", "string", True),
            Field("in_registry", "boolean", True, "In the registry of 2021 (table units)."),
        ),
        key=("code",),
        rows=[known[code] for code in sorted(codes)],
    )


def _periods(scope: _Scope) -> PackageTable:
    rows = [
        [
            *(p.province_code, p.as_of, p.set_id, p.status.value, p.provenance.value),
            *(";".join(p.district_codes), ";".join(str(i) for i in p.batch_ids)),
            *(p.title_vi, p.basis_vi, p.note_vi),
        ]
        for p in scope.periods
    ]
    names = ("province_code", "as_of", "set_id", "status", "provenance")
    texts = ("district_codes", "batch_ids", "title_vi", "basis_vi", "note_vi")
    kinds = {"as_of": "date"}
    return PackageTable(
        name="periods",
        description=(
            "Dates a province can be looked at. Provenance illustrative: số liệu minh họa, made up "
            "to fit published totals. Empty district_codes: the whole province."
        ),
        fields=(
            *(Field(name, kinds.get(name, "string"), True) for name in names),
            *(Field(name, "string") for name in texts),
        ),
        key=("province_code", "as_of"),
        rows=rows,
        references=((("set_id",), "criteria_sets", ("set_id",)),),
    )


def _marks(scope: _Scope) -> PackageTable:
    rows: list[list[Any]] = []
    for period in scope.periods:
        frame = snapshots.read_assessments(scope.connection, period)
        about = [period.province_code, period.as_of, period.set_id, period.provenance.value]
        columns = (frame[name].tolist() for name in ("commune_code", "criterion_no", "status"))
        rows += [[*about, *values] for values in zip(*columns, strict=True)]
    names = ("province_code", "as_of", "set_id", "provenance")
    kinds = {"as_of": "date", "criterion_no": "integer"}
    fields = (*names, "commune_code", "criterion_no", "status")
    return PackageTable(
        name="marks",
        description="Marks in force: commune × criterion at each date a province can be looked at.",
        fields=tuple(Field(name, kinds.get(name, "string"), True) for name in fields),
        key=("province_code", "as_of", "commune_code", "criterion_no"),
        rows=rows,
        references=(
            (("commune_code",), "assessed_communes", ("code",)),
            (("set_id", "criterion_no"), "criteria", ("set_id", "criterion_no")),
            (("province_code", "as_of"), "periods", ("province_code", "as_of")),
        ),
    )
