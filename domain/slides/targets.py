"""The target board: what the plan asks for, what is reached, what is short."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from domain.board import TargetStanding, most_pressing, tally
from domain.slides.given import Given
from domain.slides.model import Column, Row, Slide, Table
from domain.slides.paging import chunks, paged
from domain.slides.recipe import Item, SlideKind
from domain.target_words import actual_text, due_text, metric_name, target_value

ROWS_A_SLIDE = 9
PROVINCE = "province"
SHORT = ("missed", "behind", "on_track", "undecided")
"""Verdicts on what is not achieved, what presses first."""


def targets(given: Given, _item: Item) -> list[Slide]:
    """Return the targets that have a figure, what presses first; none without a plan.

    Those without a figure are counted below and named in the notes: rows of "no data" would hide
    what there is to say.
    """
    standings = given.view.scope_standings
    if not standings:
        return []
    words = given.words
    known = most_pressing(s for s in standings if s.measurement.value is not None)
    unknown = [s for s in standings if s.measurement.value is None]
    rest, formulas = "", [words.text("slides.formula.targets")]
    if unknown:
        count = words.number(len(unknown))
        rest = words.text("slides.targets.unknown", count=count)
        named = "; ".join(dict.fromkeys(_name(given, s) for s in unknown))
        formulas.append(words.text("slides.targets.unknown_named", names=named))
    slide = Slide(
        SlideKind.TARGETS,
        targets_sentence(given, standings),
        words.text("slides.topic.targets", plan=given.plan_name),
        lead=given.start,
        rest=rest,
        formulas=tuple(formulas),
    )
    if not known:
        return [replace(slide, lead=_reason(given, unknown), rest="")]
    alike = Counter((_name(given, s), s.target.due) for s in known)
    rows = [_row(given, s, alike[_name(given, s), s.target.due] > 1) for s in known]
    columns = (
        Column(words.text("slides.targets.what"), 37),
        Column(words.text("slides.targets.actual"), 18, is_number=True),
        Column(words.text("slides.targets.goal"), 18, is_number=True),
        Column(words.text("slides.targets.due"), 10, is_number=True),
        Column(words.text("slides.targets.verdict"), 17),
    )
    tables = [Table(columns, part) for part in chunks(rows, ROWS_A_SLIDE)]
    return paged(slide, tables, _titles(given, slide.title, [table.rows for table in tables]))


def targets_sentence(given: Given, standings: Sequence[TargetStanding]) -> str:
    """Write "Đạt 6/9 mục tiêu có số liệu; 1 không đạt, 1 chậm tiến độ, 1 đúng tiến độ"."""
    words, counts = given.words, tally(standings)
    measured = len(standings) - counts["no_data"]
    if not measured:
        return words.text("slides.targets.none", count=words.number(len(standings)))
    text = words.text(
        f"slides.targets.{'achieved' if counts['achieved'] else 'none_achieved'}",
        part=words.number(counts["achieved"]),
        whole=words.number(measured),
    )
    others = [
        words.text(f"slides.targets.count.{verdict}", count=words.number(counts[verdict]))
        for verdict in SHORT
        if counts[verdict]
    ]
    return f"{text}; {', '.join(others)}" if others else text


def _titles(given: Given, whole: str, parts: Sequence[Sequence[Row]]) -> list[str]:
    """Return the sentence of all targets for the first slide, and for each other what it holds."""
    words, titles, first = given.words, [whole], len(parts[0]) + 1
    for rows in parts[1:]:
        tones = Counter(row.tone for row in rows)
        said = [
            words.text(f"slides.targets.count.{verdict}", count=words.number(tones[verdict]))
            for verdict in (*SHORT, "achieved")
            if tones[verdict]
        ]
        last = first + len(rows) - 1
        titles.append(
            words.text(
                f"slides.targets.{'one' if first == last else 'part'}",
                first=words.number(first),
                last=words.number(last),
                whole=words.number(sum(map(len, parts))),
                verdicts=", ".join(said),
            )
        )
        first = last + 1
    return titles


def _reason(given: Given, unknown: Sequence[TargetStanding]) -> str:
    """Return why nothing can be measured: the reason most targets share, with their number."""
    words = given.words
    reasons = Counter(s.measurement.reason for s in unknown)
    ((reason, count),) = reasons.most_common(1)
    if not words.has(f"reason.{reason}"):
        return ""
    why = words.text(f"reason.{reason}")
    if len(reasons) == 1:
        return why
    whole = words.number(len(unknown))
    return words.text("slides.targets.most", part=words.number(count), whole=whole, why=why)


def _name(given: Given, standing: TargetStanding) -> str:
    """Name a target, with whose it is when it is not that of the whole place.

    What is counted among communes the plan names must not pass for a count of all.
    """
    target = standing.target
    number = target.criterion_no
    name = metric_name(given.words, target, given.criterion_name(number) if number else "")
    own = target.scope_level in (PROVINCE, "district") and (
        target.district_code == given.view.headline_district
    )
    if not own:
        return f"{name} ({target.scope_name})"
    named = standing.measurement.share
    if named is None or target.unit != "communes" or named.whole >= given.summary.communes:
        return name
    count = given.words.number(named.whole)
    return f"{name} {given.words.text('slides.targets.among', count=count)}"


def document_of(set_by: str) -> str:
    """Return the document a target was set in: "Đại hội …: NQ 01 ngày 02/11/2020" as "NQ 01"."""
    return (set_by.partition(":")[2] or set_by).partition(" ngày ")[0].strip()


def _row(given: Given, standing: TargetStanding, is_one_of_several: bool) -> Row:
    words, target = given.words, standing.target
    # Two bodies may set different figures for one thing: whose each is must then be told.
    setter = f" · {document_of(target.set_by)}"
    return Row(
        (
            _name(given, standing) + (setter if is_one_of_several else ""),
            actual_text(words, standing),
            target_value(words, target),
            due_text(words, target.due),
            words.text(f"slides.verdict.{standing.verdict}"),
        ),
        standing.verdict,
    )
