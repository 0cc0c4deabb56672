"""How commands print: results to stdout or a file, everything else to stderr."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.spreadsheet import neutralise

STEP_NAMES = {
    "schema": "Tạo bảng",
    "reference": "Nạp dữ liệu gốc:",
    "illustrative": "Nạp số liệu minh họa",
    "done": "Xong",
    "sources": "Đọc nguồn ranh giới gần đúng",
    "province": "Dựng ranh giới gần đúng, tỉnh",
    "country": "Ghép bản đồ cả nước",
    "no_boundaries": "Không dựng được ranh giới, bản đồ sẽ là sơ đồ ô:",
}


class Format(StrEnum):
    """Formats of what a command prints."""

    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="Dạng kết quả.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Tệp kết quả; không có thì in ra màn hình.")
]


def tell(line: str) -> None:
    """Say something to the person at the keyboard; what a script reads stays clean."""
    typer.echo(line, err=True)


def tell_step(step: str, share: float) -> None:
    """Say how far a long command is; ``step`` is a key, with a name after ``:``."""
    kind, _, name = step.removeprefix("boundaries:").partition(":")
    tell(f"[{share:4.0%}] {STEP_NAMES.get(kind, kind)} {name}".rstrip())


def write_rows(
    rows: Sequence[Mapping[str, Any]],
    fields: Sequence[str],
    output_format: Format,
    output: Path | None,
) -> None:
    """Print a table, or write it to a file.

    Args:
        rows: The rows.
        fields: Columns, which a table without rows has too.
        output_format: JSON (a list of objects) or CSV (UTF-8, comma, LF).
        output: The file; ``None`` prints.

    Raises:
        OSError: The file cannot be written.
    """
    if output_format is Format.JSON:
        write_json(list(rows), output)
        return
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, fields, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _plain(value) for name, value in row.items()})
    _write(stream.getvalue(), output)


def _plain(value: object) -> object:
    """Return a text no spreadsheet runs as a formula; the rest stays as it is."""
    return neutralise(value) if isinstance(value, str) else value


def write_json(value: Any, output: Path | None = None) -> None:
    """Print a value as JSON, or write it to a file; dates become ISO text, NaN is refused."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=str)
    _write(f"{text}\n", output)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8", newline="")
