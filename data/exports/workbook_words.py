"""Words and figures of the workbook, which as an official form is Vietnamese only."""

from datetime import date
from decimal import Decimal

from data.exports.subject import Subject
from data.texts import text
from domain.board import UNDECIDED, TargetStanding
from domain.targets import Target
from domain.vocabulary import Level, SnapshotStatus, Status

MARKS = {
    Status.MET: "x",
    Status.NEARLY_MET: "CB",
    Status.NOT_MET: "K",
    Status.NOT_ASSESSED: "",
}
"""What stands in a cell of the annex; each status has its own sign, so nothing is lost."""

LEGEND = "Ký hiệu: x: đạt; CB: cơ bản đạt; K: chưa đạt; để trống: chưa đánh giá."
LEVELS = {Level.NTM: "Đạt chuẩn NTM", Level.ADVANCED: "NTM nâng cao", Level.MODEL: "NTM kiểu mẫu"}
ILLUSTRATIVE = "SỐ LIỆU MINH HỌA"
ILLUSTRATIVE_LINE = (
    "SỐ LIỆU MINH HỌA: kết quả từng xã do phần mềm dựng cho khớp các tổng đã công bố, "
    "không phải kết quả đánh giá thật"
)
SNAPSHOT = {SnapshotStatus.PROVISIONAL: "tạm tính", SnapshotStatus.FINAL: "số chốt"}
COMPARATORS = {
    ">=": "ít nhất",
    ">": "trên",
    "<=": "không quá",
    "=": "",
    "~": "khoảng",
    "range": "từ",
}


def day(value: date | None) -> str:
    """Write a date: ``31/12/2021``."""
    return "" if value is None else f"{value.day:02d}/{value.month:02d}/{value.year}"


def figure(value: Decimal | int | None, digits: int | None = None) -> str:
    """Write a number the Vietnamese way: ``2.432``, ``16,00``; nothing for what is missing.

    Args:
        value: The number.
        digits: Decimals shown; ``None`` shows those it has, a whole number without any.
    """
    if value is None:
        return ""
    if digits is None:
        digits = max(0, -int(Decimal(value).normalize().as_tuple().exponent))
    shown = f"{value:,.{digits}f}"
    return shown.translate(str.maketrans(",.", ".,"))


def roman(number: int) -> str:
    """Write a number from 1 on in Roman numerals, as districts are numbered."""
    signs = (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
        *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    )
    written = ""
    for value, sign in signs:
        times, number = divmod(number, value)
        written += sign * times
    return written


def set_line(subject: Subject) -> str:
    """Name the criteria set and the standing of the figures."""
    criteria_set = subject.scope.criteria_set
    return (
        f"Bộ tiêu chí: {criteria_set.decision} ({criteria_set.size} tiêu chí). "
        f"Tình trạng: {SNAPSHOT[subject.scope.status]}."
    )


def verdict_word(verdict: str) -> str:
    """Return a verdict on a target in words."""
    return text("targets.undecided") if verdict == UNDECIDED else text(f"progress.{verdict}")


def reason_of(standing: TargetStanding) -> str:
    """Say why a target has no figure or no verdict; nothing where it has both."""
    reason = standing.judgement.reason or standing.measurement.reason
    return text(f"reason.{reason}") if reason else ""


def target_name(target: Target, subject: Subject) -> str:
    """Name what a target counts, with its criterion, group or band."""
    if target.metric == "communes_in_band" and target.band_min is not None:
        low, high = target.band_min, target.band_max
        return text("metric.communes_in_band", band=str(low) if low == high else f"{low}–{high}")
    if target.criterion_no and target.metric == "communes_meeting_criterion":
        name = _criterion_name(subject, target)
        return text("metric.criterion", no=target.criterion_no, name=name).strip(" ·")
    if target.criterion_list and target.metric == "criteria_group_share":
        first, last = target.criterion_list[0], target.criterion_list[-1]
        return text("metric.group", first=first, last=last)
    return text(f"metric.{target.metric}")


def _criterion_name(subject: Subject, target: Target) -> str:
    """Name a criterion of the plan's set; numbers of another set mean something else."""
    plan, used = subject.view.plan, subject.scope.criteria_set
    if plan is None or plan.set_id != used.set_id:
        return ""
    return next((c.name_vi for c in used.criteria if c.no == target.criterion_no), "")
