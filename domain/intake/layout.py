"""From a header to a form: which column holds what, checked against the cells below."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from domain.intake.cells import Cells
from domain.intake.columns import SAMPLE, common_subject, one_column_each, subject_text
from domain.intake.grid import Position
from domain.intake.header import Header, Over, describe_header, find_header
from domain.intake.heading_rows import NameTest
from domain.intake.headings import CriterionNames, Kind
from domain.intake.matcher import Matcher
from domain.intake.reading import Context, Layout, Role
from domain.intake.subject import Subject
from domain.intake.words import fold_word
from domain.vietnamese import fold
from domain.vocabulary import Status

MIN_CODES = 0.6  # share of a column's filled cells that are known codes
MIN_DISTRICTS = 0.5
FEWEST_TURNED = 2  # communes by which a turned sheet is one of marks
_ROLES = {
    Kind.CODE: Role.CODE,
    Kind.DISTRICT: Role.DISTRICT,
    Kind.PROVINCE: Role.PROVINCE,
    Kind.AS_OF: Role.AS_OF,
    Kind.CRITERION: Role.CRITERION,
    Kind.RESULT: Role.RESULT,
    Kind.NOTE: Role.NOTE,
}


@dataclass(frozen=True)
class Form:
    """How one sheet is laid out, before its words are understood.

    Attributes:
        header: First and last row.
        is_long: One row a commune and criterion.
        roles: Column of each role.
        criteria: Criterion number of each column of marks.
        column_statuses: See :class:`~domain.intake.reading.Layout`.
        order_column: Where rows are numbered (STT); -1 without.
        indicators: Columns of indicators, not read.
        overs: Heading of each column of marks, for what the numbers say of the criteria set.
        repeated: Columns of one criterion that both hold marks: (first, second) column.
        fingerprint: Same for sheets of one form.
        aside: Columns left out beside those of results: plan, last quarter, "nâng cao".
        subject: What all its marks are of by their headings; ``None`` for results.
        subject_said: The heading of the first column aside, or of marks that are of no results.
        name_headings: Folded headings of the name column, met again on every printed page.
    """

    header: tuple[int, int]
    is_long: bool
    roles: Mapping[Role, int]
    criteria: Mapping[int, int]
    column_statuses: Mapping[int, Status]
    order_column: int
    indicators: tuple[int, ...]
    overs: Mapping[int, Over]
    repeated: tuple[tuple[int, int], ...]
    fingerprint: str
    aside: tuple[int, ...] = ()
    subject_said: str = ""
    subject: Subject | None = None
    name_headings: frozenset[str] = frozenset()

    def heading_place(self, column: int) -> Position:
        """Return where the heading of a column stands."""
        over = self.overs.get(column)
        return over.cell if over else (self.header[1], column)


def find_form(
    cells: Cells, matcher: Matcher, names: CriterionNames, context: Context, set_id: str
) -> Form | None:
    """Find how a sheet is laid out; ``None`` when it does not hold marks.

    Args:
        cells: The sheet.
        matcher: The registry.
        names: The criteria by name.
        context: Gives the sets.
        set_id: Set whose names count first.
    """
    header = read_header(cells, names, context)
    if header is None:
        return None
    return build_form(cells, header, matcher, names, set_id)


def find_turned(
    cells: Cells, matcher: Matcher, names: CriterionNames, context: Context, set_id: str
) -> Form | None:
    """Find how a turned sheet is laid out; ``None`` unless its rows are communes.

    A table of figures by criterion turns into headings of criteria too; what tells it from marks
    are the names below them.
    """
    form = find_form(cells, matcher, names, context, set_id)
    if form is None or form.is_long or not form.criteria:
        return None
    named = 0
    for row in range(form.header[1] + 1, min(cells.height, form.header[1] + 1 + SAMPLE)):
        name, code = (
            cells.text(row, form.roles[role]) if role in form.roles else ""
            for role in (Role.NAME, Role.CODE)
        )
        named += matcher.is_name(name) or (bool(code) and matcher.is_code(code))
    return form if named >= FEWEST_TURNED else None


def read_header(cells: Cells, names: CriterionNames, context: Context) -> Header | None:
    """Return a sheet's header, understood with the names of every set."""
    return find_header(cells, _name_test(names, context))


def _name_test(names: CriterionNames, context: Context) -> NameTest:
    return lambda name: any(names.number(name, set_id) is not None for set_id in context.sets)


def build_form(
    cells: Cells, header: Header, matcher: Matcher, names: CriterionNames, set_id: str
) -> Form:
    """Assign the columns of a header their roles and criteria."""
    start = header.last + 1
    numbers = {
        column: over.number or names.number(over.name, set_id) or 0
        for column, over in header.criteria.items()
    }
    criteria, repeated, aside = one_column_each(cells, header, numbers, start)
    roles = _roles(cells, header, matcher, set(criteria), start)
    order = header.kinds.get(Kind.ORDER, [-1])[0]
    name = roles.get(Role.NAME, -1)
    return Form(
        header=(header.first, header.last),
        is_long=header.is_long,
        roles=roles,
        criteria=criteria,
        column_statuses={
            column: status
            for column in criteria
            if (status := header.criteria[column].status) is not None
        },
        order_column=order if order != name else -1,
        indicators=header.indicators,
        overs=header.criteria,
        repeated=repeated,
        fingerprint=_fingerprint(header),
        aside=aside,
        subject=common_subject(header, criteria),
        subject_said=subject_text(header, (*aside, *criteria)),
        name_headings=_name_headings(header, name),
    )


def given_form(cells: Cells, layout: Layout, names: CriterionNames, context: Context) -> Form:
    """Return the form of a corrected layout; what it does not say is read from its header."""
    header = describe_header(cells, *layout.header_rows, is_criterion=_name_test(names, context))
    statuses = layout.column_statuses or {
        column: over.status
        for column, over in header.criteria.items()
        if over.status is not None and column in layout.criteria
    }
    name = layout.roles.get(Role.NAME, -1)
    return Form(
        header=layout.header_rows,
        is_long=not layout.criteria,
        roles=layout.roles,
        criteria=layout.criteria,
        column_statuses=statuses,
        order_column=header.kinds.get(Kind.ORDER, [-1])[0],
        indicators=header.indicators,
        overs={c: over for c, over in header.criteria.items() if c in layout.criteria},
        repeated=(),
        fingerprint=layout.fingerprint or _fingerprint(header),
        subject=common_subject(header, layout.criteria),
        subject_said=subject_text(header, layout.criteria),
        name_headings=_name_headings(header, name),
    )


def _name_headings(header: Header, column: int) -> frozenset[str]:
    parts = header.texts.get(column, "").split(" | ")
    return frozenset(fold(part) for part in parts) - {""}


def _roles(
    cells: Cells, header: Header, matcher: Matcher, taken: set[int], start: int
) -> dict[Role, int]:
    """Say which column holds what else; names, codes and districts by what they hold."""
    roles = {role: header.kinds[kind][0] for kind, role in _ROLES.items() if kind in header.kinds}
    if not header.is_long:
        # "Tiêu chí" over other columns only titles them.
        roles.pop(Role.CRITERION, None)
        roles.pop(Role.RESULT, None)
    free = [
        column
        for column in range(cells.width)
        if column not in taken and column not in header.indicators
    ]
    order = set(header.kinds.get(Kind.ORDER, ()))
    samples = {column: _sample(cells, column, start) for column in free}
    # In a turned sheet "TT" stands over the communes.
    unnamed = {c for c in order if not any(matcher.is_name(text) for text in samples.get(c, ()))}
    samples = {column: texts for column, texts in samples.items() if column not in unnamed}
    _find_code(roles, samples, matcher)
    labelled = set(header.kinds.get(Kind.NAME, ()))
    fixed = {column for role, column in roles.items() if role is not Role.DISTRICT}
    districts = set(header.kinds.get(Kind.DISTRICT, ())) - labelled
    names = {
        column: sum(matcher.is_name(text) for text in texts)
        for column, texts in samples.items()
        if column not in fixed
        and not (column in districts and _holds_districts(samples[column], matcher))
    }
    best = max(names, key=lambda c: (names[c], c in labelled, -c), default=-1)
    if best >= 0 and (names[best] or best in labelled):
        roles[Role.NAME] = best
    _find_district(roles, samples, matcher)
    totals = [column for column in header.kinds.get(Kind.TOTAL, ()) if column not in taken]
    if totals and not header.is_long:
        roles[Role.TOTAL] = max(totals, key=lambda c: (_agreement(cells, c, taken, start), -c))
    return roles


def _find_code(roles: dict[Role, int], samples: Mapping[int, list[str]], matcher: Matcher) -> None:
    for column, texts in samples.items():
        is_other = column in roles.values() and roles.get(Role.CODE) != column
        known = sum(matcher.is_code(text) for text in texts if len(text) > 3)
        if Role.CODE not in roles and not is_other and known > MIN_CODES * max(1, len(texts)):
            roles[Role.CODE] = column


def _find_district(
    roles: dict[Role, int], samples: Mapping[int, list[str]], matcher: Matcher
) -> None:
    """Find an unlabelled column of districts; drop a labelled one that is the name column."""
    name = roles.get(Role.NAME)
    if name is not None and roles.get(Role.DISTRICT) == name:
        del roles[Role.DISTRICT]
    if Role.DISTRICT in roles:
        return
    for column, texts in samples.items():
        if column in roles.values() or len(texts) < 2:
            continue
        known = sum(bool(matcher.find_districts(text)) for text in texts if not text.isdigit())
        if known > MIN_DISTRICTS * len(texts):
            roles[Role.DISTRICT] = column
            return


def _holds_districts(texts: list[str], matcher: Matcher) -> bool:
    """Tell whether a column called "Huyện" holds just that, though communes bear such names too."""
    different = set(texts)
    known = sum(bool(matcher.find_districts(text)) for text in different)
    return known >= sum(matcher.is_name(text) for text in different)


def _sample(cells: Cells, column: int, start: int) -> list[str]:
    rows = range(start, min(cells.height, start + SAMPLE))
    return [text for row in rows if (text := cells.text(row, column))]


def _agreement(cells: Cells, column: int, marks: set[int], start: int) -> int:
    """Count the rows where a total equals the usual positive marks of the row."""
    positive = {"x", "đ", "đạt", "1", "✓", "v", "+"}
    found = 0
    for row in range(start, min(cells.height, start + SAMPLE)):
        total = cells.number(row, column)
        if total is not None:
            counted = sum(fold_word(cells.sheet.value(row, c)) in positive for c in marks)
            found += counted == total and counted > 0
    return found


def _fingerprint(header: Header) -> str:
    parts = [f"{column}:{fold(text)}" for column, text in sorted(header.texts.items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
