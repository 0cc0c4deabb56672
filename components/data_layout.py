"""How a file was read, in words and beside the cells; the way to correct it and to go back."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import data_load_files as files
from components import frame
from components.data_layout_form import empty_layout, render_form
from components.data_layout_grid import render_grid
from components.data_load_door import Held, Place
from components.text import number, t
from domain.intake.grid import Sheet
from domain.intake.reading import Layout, Shape
from domain.intake.turned import column_name, row_name, turn, turn_reading
from domain.vocabulary import Status

MOST_WORDS = 12
"""Words of one meaning listed."""


def render_layout(held: Held, found: Any, place: Place) -> None:
    """Draw how a file was read, in words and beside its cells; and the form to change it."""
    st.subheader(t("layout.title"))
    reading = found.reading
    sheets = {sheet.name: sheet for sheet in found.workbook.sheets if sheet.rows}
    if not sheets:
        st.caption(t("layout.no_sheet"))
        return
    layouts = {layout.sheet: layout for layout in reading.layouts}
    name = _choose_sheet(sheets, layouts, held.number)
    layout = layouts.get(name)
    frame.render(_told(layout, place, reading))
    sheet, shown = sheets[name], reading
    if layout is not None and layout.shape is Shape.TURNED:
        # Drawn and corrected as it was read: a row a commune, each cell by its own address.
        sheet, shown = turn(sheet), turn_reading(reading, [name])
        st.caption(t("layout.turned_note"))
    render_grid(sheet, layout, shown, held.number)
    with st.container(horizontal=True, key="data_layout_actions"):
        is_open = st.toggle(t("layout.correct"), key=f"layout__open_{held.number}")
        if (held.layouts or _is_remembered(reading)) and st.button(
            t("layout.reset"), icon=":material/undo:", key=f"layout__reset_{held.number}"
        ):
            # The guess, said by hand: otherwise what was remembered would come back.
            guessed = {one.sheet: one for one in found.guessed}
            files.change(held, layouts=guessed if _is_remembered(reading) else {})
    if is_open:
        render_form(held, layout or empty_layout(sheet), sheet, shown, place)


def _is_remembered(reading: Any) -> bool:
    return any(problem.code == "layout_remembered" for problem in reading.problems)


def _choose_sheet(
    sheets: Mapping[str, Sheet], layouts: Mapping[str, Layout], number_of_file: int
) -> str:
    if len(sheets) == 1:
        return next(iter(sheets))
    ordered = [*layouts, *(name for name in sheets if name not in layouts)]
    return st.selectbox(
        t("layout.sheet"),
        [name for name in ordered if name in sheets],
        format_func=lambda name: name if name in layouts else t("layout.not_read", sheet=name),
        key=f"layout__sheet_{number_of_file}",
    )


def _told(layout: Layout | None, place: Place, reading: Any) -> Markup:
    """Say in words how a sheet was read and why."""
    if layout is None:
        return Markup('<p class="ntm-note">{}</p>').format(t("layout.sheet_skipped"))
    first, last = layout.header_rows
    shape = layout.shape
    is_turned = shape is Shape.TURNED
    columns = ", ".join(
        f"{t(f'layout.role.{role.value}')}: {column_name(shape, column)}"
        for role, column in sorted(layout.roles.items(), key=lambda item: item[1])
    )
    lines = [
        (t("layout.shape_title"), t(f"layout.shape.{layout.shape.value}")),
        (_line_title("header", is_turned), _span(shape, first, last)),
        (_line_title("rows", is_turned), _span(shape, last + 1, layout.last_row)),
        (_line_title("columns", is_turned), columns),
        (_line_title("criteria", is_turned), _criteria_text(layout, place, reading.set_id)),
        (t("layout.words"), _words_text(layout.words)),
        (
            t("layout.blank"),
            f"{t(f'status.{layout.blank.value}')}. {t(f'problem.{layout.blank_reason}.why')}",
        ),
    ]
    items = frame.join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, text)
        for name, text in lines
        if text
    )
    return Markup('<dl class="dl-told">{}</dl>').format(items)


def _line_title(name: str, is_turned: bool) -> str:
    return t(f"layout.turned.{name}" if is_turned else f"layout.{name}")


def _span(shape: Shape, first: int, last: int) -> str:
    names = [row_name(shape, row) for row in (first, last)]
    return "–".join(names) if last > first else names[0]


def _criteria_text(layout: Layout, place: Place, set_id: str) -> str:
    if not layout.criteria:
        return ""
    columns = sorted(layout.criteria)
    known = place.sets.get(set_id)
    size = known.size if known else len(set(layout.criteria.values()))
    return t(
        "layout.criteria_text",
        count=number(len(set(layout.criteria.values()))),
        size=number(size),
        first=column_name(layout.shape, columns[0]),
        last=column_name(layout.shape, columns[-1]),
    )


def _words_text(words: Mapping[str, Status]) -> str:
    told = []
    for status in Status:
        own = [word for word, meaning in words.items() if meaning is status]
        if own:
            listed = ", ".join(f"“{word}”" for word in own[:MOST_WORDS])
            told.append(f"{listed} = {t(f'status.{status.value}').lower()}")
    return "; ".join(told)
