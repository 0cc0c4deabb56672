"""Annexes: every commune's marks, and where the figures come from and how they were computed."""

from domain.assessment import CriterionCount, count_criteria, count_met, is_assessed
from domain.reconcile import ReconciliationLine
from domain.report.content import Annex, Column, Paragraph, Row, Table
from domain.report.inputs import ReportInput
from domain.report.tables import LEAST_NOTE, UNKNOWN, count_recognised, level_word
from domain.report.words import day, decimal, plain, roman, signed, whole
from domain.situation import Situation
from domain.vocabulary import SnapshotStatus, Status

SYMBOLS = {
    Status.MET.value: "x",
    Status.NEARLY_MET.value: "cb",
    Status.NOT_MET.value: "–",
    Status.NOT_ASSESSED.value: "",
}
LEGEND = "x: đạt; cb: cơ bản đạt (không tính là đạt); –: chưa đạt; để trống: chưa đánh giá."
STATUS_WORDS = {SnapshotStatus.PROVISIONAL: "tạm tính", SnapshotStatus.FINAL: "số liệu chốt"}


def marks_annex(given: ReportInput) -> Annex:
    """Return the annex with one row a commune and one column a criterion, by district."""
    now = given.now
    columns = (
        Column("TT", 9.5),
        Column("Xã", 52, "left"),
        *(Column(str(no), 8.2, group="Tiêu chí số") for no in now.criteria_set.numbers),
        Column("Tổng", 13),
        Column("Công nhận", 21),
    )
    rows: list[Row] = []
    districts = sorted(set(now.district_by_commune.values()))
    for position, district in enumerate(districts, 1):
        part = now.in_district(district)
        name = given.districts.get(district, district)
        if len(districts) > 1:
            rows.append(Row(_sum_cells(roman(position), name, part), "group"))
        rows += _commune_rows(given, part)
    rows.append(Row(_sum_cells("", "Tổng cộng", now), "total"))
    note = LEGEND if now.knows_recognitions else f"{LEGEND} {LEAST_NOTE}"
    table = Table(f"Kết quả từng xã đến ngày {day(now.as_of)}", columns, tuple(rows), note)
    legend = "; ".join(f"{c.no}. {c.name_vi}" for c in now.criteria_set.criteria)
    named = Paragraph(f"Tên tiêu chí ({now.criteria_set.short_decision}): {legend}.", is_note=True)
    return Annex(
        f"KẾT QUẢ ĐÁNH GIÁ TIÊU CHÍ CỦA TỪNG XÃ {given.place.name.upper()}", (table, named), True
    )


def _sum_cells(first: str, name: str, part: Situation) -> tuple[str, ...]:
    counts: tuple[CriterionCount, ...] = count_criteria(part.marks)
    total = sum(c.met for c in counts)
    return (
        first,
        f"{name} ({whole(len(part.marks))} xã)",
        *(whole(c.met) for c in counts),
        whole(total),
        _recognised(part),
    )


def _recognised(part: Situation) -> str:
    text = count_recognised(len(part.level_by_commune), part)
    return text if text == UNKNOWN else f"{text} xã"


def _commune_rows(given: ReportInput, part: Situation) -> list[Row]:
    met, assessed = count_met(part.marks), is_assessed(part.marks)
    rows = []
    for position, code in enumerate(given.in_order(str(c) for c in part.marks.index), 1):
        marks = [SYMBOLS[str(mark)] for mark in part.marks.loc[code]]
        total = str(int(met[code])) if assessed[code] else "chưa ĐG"
        level = level_word(part.level_by_commune.get(code))
        rows.append(Row((str(position), given.commune_name(code), *marks, total, level)))
    return rows


def sources_annex(given: ReportInput) -> Annex:
    """Return the annex on sources: what was loaded, filters, published figures, rules."""
    blocks: list[Paragraph | Table] = [
        Paragraph(line, is_item=True) for line in (*_facts(given), *given.sources)
    ]
    table = reconciliation(given)
    if table is not None:
        blocks.append(table)
    blocks += [Paragraph(line, is_item=True) for line in _rules()]
    return Annex("NGUỒN SỐ LIỆU, ĐỐI CHIẾU VÀ CÁCH TÍNH", tuple(blocks))


def _facts(given: ReportInput) -> list[str]:
    now = given.now
    since = now.criteria_set.valid_from
    later = (
        f"; áp dụng từ ngày {day(since)}, sau ngày báo cáo" if since and since > given.day else ""
    )
    facts = [
        f"Phạm vi: {given.place.name}, {whole(given.summary.communes)} xã (không tính phường, "
        "thị trấn).",
        f"Kỳ số liệu: đến ngày {day(now.as_of)}, {STATUS_WORDS[now.status]}.",
        f"Bộ tiêu chí: {now.criteria_set.name_vi} ({now.criteria_set.decision}), "
        f"{now.criteria_set.size} tiêu chí{later}.",
    ]
    if given.before is not None:
        before = given.before
        facts.append(
            f"Kỳ so sánh: đến ngày {day(before.as_of)}, {STATUS_WORDS[before.status]}, theo "
            f"{before.criteria_set.short_decision}."
        )
    if now.is_illustrative:
        facts.append(
            "Kết quả từng xã là số liệu minh họa, lập để các tổng khớp số đã công bố; không phải "
            "kết quả đánh giá chính thức của từng xã."
        )
    if now.basis_vi:
        facts.append(f"Cơ sở số liệu: {now.basis_vi}")
    if now.note_vi:
        facts.append(f"Lưu ý: {now.note_vi}")
    return facts


def reconciliation(given: ReportInput) -> Table | None:
    """Return published figures beside the computed ones; ``None`` when nothing was published."""
    if not given.reconciliation:
        return None
    columns = (
        Column("TT", 9),
        Column("Chỉ tiêu", 42, "left"),
        Column("Đã công bố", 18),
        Column("Cộng từ các xã", 18),
        Column("Chênh lệch", 17),
        Column("Nguồn công bố", 62, "left"),
    )
    rows = tuple(
        Row((str(i), *_line_cells(given, line))) for i, line in enumerate(given.reconciliation, 1)
    )
    return Table("Đối chiếu với số liệu đã công bố", columns, rows)


def _line_cells(given: ReportInput, line: ReconciliationLine) -> tuple[str, ...]:
    figure = line.published
    derived = " (suy ra từ số đã công bố)" if figure.verification == "derived" else ""
    # An average keeps its two decimals: 16,00, as it is written everywhere.
    write = decimal if figure.metric == "avg_criteria" else plain
    return (
        _metric_words(given, figure.metric, figure.criterion_no),
        write(figure.value),
        write(line.computed),
        signed(line.difference) if line.difference % 1 else signed(int(line.difference)),
        f"{figure.source_url}{derived}",
    )


def _metric_words(given: ReportInput, metric: str, criterion_no: int | None) -> str:
    if metric == "criterion_met" and criterion_no in given.now.criteria_set.numbers:
        return f"Số xã đạt tiêu chí {given.criterion_name(criterion_no)}"
    if metric.startswith("band_"):
        band = metric.removeprefix("band_").replace("lt", "dưới ").replace("_", "–")
        return f"Số xã đạt {band} tiêu chí"
    words = {
        "communes_ntm": "Số xã đạt chuẩn",
        "communes_total": "Số xã",
        "criteria_total": "Tổng số tiêu chí đạt",
        "avg_criteria": "Bình quân tiêu chí/xã",
    }
    return words.get(metric, metric)


def _rules() -> list[str]:
    return [
        "Xã đạt chuẩn là xã có quyết định công nhận còn hiệu lực tại ngày số liệu; xã nâng cao, "
        "kiểu mẫu được tính trong số xã đạt chuẩn.",
        "Tổng số tiêu chí đạt = cộng số tiêu chí đạt của các xã; cơ bản đạt không tính là đạt.",
        "Bình quân = tổng số tiêu chí đạt chia số xã đã đánh giá, lấy hai chữ số thập phân, làm "
        "tròn nửa lên. Xã chưa đánh giá không tính là 0.",
        "Thay đổi giữa hai kỳ chỉ tính trong cùng một bộ tiêu chí và trên những xã, tiêu chí có "
        "kết quả ở cả hai kỳ.",
        "Tiến độ so với đường thẳng từ số đầu kỳ đến mục tiêu tại ngày đến hạn.",
    ]
