"""Which rules were asked, why some had nothing to look at, and the checks of every province."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import link, render_list
from components.frame import render, render_empty
from components.text import day, number, t
from domain.catalog import Catalog
from domain.checks.finding import Severity
from domain.checks.notes import State
from domain.checks.rules import RuleRun


def render_rules(runs: Sequence[RuleRun]) -> None:
    """List every rule with what it found, or why it had nothing to look at."""
    blocked = [run for run in runs if run.blocked]
    label = t("checks.rules", ran=number(len(runs) - len(blocked)), blocked=number(len(blocked)))
    with st.expander(label, icon=":material/rule:"):
        ordered = sorted(runs, key=lambda run: (not run.blocked, not run.findings))
        rows = [[t(f"check.rule.{run.code}"), _came_of(run)] for run in ordered]
        render_list([t("checks.rule_name"), t("checks.rule_result")], rows)


def _came_of(run: RuleRun) -> str:
    if run.blocked:
        return t("checks.rule_blocked", reason=t(f"check.blocked.{run.blocked}"))
    if run.findings:
        return t("checks.count", count=number(run.findings))
    return t("checks.rule_clean")


def render_country(catalog: Catalog, get: Callable[[str, date], Any]) -> None:
    """List the provinces with data: what waits in each at its newest date.

    Args:
        catalog: What there is.
        get: Gives the findings of a province at a date.
    """
    if not catalog.periods:
        render_empty(t("checks.no_province"))
        return
    render(Markup('<p class="ntm-lead">{}</p>').format(t("checks.country")))
    names = {province.code: province.name for province in catalog.provinces}
    rows = []
    with st.spinner(t("checks.working")):
        for code in catalog.periods:
            period = catalog.default_period(code)
            report = get(code, period.as_of) if period else None
            if report is not None:
                rows.append(_province_row(names.get(code, code), report))
    heads = ["province", "date", *(s.value for s in Severity), "explained"]
    render_list(
        [t(f"checks.column.{name}") for name in heads],
        rows,
        frozenset(range(2, len(heads))),
        tips={2: t("tip.status.severity")},
    )


def _province_row(name: str, report: Any) -> list[Markup | str]:
    waiting = [f.severity for f in report.findings if report.state_of(f) is State.OPEN]
    href = state.link("du-lieu", province=report.province_code, as_of=report.as_of)
    counts = [number(waiting.count(severity)) for severity in Severity]
    explained = number(len(report.findings) - len(waiting))
    made_up = f" · {t('checks.made_up')}" if report.is_illustrative else ""
    return [link(name, f"{href}&part=checks"), day(report.as_of) + made_up, *counts, explained]
