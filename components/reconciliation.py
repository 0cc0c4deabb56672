"""The reconciliation badge: do the loaded communes add up to what was published?"""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components.bars import link, render_list
from components.text import number, signed, t
from domain.reconcile import ReconciliationLine, band_range

HEADINGS = ("figure", "published", "computed", "difference", "source")


def render_badge(lines: Sequence[ReconciliationLine]) -> None:
    """Draw the badge; opening it shows every published figure beside the computed one."""
    if not lines:
        st.caption(t("reconcile.nothing"))
        return
    # A figure somebody derived is shown too, but only printed ones can confirm or contradict.
    printed = [line for line in lines if line.published.verification == "verified"]
    agree = sum(line.holds for line in printed)
    key = "reconcile.agree" if agree == len(printed) else "reconcile.differ"
    icon = ":material/verified:" if agree == len(printed) else ":material/rule:"
    text = t(key, agree=agree, total=len(printed)) if printed else t("reconcile.derived_only")
    with st.popover(text, icon=icon):
        render_list(
            [t(f"reconcile.{name}") for name in HEADINGS],
            [
                [
                    _name(line),
                    number(line.published.value, _digits(line)),
                    number(line.computed, _digits(line)),
                    t("reconcile.none") if line.holds else signed(line.difference, _digits(line)),
                    _source(line),
                ]
                for line in lines
            ],
            frozenset({1, 2, 3}),
        )
        st.caption(t("reconcile.note"))


def _digits(line: ReconciliationLine) -> int:
    """Return the decimals a figure is compared at: an average at two, a count at none."""
    text = line.published.text
    return 2 if line.published.metric == "avg_criteria" and "." in text else 0


def _name(line: ReconciliationLine) -> str:
    metric = line.published.metric
    if metric == "criterion_met":
        return t("reconcile.criterion", no=line.published.criterion_no)
    if metric.startswith("band_"):
        low, high = band_range(metric)
        return t("metric.communes_in_band", band=str(low) if low == high else f"{low}–{high}")
    return t(f"published.{metric}")


def _source(line: ReconciliationLine) -> Markup:
    url = line.published.source_url
    host = url.split("//")[-1].split("/")[0]
    label = f"{host} · {t('verification.' + line.published.verification)}"
    return link(label, url if url.startswith(("http://", "https://")) and "..." not in url else "")
