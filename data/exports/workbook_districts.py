"""Sheet "Theo huyện": bands, averages and recognitions by district, counted from the annex."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from data.exports.subject import Subject
from data.exports.workbook_annex import Annex
from data.exports.workbook_paper import Book, Sheet, span
from data.exports.workbook_targets import nothing_line
from data.exports.workbook_words import LEVELS, set_line
from domain.bands import Band
from domain.board import pick_headlines
from domain.situation import Situation
from domain.vocabulary import Level

SHEET = "Theo huyện"
NUMBER, NAME, CODE, COMMUNES, ASSESSED, FIRST_BAND = range(6)
AFTER_BANDS = (
    ("Tổng số TC đạt", 10),
    ("Bình quân TC/xã", 10),
    ("Xã được công nhận đạt chuẩn", 13.0),
    ("Tỷ lệ công nhận", 10),
    ("Trong đó: nâng cao trở lên", 11),
    ("Trong đó: kiểu mẫu", 9),
    ("Kế hoạch (xã đạt chuẩn)", 11),
    ("Thực hiện trừ kế hoạch", 11),
    ("Thời hạn kế hoạch", 12),
)
TOTAL, AVERAGE, RECOGNISED, SHARE, ADVANCED, MODEL, GOAL, DIFFERENCE, DUE = range(len(AFTER_BANDS))
NOTES = (
    "Công thức đếm trực tiếp từ “Biểu 01”: sửa một dấu ở đó thì bảng này đổi theo.",
    "Bình quân = tổng số tiêu chí đạt chia số xã đã đánh giá; xã chưa đánh giá không tính là 0.",
    "Được công nhận là có quyết định còn hiệu lực; mức cao hơn cũng tính vào mức thấp hơn.",
)

LEAST_NOTE = (
    "≥: mức thấp nhất, chỉ gồm xã có tên trong nguồn đã công bố, do chưa nạp quyết định công nhận; "
    "vì vậy không trừ kế hoạch."
)


@dataclass(frozen=True)
class Place:
    """A row of the sheet: a district, or all of them.

    Attributes:
        row: Where it stands.
        scope: Its communes.
        code: District code; ``None`` for the row of totals.
        kind: Kind of row, for its look.
    """

    row: int
    scope: Situation
    code: str | None
    kind: str = ""


def write_districts(book: Book, annex: Annex) -> None:
    """Write the sheet."""
    subject, sheet = book.subject, book.add(SHEET)
    bands = subject.scope.scheme.bands
    last = FIRST_BAND + len(bands) + len(AFTER_BANDS) - 1
    head = sheet.opening("TỔNG HỢP THEO HUYỆN", last)
    sheet.text(head - 1, 0, set_line(subject), "small")
    named = [("STT", 6.0), ("Huyện, thị xã, thành phố", 30.0), ("Mã huyện", 8.0)]
    named += [("Số xã", 8.0), ("Xã đã đánh giá", 9.0)]
    named += [(f"{band.label} tiêu chí", 11.0) for band in bands] + list(AFTER_BANDS)
    sheet.head(head, [title for title, _ in named], [width for _, width in named])
    grouped = subject.communes_by_district()
    for number, (district, codes) in enumerate(grouped.items(), 1):
        place = Place(head + number, subject.scope.narrowed_to(codes), district)
        sheet.number(place.row, NUMBER, number, "cell_centre")
        sheet.text(place.row, NAME, subject.districts.get(district, district), "cell")
        sheet.text(place.row, CODE, district, "cell_code")
        _write_figures(sheet, annex, bands, place, (head + 1, head + len(grouped)))
        _write_goal(sheet, subject, bands, place)
    _write_total(sheet, subject, annex, (head + 1, head + len(grouped)))
    notes = NOTES if subject.scope.knows_recognitions else (*NOTES, LEAST_NOTE)
    if not subject.view.scope_standings:
        notes = (*notes, f"Các cột kế hoạch để trống. {nothing_line(subject)}")
    for offset, note in enumerate(notes):
        sheet.text(head + len(grouped) + 3 + offset, 0, note, "small")
    sheet.print_setup((head, head), (head + len(grouped) + 2 + len(notes), last), NAME + 1)


def _write_total(sheet: Sheet, subject: Subject, annex: Annex, rows: tuple[int, int]) -> None:
    place = Place(rows[1] + 1, subject.scope, None, "total")
    sheet.text(place.row, NUMBER, "", "cell", place.kind)
    sheet.text(place.row, NAME, "TỔNG CỘNG", "cell", place.kind)
    sheet.text(place.row, CODE, "", "cell", place.kind)
    bands = subject.scope.scheme.bands
    _write_figures(sheet, annex, bands, place, rows)
    _write_goal(sheet, subject, bands, place)


def _write_figures(
    sheet: Sheet, annex: Annex, bands: tuple[Band, ...], place: Place, rows: tuple[int, int]
) -> None:
    """Write the counted columns: from the annex for a district, summed up for all."""
    summary, after = place.scope.summary(), FIRST_BAND + len(bands)
    counted: dict[int, tuple[str, int]] = {
        COMMUNES: ("", summary.communes),
        ASSESSED: (f',{annex.totals},">=0"', summary.assessed),
        after + RECOGNISED: (f',{annex.levels},"?*"', summary.recognised.part),
    }
    for position, band in enumerate(bands):
        between = f',{annex.totals},">={band.low}",{annex.totals},"<={band.high}"'
        counted[FIRST_BAND + position] = (between, summary.bands[band.key])
    for column, (condition, value) in counted.items():
        formula = f"COUNTIFS({annex.districts},{_key(place)}{condition})"
        style = _title_style(place) if column == after + RECOGNISED else "cell_int"
        sheet.formula(
            place.row, column, _or_sum(formula, place, column, rows), value, style, place.kind
        )
    _write_levels(sheet, annex, place, after, rows)
    formula = f"SUMIFS({annex.totals},{annex.districts},{_key(place)})"
    total = _or_sum(formula, place, after + TOTAL, rows)
    value = summary.criteria_met_total
    sheet.formula(place.row, after + TOTAL, total, value, "cell_int", place.kind)
    _write_ratios(sheet, place, after)


def _write_levels(
    sheet: Sheet, annex: Annex, place: Place, after: int, rows: tuple[int, int]
) -> None:
    held = list(place.scope.level_by_commune.values())
    for column, levels in (
        (after + ADVANCED, (Level.ADVANCED, Level.MODEL)),
        (after + MODEL, (Level.MODEL,)),
    ):
        formula = "+".join(
            f'COUNTIFS({annex.districts},{_key(place)},{annex.levels},"{LEVELS[level]}")'
            for level in levels
        )
        value = sum(level in levels for level in held)
        formula = _or_sum(formula, place, column, rows)
        sheet.formula(place.row, column, formula, value, _title_style(place), place.kind)


def _title_style(place: Place) -> str:
    """Return the style of a count of recognised communes: of those known it is the fewest."""
    return "cell_int" if place.scope.knows_recognitions else "cell_least"


def _key(place: Place) -> str:
    return str(xl_rowcol_to_cell(place.row, CODE, col_abs=True))


def _or_sum(formula: str, place: Place, column: int, rows: tuple[int, int]) -> str:
    """Return a district's formula, or the sum of the districts' for the row of totals."""
    return formula if place.code is not None else f"SUM({span(column, *rows)})"


def _write_ratios(sheet: Sheet, place: Place, after: int) -> None:
    summary = place.scope.summary()
    total, assessed = (
        xl_rowcol_to_cell(place.row, after + TOTAL),
        xl_rowcol_to_cell(place.row, ASSESSED),
    )
    formula = f'IF({assessed}=0,"",ROUND({total}/{assessed},2))'
    sheet.formula(place.row, after + AVERAGE, formula, summary.average, "cell_two", place.kind)
    recognised, communes = (
        xl_rowcol_to_cell(place.row, after + RECOGNISED),
        xl_rowcol_to_cell(place.row, COMMUNES),
    )
    share = Decimal(summary.recognised.part) / summary.recognised.whole
    formula = f"{recognised}/{communes}"
    style = "cell_percent" if place.scope.knows_recognitions else "cell_least_percent"
    sheet.formula(place.row, after + SHARE, formula, share, style, place.kind)


def _write_goal(sheet: Sheet, subject: Subject, bands: tuple[Band, ...], place: Place) -> None:
    """Write the plan's number of communes for the place, where it sets one, and the difference."""
    after = FIRST_BAND + len(bands)
    goal, due = _goal(subject, place.code)
    sheet.number(place.row, after + GOAL, goal, "cell_any", place.kind)
    cell = xl_rowcol_to_cell(place.row, after + GOAL)
    recognised = xl_rowcol_to_cell(place.row, after + RECOGNISED)
    difference = None if goal is None else place.scope.summary().recognised.part - goal
    formula = f'IF({cell}="","",{recognised}-{cell})'
    if place.scope.knows_recognitions:
        sheet.formula(place.row, after + DIFFERENCE, formula, difference, "cell_signed", place.kind)
    else:  # of the fewest there can be no shortage follows
        sheet.number(place.row, after + DIFFERENCE, None, "cell_signed", place.kind)
    sheet.date(place.row, after + DUE, due, place.kind)


def _goal(subject: Subject, district: str | None) -> tuple[Decimal | None, date | None]:
    """Return the plan's target for recognised communes of a place, and its due date."""
    whole = subject.view.headline_district if district is None else district
    if whole is None and subject.period.district_codes:
        return None, None  # what some districts hold says nothing of the province's target
    headlines = pick_headlines(subject.view.standings, subject.scope.as_of, whole)
    by_metric: Mapping[str, tuple[Decimal, date | None]] = {
        h.metric: (h.main.target.value, h.main.target.due) for h in headlines
    }
    return by_metric.get("communes_ntm", (None, None))
