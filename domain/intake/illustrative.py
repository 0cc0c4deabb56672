"""Whether a file says that its marks are made up, as every file this product writes of such does.

Marks that left as illustrative must not come back as official ones.
"""

from domain.intake.grid import Sheet, Workbook, address
from domain.vietnamese import fold
from domain.vocabulary import Provenance

WORDS = "so lieu minh hoa"
CODE = Provenance.ILLUSTRATIVE.value
"""Stands in a column of its own where marks are written for machines."""
TITLE_ROWS = 12
"""Rows a title block or the first lines of a table take."""


def find_illustrative(workbook: Workbook) -> tuple[str, str, str] | None:
    """Return sheet, cell and text where a file says so, ``None`` when it does not."""
    for sheet in workbook.sheets:
        found = _find_in(sheet)
        if found is not None:
            return found
    return None


def _find_in(sheet: Sheet) -> tuple[str, str, str] | None:
    for row, values in enumerate(sheet.rows[:TITLE_ROWS]):
        for column, value in enumerate(values):
            if isinstance(value, str) and (WORDS in fold(value) or value.strip() == CODE):
                return sheet.name, address(row, column), value
    return None
