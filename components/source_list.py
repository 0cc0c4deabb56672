"""The sources page: kinds of figures, boundaries, criteria sets, files."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import link, render_list
from components.frame import join, render
from components.text import MISSING, day, number, t
from domain.catalog import Catalog
from domain.criteria import CriteriaSet
from domain.vocabulary import Provenance

AGREEMENT = (("66", 82, True), ("67", 83, True), ("62", 80, False), ("20", 75, False))
"""Share of area (%) in the right commune, measured once against real polygons of 2008 that are not
part of the product; ``True`` where the method was tuned on that very province."""


class SourceNote(Protocol):
    """What the page shows of a file's source."""

    file: str
    title: str
    producer: str
    document_number: str | None
    date_published: str | None
    url_main: str | None
    licence_name: str
    licence_note: str
    coverage: str
    usage_warnings: tuple[str, ...]
    unverified: tuple[str, ...]
    documents: tuple[Mapping[str, str], ...]


def render_principles() -> None:
    """Explain the four kinds of figures."""
    st.subheader(t("sources.kinds"))
    rows = [[t(f"sources.kind.{p.value}"), t(f"sources.kind_text.{p.value}")] for p in Provenance]
    render_list([t("sources.kind_heading"), t("sources.meaning")], rows)


def render_boundaries(status: Sequence[Mapping[str, Any]], catalog: Catalog) -> None:
    """Say what the boundaries are, what is open about them, and how to replace them."""
    st.subheader(t("sources.boundaries"))
    for paragraph in ("what", "licence", "replace"):
        render(Markup('<p class="ntm-note">{}</p>').format(t(f"sources.boundary.{paragraph}")))
    names = {p.code: p.name for p in catalog.provinces}
    by_province = {row["province"]: row for row in status}
    rows = []
    for code, percent, tuned in AGREEMENT:
        row = by_province.get(code, {})
        tuning = t("sources.tuned") if tuned else t("sources.not_tuned")
        rows.append(
            [
                names[code],
                t(f"sources.geometry.{row.get('kind') or 'none'}"),
                number(row.get("communes")),
                number((row.get("basis") or {}).get("guess", 0)) if row.get("kind") else MISSING,
                f"{percent}% · {tuning}",
            ]
        )
    headings = ("province", "geometry", "units", "guess", "agreement")
    render_list(
        [t(f"sources.column.{name}") for name in headings], rows, frozenset({2, 3}), stacks=True
    )


def render_sets(sets: Mapping[str, CriteriaSet]) -> None:
    """List the criteria sets with their validity and what is not verified in them."""
    st.subheader(t("sources.sets"))
    rows = []
    for each in sets.values():
        unverified = [str(c.no) for c in each.criteria if not c.is_verified]
        rows.append(
            [
                each.name_en if state.language() == "en" else each.name_vi,
                each.decision,
                number(each.size),
                f"{day(each.valid_from)} → {day(each.valid_to)}",
                t("sources.unverified_names", numbers=", ".join(unverified))
                if unverified
                else t("sources.all_verified"),
            ]
        )
    headings = ("set", "decision", "criteria", "valid", "check")
    render_list(
        [t(f"sources.column.{name}") for name in headings], rows, frozenset({2}), stacks=True
    )


def render_sources(sources: Sequence[SourceNote]) -> None:
    """List the reference files; opening one shows licence, warnings and what is unverified."""
    st.subheader(t("sources.files"))
    for source in sources:
        with st.expander(source.title):
            _render_source(source)


def _render_source(source: SourceNote) -> None:
    facts = [
        (t("sources.column.file"), f"data/reference/{source.file}"),
        (t("sources.column.producer"), source.producer),
        (t("sources.column.documents"), _documents(source)),
        (t("sources.column.published"), source.date_published or MISSING),
        (t("sources.column.address"), link(source.url_main or MISSING, source.url_main or "")),
        (t("sources.column.licence"), f"{source.licence_name}. {source.licence_note}"),
        (t("sources.column.coverage"), source.coverage),
        (t("sources.column.warnings"), _bullets(source.usage_warnings)),
        (t("sources.column.unverified"), _bullets(source.unverified)),
    ]
    render_list([t("sources.column.item"), t("sources.column.content")], facts)


def _documents(source: SourceNote) -> Markup | str:
    parts = ("number", "issuer", "issued_on", "title")
    lines = [", ".join(str(d[name]) for name in parts if d.get(name)) for d in source.documents]
    return _bullets(lines) if lines else (source.document_number or MISSING)


def _bullets(lines: Sequence[str]) -> Markup | str:
    if not lines:
        return MISSING
    return join(Markup("<div>• {}</div>").format(line) for line in lines)
