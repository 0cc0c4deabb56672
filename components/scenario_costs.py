"""The effort of each criterion, everywhere or in one district, in fields that may be changed."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import streamlit as st

from components import state
from components.names import Names
from components.scenario_editor import read_figure
from components.text import number, plain, t
from domain.planner.effort import CostTable
from domain.situation import Situation

EVERYWHERE = ""
ACROSS = 5
"""Fields in a row."""


def render_costs(
    kind: str, given: CostTable, base: Situation, names: Names
) -> tuple[CostTable, bool]:
    """Draw the efforts; return them as changed, and whether every figure could be read.

    Args:
        kind: ``equal``, ``difficulty`` or ``table``; changes are kept for each by itself.
        given: The efforts before anything is changed.
        base: The situation the plan starts from.
        names: Names of units and criteria.
    """
    store = f"scenarios.efforts.{kind}.{base.province_code}.{base.as_of}"
    nothing: tuple[CostTable, CostTable] | None = None
    kept = state.recall(store, nothing)
    # Other figures to begin with (another file) leave nothing to go on from.
    costs = kept[1] if kept is not None and kept[0] == given else given
    everywhere = t("scenarios.cost_everywhere")
    place = str(
        st.selectbox(
            t("scenarios.cost_where"),
            [EVERYWHERE, *sorted(set(base.district_by_commune.values()))],
            format_func=lambda code: names.district(code) if code else everywhere,
            key=f"scenarios__cost_where_{kind}",
            filter_mode=None,
        )
    )
    costs, unread = _edit(kind, costs, given, base, names, place)
    if unread:
        st.error(plain(t("scenarios.cost_unread", name="; ".join(unread))), icon=":material/error:")
    own = sorted({district for district, _ in costs.by_district})
    if own:
        st.caption(t("scenarios.cost_own", places="; ".join(map(names.district, own))))
    state.keep(store, (given, costs))
    if costs != given and st.button(
        t("scenarios.cost_back"), icon=":material/undo:", key=f"scenarios__cost_back_{kind}"
    ):
        state.forget(store)
        state.keep("scenarios.cost_round", _round() + 1)
        st.rerun()
    return costs, not unread


def _round() -> int:
    """Return how often efforts were taken back: fields begin anew after each time."""
    return state.recall("scenarios.cost_round", 0)


def _edit(
    kind: str, costs: CostTable, given: CostTable, base: Situation, names: Names, place: str
) -> tuple[CostTable, list[str]]:
    """Draw the fields; return the efforts, and the criteria whose field cannot be read."""
    by_criterion, by_district = dict(costs.by_criterion), dict(costs.by_district)
    unread: list[str] = []
    for no, column in zip(base.criteria_set.numbers, _grid(base.criteria_set.size), strict=False):
        known = by_criterion.get(no) if place == EVERYWHERE else by_district.get((place, no))
        with column:
            figure, is_read = _field(
                names.criterion(no),
                known,
                by_criterion.get(no) if place else None,
                f"scenarios__cost_{kind}_{place}_{no}_{_round()}_{len(given.by_criterion)}",
            )
        if not is_read:
            unread.append(names.criterion(no))
        if place == EVERYWHERE:
            _put(by_criterion, no, figure)
        else:
            _put(by_district, (place, no), figure)
    return CostTable(by_criterion, by_district), unread


def _grid(count: int) -> Iterator[Any]:
    """Yield a place for each field, row by row, so that fields of a row stand on one line."""
    for _ in range(0, count, ACROSS):
        yield from st.columns(ACROSS, vertical_alignment="bottom")


def _put(efforts: dict[Any, Fraction], key: Any, figure: Fraction | None) -> None:
    if figure is None:
        efforts.pop(key, None)
    else:
        efforts[key] = figure


def _field(
    name: str, known: Fraction | None, usual: Fraction | None, key: str
) -> tuple[Fraction | None, bool]:
    """Draw the field of one criterion and return its effort, and whether it could be read.

    Blank stands for the usual effort, or for none yet.
    """
    text = st.text_input(
        name,
        value=_written(known),
        placeholder=_written(usual) or t("scenarios.own.none"),
        key=key,
    )
    if text == _written(known):
        return known, True
    figure = read_figure(text)
    return (None, not text.strip()) if figure is None else (Fraction(figure), True)


def _written(effort: Fraction | None) -> str:
    return "" if effort is None else number(float(effort))
