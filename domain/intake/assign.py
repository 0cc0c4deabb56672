"""From rows to communes: what is certain, what is asked, what is wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.intake.body import Line, Row
from domain.intake.cells import Cells
from domain.intake.grid import address
from domain.intake.layout import Form
from domain.intake.matcher import Matcher
from domain.intake.names import NOT_COUNTED_KINDS, read_name, restore_code
from domain.intake.problems import Problem, Question, Severity, question_key
from domain.intake.reading import Context, Role, Unit

FEWEST_STRANGERS = 3  # unknown communes that make a sheet one of another province
MOST_STRANGERS = 0.5  # share of the rows


@dataclass
class Assigned:
    """The communes of one sheet's rows.

    Attributes:
        codes: Commune code by row index.
        problems: What was found on the way.
        questions: Names that are not certain.
    """

    codes: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


class _Assigner:
    def __init__(
        self,
        cells: Cells,
        form: Form,
        matcher: Matcher,
        context: Context,
        answers: Mapping[str, str],
    ) -> None:
        self._cells, self._form, self._matcher = cells, form, matcher
        self._context, self._answers = context, answers
        self._name = cells.sheet.name
        self.result = Assigned()
        self.strangers: dict[int, list[Unit]] = {}
        self.restored = 0

    def problem(
        self, kind: str, severity: Severity, row: Row, cell: str = "", /, **params: str | int
    ) -> None:
        read = row.name or row.code
        self.result.problems.append(
            Problem(kind, severity, self._name, cell or row.name_cell, read, params)
        )

    def assign(self, rows: list[Row]) -> None:
        """Find the commune of rows that all say the same of it."""
        row = rows[0]
        key = question_key(self._name, row.name_cell)
        answer = self._answers.get(key, self._answers.get(row.name_cell))
        code = self._answered(row, answer) if answer is not None else self._found(row)
        if code:
            self.result.codes.update({one.index: code for one in rows})

    def _answered(self, row: Row, answer: str) -> str:
        if not answer:
            self.problem("row_left_out", Severity.NOTE, row)
        elif answer not in self._matcher.by_code:
            self.problem("bad_answer", Severity.ERROR, row, answer=answer)
            return ""
        return answer

    def _found(self, row: Row) -> str:
        match = row.match
        if row.is_nameless:
            self.problem("missing_name", Severity.ERROR, row)
        elif match.elsewhere is not None:
            self._tell_elsewhere(row, match.elsewhere)
        elif match.unit is not None:
            self._tell_unit(row, match.unit)
            return match.unit.code
        elif match.candidates:
            if match.is_conflict:
                self.problem("code_name_conflict", Severity.WARNING, row, code=row.code)
            self.result.questions.append(
                Question(self._name, row.name_cell, row.name, self._district(row), match.candidates)
            )
        elif match.is_unknown_code and not row.name:
            self.problem("unknown_code", Severity.ERROR, row, self._code_cell(row))
        else:
            self.strangers[row.index] = self._matcher.communes_elsewhere(row.name)
            self.problem(
                "unknown_commune",
                Severity.ERROR,
                row,
                district=self._district(row),
                nearest=", ".join(self._nearest(row)),
            )
        return ""

    def _tell_unit(self, row: Row, unit: Unit) -> None:
        if row.match.is_unknown_code:
            self.problem(
                "unknown_code_named",
                Severity.WARNING,
                row,
                self._code_cell(row),
                code=row.code,
                name=unit.name,
            )
        if row.match.way == "spelling":
            self.problem("name_spelling", Severity.NOTE, row, name=unit.name, code=unit.code)
        self.restored += row.match.way == "code" and len(row.code) < len(restore_code(row.code))

    def _tell_elsewhere(self, row: Row, unit: Unit) -> None:
        if unit.kind in NOT_COUNTED_KINDS:
            is_said = read_name(row.name).kind in NOT_COUNTED_KINDS
            severity = Severity.NOTE if is_said else Severity.WARNING
            self.problem("not_counted_unit", severity, row, kind=unit.kind, name=unit.name)
            return
        province = self._context.provinces.get(unit.province_code, unit.province_code)
        self.problem(
            "unit_elsewhere",
            Severity.ERROR,
            row,
            name=unit.name,
            district=unit.district_name,
            province=province,
        )

    def _district(self, row: Row) -> str:
        names = [self._matcher.district_name.get(code, "") for code in row.districts]
        return names[0] if len(names) == 1 else row.district_text

    def _code_cell(self, row: Row) -> str:
        column = self._form.roles.get(Role.CODE)
        return "" if column is None else address(row.index, column)

    def _nearest(self, row: Row) -> Iterable[str]:
        return self._matcher.nearest(row.name, row.districts)


def assign_communes(
    cells: Cells,
    form: Form,
    rows: Iterable[Row],
    matcher: Matcher,
    context: Context,
    answers: Mapping[str, str],
) -> Assigned:
    """Say which commune each row speaks of.

    In a long table rows that write a commune in the same way are asked about once, at the first.
    """
    assigner = _Assigner(cells, form, matcher, context, answers)
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    communes = [row for row in rows if row.line is Line.COMMUNE]
    for row in communes:
        same = (row.name, row.code, row.districts) if form.is_long else (row.index,)
        groups[same].append(row)
    for group in groups.values():
        assigner.assign(group)
    result = assigner.result
    _tell_other_province(assigner.strangers, len(groups), result, context, cells.sheet.name)
    _tell_outside(result, communes, matcher, context, cells.sheet.name)
    if assigner.restored:
        result.problems.append(
            Problem(
                "zeros_restored",
                Severity.NOTE,
                cells.sheet.name,
                params={"count": assigner.restored},
            )
        )
    return result


def _tell_other_province(
    strangers: Mapping[int, list[Unit]],
    rows: int,
    result: Assigned,
    context: Context,
    sheet: str,
) -> None:
    """Say once that a sheet is of another province, instead of once for each of its communes.

    Its other names, which come near to names here by chance, are not asked about.
    """
    provinces = Counter(
        code for units in strangers.values() for code in {unit.province_code for unit in units}
    )
    if len(strangers) < FEWEST_STRANGERS or len(strangers) < MOST_STRANGERS * rows or not provinces:
        return
    province, count = provinces.most_common(1)[0]
    if 2 * count < len(strangers):
        return
    unknown = [problem for problem in result.problems if problem.code == "unknown_commune"]
    result.problems = [problem for problem in result.problems if problem not in unknown]
    result.questions = []
    result.problems.append(
        Problem(
            "wrong_province",
            Severity.ERROR,
            sheet,
            unknown[0].cell,
            unknown[0].read,
            {"count": count, "province": context.provinces.get(province, province)},
        )
    )


def _tell_outside(
    result: Assigned, rows: list[Row], matcher: Matcher, context: Context, sheet: str
) -> None:
    """Say of each other district once that the file was asked to be of one district only."""
    if context.district_code is None:
        return
    outside: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        code = result.codes.get(row.index)
        if code and matcher.by_code[code].district_code != context.district_code:
            outside[matcher.by_code[code].district_code].append(row)
    for district, own in outside.items():
        result.problems.append(
            Problem(
                "outside_scope",
                Severity.ERROR,
                sheet,
                own[0].name_cell,
                own[0].name or own[0].code,
                {
                    "count": len({result.codes[row.index] for row in own}),
                    "district": matcher.district_name[district],
                    "asked": matcher.district_name.get(context.district_code, ""),
                },
            )
        )
