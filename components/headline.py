"""The headline of a situation: one sentence, then tiles with targets and changes."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from components.cards import Tile
from components.text import day, fraction, number, percent, share_text, signed, t, words
from domain import target_words
from domain.assessment import Summary
from domain.board import Headline, TargetStanding
from domain.progress import Progress
from domain.targets import Target


def target_value(target: Target) -> str:
    """Write a target's value with its comparator and unit: "≥ 71 xã", "13,5–14 tiêu chí/xã"."""
    return target_words.target_value(words(), target)


def due_text(due: date | None) -> str:
    """Write a due date; the last day of a year is what plans mean by the bare year."""
    return target_words.due_text(words(), due)


def metric_name(target: Target, criterion_name: str = "") -> str:
    """Name what a target counts, with its criterion or band where it has one."""
    return target_words.metric_name(words(), target, criterion_name)


def actual_text(standing: TargetStanding) -> str:
    """Write a measured figure in its target's unit, with numerator and denominator."""
    return target_words.actual_text(words(), standing)


def lead_sentence(
    place: str, summary: Summary, headlines: Sequence[Headline], *, is_least: bool = False
) -> Markup:
    """Say in one sentence how the place stands on its main target.

    Args:
        place: Name of the place.
        summary: Its figures.
        headlines: Headline targets of the plan.
        is_least: The recognised communes known are the least there can be.
    """
    main = next((h.main for h in headlines if h.metric == "communes_ntm"), None)
    return Markup('<p class="ntm-lead">{} <b>{}</b> {}{}</p>').format(
        t("lead.has", place=place),
        t(
            "lead.communes_at_least" if is_least else "lead.communes",
            share=share_text(summary.recognised),
        ),
        t("lead.recognised"),
        _verdict(main) if main else ".",
    )


def _verdict(main: TargetStanding) -> str:
    goal = t("lead.goal", value=number(main.target.value), due=day(main.target.due))
    verdict = t(f"lead.{main.judgement.status.value}", goal=goal, gap=_gap(main.judgement.gap))
    return f"; {verdict}"


def _gap(gap: Decimal | None) -> str:
    return number(gap)


def build_tiles(
    summary: Summary,
    before: tuple[date, Summary] | None,
    headlines: Sequence[Headline],
    set_size: int,
    *,
    is_least: bool = False,
) -> list[Tile]:
    """Build the tiles: recognised, total, average, weakest commune, then further target metrics.

    Args:
        summary: Figures of the scope.
        before: Date and figures to compare with, when there are any.
        headlines: Headline targets of the plan.
        set_size: Criteria in the set.
        is_least: The recognised communes known are the least there can be.
    """
    earlier = before[1] if before else None

    def change(name: Callable[[Summary], Decimal | int | None], digits: int = 0) -> str:
        if before is None or earlier is None:
            return ""
        return _delta(name(summary), name(earlier), digits, before[0])

    by_metric = {headline.metric: headline for headline in headlines}
    tiles = [
        Tile(
            name=t("tile.recognised"),
            value=fraction(summary.recognised, is_least=is_least),
            unit=t(
                "tile.of_communes_least" if is_least else "tile.of_communes",
                percent=percent(summary.recognised.percent()),
            ),
            delta="" if is_least else change(lambda s: len(s.recognised_codes)),
            help=t("tip.tile.recognised"),
            **_against(by_metric.pop("communes_ntm", None)),
        ),
        Tile(
            name=t("tile.average"),
            value=number(summary.average, 2),
            unit=t("tile.of_criteria", total=number(set_size)),
            delta=change(lambda s: s.average, 2),
            help=t("tip.tile.average"),
            **_against(by_metric.pop("avg_criteria_per_commune", None)),
        ),
        Tile(
            name=t("tile.minimum"),
            value=number(summary.minimum),
            unit=t("unit.criteria", value=summary.minimum),
            delta=change(lambda s: s.minimum),
            help=t("tip.tile.minimum"),
            **_against(by_metric.pop("min_criteria_per_commune", None)),
        ),
    ]
    tiles += [
        Tile(
            name=t(f"metric.{headline.metric}"),
            value=actual_text(headline.main),
            help=t(f"tip.tile.{headline.metric}"),
            **_against(headline),
        )
        for headline in by_metric.values()
    ]
    tiles.insert(
        1,
        Tile(
            name=t("tile.total"),
            value=fraction(summary.criteria_met),
            unit=t("tile.of_total", percent=percent(summary.criteria_met.percent(2), 2)),
            goal=t("tile.all_met", count=number(summary.all_met.part), size=number(set_size)),
            delta=change(lambda s: s.criteria_met_total),
            help=t("tip.tile.total"),
        ),
    )
    return tiles


def _against(headline: Headline | None) -> dict[str, str | Progress | None]:
    if headline is None:
        return {}
    main = headline.main
    others = dict.fromkeys(
        t("tile.other_goal", value=number(o.target.value), due=due_text(o.target.due))
        for o in headline.others
        if o.target.value != main.target.value
    )
    return {
        "goal": t("tile.goal", value=target_value(main.target), due=due_text(main.target.due)),
        "others": t("tile.others", goals=" · ".join(others)) if others else "",
        "status": main.judgement.status,
        "target_id": main.target.target_id,
    }


def _delta(
    now: Decimal | int | None, before: Decimal | int | None, digits: int, since: date
) -> str:
    if now is None or before is None:
        return ""
    if now == before:
        return t("tile.unchanged", since=day(since))
    return t("tile.change", change=signed(now - before, digits), since=day(since))
