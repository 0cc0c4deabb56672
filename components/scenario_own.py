"""Targets the reader sets for one question: a form that adds one, and the list of those set."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from components import state
from components.names import Names
from components.scenario_editor import read_figure
from components.text import number, plain, t
from domain.planner.own import KINDS, OwnTarget
from domain.situation import Situation


def own_name(target: OwnTarget, names: Names) -> str:
    """Name an own target: what it counts, where, and how much of it."""
    place = names.district(target.district_code) if target.district_code else t("scenarios.own.all")
    criteria = "; ".join(names.criterion(no) for no in target.numbers)
    if target.kind == "group":
        criteria = ", ".join(map(str, target.numbers))
    return t(
        f"scenarios.own.say.{target.kind}",
        place=place,
        value=number(target.value, None),
        criteria=criteria,
        low=number(target.low),
        high=number(target.high),
        communes="; ".join(names.commune(code) for code in target.codes),
    )


def render_own_targets(base: Situation, names: Names) -> tuple[OwnTarget, ...]:
    """Draw the reader's own targets and return them.

    Args:
        base: The situation the plan starts from.
        names: Names of units and criteria.
    """
    store = f"scenarios.own.{base.province_code}.{base.as_of}"
    nothing: tuple[OwnTarget, ...] = ()
    kept = state.recall(store, nothing)
    for position, target in enumerate(kept):
        if _render_one(target, position, names):
            state.keep(store, kept[:position] + kept[position + 1 :])
            st.rerun()
    with st.popover(t("scenarios.own.add"), icon=":material/add:"):
        made = _render_form(base, names)
    if made is not None:
        others = tuple(x for x in kept if x.target_id != made.target_id)
        state.keep(store, (*others, made))
        st.rerun()
    return kept


def _render_one(target: OwnTarget, position: int, names: Names) -> bool:
    """Draw a target with the way to take it away; tell whether that was asked."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/flag: {plain(own_name(target, names))}")
        return st.button(
            t("scenarios.own.remove"),
            icon=":material/close:",
            type="tertiary",
            key=f"scenarios__own_remove_{position}",
        )


def _render_form(base: Situation, names: Names) -> OwnTarget | None:
    kind = st.selectbox(
        t("scenarios.own.kind"),
        KINDS,
        format_func=lambda name: t(f"scenarios.own.kinds.{name}"),
        key="scenarios__own_kind",
        filter_mode=None,
    )
    draft = OwnTarget(kind, Decimal(0))
    if kind == "named":
        draft = replace(draft, codes=_pick_communes(base, names))
    else:
        draft = replace(draft, district_code=_pick_district(base, names))
    if kind in ("criterion", "group"):
        draft = replace(draft, numbers=_pick_criteria(base, is_single=kind == "criterion"))
    if kind == "band":
        low, high = st.slider(
            t("scenarios.own.band"), 0, base.criteria_set.size, (10, 14), key="scenarios__own_band"
        )
        draft = replace(draft, low=low, high=high)
    text = ""
    if kind != "named":
        text = st.text_input(t(f"scenarios.own.value.{kind}"), key=f"scenarios__own_value_{kind}")
    if not st.button(t("scenarios.own.set"), type="primary", key="scenarios__own_set"):
        return None
    figure = Decimal(len(draft.codes)) if kind == "named" else read_figure(text)
    is_blank = (kind == "named" and not draft.codes) or (
        kind in ("criterion", "group") and not draft.numbers
    )
    if figure is None or is_blank or figure > _most(draft, base):
        st.error(
            t("scenarios.own.unread", most=number(_most(draft, base))), icon=":material/error:"
        )
        return None
    return replace(draft, value=figure)


def _most(draft: OwnTarget, base: Situation) -> int:
    if draft.kind in ("average", "minimum"):
        return base.criteria_set.size
    return 100 if draft.kind == "group" else len(base.marks)


def _pick_district(base: Situation, names: Names) -> str:
    districts = sorted(set(base.district_by_commune.values()))
    return str(
        st.selectbox(
            t("scenarios.bulk_where"),
            ["", *districts],
            format_func=lambda c: names.district(c) if c else t("scenarios.bulk_all"),
            key="scenarios__own_place",
            filter_mode=None,
        )
    )


def _pick_communes(base: Situation, names: Names) -> tuple[str, ...]:
    chosen: Sequence[str] = st.multiselect(
        t("scenarios.own.communes"),
        sorted(base.marks.index, key=names.commune),
        format_func=names.place,
        placeholder=t("scenarios.limit.pick"),
        select_all=False,
        key="scenarios__own_communes",
    )
    return tuple(sorted(chosen))


def _pick_criteria(base: Situation, *, is_single: bool) -> tuple[int, ...]:
    numbers = list(base.criteria_set.numbers)
    if is_single:
        one = st.pills(t("scenarios.bulk_criteria"), numbers, key="scenarios__own_criterion")
        return () if one is None else (one,)
    several = st.pills(
        t("scenarios.bulk_criteria"),
        numbers,
        selection_mode="multi",
        key="scenarios__own_group",
    )
    return tuple(sorted(several or []))
