"""The part "So sánh": the saved scenarios, and up to four of them side by side."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import account
from components.bars import Cell, link, render_list
from components.frame import render
from components.map_panel import render_map_panel
from components.saved_deeds import Deeds, render_deeds
from components.scenario_figures import difference, digits, figure_text, fold_communes
from components.scenario_parts import Ground, about, heading, link_to, stamp
from components.standing import commune_link
from components.text import MISSING, day, number, t
from domain.access import Permission
from domain.layers import by_level
from domain.scenario.fulfil import Fulfilment
from domain.scenario.model import Scenario
from domain.scenario.outcome import Outcome

MOST = 4
SHOWN = 15


def render_list_of(saved: Sequence[Scenario], deeds: Deeds[Scenario]) -> list[Scenario]:
    """List saved scenarios and return those ticked for comparison, at most four."""
    live = [item for item in saved if not item.is_archived]
    away = [item for item in saved if item.is_archived]
    if not saved:
        st.caption(t("scenarios.none_saved"))
        return []
    st.caption(t("scenarios.pick_most", count=MOST))
    chosen = [item for item in live[:SHOWN] if _render_one(item, deeds)]
    if live[SHOWN:]:
        with st.expander(t("scenarios.more_saved", count=number(len(live) - SHOWN))):
            chosen += [item for item in live[SHOWN:] if _render_one(item, deeds)]
    if away:
        with st.expander(t("scenarios.archived", count=number(len(away)))):
            for item in away:
                _render_one(item, deeds)
    if len(chosen) > MOST:
        st.warning(t("scenarios.too_many", count=MOST), icon=":material/info:")
    return chosen[:MOST]


def _render_one(item: Scenario, deeds: Deeds[Scenario]) -> bool:
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"scenarios_saved_{item.scenario_id}"
    ):
        is_chosen = st.checkbox(
            t("scenarios.choose", id=item.scenario_id),
            key=f"scenarios__choose_{item.scenario_id}",
            label_visibility="collapsed",
            disabled=item.is_archived,
            value=False,
        )
        render(
            Markup('<div class="ntm-saved">{} {}<div class="ntm-note">{}</div></div>').format(
                link(item.name, link_to(item)), stamp(), about(item)
            )
        )
        if account.may(Permission.SAVE_SCENARIOS):
            with st.popover(t("scenarios.more"), icon=":material/more_horiz:"):
                render_deeds(item, item.scenario_id, deeds, "scenarios")
    return is_chosen and not item.is_archived


def render_comparison(
    pairs: Sequence[tuple[Scenario, Outcome]],
    fulfilments: Sequence[Fulfilment | None],
    ground: Ground,
) -> None:
    """Draw scenarios side by side: figures, targets reached, who changes, maps."""
    heading(t("scenarios.figures"))
    has_bases = len({item.base.as_of for item, _ in pairs}) > 1
    names = [_column(item) if has_bases else item.name for item, _ in pairs]
    heads = [t("scenarios.row.name"), *names]
    render_list(
        heads, _figure_rows(pairs, fulfilments), frozenset(range(1, len(heads))), stacks=True
    )
    if has_bases:
        st.caption(t("scenarios.other_bases"))
    heading(t("scenarios.who_changes"))
    _render_communes(pairs, heads, ground)
    heading(t("scenarios.maps"))
    for column, (item, outcome) in zip(st.columns(len(pairs)), pairs, strict=True):
        with column:
            render(Markup('<div class="ntm-block ntm-two">{} {}</div>').format(item.name, stamp()))
            render_map_panel(
                by_level(outcome.assumed),
                ground.geometry,
                ground.catalog,
                ground.selection,
                ground.names,
                height=320,
                key=f"compare_{item.scenario_id}",
                title=item.name,
            )


def _column(item: Scenario) -> str:
    return f"{item.name} ({day(item.base.as_of)})"


def _figure_rows(
    pairs: Sequence[tuple[Scenario, Outcome]], fulfilments: Sequence[Fulfilment | None]
) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for position, change in enumerate(pairs[0][1].figures):
        row: list[Cell] = [t(f"scenarios.figure.{change.key}")]
        for _, outcome in pairs:
            own = outcome.figures[position]
            row.append(
                Markup("{} → <b>{}</b> {}").format(
                    number(own.before, digits(own.key)),
                    figure_text(own.after, own),
                    difference(own.difference, digits(own.key)),
                )
            )
        rows.append(row)
    outcomes = [outcome for _, outcome in pairs]
    gained = [number(len(o.content.gained)) for o in outcomes]
    lost = [number(len(o.content.lost)) for o in outcomes]
    communes = [number(len(o.communes)) for o in outcomes]
    done = [
        MISSING if f is None else f"{number(len(f.done))}/{number(f.total)}" for f in fulfilments
    ]
    rows.append([t("scenarios.row.achieved"), *(_achieved(o) for o in outcomes)])
    rows.append([t("scenarios.row.gained"), *gained])
    rows.append([t("scenarios.row.lost"), *lost])
    rows.append([t("scenarios.row.communes"), *communes])
    rows.append([t("scenarios.row.done"), *done])
    return rows


def _achieved(outcome: Outcome) -> Cell:
    if not outcome.pairs:
        return MISSING
    before = sum(pair.before.verdict == "achieved" for pair in outcome.pairs)
    after = sum(pair.after.verdict == "achieved" for pair in outcome.pairs)
    whole = number(len(outcome.pairs))
    return Markup("{} → <b>{}/{}</b>").format(number(before), number(after), whole)


def _render_communes(
    pairs: Sequence[tuple[Scenario, Outcome]], heads: Sequence[str], ground: Ground
) -> None:
    changes = [{c.commune_code: c for c in outcome.communes} for _, outcome in pairs]
    codes = sorted(
        {code for own in changes for code in own},
        key=lambda c: (-sum(c in own for own in changes), ground.names.place(c)),
    )
    rows: list[list[Cell]] = []
    for code in codes:
        cells: list[Cell] = [link(ground.names.place(code), commune_link(code))]
        for own in changes:
            change = own.get(code)
            cells.append(
                MISSING if change is None else f"{number(change.before)} → {number(change.after)}"
            )
        rows.append(cells)
    titles = [t("scenarios.who.commune"), *heads[1:]]
    numeric = frozenset(range(1, len(titles)))
    if not rows:
        st.caption(t("scenarios.nobody"))
        return
    render_list(titles, rows, numeric, stacks=True, fold=fold_communes(len(rows)))
