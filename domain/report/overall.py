"""Sentences on the place as a whole: coverage, recognition, criteria met, bands, the lowest."""

from decimal import Decimal

from domain.assessment import count_met, is_assessed, missing_criteria
from domain.bands import Band
from domain.figures import Share
from domain.report.comparison import Comparison
from domain.report.inputs import ReportInput
from domain.report.words import (
    amount,
    change,
    day,
    decimal,
    decimal_change,
    joined,
    moment,
    numbers,
    padded,
    percent,
    ratio,
    upper_first,
    whole,
)
from domain.vocabulary import Level, SnapshotStatus, Status

NAMED_AT_MOST = 12
"""Communes named in one sentence; of more, only the number is told and the annex names them."""


def coverage(given: ReportInput) -> str:
    """Say how many communes there are and how many of them are assessed."""
    summary, place = given.summary, given.place
    start = f"{upper_first(place.whole)} có {padded(summary.communes)} xã thực hiện Chương trình"
    if summary.is_complete:
        return f"{start}, {_partly(given) or 'tất cả đã được đánh giá'}."
    share = Share(summary.assessed, summary.communes)
    waiting = given.now.marks.index[~is_assessed(given.now.marks)]
    missing = f"{padded(len(waiting))} xã chưa có kết quả đánh giá"
    if 0 < len(waiting) <= NAMED_AT_MOST:
        missing += f" gồm: {given.listed(str(code) for code in waiting)}"
    text = (
        f"{start}; đã đánh giá {ratio(share)} xã, bằng {percent(share)}. Còn {missing}; các xã này "
        "không tính là chưa đạt và không cộng vào các số liệu tiêu chí dưới đây."
    )
    partly = _partly(given)
    return f"{text} Trong các xã đã đánh giá, {partly}." if partly else text


def _partly(given: ReportInput) -> str:
    marks = given.now.marks
    known = marks[is_assessed(marks)]
    open_marks = int((known == Status.NOT_ASSESSED.value).sum().sum())
    if not open_marks:
        return ""
    return f"còn {padded(open_marks)} lượt tiêu chí chưa đánh giá, không tính là chưa đạt"


def assessed_share(given: ReportInput) -> Share:
    """Return criteria met over the marks that were assessed; with full coverage, of all."""
    known = int((given.now.marks != Status.NOT_ASSESSED.value).sum().sum())
    return Share(given.summary.criteria_met_total, known)


def recognised(given: ReportInput) -> str:
    """Say how many communes are recognised, at which level, and the change."""
    summary, moved = given.summary, given.comparison
    start = f"Đến {_until(given)}, {given.place.whole}"
    if not given.now.knows_recognitions:
        return (
            f"{start} có ít nhất {ratio(summary.recognised)} xã được công nhận đạt chuẩn nông thôn "
            "mới; quyết định công nhận của tỉnh chưa được nạp nên chưa biết số đầy đủ."
        )
    if not summary.recognised.part:
        text = (
            f"{start} chưa có xã nào được công nhận đạt chuẩn nông thôn mới "
            f"(0/{whole(summary.communes)} xã)"
        )
    else:
        text = (
            f"{start} có {ratio(summary.recognised)} xã được công nhận đạt chuẩn nông thôn mới, "
            f"bằng {percent(summary.recognised)}"
        )
    text += _since(summary.recognised.part, moved)
    if given.yearly:
        text += _since(summary.recognised.part, given.yearly)
    return f"{text}{_levels(given)}."


def _until(given: ReportInput) -> str:
    text = f"ngày {day(given.now.as_of)}"
    if given.now.status is SnapshotStatus.PROVISIONAL:
        return f"{text} (số liệu tạm tính)"
    return text


def _since(now: int, moved: Comparison | None) -> str:
    if moved is None or moved.recognised is None:
        return ""
    return f", {change(now - moved.recognised, 'xã', moved.since)}"


def _levels(given: ReportInput) -> str:
    held = list(given.now.level_by_commune.values())
    if not held:
        return ""
    parts = [
        f"{padded(held.count(level))} xã {word}"
        for level, word in (
            (Level.ADVANCED, "nông thôn mới nâng cao"),
            (Level.MODEL, "nông thôn mới kiểu mẫu"),
        )
        if held.count(level)
    ]
    if not parts:
        return "; chưa có xã nông thôn mới nâng cao, kiểu mẫu"
    return f"; trong đó có {joined(parts)}"


def recognised_names(given: ReportInput) -> list[str]:
    """Name the communes recognised since the period compared with, and those no longer."""
    moved = given.comparison
    if moved is None:
        return []
    sentences = []
    if moved.newly_recognised:
        count = padded(len(moved.newly_recognised))
        text = f"Số xã được công nhận thêm so với {moment(moved.since)}: {count} xã"
        if len(moved.newly_recognised) <= NAMED_AT_MOST:
            text += f", gồm: {given.listed(moved.newly_recognised)}"
        sentences.append(f"{text}.")
    if moved.no_longer:
        sentences.append(
            f"Có {padded(len(moved.no_longer))} xã không còn trong danh sách được công nhận so với "
            f"{moment(moved.since)}: {given.listed(moved.no_longer)}."
        )
    return sentences


def criteria_met(given: ReportInput) -> str:
    """Say how many criteria are met of how many, the share, the average, and the change."""
    summary = given.summary
    if not summary.assessed:
        return f"Đến {_until(given)} chưa có xã nào được đánh giá theo bộ tiêu chí."
    share = assessed_share(given)
    who = "Các xã" if summary.is_complete else f"{padded(summary.assessed)} xã đã đánh giá"
    text = f"{who} đạt {ratio(share)} tiêu chí, bằng {percent(share)}"
    average = f"bình quân {decimal(summary.average or Decimal(0))} tiêu chí/xã"
    moved = given.comparison
    if moved and moved.total is not None and moved.is_whole:
        text += f", {change(moved.total, 'tiêu chí', moved.since)}"
        if moved.average is not None:
            average += f", {decimal_change(moved.average, 'tiêu chí/xã')}"
    text = f"{text}; {average}."
    return f"{text}{_caveat(given)}{_yearly(given)}"


def _caveat(given: ReportInput) -> str:
    moved = given.comparison
    if moved is None:
        return " Chưa có số liệu kỳ trước để so sánh."
    if not moved.is_same_set:
        return f" {other_set(given)}"
    if moved.is_whole:
        return ""
    if not moved.common or moved.total is None:
        return f" Không có xã nào được đánh giá ở cả kỳ này và {moment(moved.since)} để so sánh."
    return (
        f" Tính trên {padded(moved.common)} xã có đánh giá ở cả hai kỳ: "
        f"{change(moved.total, 'tiêu chí', moved.since)}."
    )


def _yearly(given: ReportInput) -> str:
    moved = given.yearly
    if moved is None or moved.total is None or not moved.is_whole:
        return ""
    return f" So với cùng kỳ năm trước ({moment(moved.since)}): {amount(moved.total, 'tiêu chí')}."


def other_set(given: ReportInput) -> str:
    """Say why counts of criteria are not compared: the earlier date used another set."""
    before = given.before
    if before is None:
        return ""
    return (
        f"Số liệu {moment(before.as_of)} đánh giá theo {before.criteria_set.short_decision}, "
        f"kỳ này theo {given.now.criteria_set.short_decision}: hai bộ tiêu chí khác nhau nên "
        "không so sánh số tiêu chí đạt giữa hai kỳ."
    )


def bands(given: ReportInput) -> str:
    """Say how the communes fall into bands by criteria met."""
    summary = given.summary
    if not summary.assessed:
        return ""
    found, empty = [], []
    for band in given.now.scheme.bands:
        count = summary.bands[band.key]
        if count:
            found.append(f"{padded(count)} xã đạt {band_words(band)}")
        else:
            empty.append(band_words(band))
    text = f"Phân nhóm theo số tiêu chí đạt: {'; '.join(found)}"
    return f"{text}; không có xã đạt {joined(empty)}." if empty else f"{text}."


def band_words(band: Band) -> str:
    """Return a band in running text: "15–18 tiêu chí", "dưới 5 tiêu chí"."""
    if band.low == 0:
        return f"dưới {band.high + 1} tiêu chí"
    return f"{band.label} tiêu chí"


def lowest(given: ReportInput) -> str:
    """Name the communes with the fewest criteria met, unless all hold every one."""
    summary, marks = given.summary, given.now.marks
    if summary.minimum is None or summary.minimum == given.now.criteria_set.size:
        return ""
    met = count_met(marks)[is_assessed(marks)]
    codes = [str(code) for code in met.index[met == summary.minimum]]
    text = f"Thấp nhất là {padded(len(codes))} xã đạt {padded(summary.minimum)} tiêu chí"
    return f"{text}." if len(codes) > NAMED_AT_MOST else f"{text}: {given.listed(codes)}."


def differences(given: ReportInput) -> str:
    """Say how many published figures the communes do not add up to; nothing when all agree."""
    found = [line for line in given.reconciliation if not line.holds]
    if not found:
        return ""
    return (
        f"Có {padded(len(found))} số liệu cộng từ kết quả các xã chênh lệch với số đã công bố, nêu "
        "tại bảng đối chiếu của Phụ lục II."
    )


def full_and_recognised(given: ReportInput) -> list[str]:
    """Name communes at every criterion without recognition, and recognised ones below it."""
    summary, size = given.summary, given.now.criteria_set.size
    held = set(summary.recognised_codes)
    missing = {code: missing_criteria(given.now.marks, code) for code in held}
    waiting, below = given.now.waiting, {code for code, numbers_ in missing.items() if numbers_}
    sentences = []
    if waiting:
        sentences.append(
            f"Có {padded(len(waiting))} xã đã đạt {size}/{size} tiêu chí nhưng chưa được công "
            f"nhận: {given.listed(waiting)}."
        )
    if below:
        parts = [
            f"{given.listed([code])} chưa đạt tiêu chí {numbers(missing[code])}"
            for code in given.in_order(below)[:NAMED_AT_MOST]
        ]
        more = "" if len(below) <= NAMED_AT_MOST else "; các xã còn lại nêu tại Phụ lục I"
        sentences.append(
            f"Có {padded(len(below))} xã đã được công nhận nhưng hiện chưa đạt đủ {size} tiêu chí: "
            f"{'; '.join(parts)}{more}."
        )
    return sentences
