"""Sentences on the plan: each headline target against its figure, conflicts, named tasks."""

from collections.abc import Sequence
from decimal import Decimal

from domain.board import Conflict, Headline, TargetStanding, find_conflicts, pick_headlines
from domain.named import Done, TaskStanding
from domain.progress import Progress
from domain.report.inputs import ReportInput
from domain.report.words import day, decimal, lower_first, padded, plain, whole
from domain.targets import Target

REPORT_NAMES = {
    "communes_ntm": "Số xã đạt chuẩn nông thôn mới",
    "communes_advanced": "Số xã đạt chuẩn nông thôn mới nâng cao",
    "communes_model": "Số xã đạt chuẩn nông thôn mới kiểu mẫu",
    "avg_criteria_per_commune": "Bình quân số tiêu chí đạt",
    "min_criteria_per_commune": "Số tiêu chí đạt của xã thấp nhất",
    "districts_ntm": "Số đơn vị cấp huyện đạt chuẩn nông thôn mới",
}
"""Headline metrics as an official report names them; other metrics keep the name on screen."""

INCREASE = "tăng thêm"

COMPARATORS = {">=": "ít nhất ", ">": "trên ", "<=": "không quá ", "<": "dưới ", "~": "khoảng "}


def figure(value: Decimal, unit: str) -> str:
    """Return a figure without its unit: averages with two decimals, the rest as short as exact."""
    return decimal(value) if unit == "criteria_per_commune" else plain(value)


def with_unit(given: ReportInput, value: Decimal, unit: str, *, pads: bool = True) -> str:
    """Return a figure with its unit: "71 xã", "15,40 tiêu chí/xã", "46,71%".

    Args:
        given: Gives the units' names.
        value: The figure.
        unit: Key of its unit.
        pads: Write counts under ten with a leading zero, as running text does.
    """
    if unit == "percent":
        return f"{plain(value)}%"
    is_count = unit != "criteria_per_commune" and value == value.to_integral_value()
    text = padded(int(value)) if is_count and pads else figure(value, unit)
    return f"{text} {given.words.get(f'unit.{unit}', unit)}"


def asked(given: ReportInput, target: Target, *, pads: bool = True) -> str:
    """Return what a target asks for: "ít nhất 71 xã", "13,50–14,00 tiêu chí/xã"."""
    sign = COMPARATORS.get(target.comparator, "")
    if target.value_max is not None:
        low = figure(target.value, target.unit)
        return f"{sign}{low}–{with_unit(given, target.value_max, target.unit, pads=False)}"
    return f"{sign}{with_unit(given, target.value, target.unit, pads=pads)}"


def metric_name(given: ReportInput, target: Target) -> str:
    """Return what a target counts: "Số xã đạt chuẩn nông thôn mới", "Xã đạt 15–18 tiêu chí"."""
    key = f"metric.{target.metric}"
    name = REPORT_NAMES.get(target.metric) or given.words.get(key, target.metric)
    name = name.replace("NTM", "nông thôn mới")
    if target.metric == "communes_in_band":
        low, high = target.band_min, target.band_max
        return name.replace("{band}", str(low) if low == high else f"{low}–{high}")
    if target.criterion_no is not None and target.metric == "communes_meeting_criterion":
        return f"{name} {given.plan_criterion_name(target.criterion_no)}"
    if target.metric == "criteria_group_share" and target.criterion_list:
        return f"{name} {target.criterion_list[0]}–{target.criterion_list[-1]}"
    if not target.is_cumulative and INCREASE not in name:
        name = f"{name} {INCREASE}"  # its figure counts from the start of the plan
    return f"{name} ({target.scope_name})" if target.scope_level == "commune" else name


def target_sentence(given: ReportInput, same: Sequence[TargetStanding]) -> str:
    """Say one target, its figure, and whether it is reached, how far off, and how fast to go.

    Args:
        given: The report's figures.
        same: The target, and others equal to it but for who set them; at least one.
    """
    standing = same[0]
    target, value = standing.target, standing.measurement.value
    due = f" đến ngày {day(target.due)}" if target.due else ""
    start = f"{metric_name(given, target)}: mục tiêu {asked(given, target)}{due}"
    setters = "; ".join(dict.fromkeys(s.target.set_by for s in same if s.target.set_by))
    if setters:
        start += f" ({setters})"
    if value is None:
        return f"{start}; chưa có số liệu. {_reason(given, standing)}".rstrip()
    return f"{start}; kết quả {with_unit(given, value, target.unit)}, {verdict(given, standing)}."


def _reason(given: ReportInput, standing: TargetStanding) -> str:
    return given.words.get(f"reason.{standing.measurement.reason}", "")


def verdict(given: ReportInput, standing: TargetStanding) -> str:
    """Return the judgement in words: "đạt mục tiêu", "còn thiếu 29 xã so với mục tiêu …"."""
    judged, target, value = standing.judgement, standing.target, standing.measurement.value
    if value is None:
        return "chưa có số liệu"
    if judged.status is Progress.ACHIEVED:
        over = value - (target.value_max or target.value)
        if over > 0 and target.comparator in ("=", ">=", ">", "range", "~"):
            return f"vượt {with_unit(given, over, target.unit)} so với mục tiêu"
        return "đạt mục tiêu"
    gap = with_unit(given, judged.gap or Decimal(0), target.unit)
    verb = "còn vượt" if target.comparator in ("<=", "<") else "còn thiếu"
    if target.metric == "communes_in_band" and value > target.value:
        verb = "nhiều hơn"
    text = f"{verb} {gap} so với mục tiêu {with_unit(given, target.value, target.unit)}"
    return f"{text}{_pace(given, standing)}"


def _pace(given: ReportInput, standing: TargetStanding) -> str:
    judged, unit = standing.judgement, standing.target.unit
    if judged.status is Progress.MISSED:
        return ", không hoàn thành khi đến hạn"
    words = {Progress.ON_TRACK: ", đúng tiến độ", Progress.BEHIND: ", chậm tiến độ"}
    text = words.get(judged.status, "")
    if judged.status is Progress.BEHIND and judged.expected is not None:
        text += f" (theo đường tiến độ cần đạt {figure(judged.expected, unit)})"
    if judged.pace_needed is not None:
        name = given.words.get(f"unit.{unit}", unit)
        text += f"; cần bình quân {decimal(judged.pace_needed)} {name} mỗi quý"
    return text


def headlines(given: ReportInput) -> list[Headline]:
    """Return the headline targets in force at the date of the report."""
    district = given.place.district_code
    return pick_headlines(given.standings, given.now.as_of, district)


def aims(given: ReportInput) -> list[str]:
    """Say every headline target of the plan, the one in force first, then the others.

    Targets that differ only in who set them share a sentence, and so do all targets of a metric
    without figures.
    """
    sentences = []
    for headline in headlines(given):
        own = [headline.main, *headline.others]
        if all(standing.measurement.value is None for standing in own):
            sentences.append(_unknown(given, own))
            continue
        groups: dict[tuple[object, ...], list[TargetStanding]] = {}
        for standing in own:
            t = standing.target
            groups.setdefault((t.comparator, t.value, t.value_max, t.due), []).append(standing)
        sentences += [target_sentence(given, same) for same in groups.values()]
    return sentences


def _unknown(given: ReportInput, standings: Sequence[TargetStanding]) -> str:
    wanted = []
    for standing in standings:
        target = standing.target
        due = f" đến ngày {day(target.due)}" if target.due else ""
        wanted.append(f"{asked(given, target)}{due}")
    name = metric_name(given, standings[0].target)
    listed = "; ".join(dict.fromkeys(wanted))
    return f"{name}: mục tiêu {listed}; chưa có số liệu. {_reason(given, standings[0])}".rstrip()


def conflicts(given: ReportInput) -> list[str]:
    """Say where the plan holds different targets for the same thing."""
    found = find_conflicts(s.target for s in given.standings)
    return [_conflict_words(given, conflict) for conflict in found]


def _conflict_words(given: ReportInput, conflict: Conflict) -> str:
    parts = []
    for value, targets in conflict.by_value().items():
        setters = "; ".join(dict.fromkeys(t.set_by for t in targets))
        parts.append(f"{with_unit(given, value, targets[0].unit)} ({setters})")
    name = lower_first(metric_name(given, conflict.targets[0]))
    due = conflict.targets[0].due
    when = f" đến ngày {day(due)}" if due else ""
    return f"Về chỉ tiêu {name}{when}, các văn bản đặt mức khác nhau: {'; '.join(parts)}."


def tasks(given: ReportInput) -> list[str]:
    """Say how many of the plan's named tasks are done."""
    if not given.tasks:
        return []
    total, done = len(given.tasks), _count(given.tasks, Done.DONE)
    communes = len({t.task.commune_code for t in given.tasks})
    text = (
        f"Kế hoạch giao {padded(total)} phần việc đích danh cho {padded(communes)} xã: "
        f"đã hoàn thành {whole(done)}/{whole(total)}"
    )
    not_done, unknown = _count(given.tasks, Done.NOT_DONE), _count(given.tasks, Done.NO_DATA)
    overdue = sum(t.is_overdue for t in given.tasks)
    if not_done:
        text += f"; chưa hoàn thành {padded(not_done)}"
        text += f", trong đó quá hạn {padded(overdue)}" if overdue else ""
    if unknown:
        text += f"; chưa đủ số liệu để xác định {padded(unknown)}"
    return [f"{text}."]


def _count(tasks: Sequence[TaskStanding], done: Done) -> int:
    return sum(task.done is done for task in tasks)
