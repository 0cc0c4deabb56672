"""What a scenario changes: tiles before → after, targets, criteria, bands, communes, maps."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Cell, Fold, link, render_list
from components.frame import join, render
from components.headline import target_value
from components.names import Names
from components.scenario_maps import render_maps
from components.scenario_parts import Ground, heading
from components.standing import commune_link
from components.target_words import now_text, pill, placed_name
from components.text import MISSING, day, number, signed, t
from domain.scenario.diff import CommuneChange, FigureChange, TargetPair
from domain.scenario.outcome import Outcome

SHOWN_COMMUNES = 10


def digits(key: str) -> int:
    """Return the decimals a headline figure is written with."""
    return 2 if key == "average" else 0


def figure_text(value: Decimal | int | None, change: FigureChange) -> str:
    """Write a figure with its denominator, where it has one."""
    if value is None:
        return MISSING
    whole = f"/{number(change.whole)}" if change.whole is not None else ""
    return number(value, digits(change.key)) + whole


def difference(value: Decimal | int | None, places: int | None = 0) -> Markup:
    """Write a difference with its sign and colour; nothing where nothing changes."""
    if value is None:
        return Markup("{}").format(MISSING)
    if value == 0:
        return Markup("0")
    css = "ntm-up" if value > 0 else "ntm-down"
    return Markup('<span class="{}">{}</span>').format(css, signed(value, places))


def _lead_sentence(outcome: Outcome, place: str) -> Markup:
    """Say in one sentence what the scenario does."""
    gained, lost = len(outcome.content.gained), len(outcome.content.lost)
    recognised = outcome.figures[0]
    parts = [t("scenarios.lead_gained", count=number(gained))] if gained else []
    parts += [t("scenarios.lead_lost", count=number(lost))] if lost else []
    if not parts:
        return Markup('<p class="ntm-lead">{}</p>').format(t("scenarios.lead_nothing"))
    return Markup('<p class="ntm-lead">{} <b>{} → {}</b> {}{}.</p>').format(
        t(
            "scenarios.lead",
            what=t("scenarios.lead_and").join(parts),
            communes=number(len(outcome.content.communes)),
            place=place,
        ),
        figure_text(recognised.before, recognised),
        figure_text(recognised.after, recognised),
        t("scenarios.lead_recognised"),
        Markup(" ({})").format(difference(recognised.difference)) if recognised.difference else "",
    )


def render_turns(outcome: Outcome, place: str) -> None:
    """Draw the sentence, and the headline figures side by side, each before → after."""
    render(_lead_sentence(outcome, place))
    render(
        Markup('<div class="ntm-turns">{}</div>').format(
            join(_turn(change) for change in outcome.figures)
        )
    )


def _turn(change: FigureChange) -> Markup:
    places = digits(change.key)
    is_same = change.before == change.after
    delta = t("scenarios.same") if is_same else difference(change.difference, places)
    return Markup(
        '<div class="ntm-turn {}"><div class="name">{}</div><div class="pair"><span>{}</span>'
        '<span aria-label="{}">→</span><b>{}</b></div><div class="delta">{}{}</div></div>'
    ).format(
        "same" if is_same else "",
        t(f"scenarios.figure.{change.key}"),
        number(change.before, places),
        t("scenarios.becomes"),
        number(change.after, places),
        delta,
        f" · {t('scenarios.out_of', whole=number(change.whole))}" if change.whole else "",
    )


def render_targets(outcome: Outcome, names: Names) -> None:
    """List the targets that move, and behind a fold those that do not."""
    moved = [pair for pair in outcome.pairs if pair.is_moved]
    still = [pair for pair in outcome.pairs if not pair.is_moved]
    if not outcome.pairs:
        st.caption(t("scenarios.no_plan"))
        return
    if moved:
        render_pairs(moved, names)
    else:
        st.caption(t("scenarios.no_target_moves"))
    if still:
        with st.expander(t("scenarios.still", count=number(len(still)))):
            render_pairs(still, names)


def render_pairs(pairs: Sequence[TargetPair], names: Names) -> None:
    """List targets: figure before and after, goal, verdict before and after."""
    rows = [_pair_row(pair, names) for pair in pairs]
    shown = ("target", "before", "after", "goal", "was", "will")
    heads = [t(f"scenarios.board.{name}") for name in shown]
    render_list(heads, rows, frozenset({1, 2, 3}), stacks=True, tips={5: t("tip.status.assumed")})


def _pair_row(pair: TargetPair, names: Names) -> list[Cell]:
    old, new = pair.before, pair.after
    goal: Cell = target_value(new.target)
    if new.target != old.target:
        goal = Markup('{}<div class="ntm-note">{}</div>').format(
            goal, t("scenarios.printed", value=target_value(old.target), due=day(old.target.due))
        )
    due = Markup('<div class="ntm-note">{}</div>').format(day(new.target.due))
    return [
        placed_name(new.target, names),
        now_text(old),
        Markup("{} {}").format(now_text(new), _small_difference(pair)),
        Markup("{}{}").format(goal, due),
        pill(old.verdict),
        pill(new.verdict),
    ]


def _small_difference(pair: TargetPair) -> Markup:
    if not pair.difference:
        return Markup("")
    unit = t("unit.percentage_points") if pair.after.target.unit == "percent" else ""
    return Markup('<div class="ntm-note">{} {}</div>').format(
        difference(pair.difference, None), unit
    )


def render_communes(outcome: Outcome, names: Names) -> None:
    """List the communes that change and how."""
    changes = outcome.communes
    if not changes:
        st.caption(t("scenarios.nobody"))
        return
    size = number(outcome.base.criteria_set.size)
    rows: list[list[Cell]] = [
        [
            link(names.place(c.commune_code), commune_link(c.commune_code)),
            f"{number(c.before)} → {number(c.after)}/{size}",
            numbers_text(c.gained),
            numbers_text(c.lost),
            _note(c),
        ]
        for c in changes
    ]
    heads = [t(f"scenarios.who.{name}") for name in ("commune", "met", "gained", "lost", "note")]
    render_list(heads, rows, frozenset({1}), stacks=True, fold=fold_communes(len(rows)))


def fold_communes(count: int) -> Fold:
    """Return how a list of so many communes is shortened."""
    return Fold(SHOWN_COMMUNES, t("scenarios.more_communes", count=number(count - SHOWN_COMMUNES)))


def numbers_text(numbers: Sequence[int]) -> str:
    """Write criterion numbers: "5, 10, 17"."""
    return ", ".join(str(no) for no in numbers) or MISSING


def _note(change: CommuneChange) -> str:
    if change.is_recognised:
        return t("scenarios.newly")
    return t("scenarios.at_risk") if change.is_at_risk else ""


def render_criteria(outcome: Outcome, names: Names) -> None:
    """List criteria and bands whose counts change."""
    moved = [change for change in outcome.criteria if change.difference]
    rows = [_count_row(names.criterion(int(c.key)), c, int(c.key)) for c in moved]
    heads = [t(f"scenarios.count.{name}") for name in ("criterion", "before", "after", "change")]
    if rows:
        render_list(heads, rows, frozenset({1, 2, 3}))
    else:
        st.caption(t("scenarios.no_criterion_moves"))


def render_bands(outcome: Outcome) -> None:
    """List the bands with their communes before and after."""
    # Fewer communes in a lower band are no loss, so these differences have no colour.
    rows = [
        [*_count_row(t("class.band", range=c.key.replace("-", "–")), c, None)[:3], _plain(c)]
        for c in outcome.bands
    ]
    heads = [t(f"scenarios.count.{name}") for name in ("band", "before", "after", "change")]
    render_list(heads, rows, frozenset({1, 2, 3}))


def _plain(change: FigureChange) -> str:
    return MISSING if change.difference is None else signed(change.difference, 0)


def _count_row(name: str, change: FigureChange, criterion: int | None) -> list[Cell]:
    href = state.link("tieu-chi", criterion=criterion) if criterion else ""
    return [
        Markup("{}{}").format(link(name, href), _pair_bar(change)),
        figure_text(change.before, change),
        figure_text(change.after, change),
        difference(change.difference),
    ]


def _pair_bar(change: FigureChange) -> Markup:
    """Draw a count before, with what the scenario adds or takes away on top of it."""
    before, after = int(change.before or 0), int(change.after or 0)
    whole = max(change.whole or 0, before, after, 1)
    return Markup(
        '<div class="ntm-pair-bar" aria-hidden="true"><i style="width:{:.2f}%"></i>'
        '<b class="{}" style="width:{:.2f}%"></b></div>'
    ).format(
        100 * min(before, after) / whole,
        "more" if after > before else "less",
        100 * abs(after - before) / whole,
    )


def render_outcome(outcome: Outcome, ground: Ground, key: str) -> None:
    """Draw everything a scenario changes."""
    heading(t("scenarios.targets"))
    render_targets(outcome, ground.names)
    left, right = st.columns([3, 2], gap="large")
    with left:
        heading(t("scenarios.who_changes"))
        render_communes(outcome, ground.names)
    with right:
        heading(t("scenarios.by_criterion"))
        render_criteria(outcome, ground.names)
        heading(t("scenarios.by_band"))
        render_bands(outcome)
    heading(t("scenarios.maps"))
    render_maps(outcome, ground, key)
