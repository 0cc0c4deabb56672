"""How imports, batches and findings are printed: JSON, CSV, or a table to read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from data.cli_output import Format, write_json, write_rows
from data.intake.problem_words import PROBLEM_FIELDS
from data.store.batch_list import BatchInfo

BATCH_FIELDS = (
    "batch_id",
    "kind",
    "subject",
    "state",
    "created_at",
    "actor",
    "province_codes",
    "as_of",
    "set_id",
    "file",
    "sha256",
    "rows",
    "counts",
    "note",
    "undoes_batch_id",
    "undone_by",
)
FINDING_FIELDS = ("severity", "rule", "state", "title", "message", "do", "unit_codes", "key")
WIDEST = 60


class TableFormat(StrEnum):
    """Formats of what has rows to read: a table for people besides JSON and CSV."""

    JSON = "json"
    CSV = "csv"
    TABLE = "table"


TableFormatOption = Annotated[TableFormat, typer.Option("--format", help="Dạng kết quả.")]


def print_import(told: Mapping[str, Any], output_format: TableFormat) -> None:
    """Print an import; CSV and table hold its problems, the open questions among them."""
    if output_format is TableFormat.JSON:
        write_json({k: v for k, v in told.items() if k != "blocking"})
        return
    asked = [row for row in told.get("blocking", ()) if row["code"] == "question"]
    rows = [*asked, *told["problems"]]
    if output_format is TableFormat.TABLE:
        figures = ("status", "batch_id", "file", "as_of", "set_id", "communes", "marks", "rows")
        listed = [f"{name}: {told[name]}" for name in figures if told.get(name) is not None]
        typer.echo(" · ".join(listed))
    _print_rows(rows, PROBLEM_FIELDS, output_format)


def print_batches(infos: Iterable[BatchInfo], output_format: TableFormat) -> None:
    """Print the loads and undoings."""
    rows = [_batch_row(info) for info in infos]
    if output_format is TableFormat.JSON:
        write_json(rows)
        return
    flat = [
        {
            **row,
            "province_codes": ";".join(row["province_codes"]),
            "counts": json.dumps(row["counts"], ensure_ascii=False) if row["counts"] else "",
        }
        for row in rows
    ]
    _print_rows(flat, BATCH_FIELDS, output_format)


def _batch_row(info: BatchInfo) -> dict[str, Any]:
    return {
        "batch_id": info.batch_id,
        "kind": info.kind,
        "subject": info.subject,
        "state": info.state.value,
        "created_at": info.created_at.isoformat(timespec="seconds"),
        "actor": info.actor,
        "province_codes": list(info.province_codes),
        "as_of": info.as_of.isoformat() if info.as_of else None,
        "set_id": info.set_id,
        "file": info.file_name,
        "sha256": info.file_sha256,
        "rows": info.row_count,
        "counts": dict(info.counts),
        "note": info.note,
        "undoes_batch_id": info.undoes_batch_id,
        "undone_by": info.undone_by,
    }


def print_findings(told: Mapping[str, Any], output_format: TableFormat) -> None:
    """Print what the checks found; CSV and table hold the findings."""
    if output_format is TableFormat.JSON:
        write_json(told)
        return
    rows = [
        {name: finding[name] for name in FINDING_FIELDS}
        | {"unit_codes": ";".join(finding["unit_codes"])}
        for finding in told["findings"]
    ]
    _print_rows(rows, FINDING_FIELDS, output_format)


def _print_rows(
    rows: Sequence[Mapping[str, Any]], fields: Sequence[str], output_format: TableFormat
) -> None:
    if output_format is TableFormat.CSV:
        write_rows(rows, fields, Format.CSV, None)
        return
    cells = [[_cell(row.get(name)) for name in fields] for row in rows]
    widths = [
        max([len(name), *(len(line[position]) for line in cells)])
        for position, name in enumerate(fields)
    ]
    for line in [list(fields), *cells]:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        typer.echo("  ".join(padded).rstrip())


def _cell(value: object) -> str:
    """Return a value in one line of bounded width, without the signs that steer a terminal."""
    text = "" if value is None else str(value)
    calm = "".join(sign if sign.isprintable() else " " for sign in text)
    return calm if len(calm) <= WIDEST else f"{calm[: WIDEST - 1]}…"
