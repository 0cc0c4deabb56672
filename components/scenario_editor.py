"""Making a scenario: the matrix, whole districts at once, a plan's own list, other targets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

import streamlit as st
from markupsafe import Markup

from components import scenario_draft
from components.frame import join, render
from components.marks import SIGNS
from components.scenario_draft import Draft
from components.scenario_matrix import render_editor_matrix
from components.scenario_parts import Ground
from components.target_words import goal_text, placed_name
from components.text import day, number, plain, t
from domain.named import CommuneTask
from domain.scenario.edit import (
    History,
    change_target,
    read_plan_list,
    set_cells,
    toggle,
)
from domain.scenario.outcome import Outcome
from domain.situation import Situation
from domain.targets import Target
from domain.vocabulary import Status


def render_steps(draft: Draft) -> None:
    """Draw undo, redo and starting over."""
    history = draft.history
    if _button("undo", ":material/undo:", is_off=not history.past):
        scenario_draft.step(draft, History.undo)
        st.rerun()
    if _button("redo", ":material/redo:", is_off=not history.future):
        scenario_draft.step(draft, History.redo)
        st.rerun()
    is_off = draft.content.is_empty and draft.saved is None
    if _button("clear", ":material/restart_alt:", is_off=is_off):
        scenario_draft.discard(draft.base.province_code)
        st.rerun()


def _button(name: str, icon: str, *, is_off: bool) -> bool:
    return st.button(t(f"scenarios.{name}"), icon=icon, disabled=is_off, key=f"scenarios__{name}")


def render_matrix(draft: Draft, outcome: Outcome, ground: Ground) -> None:
    """Draw the matrix; a click on a cell is a step."""
    only_open = st.toggle(t("scenarios.only_open"), value=True, key="scenarios__only_open")
    _render_legend()
    cell = render_editor_matrix(
        outcome,
        ground.selection.district,
        ground.names,
        only_open=only_open,
        key="scenarios_matrix",
    )
    content = toggle(draft.content, outcome.base, cell) if cell else draft.content
    if content != draft.content:
        scenario_draft.change(draft, content)
        st.rerun()


def _render_legend() -> None:
    keys = [
        Markup('<span><i class="{}">{}</i>{}</span>').format(css, sign, text)
        for css, sign, text in (
            ("", SIGNS[Status.MET], t("status.met")),
            ("n", SIGNS[Status.NEARLY_MET], t("status.nearly_met")),
            ("x", SIGNS[Status.NOT_MET], t("status.not_met")),
            ("won", SIGNS[Status.MET], t("scenarios.assumed_met")),
            ("gone", SIGNS[Status.NOT_MET], t("scenarios.assumed_lost")),
        )
    ]
    render(Markup('<div class="ntm-marks">{}</div>').format(join(keys)))


def render_plan_list(
    draft: Draft, base: Situation, tasks: Sequence[CommuneTask], plan_set_id: str
) -> None:
    """Offer to take over what the plan itself asks of communes by name."""
    if not tasks:
        st.caption(t("scenarios.list_none"))
        return
    if plan_set_id != base.criteria_set.set_id:
        st.caption(t("scenarios.list_other_set"))
        return
    found = read_plan_list(tasks, base)
    text = t(
        "scenarios.list_text",
        cells=number(len(found.cells)),
        communes=number(len(found.communes)),
        already=number(len(found.already)),
    )
    if found.outside:
        text = f"{text} {t('scenarios.list_outside', count=number(len(found.outside)))}"
    st.write(text)
    if st.button(
        t("scenarios.list_take"), icon=":material/playlist_add:", disabled=not found.cells
    ):
        scenario_draft.assume(draft, set_cells(draft.content, base, found.cells, True))


def render_targets(draft: Draft, targets: Sequence[Target], ground: Ground) -> None:
    """Draw the form that gives one target another value or due date."""
    if not targets:
        st.caption(t("scenarios.no_plan"))
        return
    by_id = {target.target_id: target for target in targets}
    chosen = st.selectbox(
        t("scenarios.target_which"),
        list(by_id),
        format_func=lambda i: f"{placed_name(by_id[i], ground.names)}, {goal_text(by_id[i])}",
        key="scenarios__target",
        filter_mode=None,
    )
    target = by_id[chosen]
    now = draft.content.targets.get(chosen)
    with st.form(f"scenarios__target_{chosen}", border=False):
        value = st.text_input(
            t("scenarios.target_value"),
            value=number(now.value if now and now.value is not None else target.value),
        )
        due = st.text_input(
            t("scenarios.target_due"), value=_written(now.due if now and now.due else target.due)
        )
        is_sent = st.form_submit_button(t("scenarios.target_apply"), icon=":material/flag:")
    if is_sent:
        _change_target(draft, target, value, due)
    if now and st.button(t("scenarios.target_back"), icon=":material/undo:"):
        scenario_draft.assume(draft, change_target(draft.content, chosen, None, None))


def _written(due: date | None) -> str:
    return due.strftime("%d/%m/%Y") if due else ""


def _change_target(draft: Draft, target: Target, value: str, due: str) -> None:
    figure, when = read_figure(value), read_day(due)
    if figure is None or (due.strip() and when is None):
        st.error(t("scenarios.target_unread"), icon=":material/error:")
        return
    scenario_draft.assume(
        draft,
        change_target(
            draft.content,
            target.target_id,
            None if figure == target.value else figure,
            None if when == target.due else when,
        ),
    )


def read_figure(text: str) -> Decimal | None:
    """Read a figure as Vietnamese write it: "16,5", "1.200", also "16.5"; else ``None``."""
    plain = text.strip().replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") >= 1 and len(plain.rpartition(".")[2]) == 3:
        plain = plain.replace(".", "")
    try:
        figure = Decimal(plain)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and figure >= 0 else None


def read_day(text: str) -> date | None:
    """Read a day written 31/12/2025 (or the bare year, its last day); ``None`` if it is none."""
    parts = text.strip().split("/")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return date(numbers[0], 12, 31)
        return date(numbers[2], numbers[1], numbers[0])
    except (ValueError, IndexError, OverflowError):
        return None


def render_waiting(draft: Draft, base: Situation, ground: Ground) -> None:
    """Offer to count communes that hold every criterion already and wait for their decision."""
    waiting = [c for c in base.summary().all_met_codes if c not in base.level_by_commune]
    if not waiting:
        return
    key = "waiting" if base.knows_recognitions else "waiting_unknown"
    names = "; ".join(ground.names.commune(code) for code in waiting[:5])
    wanted = st.checkbox(
        t(f"scenarios.{key}", count=number(len(waiting)), names=plain(names)),
        value=draft.content.counts_waiting,
        key=f"scenarios__waiting_{len(draft.history.past)}",
    )
    if wanted != draft.content.counts_waiting:
        _count_waiting(draft, wanted)


def _count_waiting(draft: Draft, wanted: bool) -> None:
    scenario_draft.assume(draft, replace(draft.content, counts_waiting=wanted))


def render_base_note(draft: Draft, asked: date) -> None:
    """Say that the draft was brought back, and which date or version it starts from."""
    scenario_draft.render_restored(draft.base.province_code)
    if draft.base.as_of != asked or draft.saved:
        name = draft.saved.name if draft.saved else t("scenarios.unsaved")
        st.caption(t("scenarios.base_note", name=plain(name), base=day(draft.base.as_of)))
