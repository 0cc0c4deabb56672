"""Where a sheet's header stands, and what it says over each column."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.intake.cells import Cells
from domain.intake.grid import Position
from domain.intake.heading_rows import (
    FEWEST_CRITERIA,
    LABELS,
    TALLEST,
    NameTest,
    criteria_in,
    grouped_row,
    is_bare_header,
    is_long_header,
    is_numbering,
    read_row,
)
from domain.intake.headings import Heading, Kind, read_heading
from domain.intake.words import is_mark
from domain.vietnamese import fold
from domain.vocabulary import Status

HIGHEST_HEADER = 60  # rows in which a header is looked for


@dataclass(frozen=True)
class Over:
    """A criterion heading over a column.

    Attributes:
        number: As written, 0 when the heading gives a name only.
        name: Folded name, "" when it gives a number only.
        preference: 0 for the heading itself, 1 for "Đánh giá" below it, -1 for other sub-columns.
        status: What a tick in the column means, where each result has its own.
        cell: Where the heading stands.
    """

    number: int
    name: str
    preference: int
    status: Status | None
    cell: Position


@dataclass(frozen=True)
class Header:
    """A header understood.

    Attributes:
        first: First row.
        last: Last row; a row of column numbers below counts as header.
        is_long: One row a commune and criterion.
        kinds: Columns of each kind, from the left.
        criteria: Criterion heading over each column of marks.
        indicators: Columns of indicators (17.1), which are not read.
        texts: Heading text of each column, for the fingerprint.
    """

    first: int
    last: int
    is_long: bool
    kinds: dict[Kind, list[int]]
    criteria: dict[int, Over] = field(default_factory=dict)
    indicators: tuple[int, ...] = ()
    texts: dict[int, str] = field(default_factory=dict)


def find_header(cells: Cells, is_criterion: NameTest) -> Header | None:
    """Find the header of a sheet of marks; ``None`` when it has none.

    A row of criterion headings counts before the header of a long table, and that before a row
    of bare numbers, which may only number the columns. Titles of groups ("Quy hoạch", "Văn hóa -
    xã hội") read like criteria too: the numbers below them are the criteria.
    """
    rows = range(min(cells.height, HIGHEST_HEADER))
    lines = {row: read_row(cells, row) for row in rows}
    best = max(rows, key=lambda row: (criteria_in(lines[row], is_criterion), -row), default=None)
    long = next((row for row in rows if is_long_header(lines[row])), None)
    has_criteria = best is not None and criteria_in(lines[best], is_criterion) >= FEWEST_CRITERIA
    # Below the header of a long table a commune may bear a criterion's name by chance.
    if best is not None and has_criteria and (long is None or best < long):
        near = range(best, min(best + TALLEST, rows.stop - 1) + 1)
        grouped = grouped_row(lines, near, is_criterion)
        best = best if grouped is None else grouped
        return describe_header(cells, *_block(cells, lines, best, is_criterion), is_criterion)
    if long is not None:
        return describe_header(cells, long, long, is_criterion)
    for row in rows:
        if is_bare_header(lines, row):
            return describe_header(cells, *_block(cells, lines, row, is_criterion), is_criterion)
    return None


def _block(
    cells: Cells, lines: dict[int, dict[int, Heading]], best: int, is_criterion: NameTest
) -> tuple[int, int]:
    """Return the first and last row of the header around its main row."""
    first = last = best
    for row in range(best - 1, max(0, best - TALLEST) - 1, -1):
        # A row of group titles ("Nhóm hạ tầng") may stand between the labels and the criteria.
        if row >= first - 2 and _is_above(lines[row], is_criterion):
            first = row
    for area in cells.sheet.merged:
        reaches = area.first_row <= best <= area.last_row <= best + TALLEST
        # A title merged across a turned sheet runs down through its communes.
        rows = range(best + 1, area.last_row + 1)
        if reaches and not any(_has_labels(cells, lines[best], row) for row in rows):
            last = max(last, area.last_row)
            first = min(first, max(area.first_row, best - TALLEST))
    while last < min(cells.height - 1, best + TALLEST):
        if not _is_below(cells, lines[best], last + 1, is_criterion):
            break
        last += 1
    return first, last


def _is_above(line: dict[int, Heading], is_criterion: NameTest) -> bool:
    kinds = [heading.kind for heading in line.values()]
    return (
        Kind.CRITERION in kinds
        or criteria_in(line, is_criterion) >= FEWEST_CRITERIA
        or (len(kinds) > 1 and bool(LABELS & set(kinds)))
    )


def _is_below(cells: Cells, main: dict[int, Heading], row: int, is_criterion: NameTest) -> bool:
    """Tell whether a row under the main row still is header."""
    line = read_row(cells, row)
    kinds = [heading.kind for heading in line.values()]
    if is_numbering(line) or criteria_in(line, is_criterion) >= FEWEST_CRITERIA:
        return True
    if kinds.count(Kind.INDICATOR) >= FEWEST_CRITERIA:
        return True
    if _has_labels(cells, main, row):
        return False
    named = [c for c, h in main.items() if h.kind in (Kind.NUMBERED, Kind.NAMED, Kind.BARE)]
    has_gaps = any(column + 1 not in main for column in sorted(named)[:-1])
    statuses = {line[c].status for c in line if line[c].kind is Kind.STATUS}
    results = kinds.count(Kind.RESULT) >= FEWEST_CRITERIA or bool(_repeating(cells, row))
    is_order_empty = not any(cells.is_filled(row, c) for c in range(min(named, default=0)))
    return has_gaps and is_order_empty and (len(statuses) > 1 or results)


def _has_labels(cells: Cells, main: dict[int, Heading], row: int) -> bool:
    """Tell whether a row has something of its own under the labels (STT, Tên xã)."""
    labelled = (column for column, heading in main.items() if heading.kind in LABELS)
    return any(cells.is_filled(row, column) for column in labelled)


def describe_header(cells: Cells, first: int, last: int, is_criterion: NameTest) -> Header:
    """Say what stands over each column, given the header's rows."""
    lines = {row: read_row(cells, row) for row in range(first, last + 1)}
    is_long = any(is_long_header(line) for line in lines.values())
    has_criteria = any(
        criteria_in(line, is_criterion) >= FEWEST_CRITERIA for line in lines.values()
    )
    main = grouped_row(lines, lines, is_criterion)
    if not has_criteria and not is_long:
        # Of two rows of numbers the first counts criteria, the second numbers the columns.
        main = next((row for row in lines if is_bare_header(lines, row)), last)
    kinds: dict[Kind, list[int]] = {}
    criteria: dict[int, Over] = {}
    indicators: list[int] = []
    texts: dict[int, str] = {}
    for column in range(cells.width):
        stack = list(_stack(cells, column, first, last))
        texts[column] = " | ".join(text for _, text, _ in stack)
        over = _criterion_over(stack, is_criterion, main)
        if over is not None and not is_long:
            criteria[column] = over
            continue
        headings = [heading for heading, _, _ in stack if heading is not None]
        if headings and headings[0].kind is Kind.INDICATOR:
            indicators.append(column)
        for heading in headings:
            if heading.kind not in (Kind.BARE, Kind.NAMED, Kind.INDICATOR):
                kinds.setdefault(_as_column(heading.kind, is_long), []).append(column)
                break
    alone = {column for column in _repeating(cells, last) if " | " not in texts[column]}
    _carry_left(criteria, lines.get(last, {}), alone)
    filled = {column: text for column, text in texts.items() if text}
    return Header(first, last, is_long, kinds, criteria, tuple(indicators), filled)


def _as_column(kind: Kind, is_long: bool) -> Kind:
    """Over a column of its own, "Đạt" in a wide sheet is the total of what is met."""
    return Kind.TOTAL if kind is Kind.STATUS and not is_long else kind


def _stack(
    cells: Cells, column: int, first: int, last: int
) -> Iterator[tuple[Heading | None, str, Position]]:
    """Yield the different headings over a column, the lowest first, merged cells spread."""
    seen: set[Position] = set()
    for row in range(last, first - 1, -1):
        place = cells.origins.get((row, column), (row, column))
        if place in seen or place[0] < first:
            continue
        seen.add(place)
        value = cells.sheet.value(*place)
        if value is not None:
            yield read_heading(value), cells.text(*place), place


def _criterion_over(
    stack: list[tuple[Heading | None, str, Position]], is_criterion: NameTest, bare: int | None
) -> Over | None:
    """Return the criterion a column belongs to, by its lowest heading that gives one.

    A number alone is one in the row ``bare`` only. Above a criterion's name "TC 5" numbers it,
    while another name ("3. Kinh tế") titles a group.
    """
    status: Status | None = None
    preference, found, name = 0, None, ""
    for heading, _, place in stack:
        kind = heading.kind if heading else Kind.IGNORED
        if kind is Kind.INDICATOR or heading is None:
            return None if kind is Kind.INDICATOR or found is None else found
        if found is not None and heading.name not in ("", name):
            return found
        if kind is Kind.NUMBERED or (kind is Kind.BARE and place[0] == bare):
            return Over(heading.number, heading.name or name, preference, status, place)
        if kind is Kind.NAMED and is_criterion(heading.name):
            found, name = Over(0, heading.name, preference, status, place), heading.name
        elif kind is Kind.STATUS:
            status = heading.status
        elif kind is Kind.RESULT:
            preference = 1
        elif kind is Kind.NAMED:
            preference = -1
        elif kind in (Kind.TOTAL, Kind.NOTE, Kind.NAME, Kind.CODE, Kind.ORDER, Kind.DISTRICT):
            return found
    return found


def _repeating(cells: Cells, row: int) -> set[int]:
    """Return the columns of a row in which a few texts come again and again ("KH", "TH", "KH").

    Marks and figures do so too, and are none.
    """
    texts = {
        column: fold(text)
        for column in range(cells.width)
        if (row, column) not in cells.origins and (text := cells.text(row, column))
    }
    counts = Counter(texts.values())
    found = {column: text for column, text in texts.items() if counts[text] >= FEWEST_CRITERIA}
    is_words = all(re.search("[a-z]", text) and not is_mark(text) for text in found.values())
    return set(found) if is_words and 2 * len(found) > len(texts) else set()


def _carry_left(criteria: dict[int, Over], bottom: dict[int, Heading], alone: set[int]) -> None:
    """Give a sub-column the criterion on its left, where the cells above were not merged.

    "Chưa đạt" stands beside "Đạt", "Đánh giá" beside "Thực hiện", "Kỳ này" beside "Kỳ trước";
    ``alone`` are columns under repeating sub-headings that have no other heading.
    """
    statuses = {column for column, heading in bottom.items() if heading.kind is Kind.STATUS}
    several = len({bottom[column].status for column in statuses}) > 1
    for column, heading in sorted(bottom.items()):
        left = criteria.get(column - 1)
        if column in criteria or left is None:
            continue
        if several and {column, column - 1} <= statuses:
            criteria[column] = Over(left.number, left.name, 0, heading.status, left.cell)
        elif heading.kind is Kind.RESULT and left.preference < 0:
            criteria[column] = Over(left.number, left.name, 1, None, left.cell)
        elif heading.kind in (Kind.NAMED, Kind.IGNORED) and column in alone:
            criteria[column] = Over(left.number, left.name, -1, None, left.cell)
