"""Sheet "Theo tiêu chí": who meets each criterion, what moved, what the plan asks, who leads."""

from collections import Counter
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from data.exports.subject import Subject
from data.exports.workbook_annex import Annex
from data.exports.workbook_paper import Book, Sheet, span
from data.exports.workbook_words import MARKS, day, set_line, verdict_word
from domain.assessment import count_criteria
from domain.criteria_board import CriterionStanding, stand_criteria
from domain.standing import compare
from domain.vocabulary import Status

SHEET = "Theo tiêu chí"
COLUMNS = (
    ("TC", 6),
    ("Tên tiêu chí", 34),
    ("Đạt", 9),
    ("Cơ bản đạt", 9),
    ("Chưa đạt", 9),
    ("Chưa đánh giá", 9),
    ("Tỷ lệ đạt", 9),
    ("Đạt kỳ trước", 10),
    ("Số xã đạt thêm", 9),
    ("Số xã không còn đạt", 9),
    ("Tăng, giảm", 9),
    ("Số xã chỉ còn thiếu TC này", 11),
    ("Mục tiêu (xã)", 10),
    ("Thực hiện trừ mục tiêu", 11),
    ("Thời hạn", 12),
    ("Tiến độ", 16),
    ("Cơ quan chủ trì", 50),
)
(
    NUMBER,
    NAME,
    MET,
    NEARLY,
    NOT_MET,
    UNKNOWN,
    SHARE,
    BEFORE,
    GAINED,
    LOST,
    CHANGE,
    ONLY,
    GOAL,
    DIFFERENCE,
    DUE,
    VERDICT,
    LEADS,
) = range(len(COLUMNS))


def write_criteria(book: Book, annex: Annex) -> None:
    """Write the sheet."""
    subject, sheet = book.subject, book.add(SHEET)
    row = sheet.opening("TỔNG HỢP THEO TIÊU CHÍ", LEADS)
    sheet.text(row - 1, 0, set_line(subject), "small")
    sheet.text(row, NAME, "Số xã:", "strong")
    communes = len(subject.scope.marks)
    sheet.formula(row, MET, f'COUNTIF({annex.codes},"?*")', communes, "cell_int")
    count_cell = str(xl_rowcol_to_cell(row, MET, row_abs=True, col_abs=True))
    head = row + 2
    sheet.head(head, [title for title, _ in COLUMNS], [width for _, width in COLUMNS])
    gained, lost, earlier = _moves(subject)
    standings = stand_criteria(subject.view)
    for position, standing in enumerate(standings):
        at, number = head + 1 + position, standing.criterion.no
        _write_counts(sheet, annex, position, at, standing, count_cell)
        moves = (earlier.get(number), gained.get(number), lost.get(number))
        _write_moves(sheet, at, moves, standing)
        _write_goal(sheet, at, standing)
    last = head + len(standings)
    _write_totals(sheet, subject, (head + 1, last), count_cell)
    notes = _notes(subject)
    for offset, note in enumerate(notes):
        sheet.text(last + 3 + offset, 0, note, "small")
    sheet.print_setup((head, head), (last + 2 + len(notes), LEADS), NAME + 1)


def _write_counts(
    sheet: Sheet,
    annex: Annex,
    position: int,
    row: int,
    standing: CriterionStanding,
    communes: str,
) -> None:
    count, area = standing.count, annex.marks(position)
    sheet.number(row, NUMBER, standing.criterion.no, "cell_centre")
    sheet.text(row, NAME, standing.criterion.name_vi, "cell_wrap")
    for column, status, value in (
        (MET, Status.MET, count.met),
        (NEARLY, Status.NEARLY_MET, count.nearly_met),
        (NOT_MET, Status.NOT_MET, count.not_met),
    ):
        sheet.formula(row, column, f'COUNTIF({area},"{MARKS[status]}")', value, "cell_int")
    known = f"{xl_rowcol_to_cell(row, MET)}:{xl_rowcol_to_cell(row, NOT_MET)}"
    sheet.formula(row, UNKNOWN, f"{communes}-SUM({known})", count.not_assessed, "cell_int")
    _write_share(sheet, row, count.met, count.share_met.whole, communes)


def _write_share(
    sheet: Sheet, row: int, met: int, whole: int, divisor: str, kind: str = ""
) -> None:
    formula = f"{xl_rowcol_to_cell(row, MET)}/{divisor}"
    sheet.formula(row, SHARE, formula, Decimal(met) / whole, "cell_percent", kind)


def _write_moves(
    sheet: Sheet,
    row: int,
    moves: tuple[int | None, int | None, int | None],
    standing: CriterionStanding,
) -> None:
    for column, value in zip((BEFORE, GAINED, LOST), moves, strict=True):
        sheet.number(row, column, value, "cell_int")
    if standing.change is None:
        sheet.text(row, CHANGE, "", "cell")
    else:
        formula = f"{xl_rowcol_to_cell(row, GAINED)}-{xl_rowcol_to_cell(row, LOST)}"
        sheet.formula(row, CHANGE, formula, standing.change, "cell_signed")
    sheet.number(row, ONLY, standing.only, "cell_int")


def _write_goal(sheet: Sheet, row: int, standing: CriterionStanding) -> None:
    target = standing.target
    if target is None:
        for column in (GOAL, DIFFERENCE, DUE, VERDICT):
            sheet.text(row, column, "", "cell")
    else:
        sheet.number(row, GOAL, target.target.value, "cell_any")
        formula = f"{xl_rowcol_to_cell(row, MET)}-{xl_rowcol_to_cell(row, GOAL)}"
        difference = standing.count.met - target.target.value
        sheet.formula(row, DIFFERENCE, formula, difference, "cell_signed")
        sheet.date(row, DUE, target.target.due)
        sheet.text(row, VERDICT, verdict_word(target.verdict), "cell")
    leads = "; ".join(standing.leads)
    sheet.text(row, LEADS, leads, "cell_wrap")
    texts = ((NAME, standing.criterion.name_vi), (LEADS, leads))
    sheet.fit(row, ((value, COLUMNS[column][1]) for column, value in texts))


def _write_totals(sheet: Sheet, subject: Subject, rows: tuple[int, int], communes: str) -> None:
    """Write the sums; what is met over communes × criteria is the share of the whole."""
    row, counts = rows[1] + 1, count_criteria(subject.scope.marks)
    for column in range(len(COLUMNS)):
        sheet.text(row, column, "", "cell", "total")
    sheet.text(row, NAME, "TỔNG CỘNG", "cell", "total")
    sums: dict[int, int] = {
        MET: sum(c.met for c in counts),
        NEARLY: sum(c.nearly_met for c in counts),
        NOT_MET: sum(c.not_met for c in counts),
        UNKNOWN: sum(c.not_assessed for c in counts),
    }
    gained, lost, earlier = _moves(subject)
    if subject.view.before is not None:
        sums |= {BEFORE: sum(earlier.values()), GAINED: sum(gained.values())}
        sums |= {LOST: sum(lost.values()), CHANGE: sum(gained.values()) - sum(lost.values())}
    for column, value in sums.items():
        style = "cell_signed" if column == CHANGE else "cell_int"
        sheet.formula(row, column, f"SUM({span(column, *rows)})", value, style, "total")
    whole = len(subject.scope.marks) * len(counts)
    _write_share(sheet, row, sums[MET], whole, f"({communes}*{len(counts)})", "total")


def _moves(subject: Subject) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Return communes gained, lost and met before by criterion; nothing without a period before."""
    before, numbers = subject.view.before, subject.scope.criteria_set.numbers
    if before is None:
        return {}, {}, {}
    change = compare(before.marks, subject.scope.marks)
    gained, lost = (Counter(no for _, no in pairs) for pairs in (change.gained, change.lost))
    met = {count.criterion_no: count.met for count in count_criteria(before.marks)}
    return {no: gained[no] for no in numbers}, {no: lost[no] for no in numbers}, met


def _notes(subject: Subject) -> list[str]:
    before = subject.view.before
    if before is None:
        moved = "Chưa có kỳ trước cùng bộ tiêu chí và phạm vi để so sánh."
    else:
        moved = (
            f"Kỳ trước: {day(before.as_of)}, cùng bộ tiêu chí. Đạt thêm, không còn đạt: chỉ đếm xã "
            "được đánh giá ở cả hai kỳ; cơ bản đạt không tính là đạt."
        )
    notes = [
        moved,
        "Chỉ còn thiếu TC này: số xã chưa đạt tiêu chí này và đã đạt mọi tiêu chí khác.",
    ]
    plan = subject.view.plan
    if plan is not None and plan.set_id != subject.scope.criteria_set.set_id:
        notes.append(
            "Kế hoạch dùng bộ tiêu chí khác với kỳ này, nên không ghi mục tiêu và cơ quan chủ trì."
        )
    return notes
