"""The files that were refused: who sent them, why they were refused, and the bytes for staff."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import streamlit as st

from components import account
from components.bars import render_list
from components.data_load_door import Place
from components.data_load_words import explain, moment, size_text
from components.downloads import made_later
from components.text import MISSING, number, t
from domain.access import Permission

SHOWN = 15
"""Refusals on a page."""

MOST = 1000
"""Refusals looked through; older ones are for ``python -m data refused``."""


class KeptFiles(Protocol):
    """The door to files kept as they came; ``data.kept_files`` is one."""

    read_original: Callable[[str], bytes]
    list_refused: Callable[[int], list[Any]]
    read_refused: Callable[[str], bytes]


def render_refused(place: Place, files: KeptFiles, province_code: str | None) -> None:
    """Draw the refusals, folded; nothing when there are none.

    Args:
        place: Names of provinces.
        files: Lists the refusals and hands the bytes back.
        province_code: Only files meant for this province; ``None`` = all.
    """
    every = files.list_refused(MOST)
    lines = [one for one in every if province_code in (None, one.province_code)]
    if not lines:
        return
    with st.expander(t("refused.title", count=number(len(lines))), icon=":material/block:"):
        st.caption(t("refused.about"))
        pages = -(-len(lines) // SHOWN)
        page = st.pagination(pages, key="history__refused_page") if pages > 1 else 1
        headings = [t(f"refused.head_{x}") for x in ("at", "actor", "file", "where", "why", "size")]
        rows = [_row(one, place) for one in lines[(page - 1) * SHOWN : page * SHOWN]]
        render_list(headings, rows, frozenset({5}), stacks=True)
        if account.may(Permission.LOAD):
            _render_download(lines, files)


def _row(one: Any, place: Place) -> list[str]:
    return [
        moment(one.at),
        one.actor,
        one.file_name or MISSING,
        place.province(one.province_code) if one.province_code else MISSING,
        _why(one),
        size_text(one.size) if one.size else t("refused.gone"),
    ]


def _why(one: Any) -> str:
    """Return why a file was refused: the first error in words, and how many there are."""
    if one.already_loaded:
        return t("log.already_loaded", count=one.already_loaded)
    counted = [
        t(f"log.{name}", count=number(count))
        for name, count in (("errors", one.errors), ("questions", one.questions))
        if count
    ]
    if one.first is None:
        return " · ".join(counted)
    where = f"{one.first.cell}: " if one.first.cell else ""
    more = f" ({' · '.join(counted)})" if one.errors + one.questions > 1 else ""
    return f"{where}{explain(one.first)[0]}{more}"


def _render_download(lines: Sequence[Any], files: KeptFiles) -> None:
    kept = {one.sha256: one for one in reversed(lines) if one.size}
    if not kept:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_history_refused"):
        chosen = st.selectbox(
            t("refused.pick"),
            list(reversed(kept)),
            format_func=lambda key: f"{moment(kept[key].at)} · {kept[key].file_name}",
            key="history__refused",
        )
        one = kept[chosen]
        st.download_button(
            t("refused.download"),
            made_later(lambda: files.read_refused(one.sha256)),
            # A double click must not open what may be hostile.
            file_name=f"{one.file_name}{t('refused.suffix')}",
            mime="application/octet-stream",
            icon=":material/download:",
            key="history__refused_download",
            on_click="ignore",
        )
    st.caption(t("refused.careful"))
