"""Which slides, in which order, under which titles: plain buttons, so that keys do it as well."""

from collections.abc import Sequence

import streamlit as st

from components import present_draft, state
from components.text import plain, t
from domain.scenario.model import Scenario
from domain.slides.recipe import (
    MOST_SLIDES,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Item,
    Recipe,
    SavedDeck,
    SlideKind,
)


def render_editor(opened: SavedDeck | None, scenarios: Sequence[Scenario]) -> None:
    """Draw the editor of the deck on the page.

    Args:
        opened: The saved deck it comes from.
        scenarios: Scenarios of the province that a slide may show.
    """
    recipe = present_draft.current(opened)
    title = st.text_input(
        t("present.deck_title"),
        value=recipe.title,
        max_chars=TITLE_LENGTH,
        placeholder=t("present.deck_title_usual"),
        key=f"present__deck_title_{_turn()}",
    )
    if title != recipe.title:
        _take(opened, Recipe(recipe.items, title))
    names = {s.scenario_id: s.name for s in scenarios}
    for position, item in enumerate(recipe.items):
        _render_item(opened, recipe, position, item, names)
    _render_add(opened, recipe, scenarios)
    if present_draft.is_changed(opened) and st.button(
        t("present.discard"), icon=":material/undo:", key="present__discard"
    ):
        present_draft.discard()
        _next_turn()
        st.rerun()


def _turn() -> int:
    """Return a number that changes whenever fields must be drawn afresh."""
    start = 0
    return state.recall("present.turn", start)


def _next_turn() -> None:
    state.keep("present.turn", _turn() + 1)


def _take(opened: SavedDeck | None, recipe: Recipe, *, moves: bool = False) -> None:
    present_draft.change(opened, recipe)
    if moves:
        _next_turn()
    st.rerun()


def _render_item(
    opened: SavedDeck | None,
    recipe: Recipe,
    position: int,
    item: Item,
    scenarios: dict[int, str],
) -> None:
    place = f"{position}_{_turn()}"
    kind = t(f"present.kind.{item.kind.value}")
    if item.scenario_id is not None:
        name = scenarios.get(item.scenario_id, str(item.scenario_id))
        kind = f"{kind}: {plain(name)}"
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key=f"present_item_{position}"
    ):
        title = st.text_input(
            f"{position + 1}. {kind}",
            value=item.title,
            max_chars=TITLE_LENGTH,
            placeholder=t("present.title_usual"),
            key=f"present__title_{place}",
        )
        buttons = (
            ("up", "arrow_upward", recipe.moved(position, -1), position == 0),
            (
                "down",
                "arrow_downward",
                recipe.moved(position, 1),
                position == len(recipe.items) - 1,
            ),
            ("remove", "delete", recipe.without(position), len(recipe.items) == 1),
        )
        for name, icon, changed, is_off in buttons:
            if st.button(
                t(f"present.named.{name}"),  # read aloud, not seen; a name that changes loses focus
                icon=f":material/{icon}:",
                # The same after a move, so that the keyboard stays on it.
                key=f"present__{name}_{position}",
                help=t(f"present.{name}", slide=kind),
                disabled=is_off,
            ):
                _take(opened, changed, moves=True)
    if title != item.title:
        _take(opened, recipe.with_changed(position, title=title))
    if item.kind is SlideKind.PROPOSALS:
        text = st.text_area(
            t("present.proposals"),
            value=item.text,
            max_chars=TEXT_LENGTH,
            height=140,
            key=f"present__text_{place}",
        )
        if text != item.text:
            _take(opened, recipe.with_changed(position, text=text))


def _render_add(opened: SavedDeck | None, recipe: Recipe, scenarios: Sequence[Scenario]) -> None:
    if len(recipe.items) >= MOST_SLIDES:
        st.caption(t("present.most", count=MOST_SLIDES))
        return
    choices: list[tuple[SlideKind, int | None]] = []
    for kind in recipe.addable:
        if kind is SlideKind.SCENARIO:
            choices += [(kind, s.scenario_id) for s in scenarios if not s.is_archived]
        else:
            choices.append((kind, None))
    if not choices:
        return
    names = {s.scenario_id: s.name for s in scenarios}

    def label(choice: tuple[SlideKind, int | None]) -> str:
        kind = t(f"present.kind.{choice[0].value}")
        return kind if choice[1] is None else f"{kind}: {names[choice[1]]}"

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            t("present.add"),
            choices,
            index=None,
            format_func=label,
            placeholder=t("present.add_which"),
            key=f"present__add_{_turn()}",
            filter_mode=None,
        )
        is_added = st.button(
            t("present.add_do"),
            icon=":material/add:",
            key="present__add_do",
            disabled=chosen is None,
        )
    if is_added and chosen is not None:
        kind, scenario_id = chosen
        _take(opened, recipe.with_item(Item(kind, scenario_id=scenario_id)), moves=True)
