"""The table of criteria: communes meeting each, the change, the plan's target, communes lacking."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.figures import Share
from domain.report.breakdown import CriterionLine, criterion_lines
from domain.report.content import Column, Row, Table
from domain.report.inputs import ReportInput
from domain.report.words import day, percent, signed, whole

UNKNOWN = "–"


@dataclass(frozen=True)
class _Part:
    """A column with how its cells and its total are written."""

    column: Column
    cell: Callable[[CriterionLine], str]
    total: str


def criteria(given: ReportInput) -> Table:
    """Return each criterion: communes meeting it, change, the plan's target, communes lacking."""
    lines = criterion_lines(given)
    parts = [*_met(given, lines), *_change(given, lines), *_goal(given), *_lacking(lines)]
    rows = [Row(tuple(part.cell(line) for part in parts)) for line in lines]
    rows.append(Row(tuple(part.total for part in parts), "total"))
    moved = given.comparison
    is_partial = moved is not None and moved.is_same_set and not moved.is_whole
    note = (
        f"Tăng, giảm tính trên {whole(moved.common)} xã có đánh giá ở cả hai kỳ."
        if moved is not None and is_partial
        else ""
    )
    columns = tuple(part.column for part in parts)
    return Table("Kết quả theo tiêu chí", columns, tuple(rows), note)


def _met(given: ReportInput, lines: list[CriterionLine]) -> list[_Part]:
    names = given.now.criteria_set
    met, known = sum(line.count.met for line in lines), sum(line.share.whole for line in lines)
    return [
        _Part(Column("TC", 9), lambda line: str(line.count.criterion_no), ""),
        _Part(
            Column("Tên tiêu chí", 50, "left"),
            lambda line: names.criterion(line.count.criterion_no).name_vi,
            "Tổng lượt tiêu chí",
        ),
        _Part(Column("Số xã", 14, group="Xã đạt"), lambda line: whole(line.count.met), whole(met)),
        _Part(
            Column("Tỷ lệ (%)", 17, group="Xã đạt"),
            lambda line: percent(line.share).removesuffix("%"),
            percent(Share(met, known)).removesuffix("%"),
        ),
    ]


def _change(given: ReportInput, lines: list[CriterionLine]) -> list[_Part]:
    moved = given.comparison
    if moved is None or not moved.is_same_set:
        return []
    total = signed(sum(line.change or 0 for line in lines))
    title = f"So với {day(moved.since)}"
    return [_Part(Column(title, 23), lambda line: signed(line.change), total)]


def _goal(given: ReportInput) -> list[_Part]:
    goals = criterion_goals(given)
    if not goals:
        return []

    def wanted(line: CriterionLine) -> str:
        goal = goals.get(line.count.criterion_no)
        return UNKNOWN if goal is None else whole(goal)

    def short(line: CriterionLine) -> str:
        goal = goals.get(line.count.criterion_no)
        return UNKNOWN if goal is None else whole(max(0, goal - line.count.met))

    return [
        _Part(Column("Mục tiêu (xã)", 17), wanted, ""),
        _Part(Column("Còn thiếu (xã)", 17), short, ""),
    ]


def _lacking(lines: list[CriterionLine]) -> list[_Part]:
    nearly = whole(sum(line.count.nearly_met for line in lines))
    not_met = whole(sum(line.count.not_met for line in lines))
    unknown = sum(line.count.not_assessed for line in lines)
    group = "Xã chưa đạt"
    parts = [
        _Part(Column("Cơ bản đạt", 14, group=group), lambda x: whole(x.count.nearly_met), nearly),
        _Part(Column("Chưa đạt", 14, group=group), lambda x: whole(x.count.not_met), not_met),
    ]
    if unknown:
        column = Column("Chưa đánh giá", 15)
        parts.append(_Part(column, lambda x: whole(x.count.not_assessed), whole(unknown)))
    return parts


def criterion_goals(given: ReportInput) -> dict[int, int]:
    """Return the communes the plan wants at each criterion, where it works with the same set."""
    if given.plan is None or given.plan.set_id != given.now.criteria_set.set_id:
        return {}
    goals: dict[int, int] = {}
    for standing in given.standings:
        target = standing.target
        own = target.scope_level in ("province", "district") and (
            target.district_code == given.place.district_code
        )
        if own and target.metric == "communes_meeting_criterion" and target.criterion_no:
            goals[target.criterion_no] = max(goals.get(target.criterion_no, 0), int(target.value))
    return goals
