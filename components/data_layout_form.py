"""The form by which a person says how a sheet is to be read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import data_load_files as files
from components import frame
from components.data_load_door import Held, Place
from components.text import plain, t
from domain.intake.grid import Sheet
from domain.intake.reading import Layout, Role, Shape
from domain.intake.turned import column_name
from domain.intake.words import fold_word
from domain.vocabulary import Status

MOST_COLUMNS = 48
"""Columns that can be given a meaning; forms have some twenty-five."""

MOST_WORDS = 12
LONGEST = 24
"""Characters of a heading shown beside its column's letters."""

NOTHING = "-"
IN_COLUMN = 4
_PER_ROW = 6


def empty_layout(sheet: Sheet) -> Layout:
    """Return a layout to start from for a sheet that was not read."""
    return Layout(
        sheet=sheet.name,
        shape=Shape.FLAT,
        header_rows=(0, 0),
        last_row=len(sheet.rows) - 1,
        roles={},
        criteria={},
        words={},
        blank=Status.NOT_ASSESSED,
        blank_reason="blank_by_hand",
    )


def render_form(held: Held, layout: Layout, sheet: Sheet, reading: Any, place: Place) -> None:
    """Draw the form; applying it reads the file again in the way described.

    Args:
        held: The file.
        layout: How the sheet is read now.
        sheet: Its cells.
        reading: What the file was understood to say.
        place: Names of the criteria.
    """
    key = f"layout__{held.number}_{sheet.name}"
    numbers = [c.no for c in place.sets[reading.set_id].criteria] if reading.set_id else []
    with st.form(f"{key}_form"):
        first, last, end = _render_rows(layout, sheet, key)
        meanings = _render_columns(layout, sheet, numbers, key)
        words = _render_words(layout, reading, sheet.name, key)
        blank = st.radio(
            t("layout.blank"),
            (Status.NOT_MET, Status.NOT_ASSESSED),
            index=int(layout.blank is not Status.NOT_MET),
            format_func=lambda status: t(f"status.{status.value}"),
            horizontal=True,
            key=f"{key}_blank",
        )
        sent = st.form_submit_button(t("layout.apply"), type="primary", icon=":material/refresh:")
    st.caption(t("layout.remember_note"))
    if not sent:
        return
    corrected = build_layout(layout, (first - 1, last - 1, end - 1), meanings, words, blank)
    fault = find_fault(corrected, meanings)
    if fault:
        st.error(fault, icon=":material/error:")
    else:
        others = {one.sheet: one for one in reading.layouts}
        files.change(held, layouts={**others, **held.layouts, sheet.name: corrected})


def _render_rows(layout: Layout, sheet: Sheet, key: str) -> tuple[int, int, int]:
    height = len(sheet.rows)
    starts = (layout.header_rows[0] + 1, layout.header_rows[1] + 1, layout.last_row + 1)
    values = []
    names = ("header_first", "header_last", "last_row")
    for column, name, start in zip(st.columns(3), names, starts, strict=True):
        with column:
            values.append(
                st.number_input(
                    t(f"layout.{name}"),
                    min_value=1,
                    max_value=max(height, start),
                    value=start,
                    key=f"{key}_{name}",
                )
            )
    return int(values[0]), int(values[1]), int(values[2])


def _render_columns(layout: Layout, sheet: Sheet, numbers: list[int], key: str) -> dict[int, str]:
    """Ask what each column holds; return role or criterion number by column."""
    now = {column: role.value for role, column in layout.roles.items()}
    now |= {column: str(no) for column, no in layout.criteria.items()}
    every = sorted({*numbers, *layout.criteria.values()})
    options = [NOTHING, *(role.value for role in Role), *(str(no) for no in every)]
    width = min(MOST_COLUMNS, max((len(row) for row in sheet.rows), default=0))
    frame.render(Markup('<h4 class="ntm-block">{}</h4>').format(t("layout.columns_title")))
    meanings = {}
    columns = st.columns(_PER_ROW)
    for column in range(width):
        with columns[column % _PER_ROW]:
            meanings[column] = st.selectbox(
                _column_label(sheet, layout, column),
                options,
                index=options.index(now.get(column, NOTHING)),
                format_func=_meaning,
                key=f"{key}_column_{column}",
            )
    return meanings


def _column_label(sheet: Sheet, layout: Layout, column: int) -> str:
    """Return a column's letters and the last line of its heading."""
    first, last = layout.header_rows
    texts = [sheet.value(row, column) for row in range(last, first - 1, -1)]
    heading = next((" ".join(str(text).split()) for text in texts if text is not None), "")
    return t(
        "layout.column",
        letters=column_name(layout.shape, column),
        heading=plain(heading[:LONGEST]),
    )


def _meaning(option: str) -> str:
    if option == NOTHING:
        return t("layout.ignore")
    if option.isdecimal():
        return t("layout.short_criterion", no=option)
    return t(f"layout.role.{option}")


def _render_words(layout: Layout, reading: Any, sheet: str, key: str) -> dict[str, Status]:
    """Ask what each word means; those nobody could understand come first."""
    codes = ("unclear_word", "bad_value")
    open_words = [
        fold_word(p.read) for p in reading.problems if p.code in codes and p.sheet == sheet
    ]
    # A formula or an error in a cell is no word; giving it a meaning would load nonsense.
    asked = [word for word in dict.fromkeys(open_words) if word and not word.startswith(("=", "#"))]
    listed = [*asked[:MOST_WORDS], *(word for word in layout.words if word not in asked)]
    if not listed:
        return {}
    frame.render(Markup('<h4 class="ntm-block">{}</h4>').format(t("layout.words_title")))
    words: dict[str, str] = {}
    options = [NOTHING, *(status.value for status in Status)]
    columns = st.columns(IN_COLUMN)
    for position, word in enumerate(listed[: 2 * MOST_WORDS]):
        with columns[position % IN_COLUMN]:
            frame.render(Markup('<div class="dl-word">“{}”</div>').format(word))
            words[word] = st.selectbox(
                t("layout.word", place=position + 1),
                options,
                index=options.index(layout.words.get(word, NOTHING)),
                format_func=_word_meaning,
                label_visibility="collapsed",
                key=f"{key}_word_{position}",
            )
    return {word: Status(name) for word, name in words.items() if name != NOTHING}


def _word_meaning(name: str) -> str:
    return t("layout.no_meaning") if name == NOTHING else t(f"status.{name}")


def build_layout(
    layout: Layout,
    rows: tuple[int, int, int],
    meanings: Mapping[int, str],
    words: Mapping[str, Status],
    blank: Status,
) -> Layout:
    """Return the layout the form describes; columns beyond the form stay as they are."""
    roles = {role: column for role, column in layout.roles.items() if column not in meanings}
    criteria = {column: no for column, no in layout.criteria.items() if column not in meanings}
    for column, meaning in meanings.items():
        if meaning.isdecimal():
            criteria[column] = int(meaning)
        elif meaning != NOTHING:
            roles[Role(meaning)] = column
    is_by_hand = blank is not layout.blank
    return replace(
        layout,
        header_rows=(rows[0], rows[1]),
        last_row=rows[2],
        shape=_shape(layout.shape, criteria),
        roles=roles,
        criteria=dict(sorted(criteria.items())),
        words={**layout.words, **words},
        blank=blank,
        blank_reason="blank_by_hand" if is_by_hand else layout.blank_reason,
        column_statuses={c: s for c, s in layout.column_statuses.items() if c in criteria},
    )


def find_fault(layout: Layout, meanings: Mapping[int, str]) -> str:
    """Return why a sheet cannot be like this; "" when it can."""
    first, last = layout.header_rows
    if not first <= last < layout.last_row:
        return t("layout.fault.rows")
    if not {Role.NAME, Role.CODE} & set(layout.roles):
        return t("layout.fault.name")
    if not layout.criteria and not {Role.CRITERION, Role.RESULT} <= set(layout.roles):
        return t("layout.fault.criteria")
    roles = Counter(m for m in meanings.values() if m != NOTHING and not m.isdecimal())
    if doubled := [_meaning(role) for role, count in roles.items() if count > 1]:
        return t("layout.fault.role_twice", names=", ".join(doubled))
    plain = [no for c, no in layout.criteria.items() if c not in layout.column_statuses]
    twice = sorted({no for no in plain if list(layout.criteria.values()).count(no) > 1})
    if twice:
        return t("layout.fault.twice", numbers=", ".join(map(str, twice)))
    return ""


def _shape(shape: Shape, criteria: Mapping[int, int]) -> Shape:
    if not criteria:
        return Shape.LONG
    return Shape.FLAT if shape is Shape.LONG else shape
