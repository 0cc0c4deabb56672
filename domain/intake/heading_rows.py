"""What a row says as a row of headings: of criteria, of numbers, of groups, of a long table."""

from collections.abc import Callable, Iterable
from itertools import pairwise

from domain.intake.cells import Cells
from domain.intake.headings import Heading, Kind, read_heading

TALLEST = 4  # rows a header reaches above and below its main row
FEWEST_CRITERIA = 2
FEWEST_BARE = 5
GROUPED = 2  # numbers below a title, on average, by which the titles head groups of criteria
LABELS = frozenset({Kind.ORDER, Kind.NAME, Kind.CODE, Kind.DISTRICT, Kind.CRITERION})
_UNIT_LABELS = frozenset({Kind.NAME, Kind.CODE})

NameTest = Callable[[str], bool]
"""Whether a folded name is that of a criterion of any set."""


def read_row(cells: Cells, row: int) -> dict[int, Heading]:
    """Return the headings of a row by column."""
    if row >= cells.height:
        return {}
    found = {column: read_heading(value) for column, value in enumerate(cells.sheet.rows[row])}
    return {column: heading for column, heading in found.items() if heading is not None}


def is_long_header(line: dict[int, Heading]) -> bool:
    """Tell whether a row is the header of a long table."""
    kinds = {heading.kind for heading in line.values()}
    return {Kind.CRITERION, Kind.RESULT} <= kinds and bool(kinds & _UNIT_LABELS)


def is_numbering(line: dict[int, Heading]) -> bool:
    """Tell whether a row numbers the columns: (1), (2), (3) … without a gap."""
    numbers = [heading.number for _, heading in sorted(line.items()) if heading.kind is Kind.BARE]
    if len(numbers) < FEWEST_BARE or len(numbers) < len(line) - 2:
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return sum(step == 1 for step in steps) >= len(steps) - 1


def criteria_in(line: dict[int, Heading], is_criterion: NameTest) -> int:
    """Return how many criteria a row names or numbers."""
    numbers = {h.number for h in line.values() if h.kind is Kind.NUMBERED}
    names = {h.name for h in line.values() if h.kind is Kind.NAMED and is_criterion(h.name)}
    return len(numbers) + len(names)


def is_bare_header(lines: dict[int, dict[int, Heading]], row: int) -> bool:
    """Tell whether a row of numbers heads criteria: 1, 2, 3 … beside the labels of units."""
    line = lines[row]
    bare = {column: h.number for column, h in line.items() if h.kind is Kind.BARE}
    above = [lines[r] for r in range(max(0, row - TALLEST), row + 1) if r in lines]
    labelled = {c for one in above for c, h in one.items() if h.kind in LABELS - {Kind.CRITERION}}
    numbers = set(bare.values())
    if len(numbers) < FEWEST_BARE or len(numbers) != len(bare) or not labelled:
        return False
    is_dense = max(numbers) <= len(numbers) + 3
    return is_dense and min(numbers) == 1 and not labelled & set(bare)


def grouped_row(
    lines: dict[int, dict[int, Heading]], rows: Iterable[int], is_criterion: NameTest
) -> int | None:
    """Return the row of numbers under titles of groups; ``None`` where the titles are criteria."""
    most = max((criteria_in(lines[row], is_criterion) for row in rows), default=0)
    for row in rows:
        numbers = sum(heading.kind is Kind.BARE for heading in lines[row].values())
        if numbers > GROUPED * most and is_bare_header(lines, row):
            return row
    return None
