"""Districts and communes in order, those nearest to the line, and what was lost."""

from collections.abc import Sequence

from domain.figures import Share
from domain.slides.given import Given
from domain.slides.model import Bar, Bars, Column, Row, Slide, Table
from domain.slides.paging import chunks, paged
from domain.slides.recipe import Item, SlideKind
from domain.standing import (
    CommuneStanding,
    DistrictStanding,
    NearCommune,
    compare,
    nearest_to_line,
    rank_communes,
    rank_districts,
)
from domain.vocabulary import Title

BARS_A_SLIDE = 15
ROWS_A_SLIDE = 8
CLOSE = 2
"""Criteria a commune may lack to be called near in the title."""

NAMED_CRITERIA = 3
"""Criteria named in a row; of more, the numbers alone."""


def districts(given: Given, _item: Item) -> list[Slide]:
    """Return the districts ranked, or the communes where there is one district only."""
    if not given.has_districts:
        return _communes(given)
    words, scope = given.words, given.scope
    ranked = rank_districts(scope)
    if not scope.knows_recognitions:
        return _averages(given, ranked)
    last = ranked[-1].district_code
    bars = [
        Bar(
            given.district(d.district_code),
            float(d.recognised.percent() or 0),
            words.text(
                "slides.districts.figure",
                share=words.share(d.recognised),
                average=words.number(d.average, 2),
            ),
            part=words.fraction(d.recognised),
            tone="accent" if d.district_code == last else "",
        )
        for d in ranked
    ]
    caption = words.text("slides.districts.caption", size=words.number(given.size))
    alone = words.text("slides.districts.share")
    bodies = [
        Bars(caption, rows, 100, is_percent=True, chart_caption=alone)
        for rows in chunks(bars, BARS_A_SLIDE)
    ]
    slide = Slide(
        SlideKind.DISTRICTS,
        districts_sentence(given, ranked),
        words.text("slides.topic.districts"),
        formulas=(words.text("slides.formula.districts"),),
    )
    return paged(slide, bodies)


def _averages(given: Given, ranked: Sequence[DistrictStanding]) -> list[Slide]:
    """Return the districts by average, with the fewest communes recognised there can be."""
    words = given.words
    bars = [
        Bar(
            given.district(d.district_code),
            float(d.average or 0),
            words.text(
                "slides.districts.figure_least",
                share=words.fraction(d.recognised, is_least=True),
                average=words.number(d.average, 2),
            ),
            part=words.fraction(d.recognised, is_least=True) if d.recognised.part else "",
            tone="accent" if d is ranked[-1] else "",
        )
        for d in ranked
    ]
    caption = words.text("slides.districts.caption_least", size=words.number(given.size))
    bodies = [Bars(caption, rows, given.size, digits=2) for rows in chunks(bars, BARS_A_SLIDE)]
    slide = Slide(
        SlideKind.DISTRICTS,
        averages_sentence(given, ranked),
        words.text("slides.topic.districts"),
        formulas=(words.text("slides.formula.districts_least"),),
    )
    return paged(slide, bodies)


def averages_sentence(given: Given, ranked: Sequence[DistrictStanding]) -> str:
    """Say which district has the highest and which the lowest average."""
    words, known = given.words, [d for d in ranked if d.average is not None]
    if not known:
        return words.text("slides.criteria.unknown")
    parts = {
        key: words.text(
            f"slides.districts.{key}_average",
            name=given.district(standing.district_code),
            average=words.number(standing.average, 2),
        )
        for key, standing in (("first", known[0]), ("last", known[-1]))
    }
    return "; ".join(parts.values() if len(known) > 1 else [parts["first"]])


def districts_sentence(given: Given, ranked: Sequence[DistrictStanding]) -> str:
    """Say which district leads and which is last; those with every commune as a number."""
    words = given.words
    first, last = ranked[0], ranked[-1]

    def named(standing: DistrictStanding) -> dict[str, str]:
        code = standing.district_code
        return {"name": given.district(code), "share": given.communes_share(standing.recognised)}

    if first.recognised.percent() == last.recognised.percent():
        return words.text("slides.districts.level", share=words.fraction(first.recognised))
    full = [d for d in ranked if d.recognised.part == d.recognised.whole]
    if len(full) > 1:
        start = words.text(
            "slides.districts.full", count=words.fraction(Share(len(full), len(ranked)))
        )
    else:
        start = words.text("slides.districts.first", **named(first))
    none = sum(not d.recognised.part for d in ranked)
    if none > 1:
        return f"{start}; {words.text('slides.districts.none', count=words.number(none))}"
    return f"{start}; {words.text('slides.districts.last', **named(last))}"


def _communes(given: Given) -> list[Slide]:
    words = given.words
    ranked = rank_communes(given.scope.marks, given.scope.level_by_commune)
    bars = [_commune_bar(given, standing) for standing in ranked]
    key = "caption" if given.scope.knows_recognitions else "caption_least"
    caption = words.text(f"slides.communes.{key}", size=words.number(given.size))
    bodies = [Bars(caption, rows, given.size) for rows in chunks(bars, BARS_A_SLIDE)]
    topic = words.text("slides.topic.communes")
    return paged(Slide(SlideKind.DISTRICTS, communes_sentence(given, ranked), topic), bodies)


def _commune_bar(given: Given, standing: CommuneStanding) -> Bar:
    words = given.words
    if not standing.is_assessed:
        text = words.text("status.not_assessed")
    else:
        text = words.fraction(standing.met)
        text += f" · {words.text(f'level.{standing.level.value}')}" if standing.level else ""
    met = standing.met.part if standing.is_assessed else 0
    is_open = given.scope.title_of(standing.commune_code) in (Title.NONE, Title.WAITING)
    tone = "accent" if is_open else ""
    part = words.fraction(standing.met) if standing.is_assessed else text
    return Bar(given.commune(standing.commune_code), float(met), text, part, tone=tone)


def communes_sentence(given: Given, ranked: Sequence[CommuneStanding]) -> str:
    """Say how many communes hold every criterion and which holds fewest."""
    words, summary = given.words, given.summary
    full, size = words.fraction(summary.all_met), words.number(given.size)
    text = words.text("slides.map.full", share=full, size=size)
    known = [standing for standing in ranked if standing.is_assessed]
    if not known or known[-1].met.part == given.size:
        return text
    last = known[-1]
    met = words.fraction(last.met)
    alike = sum(standing.met.part == last.met.part for standing in known)
    if alike > 1:
        rest = words.text("slides.communes.last_alike", count=words.number(alike), met=met)
    else:
        rest = words.text("slides.communes.last", name=given.commune(last.commune_code), met=met)
    return f"{text}; {rest}"


def nearest(given: Given, _item: Item) -> list[Slide]:
    """Return the communes nearest to the line with what each lacks."""
    words, scope = given.words, given.scope
    near, knows = nearest_to_line(scope), scope.knows_recognitions
    topic = words.text("slides.topic.nearest")
    if not near:
        summary = given.summary
        everyone = summary.recognised if knows else summary.all_met
        key = "all_recognised" if knows else "all_full"
        key = key if everyone.part == summary.communes else "unknown"
        title = words.text(f"slides.nearest.{key}", count=words.number(given.summary.communes))
        return [Slide(SlideKind.NEAREST, title, topic)]
    rows = tuple(_near_row(given, item) for item in near[:ROWS_A_SLIDE])
    columns = (
        Column(words.text("slides.nearest.commune"), 30),
        Column(words.text("slides.nearest.met"), 9, is_number=True),
        Column(words.text("slides.nearest.missing"), 61),
    )
    left = len(near) - len(rows)
    further = "not_recognised" if knows else "not_full"
    rest = words.text(f"slides.nearest.{further}", count=words.number(left)) if left else ""
    return [
        Slide(
            SlideKind.NEAREST,
            nearest_sentence(given, near),
            topic,
            lead=given.key((item.missing for item in near[:ROWS_A_SLIDE]), NAMED_CRITERIA),
            body=Table(columns, rows),
            rest=rest,
            formulas=(words.text(f"slides.formula.{'nearest' if knows else 'nearest_least'}"),),
        )
    ]


def nearest_sentence(given: Given, near: Sequence[NearCommune]) -> str:
    """Say how many wait for their decision and how many lack one or two criteria."""
    words, size = given.words, given.size
    scope = given.scope
    waiting = sum(code not in scope.level_by_commune for code in given.summary.all_met_codes)
    close = [item for item in near if 0 < size - item.met <= CLOSE]
    parts = []
    if waiting:
        key = "waiting" if scope.knows_recognitions else "full"
        parts.append(words.text(f"slides.nearest.{key}", count=words.number(waiting)))
    if close:
        parts.append(_lacking(given, close, "close"))
    if not parts:
        parts.append(_lacking(given, [i for i in near if i.met == near[0].met], "far"))
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _lacking(given: Given, communes: Sequence[NearCommune], key: str) -> str:
    """Say what some communes lack: one is named, several are counted."""
    words = given.words
    lacks = {given.size - item.met for item in communes}
    if len(communes) == 1:
        name = given.commune_inside(communes[0].commune_code)
        return words.text(f"slides.nearest.{key}_one", name=name, least=min(lacks))
    if len(lacks) > 1:
        return words.text("slides.nearest.range", count=words.number(len(communes)), most=CLOSE)
    count = words.number(len(communes))
    return words.text(f"slides.nearest.{key}", count=count, least=min(lacks))


def _near_row(given: Given, item: NearCommune) -> Row:
    words = given.words
    missing = given.numbers(item.missing, NAMED_CRITERIA)
    if not item.missing:
        is_full = item.met == given.size
        missing = words.text("slides.nearest.decision" if is_full else "slides.nearest.open")
    return Row((given.commune(item.commune_code), f"{item.met}/{given.size}", missing))


def lost(given: Given, _item: Item) -> list[Slide]:
    """Return the criteria lost since the period before; left out without one to compare with."""
    before, words = given.view.before, given.words
    if before is None:
        return []
    pairs = compare(before.marks, given.scope.marks).lost
    since, topic = words.day(before.as_of), words.text("slides.topic.lost")
    formulas = (words.text("slides.formula.lost", since=since, until=given.date),)
    if not pairs:
        title = words.text("slides.lost.none", since=since)
        return [Slide(SlideKind.LOST, title, topic, formulas=formulas)]
    by_commune: dict[str, list[int]] = {}
    for code, no in pairs:
        by_commune.setdefault(code, []).append(no)
    ordered = sorted(by_commune.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    rows = tuple(
        Row((given.commune(code), str(len(lost)), given.numbers(tuple(lost), NAMED_CRITERIA)))
        for code, lost in ordered[:ROWS_A_SLIDE]
    )
    columns = (
        Column(words.text("slides.nearest.commune"), 34),
        Column(words.text("slides.lost.count"), 12, is_number=True),
        Column(words.text("slides.lost.which"), 54),
    )
    left = len(ordered) - len(rows)
    title = words.text(
        "slides.lost.some",
        count=words.number(len(pairs)),
        communes=words.number(len(by_commune)),
        since=since,
    )
    rest = words.text("slides.nearest.rest", count=words.number(left)) if left else ""
    return [
        Slide(
            SlideKind.LOST,
            title,
            topic,
            lead=given.key((tuple(nos) for _, nos in ordered[:ROWS_A_SLIDE]), NAMED_CRITERIA),
            body=Table(columns, rows),
            rest=rest,
            formulas=formulas,
        )
    ]
