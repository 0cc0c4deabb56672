"""How a target's figure and verdict were computed: formula, every input, every source."""

from decimal import Decimal

from markupsafe import Markup

from components.bars import link
from components.frame import join
from components.target_words import (
    Board,
    goal_value,
    plain,
    reason_text,
    unit_name,
    with_unit,
)
from components.text import day, number, percent, t
from domain.board import TargetStanding
from domain.progress import Point, quarters_left
from domain.targets import EnteredValue, Target

Line = tuple[str, str | Markup]
"""What an input is called, and the input."""


def build_working(standing: TargetStanding, board: Board, basis: str, chart_href: str) -> Markup:
    """Return the fold-out with the working of a target.

    Args:
        standing: The target and its judgement.
        board: What every target of the board is written with.
        basis: Where the marks come from, one sentence.
        chart_href: Address that shows the target's line, empty when it has none.
    """
    target = standing.target
    lines: list[Line] = [
        *_counting(standing),
        *_line(standing, board),
        *_printed(target),
        (t("targets.working.who"), t("targets.set_by", who=target.set_by, clause=target.clause)),
        *_notes(target),
        *([] if standing.measurement.entered else [(t("targets.working.source"), basis)]),
    ]
    if chart_href:
        lines.append(("", link(t("targets.working.chart"), chart_href)))
    rows = join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, text) for name, text in lines)
    return Markup('<details class="tg-more"><summary>{}</summary><dl>{}</dl></details>').format(
        t("targets.working.title"), rows
    )


def _counting(standing: TargetStanding) -> list[Line]:
    measured = standing.measurement
    if measured.value is None:
        return [(t("targets.working.reason"), reason_text(standing))]
    if measured.entered:
        return [(t("targets.working.formula"), origin_text(measured.entered))]
    part, whole = (measured.share.part, measured.share.whole) if measured.share else (None, None)
    text = t(
        f"formula.{measured.formula}",
        part=number(part),
        whole=number(whole),
        value=_result(measured.value, standing.target),
    )
    return [(t("targets.working.formula"), text)]


def origin_text(value: EnteredValue) -> str:
    """Say who gave a figure, when, and from which document or file."""
    how = (
        t("targets.entered_file", file=value.origin) if value.origin else t("targets.entered_page")
    )
    parts = [
        t(
            "formula.entered",
            actor=value.actor,
            on=day(value.entered_on),
            date=day(value.as_of),
            how=how,
        ),
        t("targets.entered_source", source=value.source) if value.source else "",
        value.note,
    ]
    return " ".join(part for part in parts if part)


def _result(value: Decimal, target: Target) -> str:
    if target.unit == "percent":
        return percent(value, 2)
    digits = 2 if target.unit == "criteria_per_commune" else None
    figure = number(value, digits)
    return f"{figure} {unit_name(target, figure)}".strip()


def _line(standing: TargetStanding, board: Board) -> list[Line]:
    judged, target = standing.judgement, standing.target
    lines: list[Line] = [(t("targets.working.baseline"), _baseline(judged.baseline, target))]
    working = board.working(standing)
    if working is None or judged.expected is None or judged.baseline is None:
        return [*lines, *_pace(standing, board)]
    if working.holds:
        text = t("targets.working.line_holds", goal=plain(judged.goal, target))
    elif working.days_passed == working.days_total:
        text = t("targets.working.line_due", goal=plain(judged.goal, target))
    else:
        text = t(
            "targets.working.line_text",
            start=plain(judged.baseline.value, target),
            goal=plain(judged.goal, target),
            passed=number(working.days_passed),
            total=number(working.days_total),
            expected=plain(judged.expected, target),
        )
    lines.append((t("targets.working.line"), text))
    tolerance = t(
        "targets.working.tolerance_text",
        share=percent(float(board.rule.tolerance_share) * 100, 0),
        slack=with_unit(working.slack, target),
    )
    return [*lines, (t("targets.working.tolerance"), tolerance), *_pace(standing, board)]


def _pace(standing: TargetStanding, board: Board) -> list[Line]:
    judged, target = standing.judgement, standing.target
    if judged.pace_needed is None or target.due is None:
        return []
    text = t(
        "targets.working.pace_text",
        gap=with_unit(judged.gap, target),
        quarters=number(quarters_left(standing.judged_on(board.as_of), target.due)),
        pace=with_unit(judged.pace_needed, target),
    )
    return [(t("targets.working.pace"), text)]


def _baseline(baseline: Point | None, target: Target) -> str | Markup:
    if baseline is None:
        return t("targets.baseline.none")
    text = t(
        f"targets.baseline.{baseline.source}",
        value=plain(baseline.value, target),
        on=day(baseline.on),
        increment=target.increment,
    )
    url = baseline.reference
    usable = url.startswith(("http://", "https://")) and "..." not in url
    return link(text, url if usable else "")


def _printed(target: Target) -> list[Line]:
    lines: list[Line] = [
        (
            t("targets.working.due"),
            f"{goal_value(target)} · {day(target.due) if target.due else t('reason.no_due')}",
        )
    ]
    if target.recomputed_percent is not None:
        lines.append((t("targets.working.percent"), printed_percent(target)))
    return lines


def printed_percent(target: Target) -> str:
    """Write the percent a plan prints beside the one its own count gives."""
    printed = Decimal(target.stated_percent)
    computed = target.recomputed_percent
    digits = max(1, len(target.stated_percent.partition(".")[2]))
    text = t(
        "targets.stated",
        printed=percent(printed, digits if printed % 1 else 0),
        part=number(target.value),
        whole=number(target.denominator),
        computed=percent(target.percent_of_denominator(digits), digits),
    )
    return text if computed == printed else f"{text} ({t('targets.stated_differs')})"


def _notes(target: Target) -> list[Line]:
    return [(t("targets.working.note"), target.note_vi)] if target.note_vi else []
