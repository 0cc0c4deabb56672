"""What is loaded against what was published, and published figures against each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.assessment import count_met
from domain.checks.arithmetic import PRINTED, by_date, counts_communes
from domain.checks.finding import Finding, Severity
from domain.checks.inputs import CheckInput, NamedFigure
from domain.reconcile import Published, reconcile
from domain.situation import Situation
from domain.vocabulary import Level

LEVEL_METRICS = {"communes_advanced": Level.ADVANCED, "communes_model": Level.MODEL}
"""Published counts by level: levels are nested, so a model commune is an advanced one too."""


def tidy(value: Decimal) -> int | Decimal:
    """Return a whole number without the ".0" a file may give it."""
    whole = int(value)
    return whole if whole == value else value


def check_published(given: CheckInput) -> list[Finding]:
    """What the communes add up to is what was published for the date.

    Figures of the whole province at the date: communes recognised, by level, total, average, bands,
    criteria; see :mod:`domain.reconcile`.
    """
    situation, findings = given.situation, []
    if situation.district_codes:
        return []
    for figure, computed in _compare(situation, given.published_now):
        criteria = () if figure.criterion_no is None else (figure.criterion_no,)
        findings.append(
            given.find(
                "published_differs",
                Severity.WARNING,
                criteria=criteria,
                # Two pages may print two values for one thing; each is a finding of its own.
                subject=f"{figure.metric}|{figure.text}",
                source=figure.source_url,
                metric=figure.metric,
                printed=tidy(figure.value),
                computed=tidy(computed),
                difference=tidy(computed - figure.value),
                assessed=situation.summary().assessed,
                communes=situation.summary().communes,
            )
        )
    return findings


def check_districts(given: CheckInput) -> list[Finding]:
    """What a district's communes add up to is what was published of the district for the date."""
    findings = []
    for district, figures in given.district_published.items():
        part = given.situation.in_district(district)
        if part.marks.empty:
            continue
        findings += [
            given.find(
                "district_differs",
                Severity.WARNING,
                units=(district,),
                subject=f"{figure.metric}|{figure.text}",
                source=figure.source_url,
                metric=figure.metric,
                printed=tidy(figure.value),
                computed=tidy(computed),
                difference=tidy(computed - figure.value),
            )
            for figure, computed in _compare(part, figures)
        ]
    return findings


def _compare(
    situation: Situation, figures: Sequence[Published]
) -> Iterator[tuple[Published, Decimal]]:
    """Yield the published figures that differ, with what was computed."""
    figures = _each_once(figures)
    is_least = not situation.knows_recognitions
    for line in reconcile(situation.summary(), figures, is_least=is_least):
        if not line.holds:
            yield line.published, line.computed
    for figure in figures:
        if figure.metric in LEVEL_METRICS:
            rank = LEVEL_METRICS[figure.metric].rank
            held = sum(level.rank >= rank for level in situation.level_by_commune.values())
            if held != figure.value and not (is_least and held < figure.value):
                yield figure, Decimal(held)


def _each_once(figures: Sequence[Published]) -> list[Published]:
    """Return each printed figure once, with every page that prints it: one thing to look into."""
    found: dict[tuple[str, int | None, str], Published] = {}
    for figure in figures:
        key = (figure.metric, figure.criterion_no, figure.text)
        first = found.setdefault(key, figure)
        if figure.source_url not in first.source_url.split("; "):
            both = f"{first.source_url}; {figure.source_url}"
            found[key] = replace(first, source_url=both)
    return list(found.values())


def check_contradictions(given: CheckInput) -> list[Finding]:
    """One thing at one date was published with one value."""
    findings = []
    for on, figures in by_date(given.published).items():
        values: dict[tuple[str, int | None], dict[Decimal, Published]] = {}
        for figure in figures:
            key = (figure.metric, figure.criterion_no)
            values.setdefault(key, {}).setdefault(figure.value, figure)
        findings += [
            given.find(
                "published_contradicts",
                Severity.WARNING,
                criteria=() if number is None else (number,),
                subject=metric,
                keyed_on=on,
                basis=PRINTED,
                source="; ".join(figure.source_url for figure in found.values()),
                on=on,
                metric=metric,
                lowest=tidy(min(found)),
                highest=tidy(max(found)),
            )
            for (metric, number), found in values.items()
            if len(found) > 1
        ]
    return findings


def check_denominators(given: CheckInput) -> list[Finding]:
    """A count of communes is printed over the communes that are counted."""
    communes = given.situation.summary().communes
    if given.situation.district_codes:
        return []
    wrong: dict[int, list[Published]] = {}
    for figure in given.published_now:
        if counts_communes(figure) and figure.denominator:
            wrong.setdefault(figure.denominator, []).append(figure)
    return [
        given.find(
            "denominator_differs",
            Severity.WARNING,
            subject=str(denominator),
            source=figures[0].source_url,
            printed=denominator,
            communes=communes,
            figures=len(figures),
        )
        for denominator, figures in wrong.items()
        if denominator != communes
    ]


def check_full_count(given: CheckInput) -> list[Finding]:
    """A commune counted at all criteria has all of them.

    A commune that was published by name at a number of criteria on the date is compared with its
    marks; for the full set the criteria it lacks are named.
    """
    situation = given.situation
    met = count_met(situation.marks)
    return [
        given.find(
            "full_count" if figure.value >= situation.criteria_set.size else "named_differs",
            Severity.ERROR if figure.value >= situation.criteria_set.size else Severity.WARNING,
            units=(figure.unit_code,),
            source=figure.source_url,
            printed=tidy(figure.value),
            computed=int(met[figure.unit_code]),
            size=situation.criteria_set.size,
        )
        for figure in given.named
        if figure.metric == "commune_criteria"
        and figure.on == given.as_of
        and figure.value is not None
        and figure.unit_code in met.index
        and int(met[figure.unit_code]) != figure.value
    ]


def check_named_recognitions(given: CheckInput) -> list[Finding]:
    """A commune that was published as recognised is on the list of recognitions.

    A title withdrawn since then is no contradiction.
    """
    situation = given.situation
    revoked = {r.unit_code for r in given.recognitions if r.revoked_on is not None}
    missing = [
        figure
        for figure in given.named
        if figure.metric == "commune_recognised"
        and figure.on <= given.as_of
        and figure.unit_code in situation.marks.index
        and figure.unit_code not in situation.level_by_commune
        and figure.unit_code not in revoked
    ]
    return [
        given.find(
            "named_not_recognised",
            Severity.WARNING,
            units=(figure.unit_code,),
            source=figure.source_url,
            on=figure.on,
        )
        for figure in _first_of_each(missing)
    ]


def _first_of_each(figures: Iterable[NamedFigure]) -> list[NamedFigure]:
    first: dict[str, NamedFigure] = {}
    for figure in figures:
        first.setdefault(figure.unit_code, figure)
    return list(first.values())
