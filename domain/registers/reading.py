"""A file of one register, understood: rows to load, or everything that is wrong with it."""

import dataclasses
import re
from collections.abc import Iterable, Sequence

from domain.intake.grid import Workbook
from domain.intake.problems import Problem, Severity
from domain.registers.catalogue import REGISTERS
from domain.registers.context import Place, RegisterContext, RegisterReading
from domain.registers.fields import Kind, Register
from domain.registers.headings import Found, locate, row_address
from domain.registers.rows import RowReading, TableReader
from domain.registers.rules import Entry, check_row, check_table
from domain.vocabulary import Provenance

LONGEST_READ = 200
"""Characters of a cell repeated in a problem."""


def read_register(kind: Kind, workbook: Workbook, context: RegisterContext) -> RegisterReading:
    """Read every sheet that holds the register.

    The header is found by its words in the first rows of each sheet; hidden sheets are not read.
    Nothing stops at the first fault: all of them come back, each at its cell.

    Args:
        kind: Which register the file is said to be.
        workbook: The file as cells.
        context: Units, tasks, sources and the day.
    """
    register = REGISTERS[kind]
    given = frozenset(name for name, text in context.defaults.items() if text)
    tables, problems = locate(register, workbook.sheets, given)
    remarks = [Problem(code, Severity.NOTE) for code in workbook.remarks]
    readers = [TableReader(register, found, context) for found in tables]
    entries = [
        Entry(found, row)
        for found, reader in zip(tables, readers, strict=True)
        for row in reader.read()
    ]
    for entry in entries:
        check_row(register, entry, context)
    check_table(register, entries)
    notes = [note for found in tables for note in _summaries(found, entries)]
    notes += [
        Problem("register_rows_after_end", Severity.WARNING, found.sheet.name, row_address(row))
        for found, reader in zip(tables, readers, strict=True)
        for row in reader.rows_after_end[:1]
    ]
    if tables and not any(not entry.row.is_unfilled for entry in entries):
        notes.append(Problem("register_no_rows", Severity.ERROR, tables[0].sheet.name))
    sound = [entry for entry in entries if entry.row.is_sound]
    found_problems = [problem for entry in entries for problem in _ordered(entry.row)]
    return RegisterReading(
        kind=kind,
        rows=tuple(_finish(register, entry.row, context) for entry in sound),
        places=tuple(Place(e.found.sheet.name, e.row.number + 1) for e in sound),
        problems=tuple(_shorten([*remarks, *problems, *notes, *found_problems])),
        questions=tuple(entry.row.question for entry in entries if entry.row.question),
        unfilled=sum(entry.row.is_unfilled for entry in entries),
    )


def _finish(register: Register, row: RowReading, context: RegisterContext) -> dict[str, object]:
    values = dict(row.values)
    if register.kind is Kind.RECOGNITION:
        values["provenance"] = Provenance.IMPORTED.value
    if register.kind is Kind.FUNDING:
        values["province_code"] = context.province_code
    return values


def _summaries(found: Found, entries: Sequence[Entry]) -> Iterable[Problem]:
    """Give one note a sheet of what was done to its rows."""
    rows = [entry.row for entry in entries if entry.found is found]
    counts = {
        "register_zeros_restored": sum(row.is_restored for row in rows),
        "register_rows_unfilled": sum(row.is_unfilled for row in rows),
    }
    for code, count in counts.items():
        if count:
            yield Problem(code, Severity.NOTE, found.sheet.name, params={"count": count})


def _ordered(row: RowReading) -> list[Problem]:
    """Return a row's problems from left to right, those of the whole row last."""

    def column(problem: Problem) -> tuple[int, str]:
        letters = re.match(r"[A-Z]+", problem.cell)
        return (len(letters[0]), letters[0]) if letters else (99, "")

    return sorted(row.problems, key=column)


def _shorten(problems: Iterable[Problem]) -> Iterable[Problem]:
    for problem in problems:
        if len(problem.read) > LONGEST_READ:
            yield dataclasses.replace(problem, read=problem.read[:LONGEST_READ] + "…")
        else:
            yield problem
