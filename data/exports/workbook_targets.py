"""Sheet "Mục tiêu": every target of the plan with its figure, line and verdict."""

from decimal import Decimal

from data.exports.subject import Subject
from data.exports.workbook_paper import Book, Sheet
from data.exports.workbook_words import COMPARATORS, day, reason_of, target_name, verdict_word
from data.texts import text
from domain.board import TargetStanding
from domain.plans import Plan

SHEET = "Mục tiêu"
COLUMNS = (
    ("STT", 6),
    ("Mục tiêu", 30),
    ("Phạm vi", 16),
    ("Mức", 9),
    ("Cần đạt", 9),
    ("Đến", 8),
    ("Đơn vị", 10),
    ("Thời hạn", 11),
    ("Thực hiện", 9),
    ("Tử số", 8),
    ("Mẫu số", 8),
    ("Cần đạt đến kỳ này", 10),
    ("Còn thiếu tới đích", 9),
    ("Cần thêm mỗi quý", 9),
    ("Tiến độ", 14),
    ("Lý do", 22),
    ("Nơi đặt mục tiêu", 36),
    ("Điều khoản", 16),
    ("Ghi chú", 34),
)
LINE_NOTE = (
    "Mức để trống: số in trong kế hoạch. Cần đạt đến kỳ này: theo đường thẳng từ mốc đầu "
    "kế hoạch tới đích và thời hạn. Mục tiêu chưa thu thập số liệu thì để trống, không tính là 0."
)


def write_targets(book: Book) -> None:
    """Write the sheet."""
    subject, sheet = book.subject, book.add(SHEET)
    head = sheet.opening("MỤC TIÊU CỦA KẾ HOẠCH", len(COLUMNS) - 1)
    sheet.text(head - 1, 0, plan_line(subject), "small")
    sheet.head(head, [title for title, _ in COLUMNS], [width for _, width in COLUMNS])
    standings = subject.view.scope_standings
    for number, standing in enumerate(standings, 1):
        _write_target(sheet, subject, head + number, number, standing)
    last = head + max(1, len(standings))
    if not standings:
        sheet.merged((head + 1, 0, last, len(COLUMNS) - 1), nothing_line(subject), "cell_wrap")
        sheet.fit(last, [(nothing_line(subject), sum(width for _, width in COLUMNS))])
    sheet.text(last + 2, 0, LINE_NOTE if standings else "", "small")
    sheet.print_setup((head, head), (last + 2, len(COLUMNS) - 1), 2)


def nothing_line(subject: Subject) -> str:
    """Say why there is no target to compare with; the same on every sheet that leaves it empty."""
    if subject.later_plan is not None:
        return (
            f"Không có mục tiêu để so sánh: đến ngày {day(subject.scope.as_of)} chưa có kế "
            "hoạch nào được ban hành."
        )
    if subject.view.plan is None:
        return f"Không có mục tiêu để so sánh: trong hệ thống chưa có kế hoạch của {subject.place}."
    return "Kế hoạch không đặt mục tiêu cho phạm vi này."


def plan_line(subject: Subject) -> str:
    """Name the plan the targets are from."""
    plan, later = subject.view.plan, subject.later_plan
    if later is not None:
        return f"Kế hoạch ban hành sau ngày số liệu, không dùng để so sánh: {_cited(later)}."
    if plan is None:
        return f"Trong hệ thống chưa có kế hoạch nào của {subject.place}."
    return f"{_cited(plan)}."


def _cited(plan: Plan) -> str:
    number = f"Số {plan.number}" if plan.has_number else "Bản chưa vào số"
    return f"{plan.title}. {number}, {plan.issuer}, ban hành {_issued(plan.issued_on)}"


def _issued(text_date: str) -> str:
    """Write a date of issue that may hold no day: ``2022-04`` gives ``04/2022``."""
    return "/".join(reversed(text_date.split("-")))


def _write_target(
    sheet: Sheet, subject: Subject, row: int, number: int, standing: TargetStanding
) -> None:
    target, judged, measured = standing.target, standing.judgement, standing.measurement
    share = measured.share
    cells: tuple[str | int | Decimal | None, ...] = (
        number,
        target_name(target, subject),
        target.scope_name,
        COMPARATORS.get(target.comparator, target.comparator),
        target.value,
        target.value_max,
        text(f"unit.{target.unit}", value=target.value) if target.unit else "",
        day(target.due),
        measured.value,
        share.part if share else None,
        share.whole if share else None,
        judged.expected,
        judged.gap,
        judged.pace_needed,
        verdict_word(standing.verdict),
        reason_of(standing),
        target.set_by,
        target.clause,
        target.note_vi,
    )
    for column, value in enumerate(cells):
        if isinstance(value, str):
            sheet.text(row, column, value, "cell_wrap")
        else:
            is_whole = value is None or value == int(value)
            sheet.number(row, column, value, "cell_int" if is_whole else "cell_two")
    texts = [value if isinstance(value, str) else "" for value in cells]
    sheet.fit(row, zip(texts, (width for _, width in COLUMNS), strict=True))
