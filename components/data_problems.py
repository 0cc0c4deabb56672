"""What is wrong with a file: every finding at its cell, errors first, to read or to take away."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

import streamlit as st
from markupsafe import Markup

from components.bars import render_list
from components.data_load_words import explain
from components.downloads import csv_bytes, made_later
from components.text import number, t
from domain.intake.problems import Problem, Question, Severity

SHOWN = 25
"""Findings on a page."""

EVERYTHING = "all"
HEADINGS = ("severity", "sheet", "cell", "read", "why", "do")
_TONES = {Severity.ERROR: "missed", Severity.WARNING: "behind", Severity.NOTE: "no_data"}
_SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.NOTE: "i"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = tuple[Severity, str, str, str, str, str]
"""Severity, sheet, cell, what was read, why it is wrong, what to do."""


def problem_rows(problems: Sequence[Problem], questions: Sequence[Question]) -> list[Row]:
    """Return findings and open questions, errors first, each kind in the order of the file."""
    rows = [(p.severity, p.sheet, p.cell, p.read, *explain(p)) for p in problems]
    rows += [
        (
            Severity.ERROR,
            q.sheet,
            q.cell,
            q.read,
            t("problems.question_why", count=number(len(q.candidates))),
            t("problems.question_do"),
        )
        for q in questions
    ]
    order = list(Severity)
    return sorted(rows, key=lambda row: order.index(row[0]))


def render_problems(
    number_of_file: int, reading: Any, file_name: str, make_copy: Callable[[], bytes]
) -> None:
    """Draw the table of findings with its filter and its downloads.

    Args:
        number_of_file: Tells the widgets of one file from those of another.
        reading: Holds ``problems`` and ``questions``.
        file_name: As the sender named the file.
        make_copy: Makes the marked copy; called when it is asked for.
    """
    rows = problem_rows(reading.problems, reading.questions)
    st.subheader(t("problems.title"))
    if not rows:
        st.success(t("problems.none"), icon=":material/check_circle:")
        return
    counts = Counter(row[0] for row in rows)
    with st.container(horizontal=True, vertical_alignment="center", key="data_problems"):
        chosen = _render_filter(counts, len(rows), f"problems__severity_{number_of_file}")
        _render_downloads(rows, file_name, make_copy, number_of_file)
    kept = [row for row in rows if chosen in (EVERYTHING, row[0].value)]
    pages = -(-len(kept) // SHOWN)
    # Above the table, which grows and shrinks: the buttons stay where the hand is.
    page = st.pagination(pages, key=f"problems__page_{number_of_file}_{chosen}") if pages > 1 else 1
    with st.container(key="data_problem_list"):
        render_list(
            [t(f"problems.head_{name}") for name in HEADINGS],
            [_cells(row) for row in kept[(page - 1) * SHOWN : page * SHOWN]],
        )


def _render_filter(counts: Counter[Severity], total: int, key: str) -> str:
    options = [EVERYTHING, *(severity.value for severity in Severity if counts[severity])]
    figures = {severity.value: counts[severity] for severity in Severity} | {EVERYTHING: total}
    chosen = st.segmented_control(
        t("problems.filter"),
        options,
        default=EVERYTHING,
        format_func=lambda name: t(f"problems.count_{name}", count=number(figures[name])),
        required=True,
        key=key,
        label_visibility="collapsed",
    )
    return chosen or EVERYTHING


def _render_downloads(
    rows: Sequence[Row], file_name: str, make_copy: Callable[[], bytes], number_of_file: int
) -> None:
    stem = PurePath(file_name).stem[:60] or "tep"
    st.download_button(
        t("problems.copy"),
        made_later(make_copy),
        file_name=f"{stem}_danh-dau-loi.xlsx",
        mime=XLSX,
        icon=":material/download:",
        key=f"problems__copy_{number_of_file}",
        on_click="ignore",
    )
    headings = [t(f"problems.head_{name}") for name in HEADINGS]
    words = [(t(f"problems.severity_{row[0].value}"), *row[1:]) for row in rows]
    st.download_button(
        t("problems.csv"),
        csv_bytes([*headings, t("problems.head_file")], [(*w, file_name) for w in words]),
        file_name=f"{stem}_loi.csv",
        mime="text/csv",
        icon=":material/table:",
        key=f"problems__csv_{number_of_file}",
        on_click="ignore",
    )


def _cells(row: Row) -> list[str | Markup]:
    severity, sheet, cell, read, why, remedy = row
    pill = Markup('<span class="ntm-pill ntm-{}">{} {}</span>').format(
        _TONES[severity], _SIGNS[severity], t(f"problems.severity_{severity.value}")
    )
    place = Markup("<code>{}</code>").format(cell) if cell else ""
    return [pill, sheet, place, Markup('<span class="dl-read">{}</span>').format(read), why, remedy]
