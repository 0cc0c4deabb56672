"""Put a report together: which sentence, table and picture stands in which section."""

from collections.abc import Iterable, Sequence

from domain.plans import Plan
from domain.report import aims, breakdown, charts, listings, overall, tables
from domain.report.annexes import STATUS_WORDS, marks_annex, sources_annex
from domain.report.content import Block, Paragraph, Report, Section
from domain.report.criteria_table import criteria as criteria_table
from domain.report.inputs import ReportInput
from domain.report.target_table import targets as target_table
from domain.report.words import (
    ILLUSTRATIVE,
    day,
    joined,
    lower_first,
    padded,
    roman,
)
from domain.standing import nearest_to_line, rank_blockers
from domain.vocabulary import SnapshotStatus

PROGRAMME = "Chương trình mục tiêu quốc gia xây dựng nông thôn mới"
PICTURED_COMMUNES = 45
"""Communes that still fit into one chart of bars."""

Part = tuple[str, list[tuple[str, list[Block]]]]
"""A section of the first level: heading, then parts of the second level; one without a heading
stands directly under the first."""


def build_content(
    given: ReportInput,
    *,
    issuer: str = "đơn vị",
    direction: Sequence[str] = (),
    proposals: Sequence[str] = (),
) -> Report:
    """Build the whole report.

    Args:
        given: Its figures.
        issuer: Who reports, as the opening names it.
        direction: Paragraphs of the office on how the programme was steered; no section without.
        proposals: Paragraphs of the office with its proposals; no section without.
    """
    parts: list[Part] = [
        ("CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", [("", _texts(direction))]),
        ("KẾT QUẢ THỰC HIỆN", _results(given)),
        (f"KẾT QUẢ SO VỚI MỤC TIÊU, KẾ HOẠCH{_plan_years(given)}", _plan(given)),
        ("TỒN TẠI, HẠN CHẾ", [("", _shortcomings(given))]),
        (_next_heading(given), [("", _next(given))]),
        ("ĐỀ XUẤT, KIẾN NGHỊ", [("", _texts(proposals))]),
    ]
    return Report(
        subject=subject(given),
        opening=_opening(given, issuer),
        sections=tuple(_numbered(parts)),
        closing=_closing(given),
        annexes=(marks_annex(given), sources_annex(given)),
        source_line=source_line(given),
        is_illustrative=is_illustrative(given),
    )


def subject(given: ReportInput) -> str:
    """Return the line under the title: what is reported, where, for which period."""
    return f"Kết quả thực hiện {PROGRAMME} trên địa bàn {given.place.name} {given.span.label}"


def is_illustrative(given: ReportInput) -> bool:
    """Tell whether any situation in the report is made up."""
    used = (given.now, given.before, given.last_year)
    return any(situation.is_illustrative for situation in used if situation is not None)


def source_line(given: ReportInput) -> str:
    """Return place, date, standing and set of the figures, for every table and picture."""
    now = given.now
    text = (
        f"Nguồn: kết quả từng xã {given.place.name} đến ngày {day(now.as_of)} "
        f"({STATUS_WORDS[now.status]}), {now.criteria_set.short_decision}; xem Phụ lục II."
    )
    return f"{ILLUSTRATIVE}. {text}" if is_illustrative(given) else text


def _numbered(parts: Iterable[Part]) -> list[Section]:
    sections: list[Section] = []
    filled = [(heading, [sub for sub in subs if sub[1]]) for heading, subs in parts]
    position = 0
    for heading, subs in filled:
        if not subs:
            continue
        position += 1
        direct = subs[0][1] if not subs[0][0] else []
        sections.append(Section(f"{roman(position)}. {heading}", 1, tuple(direct)))
        titled = [sub for sub in subs if sub[0]]
        for number, (title, blocks) in enumerate(titled, 1):
            sections.append(Section(f"{number}. {title}", 2, tuple(blocks)))
    return sections


def _texts(sentences: Iterable[str], *, is_item: bool = False) -> list[Block]:
    return [Paragraph(text, is_item=is_item) for text in sentences if text]


def _opening(given: ReportInput, issuer: str) -> tuple[Paragraph, ...]:
    plan = given.plan
    has_begun = plan is not None and plan.start_year <= given.span.starts_on.year
    basis = f"Căn cứ {_document(plan)};" if plan is not None and has_begun else ""
    text = (
        f"Thực hiện chế độ báo cáo về {PROGRAMME}, {issuer} báo cáo kết quả thực hiện trên địa bàn "
        f"{given.place.name} {given.span.label} (số liệu đến ngày {day(given.now.as_of)}) như sau:"
    )
    provisional = given.now.status is SnapshotStatus.PROVISIONAL
    note = "Số liệu trong báo cáo là số tạm tính, có thể thay đổi khi chốt." if provisional else ""
    return tuple(Paragraph(t) for t in (basis, text, note) if t)


def _next_heading(given: ReportInput) -> str:
    """Name the period ahead; figures from within the period leave the rest of it ahead too."""
    span = given.span
    ahead = span.next_label
    if given.now.as_of < span.ends_on:
        ahead = f"đến hết {span.label} và {ahead}"
    return f"NHIỆM VỤ TRỌNG TÂM {ahead.upper()}"


def _plan_years(given: ReportInput) -> str:
    plan = given.plan
    if plan is None:
        return ""
    if plan.start_year == plan.end_year:
        return f" NĂM {plan.start_year}"
    return f" GIAI ĐOẠN {plan.start_year}–{plan.end_year}"


def _document(plan: Plan) -> str:
    """Return a plan as a report cites it: title, number, day and who issued it."""
    number = f"số {plan.number} " if plan.has_number else ""
    year, *rest = plan.issued_on.split("-")
    issued = f"ngày {'/'.join([*rest[::-1], year])}" if len(rest) == 2 else ""
    if len(rest) == 1:
        issued = f"tháng {int(rest[0])} năm {year}"
    draft = "" if plan.has_number else ", bản chưa vào số"
    return f"{plan.title} ({number}{issued} của {plan.issuer}{draft})"


# Within a part a picture comes last. A table flows from page to page while a picture moves as a
# whole, so what stands before one should fill its page and text should follow it.


def _results(given: ReportInput) -> list[tuple[str, list[Block]]]:
    whole_place = [
        overall.coverage(given),
        overall.recognised(given),
        *overall.recognised_names(given),
        overall.criteria_met(given),
        overall.bands(given),
        overall.lowest(given),
        overall.differences(given),
    ]
    general = [*_texts(whole_place), tables.overall(given), charts.commune_map(given)]
    return [
        ("Kết quả chung", general),
        *_places(given),
        (
            "Kết quả theo tiêu chí",
            [
                *_texts(breakdown.criteria(given)),
                criteria_table(given),
                charts.criteria_bars(given),
            ],
        ),
    ]


def _places(given: ReportInput) -> list[tuple[str, list[Block]]]:
    if given.has_districts:
        blocks: list[Block] = [
            *_texts(breakdown.districts(given)),
            tables.districts(given),
            charts.district_bars(given),
        ]
        return [("Kết quả theo huyện, thị xã, thành phố", blocks)]
    blocks = [tables.communes(given)]
    if 1 < given.summary.assessed <= PICTURED_COMMUNES:
        blocks.append(charts.commune_bars(given))
    return [("Kết quả theo xã", blocks)]


def _plan(given: ReportInput) -> list[tuple[str, list[Block]]]:
    if given.later_plan is not None:
        none = f"Chưa có kế hoạch nào ban hành đến ngày {day(given.day)} để so sánh."
        return [("", _texts([none]))]
    goals: list[Block] = _texts(aims.aims(given), is_item=True)
    measured = target_table(given)
    goals += [measured] if measured else []
    # Without any target to compare with, a line over time says nothing under this heading.
    line = charts.recognised_line(given) if goals else None
    goals += [line] if line else []
    named: list[Block] = _texts(aims.tasks(given))
    table = listings.tasks(given)
    if table is not None:
        named.append(table)
    conflicts = _texts(aims.conflicts(given), is_item=True)
    subs = [
        ("Các chỉ tiêu chủ yếu", goals),
        ("Việc giao đích danh cho từng xã", named),
        ("Các mục tiêu chưa thống nhất giữa các văn bản", conflicts),
    ]
    filled = [sub for sub in subs if sub[1]]
    return [("", filled[0][1])] if len(filled) == 1 else filled


def _shortcomings(given: ReportInput) -> list[Block]:
    sentences = [
        *breakdown.lost(given),
        *overall.full_and_recognised(given),
        *breakdown.blockers(given),
    ]
    blocks = _texts(sentences, is_item=True)
    table = listings.lost(given)
    moved = given.comparison
    if table is not None and moved and len(moved.lost_by_commune()) > breakdown.LOST_AT_MOST:
        blocks.append(table)
    return blocks


def _next(given: ReportInput) -> list[Block]:
    # Two decisions may set one figure for one day; what is to be done is said once.
    blocks = _texts(dict.fromkeys([*_pace(given), *_support(given)]), is_item=True)
    table = listings.nearest(given)
    blocks += [table] if table is not None else []
    # Text comes last: a sentence stays with the signature everywhere, rows of a table do not.
    return [*blocks, *_texts(_lead(given), is_item=True)]


def _pace(given: ReportInput) -> list[str]:
    sentences = []
    for headline in aims.headlines(given):
        for standing in (headline.main, *headline.others):
            judged, target = standing.judgement, standing.target
            if judged.pace_needed is None or not judged.gap or target.due is None:
                continue
            gap = aims.with_unit(given, judged.gap, target.unit)
            name = lower_first(aims.metric_name(given, target))
            goal = aims.with_unit(given, target.value, target.unit)
            sentences.append(
                f"Về {name}: phấn đấu thêm {gap} để đạt mục tiêu {goal} đến ngày {day(target.due)}."
            )
    return sentences


def _support(given: ReportInput) -> list[str]:
    found = nearest_to_line(given.now)
    ready = [item for item in found if not item.missing and item.met == given.now.criteria_set.size]
    near = [item for item in found if 0 < len(item.missing) <= 2]
    sentences = []
    full = len(given.summary.all_met_codes)
    if full and not given.now.knows_recognitions:
        sentences.append(
            f"Rà soát {padded(full)} xã đã đạt đủ tiêu chí, hoàn thiện hồ sơ xét, công nhận đối "
            "với những xã chưa được công nhận."
        )
    if ready:
        sentences.append(
            f"Hoàn thiện hồ sơ xét, công nhận đối với {padded(len(ready))} xã đã đạt đủ tiêu chí."
        )
    if near:
        sentences.append(
            f"Tập trung hỗ trợ {padded(len(near))} xã chỉ còn thiếu một hoặc hai tiêu chí."
        )
    return sentences


def _lead(given: ReportInput) -> list[str]:
    worst = [b for b in rank_blockers(given.now.marks) if b.lacking][: breakdown.SHOWN]
    if not worst:
        return []
    names = joined([given.criterion_name(b.criterion_no) for b in worst])
    return [
        f"Các cơ quan chủ trì tiêu chí rà soát, hướng dẫn các địa phương thực hiện những tiêu chí "
        f"còn nhiều xã chưa đạt: {names}."
    ]


def _closing(given: ReportInput) -> str:
    return (
        f"Trên đây là báo cáo kết quả thực hiện {PROGRAMME} trên địa bàn {given.place.name} "
        f"{given.span.label}./."
    )
