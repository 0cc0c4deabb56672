"""The checks of a province and date: how many things wait, filters, and the list by rule."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import streamlit as st
from markupsafe import Markup

from components import state
from components.data_checks_files import render_download
from components.data_checks_item import Desk, Write, render_finding, render_rule
from components.data_checks_rules import render_rules
from components.frame import join, render, render_empty
from components.glossary import render_how
from components.names import Names
from components.text import day, number, t
from domain.checks.finding import Finding, Severity
from domain.checks.notes import State
from domain.criteria import CriteriaSet

STYLE = Path(__file__).with_name("data_out.css").read_text(encoding="utf-8")
PAGE_SIZE: Final = 20
"""Findings drawn at once; of the country there may be thousands."""

EVERY = "all"
STATES = (EVERY, *(one.value for one in State))


@dataclass(frozen=True)
class Checked:
    """What was checked and what stands around it.

    Attributes:
        report: The findings with their notes; ``data.checks.CheckReport`` is one.
        criteria_set: Set of the marks.
        names: Names of units.
        district: The district chosen, if any.
    """

    report: Any
    criteria_set: CriteriaSet
    names: Names
    district: str | None

    def is_near(self, finding: Finding) -> bool:
        """Tell whether a finding is about the district chosen."""
        own = self.names.district_of
        return self.district is None or any(
            self.district in (code, own.get(code)) for code in finding.unit_codes
        )


def render_style() -> None:
    """Add the styles of checks, exports and templates to the page."""
    st.html(f"<style>{STYLE}</style>")


def render_checks(checked: Checked, write: Write) -> None:
    """Draw the part "checks" of a province and date.

    Args:
        checked: What was found.
        write: Writes a note on a finding.
    """
    report = checked.report
    near = [finding for finding in report.findings if checked.is_near(finding)]
    states = {finding.key: report.state_of(finding) for finding in near}
    render(build_headline(checked, near, states))
    if near:
        render_how(t("tip.status.severity"), "severity")
        shown = _filter(near, states)
        with st.container(key="checks__tools"):
            render_download(shown, checked.report, checked.names, checked.criteria_set)
        desk = Desk(checked.names, report.notes_of, write)
        _render_list(shown, _counts(near, states), desk)
    else:
        st.success(t("checks.nothing"), icon=":material/task_alt:")
    render_rules(report.rules_run)


def build_headline(
    checked: Checked, near: Sequence[Finding], states: Mapping[str, State]
) -> Markup:
    """Return the line a leader reads: how many things wait, by how pressing they are."""
    waiting = [f for f in near if states[f.key] is State.OPEN]
    by_severity = Counter(finding.severity for finding in waiting)
    tones = {Severity.ERROR: "missed", Severity.WARNING: "behind", Severity.INFO: "on_track"}
    tiles = [(tones[s], t(f"check.severity.{s.value}"), by_severity[s]) for s in Severity]
    tiles.append(("achieved", t("check.state.explained"), len(near) - len(waiting)))
    drawn = join(
        Markup(
            '<div class="ntm-kpi ntm-{}"><div class="name">{}</div>'
            '<div class="value">{}</div></div>'
        ).format(tone if count else "none", name, number(count))
        for tone, name, count in tiles
    )
    head = Markup('<p class="ntm-lead">{}</p><div class="ntm-kpis">{}</div>').format(
        _lead(by_severity, len(near)), drawn
    )
    return head + _about(checked, len(near))


def _lead(waiting: Mapping[Severity, int], found: int) -> Markup:
    total = sum(waiting.values())
    count = Markup("<b>{}</b>").format(t("checks.lead", count=number(total)))
    verdict = "none" if not found else "done" if not total else "info"
    if waiting[Severity.WARNING]:
        verdict = "warning"
    if waiting[Severity.ERROR]:
        verdict = "error"
    return Markup("{} {}").format(count, t(f"checks.verdict.{verdict}"))


def _about(checked: Checked, near: int) -> Markup:
    """Say what was checked, and what the chosen district leaves out."""
    report = checked.report
    lines = [
        t(
            "checks.about",
            date=day(report.as_of),
            standing=t(f"status.snapshot.{report.status.value}"),
            decision=checked.criteria_set.short_decision,
            today=day(report.today),
        )
    ]
    others = len(report.findings) - near
    if checked.district and others:
        where = checked.names.district(checked.district)
        lines.append(t("checks.elsewhere", district=where, count=number(others)))
    return Markup('<div class="ntm-note">{}</div>').format(Markup(" ").join(lines))


def _filter(near: Sequence[Finding], states: Mapping[str, State]) -> list[Finding]:
    """Draw the filters and return what passes them."""
    by_severity = Counter(finding.severity.value for finding in near)
    severities = [s.value for s in Severity if by_severity[s.value]]
    rules = list(dict.fromkeys(finding.rule for finding in near))
    with st.container(horizontal=True, key="checks__filters"):
        severity = st.segmented_control(
            t("checks.by_severity"),
            [EVERY, *severities],
            key=state.local("data", "severity", [EVERY, *severities], EVERY),
            format_func=lambda name: _severity_label(name, by_severity),
            required=True,
        )
        standing = st.segmented_control(
            t("checks.by_state"),
            STATES,
            key=state.local("data", "state", STATES, EVERY),
            format_func=lambda name: t(f"checks.state.{name}"),
            required=True,
        )
        rule = st.selectbox(
            t("checks.by_rule"),
            [EVERY, *rules],
            key=state.local("data", "rule", [EVERY, *rules], EVERY),
            format_func=lambda name: t(
                "checks.every_rule" if name == EVERY else f"check.{name}.title"
            ),
            filter_mode=None,
            width=340,
        )
    return [
        finding
        for finding in near
        if severity in (EVERY, finding.severity.value)
        and standing in (EVERY, states[finding.key].value)
        and rule in (EVERY, finding.rule)
    ]


def _severity_label(name: str, counts: Mapping[str, int]) -> str:
    if name == EVERY:
        return t("checks.every")
    return f"{t(f'check.severity.{name}')} · {number(counts[name])}"


Group = tuple[str, Severity]


def _group(finding: Finding) -> Group:
    return finding.rule, finding.severity


def _counts(
    near: Sequence[Finding], states: Mapping[str, State]
) -> Mapping[Group, tuple[int, int]]:
    """Return how many findings a rule has, and how many of them are explained."""
    found = Counter(map(_group, near))
    explained = Counter(_group(f) for f in near if states[f.key] is State.EXPLAINED)
    return {group: (found[group], explained[group]) for group in found}


def _render_list(
    shown: Sequence[Finding], counts: Mapping[Group, tuple[int, int]], desk: Desk
) -> None:
    """Draw one page of the findings under the headings of their rules."""
    if not shown:
        render_empty(t("checks.none_pass"))
        return
    first = _first_shown(shown)
    for group, own in groupby(shown[first : first + PAGE_SIZE], key=_group):
        render_rule(*group, *counts[group])
        for finding in own:
            render_finding(finding, desk)
    _render_pager(first, len(shown))


_FIRST: Final = "checks.first"


def _first_shown(shown: Sequence[Finding]) -> int:
    """Return the place of the first finding drawn, within what there is now."""
    last_page = (len(shown) - 1) // PAGE_SIZE * PAGE_SIZE
    return min(state.recall(_FIRST, 0), last_page)


def _render_pager(first: int, total: int) -> None:
    if total <= PAGE_SIZE:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for name, target in (("before", first - PAGE_SIZE), ("after", first + PAGE_SIZE)):
            st.button(
                t(f"checks.page_{name}"),
                key=f"checks__page_{name}",
                disabled=not 0 <= target < total,
                on_click=state.keep,
                args=(_FIRST, target),
            )
        span = f"{number(first + 1)}–{number(min(first + PAGE_SIZE, total))}"
        st.caption(t("checks.page", span=span, total=number(total)))
