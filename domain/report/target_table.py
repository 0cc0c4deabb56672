"""The table of the plan's measured targets; those on single criteria stand with the criteria."""

from domain.board import TargetStanding
from domain.progress import Progress
from domain.report.aims import asked, figure, metric_name
from domain.report.content import Column, Row, Table
from domain.report.inputs import ReportInput
from domain.report.words import day, whole

VERDICTS = {
    Progress.ACHIEVED: "Đạt",
    Progress.ON_TRACK: "Đúng tiến độ",
    Progress.BEHIND: "Chậm tiến độ",
    Progress.MISSED: "Không đạt",
    Progress.NO_DATA: "Chưa đủ căn cứ",
}


def targets(given: ReportInput) -> Table | None:
    """Return the plan's measured targets beside their figures; ``None`` when none is measured."""
    shown = [s for s in given.standings if s.target.metric != "communes_meeting_criterion"]
    known = [s for s in shown if s.measurement.value is not None]
    if not known:
        return None
    rows = tuple(Row((str(i), *_cells(given, s))) for i, s in enumerate(known, 1))
    columns = (
        Column("TT", 9),
        Column("Chỉ tiêu", 46, "left"),
        Column("Mục tiêu", 30),
        Column("Thời hạn", 23),
        Column("Kết quả", 16),
        Column("Chênh lệch", 16),
        Column("Đánh giá", 26),
    )
    return Table(
        "Kết quả so với mục tiêu của kế hoạch", columns, rows, _note(len(shown), len(known))
    )


def _cells(given: ReportInput, standing: TargetStanding) -> tuple[str, ...]:
    target, judged = standing.target, standing.judgement
    value = standing.measurement.value
    return (
        metric_name(given, target),
        asked(given, target, pads=False),
        day(target.due) if target.due else "không nêu",
        "–" if value is None else _with_percent(figure(value, target.unit), target.unit),
        _difference(standing),
        VERDICTS[judged.status],
    )


def _with_percent(text: str, unit: str) -> str:
    """Return a figure with its sign of percent; counts are told apart by what is measured."""
    return f"{text}%" if unit == "percent" else text


def _difference(standing: TargetStanding) -> str:
    """Return figure minus target, from the nearer end of a range, 0 inside it."""
    target, value = standing.target, standing.measurement.value
    if value is None:
        return "–"
    nearest = min(max(value, target.value), target.value_max or target.value)
    gap = value - nearest
    if not gap:
        return "0"
    text = f"{'+' if gap > 0 else '−'}{figure(abs(gap), target.unit)}"
    return f"{text} điểm %" if target.unit == "percent" else text


def _note(shown: int, known: int) -> str:
    rest = shown - known
    if not rest:
        return ""
    return (
        f"{whole(rest)} chỉ tiêu khác của kế hoạch chưa có số liệu để đo nên không nêu trong bảng."
    )
