"""The whole country: the provinces that have data, side by side."""

from collections.abc import Sequence

import streamlit as st

from components import frame, state
from components.bars import link, render_list
from components.text import day, number, share_text, t
from domain.catalog import Catalog
from domain.situation import Situation


def render_overview(catalog: Catalog, situations: Sequence[Situation]) -> None:
    """List the provinces with data; each leads to its own overview."""
    frame.render_header(t("page.overview"), [t("filter.country")])
    frame.render_banners(*situations)
    names = {p.code: p.name for p in catalog.provinces}
    rows = []
    for situation in situations:
        summary = situation.summary()
        changes = {"province": situation.province_code, "district": None, "commune": None}
        rows.append(
            [
                link(
                    names[situation.province_code],
                    state.link("tong-quan", **changes, as_of=situation.as_of, plan=None),
                ),
                day(situation.as_of),
                situation.criteria_set.short_decision,
                share_text(summary.recognised),
                number(summary.average, 2),
                number(summary.minimum),
            ]
        )
    headings = ("province", "date", "set", "recognised", "average", "minimum")
    render_list([t(f"country.{name}") for name in headings], rows, frozenset({3, 4, 5}))
    st.caption(t("country.note"))
    st.subheader(t("country.history"))
