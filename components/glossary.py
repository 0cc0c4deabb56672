"""The words of the screen: one table to search in, and links that lead to a single word."""

from typing import Final

import streamlit as st
from markupsafe import Markup

from components import account, state
from components.bars import Cell, link, render_list
from components.frame import render
from components.text import number, plain, t
from components.tips import what
from domain.neighbours import matches
from domain.vietnamese import fold

PAGE, ADDRESS = "sources", "nguon"
ANCHOR: Final = "tu-ngu"
EVERY: Final = "all"
TERMS: Final = (
    *("commune", "criterion", "indicator", "met", "nearly_met", "not_met", "not_assessed"),
    *("recognised", "levels", "waiting", "lost", "band", "target", "line", "verdict"),
    *("snapshot", "illustrative", "reconciliation", "severity", "lead", "lead_fault"),
    *("task_state", "overdue", "receipt", "entered", "counterpart", "overspent", "debt"),
    *("scenario", "forecast", "proved", "effort"),
)
"""Terms explained, in the order of the programme: marks, targets, data, work, money, what-if."""


def term_address(term: str) -> str:
    """Return the relative address of the glossary with one term shown."""
    return f"{state.link(ADDRESS)}&term={term}#{ANCHOR}"


def how(text: str, term: str = "") -> Markup:
    """Return the line "how this is worked out" of a list of statuses, with its explanation.

    Args:
        text: The explanation.
        term: Term of the glossary that says more; linked for those who have that page.
    """
    more: Markup | str = ""
    if term and account.sees(ADDRESS):
        named = t("glossary_page.see", term=t(f"glossary.{term}"))
        more = Markup(" · {}").format(link(named, term_address(term)))
    return Markup('<p class="ntm-note">{}{}{}</p>').format(t("tip.how"), what(text), more)


def render_how(text: str, term: str = "") -> None:
    """Draw the line of :func:`how`."""
    render(how(text, term))


def render_glossary() -> None:
    """Draw the search and the terms; a link to a term shows that one alone."""
    st.subheader(t("sources.glossary"), anchor=ANCHOR)
    query = st.text_input(
        t("glossary_page.search"),
        key="sources__word_search",
        placeholder=t("glossary_page.hint"),
        icon=":material/search:",
        width=360,
    )
    asked = state.local_choice(PAGE, "term", [EVERY, *TERMS], EVERY)
    shown = find_terms(query) if query.strip() else [w for w in TERMS if asked in (EVERY, w)]
    if not shown:
        st.info(t("glossary_page.nothing", query=plain(query)), icon=":material/search_off:")
        return
    if len(shown) < len(TERMS):
        count = t("glossary_page.found", count=number(len(shown)), whole=number(len(TERMS)))
        every = link(t("glossary_page.every"), f"{state.link(ADDRESS)}#{ANCHOR}")
        back = every if not query.strip() else ""
        render(Markup('<p class="ntm-note">{} {}</p>').format(count, back))
    rows: list[list[Cell]] = [
        [link(t(f"glossary.{word}"), term_address(word)), t(f"glossary.{word}_text")]
        for word in shown
    ]
    render_list([t("sources.word"), t("sources.meaning")], rows)


def find_terms(query: str) -> list[str]:
    """Return the terms whose name answers a search, then those whose meaning says its words."""
    named = [w for w in TERMS if matches(t(f"glossary.{w}"), query)]
    phrase = fold(query)
    told = [w for w in TERMS if w not in named and phrase in fold(t(f"glossary.{w}_text"))]
    return [*named, *told]
