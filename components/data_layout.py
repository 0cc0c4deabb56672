"""How a file was read, shown beside the file, and corrected by hand."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import data_load_files as files
from components import frame
from components.data_layout_grid import render_grid
from components.data_load_door import Held, Place
from components.text import number, t
from domain.intake.grid import Sheet, column_letters
from domain.intake.reading import Layout, Role, Shape
from domain.intake.words import fold_word
from domain.vocabulary import Status

MOST_COLUMNS = 48
"""Columns that can be given a meaning; forms have some twenty-five."""

MOST_WORDS = 12
NOTHING = "-"
IN_COLUMN = 4
_PER_ROW = 6


def render_layout(held: Held, found: Any, place: Place) -> None:
    """Draw how a file was read: sheet, header, columns, words, blanks; and the form to change it."""
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
    render_grid(sheets[name], layout, reading, held.number)
    with st.container(horizontal=True, key="data_layout_actions"):
        is_open = st.toggle(t("layout.correct"), key=f"layout__open_{held.number}")
        if held.layouts or _is_remembered(reading):
            if st.button(t("layout.reset"), icon=":material/undo:", key=f"layout__reset_{held.number}"):
                # The guess, said by hand: otherwise what was remembered would come back.
                guessed = {one.sheet: one for one in found.guessed}
                files.change(held, layouts=guessed if _is_remembered(reading) else {})
    if is_open:
        base = layout or _empty_layout(sheets[name])
        _render_form(held, base, sheets[name], reading, place)


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
    columns = ", ".join(
        f"{t(f'layout.role.{role.value}')}: {column_letters(column)}"
        for role, column in sorted(layout.roles.items(), key=lambda item: item[1])
    )
    lines = [
        (t("layout.shape_title"), t(f"layout.shape.{layout.shape.value}")),
        (t("layout.header"), f"{first + 1}–{last + 1}" if last > first else str(first + 1)),
        (t("layout.rows"), f"{last + 2}–{layout.last_row + 1}"),
        (t("layout.columns"), columns),
        (t("layout.criteria"), _criteria_text(layout, place, reading.set_id)),
        (t("layout.words"), _words_text(layout.words)),
        (
            t("layout.blank"),
            f"{t(f'status.{layout.blank.value}')}. {t(f'problem.{layout.blank_reason}.why')}",
        ),
    ]
    items = frame.join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, text) for name, text in lines if text
    )
    return Markup('<dl class="dl-told">{}</dl>').format(items)


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
        first=column_letters(columns[0]),
        last=column_letters(columns[-1]),
    )


def _words_text(words: Mapping[str, Status]) -> str:
    told = []
    for status in Status:
        own = [word for word, meaning in words.items() if meaning is status]
        if own:
            listed = ", ".join(f"“{word}”" for word in own[:MOST_WORDS])
            told.append(f"{listed} = {t(f'status.{status.value}').lower()}")
    return "; ".join(told)


def _empty_layout(sheet: Sheet) -> Layout:
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


def _render_form(held: Held, layout: Layout, sheet: Sheet, reading: Any, place: Place) -> None:
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
    corrected = _build(layout, (first - 1, last - 1, end - 1), meanings, words, blank)
    fault = _fault(corrected)
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


def _render_columns(
    layout: Layout, sheet: Sheet, numbers: list[int], key: str
) -> dict[int, str]:
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
                t("layout.column", letters=column_letters(column)),
                options,
                index=options.index(now.get(column, NOTHING)),
                format_func=_meaning,
                help=None,
                key=f"{key}_column_{column}",
            )
    return meanings


def _meaning(option: str) -> str:
    if option == NOTHING:
        return t("layout.ignore")
    if option.isdecimal():
        return t("layout.short_criterion", no=option)
    return t(f"layout.role.{option}")


def _render_words(
    layout: Layout, reading: Any, sheet: str, key: str
) -> dict[str, Status]:
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
    words = {}
    columns = st.columns(IN_COLUMN)
    for position, word in enumerate(listed[: 2 * MOST_WORDS]):
        with columns[position % IN_COLUMN]:
            frame.render(Markup('<div class="dl-word">“{}”</div>').format(word))
            words[word] = st.selectbox(
                t("layout.word", place=position + 1),
                [None, *Status],
                index=[None, *Status].index(layout.words.get(word)),
                format_func=lambda status: (
                    t(f"status.{status.value}") if status else t("layout.no_meaning")
                ),
                label_visibility="collapsed",
                key=f"{key}_word_{position}",
            )
    return {word: status for word, status in words.items() if status is not None}


def _build(
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
        shape=layout.shape if criteria else Shape.LONG,
        roles=roles,
        criteria=dict(sorted(criteria.items())),
        words={**layout.words, **words},
        blank=blank,
        blank_reason="blank_by_hand" if is_by_hand else layout.blank_reason,
        column_statuses={c: s for c, s in layout.column_statuses.items() if c in criteria},
    )


def _fault(layout: Layout) -> str:
    """Return why a sheet cannot be like this; "" when it can."""
    first, last = layout.header_rows
    if not first <= last < layout.last_row:
        return t("layout.fault.rows")
    if not {Role.NAME, Role.CODE} & set(layout.roles):
        return t("layout.fault.name")
    if not layout.criteria and not {Role.CRITERION, Role.RESULT} <= set(layout.roles):
        return t("layout.fault.criteria")
    plain = [no for c, no in layout.criteria.items() if c not in layout.column_statuses]
    twice = sorted({no for no in plain if list(layout.criteria.values()).count(no) > 1})
    if twice:
        return t("layout.fault.twice", numbers=", ".join(map(str, twice)))
    return ""
