"""The cover, the headline and the map: how the place stands as a whole."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from domain.assessment import Summary, count_met, is_assessed
from domain.board import UNDECIDED, Headline, TargetStanding, pick_headlines
from domain.figures import Share
from domain.progress import Progress
from domain.slides.given import Given, short
from domain.slides.model import Figure, Figures, Lines, MapClass, MapPicture, Slide
from domain.slides.recipe import Item, SlideKind
from domain.target_words import due_text, target_value
from domain.vocabulary import Level

MOST_LACKS = 2
SHORT_OF = (Progress.MISSED, Progress.BEHIND)


def cover(given: Given, item: Item) -> list[Slide]:
    """Return the cover: what the deck is about, as of when, by which set and plan."""
    words = given.words
    lines = [words.text("slides.cover.as_of", date=given.date, standing=standing_word(given))]
    lines.append(set_line(given))
    if given.plan_name:
        lines.append(words.text("slides.cover.plan", plan=given.plan_full_name))
    title = item.title or words.text("slides.cover.title", place=given.place_within)
    topic = words.text("slides.topic.cover")
    return [Slide(SlideKind.COVER, title, topic, body=Lines(tuple(lines)))]


def standing_word(given: Given) -> str:
    """Return whether the figures are final or provisional, in a word."""
    return given.words.text(f"status.snapshot.{given.scope.status.value}")


def set_line(given: Given) -> str:
    """Return the criteria set: decision and number of criteria."""
    decision = given.scope.criteria_set.short_decision
    return given.words.text(
        "slides.cover.set", decision=decision, count=given.words.number(given.size)
    )


def headline(given: Given, _item: Item) -> list[Slide]:
    """Return the slide of the main figures, each held against its target."""
    words, summary = given.words, given.summary
    view = given.view
    headlines = pick_headlines(view.standings, given.scope.as_of, view.headline_district)
    formulas = [
        words.text(
            "slides.formula.recognised"
            if given.scope.knows_recognitions
            else "slides.formula.recognised_least",
            part=words.number(summary.recognised.part),
            whole=words.number(summary.communes),
        ),
        words.text(
            "slides.formula.average",
            total=words.number(summary.criteria_met_total),
            assessed=words.number(summary.assessed),
            average=words.number(summary.average, 2),
        ),
    ]
    return [
        Slide(
            SlideKind.HEADLINE,
            headline_sentence(given, headlines),
            words.text("slides.topic.headline"),
            lead=" ".join(filter(None, (coverage(given), given.start))),
            body=Figures(tuple(_figures(given, headlines))),
            formulas=tuple(formulas),
        )
    ]


def coverage(given: Given) -> str:
    """Say how many communes are assessed, where that is not all of them."""
    summary = given.summary
    if summary.is_complete:
        return ""
    share = Share(summary.assessed, summary.communes)
    return given.words.text("slides.headline.assessed", share=given.communes_share(share))


def headline_sentence(given: Given, headlines: Sequence[Headline]) -> str:
    """Write "Đắk Lắk đạt 71/152 xã (46,7%), bằng mục tiêu; thiếu 2 xã nâng cao"."""
    words, recognised = given.words, given.summary.recognised
    if not given.scope.knows_recognitions and not recognised.part:
        whole = words.number(recognised.whole)
        text = words.text("slides.headline.unknown", place=given.place, whole=whole)
    elif not given.scope.knows_recognitions:
        text = words.text(
            "slides.headline.at_least", place=given.place, share=given.communes_share(recognised)
        )
    elif recognised.part:
        text = words.text(
            "slides.headline.has", place=given.place, share=given.communes_share(recognised)
        )
    else:
        whole = words.number(recognised.whole)
        text = words.text("slides.headline.none", place=given.place, whole=whole)
    by_metric = {headline.metric: headline.main for headline in headlines}
    main = by_metric.pop("communes_ntm", None)
    text += _against(given, main) if main else ""
    lacks = [
        words.text(f"slides.lacks.{metric}", gap=words.number(standing.judgement.gap))
        for metric, standing in by_metric.items()
        if standing.judgement.status in SHORT_OF and words.has(f"slides.lacks.{metric}")
    ]
    return "; ".join([text, *lacks[:MOST_LACKS]])


def _against(given: Given, main: TargetStanding) -> str:
    """Say how the recognised communes compare with their target."""
    words, judged, target = given.words, main.judgement, main.target
    value = main.measurement.value
    if value is None:
        return ""
    goal, due = words.number(target.value), due_text(words, target.due)
    if judged.status is Progress.ACHIEVED:
        over = value - (target.value_max or target.value)
        if over > 0:
            return words.text("slides.against.over", goal=goal, over=words.number(over))
        return words.text("slides.against.equal")
    gap = words.number(judged.gap)
    # On the day a plan sets out nothing can be early or late.
    key = UNDECIDED if given.start and judged.status is Progress.ON_TRACK else main.verdict
    return words.text(f"slides.against.{key}", goal=goal, due=due, gap=gap)


def _figures(given: Given, headlines: Sequence[Headline]) -> list[Figure]:
    words, summary = given.words, given.summary
    goals = {headline.metric: headline.main for headline in headlines}
    levels = list(given.scope.level_by_commune.values())
    at_least = {
        "communes_advanced": sum(level.rank >= Level.ADVANCED.rank for level in levels),
        "communes_model": sum(level.rank >= Level.MODEL.rank for level in levels),
    }

    # Without the decisions only the fewest there can be are known, and no change in them.
    is_least = not given.scope.knows_recognitions

    def figure(
        key: str, value: str, metric: str = "", read: Callable[[Summary], object] | None = None
    ) -> Figure:
        goal = goals.get(metric)
        notes = [_goal(given, goal)] if goal else []
        notes += [_moved(given, read)] if read else []
        # The marks are known; what is missing is a basis to hold them against the target.
        tone = UNDECIDED if goal and goal.verdict == "no_data" else goal.verdict if goal else ""
        verdict = words.text(f"slides.verdict.{tone}") if tone else ""
        told = tuple(note for note in notes if note)
        return Figure(value, words.text(f"slides.figure.{key}"), told, tone, verdict)

    size = words.number(given.size)
    figures = [
        figure(
            "recognised",
            words.fraction(summary.recognised, is_least=is_least),
            "communes_ntm",
            None if is_least else lambda s: len(s.recognised_codes),
        ),
        figure(
            "advanced",
            words.fraction(_of(summary, at_least, "communes_advanced"), is_least=is_least),
            "communes_advanced",
        ),
        figure("total", words.fraction(summary.criteria_met), "", lambda s: s.criteria_met_total),
        figure(
            "average",
            f"{words.number(summary.average, 2)}/{size}",
            "avg_criteria_per_commune",
            lambda s: s.average,
        ),
        figure("all_met", words.fraction(summary.all_met), "", lambda s: s.all_met.part),
        figure(
            "minimum",
            f"{words.number(summary.minimum)}/{size}",
            "min_criteria_per_commune",
            lambda s: s.minimum,
        ),
    ]
    if at_least["communes_model"] or "communes_model" in goals:
        share = _of(summary, at_least, "communes_model")
        model = words.fraction(share, is_least=is_least)
        figures.insert(2, figure("model", model, "communes_model"))
    return figures


def _of(summary: Summary, counts: dict[str, int], key: str) -> Share:
    return Share(counts[key], summary.communes)


def _goal(given: Given, standing: TargetStanding) -> str:
    words, target = given.words, standing.target
    return words.text(
        "slides.figure.goal",
        value=target_value(words, target),
        due=due_text(words, target.due),
    )


def _moved(given: Given, read: Callable[[Summary], object]) -> str:
    """Return the change since the period before; none where either does not know its figure."""
    before, words = given.view.before, given.words
    if before is None or not (given.summary.is_complete and before.summary().is_complete):
        return ""
    now, old = read(given.summary), read(before.summary())
    if not isinstance(now, int | Decimal) or not isinstance(old, int | Decimal):
        return ""
    since, digits = words.day(before.as_of), 2 if isinstance(now, Decimal) else None
    if now == old:
        return words.text("slides.figure.unmoved", since=since)
    return words.text("slides.figure.moved", change=words.signed(now - old, digits), since=since)


def map_of_bands(given: Given, _item: Item) -> list[Slide]:
    """Return the map of communes by criteria met."""
    words, scope, summary = given.words, given.scope, given.summary
    met, assessed = count_met(scope.marks), is_assessed(scope.marks)
    bands = scope.scheme.bands
    classes = tuple(
        MapClass(
            band.key,
            words.text("slides.map.band", range=band.label),
            summary.bands[band.key],
        )
        for band in bands
    )
    by_commune = {
        str(code): bands[scope.scheme.index(int(met[code]))].key if assessed[code] else None
        for code in scope.marks.index
    }
    body = MapPicture(
        province=scope.province_code,
        district=given.view.selection.district or _only(scope.district_codes),
        heading=words.text("slides.map.heading"),
        classes=classes,
        class_by_commune=by_commune,
        no_data=MapClass("", words.text("map.no_data"), summary.communes - summary.assessed),
        not_counted=words.text("map.wards"),
        names={code: short(given.communes.get(code, code)) for code in by_commune},
    )
    return [
        Slide(
            SlideKind.MAP,
            map_sentence(given),
            words.text("slides.topic.map"),
            lead=coverage(given),
            body=body,
            formulas=(words.text("slides.formula.band"),),
        )
    ]


def _only(codes: tuple[str, ...]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def map_sentence(given: Given) -> str:
    """Write "71/152 xã đạt đủ 19 tiêu chí; nhóm thấp nhất (5–9 tiêu chí) còn 8 xã"."""
    words, summary = given.words, given.summary
    size = words.number(given.size)
    text = words.text("slides.map.full", share=words.fraction(summary.all_met), size=size)
    lowest = next((b for b in reversed(given.scope.scheme.bands) if summary.bands[b.key]), None)
    if lowest is None or lowest is given.scope.scheme.bands[0]:
        return text
    count = words.number(summary.bands[lowest.key])
    rest = words.text("slides.map.lowest", range=lowest.label, count=count)
    return f"{text}; {rest}"
