"""Cost tables as staff send them: CSV or a spreadsheet, read by the guarded reader of files."""

from pathlib import Path

from data.intake.faults import FileRefusedError
from data.intake.files import read_file
from data.intake.problem_words import describe
from data.planner.costs import COLUMNS, CostFileError, parse_costs
from domain.intake.grid import Sheet, Value
from domain.planner.effort import CostTable
from domain.vietnamese import fold

WORDS = {
    COLUMNS[0]: ("tieu chi", "so tieu chi", "tc", "criterion"),
    COLUMNS[1]: ("trieu dong", "chi phi", "chi phi (trieu dong)", "cost", "cost_million_vnd"),
    COLUMNS[2]: ("ma huyen", "huyen", "district"),
}
"""Other headings a column is known by, without marks."""

HEADINGS = {word: column for column, words in WORDS.items() for word in words}


def read_cost_upload(content: bytes, file_name: str) -> CostTable:
    """Read a table of costs: see :func:`data.planner.costs.parse_costs` for its columns.

    Raises:
        CostFileError: It cannot be read, or some line cannot be used; every reason is listed.
    """
    try:
        book = read_file(content, file_name)
    except FileRefusedError as error:
        raise CostFileError([describe(p).replace("\n", " ") for p in error.problems]) from error
    return parse_costs(_as_text(book.sheets[0]))


def read_cost_file(path: Path) -> CostTable:
    """Read a table of costs from a file; see :func:`read_cost_upload`.

    Raises:
        CostFileError: It cannot be read, or some line cannot be used; every reason is listed.
        OSError: There is no such file.
    """
    return read_cost_upload(path.read_bytes(), path.name)


def _as_text(sheet: Sheet) -> str:
    """Write a sheet as the text the reader of costs knows; cells never hold its separator."""
    rows = [row for row in sheet.rows if any(cell not in (None, "") for cell in row)]
    if not rows:
        raise CostFileError(["tệp không có dòng nào"])
    lines = [";".join(_heading(cell) for cell in rows[0])]
    lines += [";".join(_cell(cell) for cell in row) for row in rows[1:]]
    return "\n".join(lines)


def _heading(cell: Value) -> str:
    name = _cell(cell)
    return HEADINGS.get(fold(name), name)


def _cell(cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace(";", ",").replace("\n", " ").replace('"', "'")
