"""What is assumed: where the pace so far leads, and what a scenario comes to. Never facts."""

from collections import Counter

from domain.forecast import Forecast, NotEnough
from domain.scenario.model import Scenario
from domain.scenario.outcome import Outcome
from domain.scenario.outlook import Outlook
from domain.slides.given import Given
from domain.slides.model import Column, Figure, Figures, Row, Slide, Table
from domain.slides.recipe import Item, SlideKind
from domain.slides.targets import document_of
from domain.target_words import due_text, metric_name, unit_name

SHOWN = 6
NAMED = 30
"""Communes named in the notes of a scenario."""
DIGITS = {"average": 2}


def forecast(given: Given, _item: Item) -> list[Slide]:
    """Return what the pace so far leads to, or in one sentence why nothing can be said."""
    words, topic = given.words, given.words.text("slides.topic.forecast")
    stamp = words.text("slides.stamp.forecast")
    told = [(o, o.found) for o in given.outlooks if isinstance(o.found, Forecast)]
    if not told:
        title = words.text("slides.forecast.none", why=_why(given))
        return [Slide(SlideKind.FORECAST, title, topic, stamp=stamp)]
    columns = (
        Column(words.text("slides.targets.what"), 40),
        Column(words.text("slides.forecast.now"), 13, is_number=True),
        Column(words.text("slides.forecast.expected"), 20, is_number=True),
        Column(words.text("slides.forecast.goal"), 13, is_number=True),
        Column(words.text("slides.targets.due"), 14, is_number=True),
    )
    alike = Counter((_name(given, o), o.target.due) for o, _ in told)
    rows = tuple(
        _row(given, o, found, alike[_name(given, o), o.target.due] > 1) for o, found in told[:SHOWN]
    )
    first = next((p for p in told if p[0].target.metric == "communes_ntm"), told[0])
    left = len(told) - len(rows)
    return [
        Slide(
            SlideKind.FORECAST,
            forecast_sentence(given, *first),
            topic,
            body=Table(columns, rows),
            rest=words.text("slides.forecast.rest", count=words.number(left)) if left else "",
            formulas=(words.text("slides.formula.forecast"),),
            stamp=stamp,
        )
    ]


def _why(given: Given) -> str:
    """Return why there is no forecast, from the first target that has a reason."""
    words = given.words
    if given.view.selection.district and not given.outlooks:
        return words.text("slides.forecast.district")
    found = next((o.found for o in given.outlooks if isinstance(o.found, NotEnough)), None)
    if found is None:
        return words.text("slides.forecast.no_target")
    return words.text(
        f"slides.forecast.why.{found.why}", periods=found.periods, days=words.number(found.days)
    )


def forecast_sentence(given: Given, outlook: Outlook, found: Forecast) -> str:
    """Write "Giữ nhịp hiện nay, đến hạn 2025 dự kiến 96 xã (khoảng 88–104), mục tiêu 100 xã"."""
    words = given.words
    return words.text(
        "slides.forecast.says",
        what=_name(given, outlook),
        due=due_text(words, found.due),
        expected=words.number(_each(outlook, found.expected), _digits(outlook)),
        low=words.number(_each(outlook, found.low), _digits(outlook)),
        high=words.number(_each(outlook, found.high), _digits(outlook)),
        goal=words.number(_each(outlook, found.goal), _digits(outlook)),
        unit=unit_name(words, outlook.target.unit if outlook.is_average else "communes"),
    )


def _name(given: Given, outlook: Outlook) -> str:
    number = outlook.target.criterion_no
    criterion = given.criterion_name(number) if number else ""
    return metric_name(given.words, outlook.target, criterion)


def _each(outlook: Outlook, value: float | None) -> float | None:
    """Return a count, or the average a count of criteria stands for."""
    if value is None or not outlook.is_average:
        return value
    return value / outlook.whole


def _digits(outlook: Outlook) -> int:
    return 2 if outlook.is_average else 0


def _row(given: Given, outlook: Outlook, found: Forecast, is_one_of_several: bool) -> Row:
    words, digits = given.words, _digits(outlook)
    whole = "" if outlook.is_average else f"/{words.number(outlook.whole)}"

    def written(value: float | None) -> str:
        return words.number(_each(outlook, value), digits)

    # As on the target board: two bodies may ask for different figures by the same day.
    setter = f" · {document_of(outlook.target.set_by)}" if is_one_of_several else ""
    return Row(
        (
            _name(given, outlook) + setter,
            f"{written(found.now)}{whole}",
            f"{written(found.expected)} ({written(found.low)}–{written(found.high)})",
            written(found.goal),
            due_text(words, found.due),
        )
    )


def scenario(given: Given, item: Item) -> list[Slide]:
    """Return what a saved scenario comes to; left out when it does not exist in this province."""
    found = given.scenarios.get(item.scenario_id or 0)
    if found is None:
        return []
    saved, outcome = found
    words = given.words
    figures, size = [], f"/{outcome.base.criteria_set.size}"
    for change in outcome.figures:
        digits = DIGITS.get(change.key)
        whole = size if change.whole is None else f"/{words.number(change.whole)}"
        note = words.text(
            f"slides.scenario.{'from' if change.difference else 'same'}",
            before=words.number(change.before, digits),
            change=words.signed(change.difference, digits),
        )
        value = f"{words.number(change.after, digits)}{whole}"
        figures.append(Figure(value, words.text(f"slides.figure.{_KEYS[change.key]}"), (note,)))
    before, after = outcome.base.summary(), outcome.assumed.summary()
    title = words.text(
        "slides.scenario.says",
        name=saved.name,
        after=words.fraction(after.recognised),
        before=words.number(before.recognised.part),
    )
    return [
        Slide(
            SlideKind.SCENARIO,
            title,
            words.text("slides.topic.scenario"),
            lead=_assumed(given, saved, outcome),
            body=Figures(tuple(figures)),
            formulas=(
                words.text("slides.formula.scenario", author=saved.author, number=saved.number),
                *_changed(given, outcome),
            ),
            stamp=words.text("slides.stamp.scenario"),
        )
    ]


def _assumed(given: Given, saved: Scenario, outcome: Outcome) -> str:
    """Say what is assumed: criteria gained, criteria lost, whichever there are, and the start."""
    words, content = given.words, outcome.content
    changes = [
        words.text(f"slides.scenario.{name}", count=words.number(len(cells)))
        for name, cells in (("gained", content.gained), ("lost", content.lost))
        if cells
    ]
    return words.text(
        f"slides.scenario.{'assumes' if changes else 'assumes_none'}",
        changes=", ".join(changes),
        communes=words.number(len(outcome.communes)),
        base=words.day(saved.base.as_of),
    )


def _changed(given: Given, outcome: Outcome) -> tuple[str, ...]:
    """Name the communes that change, for the notes."""
    codes = [change.commune_code for change in outcome.communes]
    named = "; ".join(map(given.commune, codes[:NAMED]))
    left = len(codes) - NAMED
    if not codes:
        return ()
    key = "changed_more" if left > 0 else "changed"
    return (given.words.text(f"slides.scenario.{key}", names=named, count=left),)


_KEYS = {
    "recognised": "recognised",
    "all_met": "all_met",
    "criteria_met": "total",
    "average": "average",
    "minimum": "minimum",
}
"""Names of figures on slides, by those of a scenario's outcome."""
