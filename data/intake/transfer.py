"""A workbook as JSON, between the process that reads files and the one that asked.

JSON and not Python's own format: what comes back from a process that held a hostile file is data
and can be nothing else. A day is written as a list of one text, formulas and errors as triples.
"""

import json
from datetime import date
from typing import Any

from data.intake.faults import FileRefusedError
from domain.intake.grid import Area, Sheet, Value, Workbook
from domain.intake.problems import Problem, Severity


def workbook_json(workbook: Workbook) -> bytes:
    """Return a workbook as JSON."""
    packed = {**vars(workbook), "sheets": [_packed_sheet(sheet) for sheet in workbook.sheets]}
    return _bytes({"workbook": packed})


def refusal_json(error: FileRefusedError) -> bytes:
    """Return a refusal as JSON."""
    return _bytes({"problems": [{**vars(p), "params": dict(p.params)} for p in error.problems]})


def unpacked(answer: bytes) -> Workbook:
    """Return the workbook of an answer.

    Raises:
        FileRefusedError: The answer is a refusal.
    """
    content = json.loads(answer)
    raise_refusal(content)
    packed = content["workbook"]
    return Workbook(
        **{
            **packed,
            "sheets": tuple(_sheet(sheet) for sheet in packed["sheets"]),
            "remarks": tuple(packed["remarks"]),
        }
    )


def raise_refusal(content: dict[str, Any]) -> None:
    """Raise the refusal an answer holds, if it does.

    Raises:
        FileRefusedError: It does.
    """
    if "problems" in content:
        raise FileRefusedError(
            tuple(
                Problem(**{**p, "severity": Severity(p["severity"])}) for p in content["problems"]
            )
        )


def _bytes(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_packed_day)
    return text.encode("utf-8")


def _packed_day(value: object) -> list[str]:
    if not isinstance(value, date):
        raise TypeError(type(value).__name__)
    return [value.isoformat()]


def _packed_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        **vars(sheet),
        "formulas": [[*place, text] for place, text in sheet.formulas.items()],
        "errors": [[*place, text] for place, text in sheet.errors.items()],
        "merged": [list(vars(area).values()) for area in sheet.merged],
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
    }


def _sheet(packed: dict[str, Any]) -> Sheet:
    return Sheet(
        name=packed["name"],
        rows=tuple(tuple(map(_value, row)) for row in packed["rows"]),
        formulas={(row, column): text for row, column, text in packed["formulas"]},
        errors={(row, column): text for row, column, text in packed["errors"]},
        merged=tuple(Area(*area) for area in packed["merged"]),
        hidden_rows=frozenset(packed["hidden_rows"]),
        hidden_columns=frozenset(packed["hidden_columns"]),
        is_hidden=packed["is_hidden"],
    )


def _value(packed: Any) -> Value:
    return date.fromisoformat(packed[0]) if type(packed) is list else packed
