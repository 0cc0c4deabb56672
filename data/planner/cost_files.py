"""Cost tables as staff send them: CSV or a spreadsheet, read by the guarded reader of files."""

from functools import partial
from pathlib import Path

from data.intake.faults import FileRefusedError
from data.intake.files import read_file
from data.intake.problem_words import describe
from data.planner.costs import CostFileError, parse_costs
from domain.planner.effort import CostTable


def read_cost_upload(content: bytes, file_name: str) -> CostTable:
    """Read a table of costs: see :func:`data.planner.costs.parse_costs` for its columns.

    Raises:
        CostFileError: It cannot be read, or some cell cannot be used; every reason is listed.
    """
    try:
        book = read_file(content, file_name)
    except FileRefusedError as error:
        raise CostFileError([partial(describe, p) for p in error.problems]) from error
    return parse_costs(book.sheets[0])


def read_cost_file(path: Path) -> CostTable:
    """Read a table of costs from a file; see :func:`read_cost_upload`.

    Raises:
        CostFileError: It cannot be read, or some cell cannot be used; every reason is listed.
        OSError: There is no such file.
    """
    return read_cost_upload(path.read_bytes(), path.name)
