"""The audit log in words: who did what and when, newest first."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.bars import render_list
from components.data_load_door import Door, Place
from components.data_load_words import moment
from components.text import has_text, number, t

SHOWN = 25
"""Lines on a page."""

MOST = 1000
"""Lines looked through; older ones are for ``python -m data``."""

ALONE = ("file_name", "note", "text")
"""Details told as they are."""


def render_log(place: Place, door: Door, province_code: str | None) -> None:
    """Draw the log, folded; of one province when its code is given.

    Args:
        place: Names of provinces.
        door: Reads the log.
        province_code: Only lines that speak of this province, and those that speak of none.
    """
    with st.expander(t("log.title"), icon=":material/receipt_long:"):
        lines = [
            line
            for line in door.read_audit(MOST)
            if province_code in (None, line.detail.get("province_code", province_code))
        ]
        if not lines:
            st.caption(t("log.empty"))
            return
        pages = -(-len(lines) // SHOWN)
        page = st.pagination(pages, key="history__log_page") if pages > 1 else 1
        rows = [
            [
                moment(line.at),
                line.actor,
                _action(line.action),
                str(line.batch_id) if line.batch_id else "",
                _detail(line, place),
            ]
            for line in lines[(page - 1) * SHOWN : page * SHOWN]
        ]
        headings = ("at", "actor", "action", "batch", "detail")
        render_list([t(f"log.head_{x}") for x in headings], rows, frozenset({3}), stacks=True)


def _action(action: str) -> str:
    key = f"log.action.{action}"
    return t(key) if has_text(key) else action


def _detail(line: Any, place: Place) -> str:
    """Return what an action says of itself as one line of short pieces."""
    detail: Mapping[str, Any] = line.detail
    # What the product loads itself is told in its own English; its name says enough.
    told = () if line.action == "illustrative" else ALONE
    pieces = [str(detail[name]) for name in told if detail.get(name)]
    if detail.get("province_code"):
        pieces.append(place.province(str(detail["province_code"])))
    if detail.get("rows"):
        pieces.append(t("load.rows_read", count=number(detail["rows"])))
    for name in ("undoes", "errors", "questions", "already_loaded"):
        if detail.get(name):
            pieces.append(t(f"log.{name}", count=detail[name]))
    return " · ".join(pieces)
