"""What was recomputed in a plan: the printed figure and the recomputed one side by side."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from components import state
from components.frame import join, render
from components.text import number, t
from domain.findings import KINDS, SHOWN_FIRST, Finding

SIGNS = str.maketrans({"*": "×", "/": ":", "-": "−"})
"""Arithmetic as it is written by hand; a plan's reader divides with a colon."""


def render_findings(findings: Sequence[Finding], target_names: Mapping[str, str]) -> None:
    """Draw the findings of a plan with a choice of kinds.

    Args:
        findings: Findings that concern the plan, most pressing kind first.
        target_names: Names of targets by id, of every plan concerned.
    """
    st.subheader(t("targets.finding.title"))
    st.caption(t("targets.finding.note"))
    counts = {kind: sum(f.kind == kind for f in findings) for kind in KINDS}
    kinds = [kind for kind in KINDS if counts[kind]]
    chosen = st.pills(
        t("targets.finding.pick"),
        kinds,
        selection_mode="multi",
        default=[kind for kind in kinds if kind in SHOWN_FIRST],
        key="targets__kinds",
        format_func=lambda kind: t(
            "targets.finding.choice",
            kind=t(f"targets.finding.kind.{kind}"),
            count=number(counts[kind]),
        ),
        label_visibility="collapsed",
    )
    shown = [finding for finding in findings if finding.kind in chosen]
    if not shown:
        st.caption(t("targets.finding.none"))
        return
    render(join(_finding(finding, target_names) for finding in shown))


def _finding(finding: Finding, target_names: Mapping[str, str]) -> Markup:
    kind = t(f"targets.finding.kind.{finding.kind}")
    affected = list(dict.fromkeys(target_names[i] for i in finding.target_ids if i in target_names))
    lines = [t("targets.finding.clause", clause=finding.clause), finding.note_vi]
    if affected:
        lines.append(t("targets.finding.affects", targets="; ".join(affected)))
    notes = join(Markup('<div class="tg-small">{}</div>').format(line) for line in lines if line)
    return Markup(
        '<div class="tg-finding"><h4>{}<span class="tg-tag tg-{}">{}</span></h4>{}{}</div>'
    ).format(finding.subject_vi, finding.kind, kind, build_sides(finding), notes)


def build_sides(finding: Finding) -> Markup:
    """Return the printed and the recomputed text beside each other, with the arithmetic."""
    formula = ""
    if finding.formula and finding.recomputed_value is not None:
        text = t(
            "targets.finding.formula",
            formula=formula_text(finding.formula),
            value=number(finding.recomputed_value),
        )
        formula = Markup("<div><code>{}</code></div>").format(text)
    return Markup(
        '<div class="tg-sides"><div><small>{}</small>{}</div><div><small>{}</small>{}{}</div></div>'
    ).format(
        t("targets.finding.printed"),
        finding.printed_vi,
        t(f"targets.finding.recomputed.{finding.kind}"),
        finding.recomputed_vi,
        formula,
    )


def formula_text(formula: str) -> str:
    """Write the arithmetic of a finding with the reader's decimal separator and signs."""
    signs = formula.translate(SIGNS)
    return signs.replace(".", ",") if state.language() == "vi" else signs
