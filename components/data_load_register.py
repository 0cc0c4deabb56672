"""One file of a register: its rows as understood, what is asked, what is wrong, and the load."""

from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import data_load_files as files
from components import frame
from components.bars import render_list
from components.cards import Tile, render_tiles
from components.data_load_done import render_accept
from components.data_load_door import Door, Held, Place
from components.data_load_file import render_head, render_unreadable
from components.data_load_questions import render_questions
from components.data_problems import render_problems
from components.text import MISSING, day, number, t
from domain.intake.problems import Severity
from domain.registers.catalogue import REGISTERS
from domain.registers.fields import Field, FieldType, Kind

SHOWN = 15
"""Rows shown of what was understood."""

_DATED = (FieldType.DAY, FieldType.DAY_OR_YEAR, FieldType.YEAR)


def render_register_file(held: Held, found: Any, kind: str, place: Place, door: Door) -> None:
    """Draw a file of a register with everything that can be done about it.

    Args:
        held: The file and what was decided about it.
        found: What it was found to be: an examination, or why it cannot be read.
        kind: Which register it is said to be.
        place: Province it is for, and names.
        door: Loads it and gives its marked copy.
    """
    render_head(held, found)
    reading = getattr(found, "reading", None)
    if reading is None:
        render_unreadable(held, found.problems)
        return
    register = REGISTERS[Kind(kind)]
    _render_tiles(reading)
    dated = [one for one in register.fields if one.is_required and one.type in _DATED]
    _render_defaults(held, dated)
    render_accept(held, found, door)
    render_questions(held, reading, place)
    render_problems(held.number, reading, found.workbook.file_name, lambda: door.marked_copy(found))
    _render_rows(reading, register.template_fields, place)


def _render_tiles(reading: Any) -> None:
    errors = sum(problem.severity is Severity.ERROR for problem in reading.problems)
    questions = len(reading.questions)
    to_fix = t("load.to_fix", errors=number(errors), questions=number(questions))
    tiles = [
        Tile(t("load.tile_rows"), number(len(reading.rows)), unit=t("load.rows_sound")),
        Tile(t("load.tile_problems"), number(errors + questions), unit=to_fix),
    ]
    if reading.unfilled:
        tiles.append(
            Tile(t("load.tile_unfilled"), number(reading.unfilled), unit=t("load.rows_left_out"))
        )
    render_tiles(tiles)


def _render_defaults(held: Held, dated: list[Field]) -> None:
    """Ask for a date or year the file may give in its title only; and for a note."""
    columns = st.columns([2] * len(dated) + [4])
    defaults = {}
    for column, one in zip(columns, dated, strict=False):
        with column:
            defaults[one.name] = st.text_input(
                t("load.default", column=one.heading),
                value=held.defaults.get(one.name, ""),
                placeholder=t("load.default_hint"),
                max_chars=20,
                key=f"load__default_{held.number}_{one.name}",
            ).strip()
    with columns[-1]:
        note = st.text_input(
            t("load.note"), value=held.note, max_chars=500, key=f"load__note_{held.number}"
        )
    given = {name: text for name, text in defaults.items() if text}
    if (given, note) != (dict(held.defaults), held.note):
        files.change(held, defaults=given, note=note)


def _render_rows(reading: Any, fields: tuple[Field, ...], place: Place) -> None:
    if not reading.rows:
        return
    st.subheader(t("load.rows_title", count=number(len(reading.rows))))
    names = {**place.communes().names, **place.district_names()}
    names |= {
        code: f"{name}, {place.communes().districts[code]}"
        for code, name in place.communes().names.items()
    }
    own = [one for one in fields if any(_value(row, one) is not None for row in reading.rows)]
    rows = [
        [
            f"{where.sheet} {where.row}".strip(),
            *(_cell(_value(row, one), one, names) for one in own),
        ]
        for row, where in zip(reading.rows[:SHOWN], reading.places, strict=False)
    ]
    render_list([t("load.head_row"), *(one.heading for one in own)], rows)
    if len(reading.rows) > SHOWN:
        frame.render(
            Markup('<p class="ntm-note">{}</p>').format(
                t("load.rows_more", count=number(len(reading.rows) - SHOWN))
            )
        )


def _value(row: Any, one: Field) -> object:
    """Return what a row holds for a column of the template."""
    stored = "unit_code" if one.type is FieldType.UNIT else one.name
    value = row.get(stored)
    return None if value == "" else value


def _cell(value: object, one: Field, names: dict[str, str]) -> str:
    if value is None:
        return MISSING
    if isinstance(value, date):
        return day(value)
    text = str(value)
    if text in names:
        return f"{text} · {names[text]}"
    if one.type is FieldType.AMOUNT:
        return number(float(text), None)
    return one.labels.get(text, text)
