"""Bars and tables in plain markup: they appear with the page, before any chart library loads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components.frame import join, render
from components.text import number, t
from components.tips import what

NOTHING = Markup("")
LONG, FEW = 14, 10
"""A table of cards with more rows than the first shows the second at first, on a telephone."""
REST = Markup(' class="rest"')
NO_TIPS: Mapping[int, str] = {}


@dataclass(frozen=True)
class Bar:
    """One bar: filled to ``share`` (0 to 1) with an optional mark (the target) on it."""

    name: str
    share: float
    figure: str
    mark: float | None = None
    note: str = ""
    tone: str = ""
    href: str = ""


def render_bars(bars: Sequence[Bar], head: Markup = NOTHING) -> None:
    """Draw bars under each other, each with its name, figure and, if any, its target's line.

    Args:
        bars: From top to bottom.
        head: Heading above them, see :func:`components.frame.section_head`.
    """
    rows = join(_bar(bar) for bar in bars)
    render(Markup('{}<div class="ntm-rows">{}</div>').format(head, rows))


def _bar(bar: Bar) -> Markup:
    mark = ""
    if bar.mark is not None:
        left = min(max(bar.mark, 0.0), 1.0) * 100
        mark = Markup('<span class="mark" style="left:calc({}% - 2px)"></span>').format(
            f"{left:.2f}"
        )
    width = f"{min(max(bar.share, 0.0), 1.0) * 100:.2f}"
    note = Markup('<div class="who">{}</div>').format(bar.note) if bar.note else ""
    return Markup(
        '<div class="ntm-row {}"><div>{}</div><div class="track">'
        '<span class="fill" style="width:{}%"></span>{}</div>'
        '<div class="figure">{}</div>{}</div>'
    ).format(bar.tone, link(bar.name, bar.href), width, mark, bar.figure, note)


def link(text: str, href: str) -> Markup:
    """Return text, as a link inside the product when ``href`` is given (a relative address)."""
    if not href:
        return Markup("{}").format(text)
    return Markup('<a class="ntm-link" href="{}" target="_self">{}</a>').format(href, text)


Cell = str | Markup


def render_list(
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    numeric: frozenset[int] = frozenset(),
    *,
    stacks: bool = False,
    head: Markup = NOTHING,
    fold: "Fold | None" = None,
    tips: Mapping[int, str] = NO_TIPS,
) -> None:
    """Draw a plain table.

    Args:
        headings: One a column.
        rows: Cells in the order of the headings; escaped unless they are markup already.
        numeric: Positions of the columns set flush right.
        stacks: On a telephone each row becomes a card, its cells below each other with their
            headings, instead of a table to be pushed sideways.
        head: Heading above the table, see :func:`components.frame.section_head`.
        fold: How many rows are shown at first. Without it all are, but on a telephone a long table
            of cards shows the first ones.
        tips: Explanations by position of the column: how a status in it was worked out. They stand
            at the heading, once for all rows, and above the cards on a telephone.
    """
    if stacks and fold is None and len(rows) > LONG:
        fold = Fold(FEW, t("list.more", count=number(len(rows) - FEW)), is_narrow=True)
    labels = headings if stacks else [""] * len(headings)
    lines = [
        Markup("<tr>{}</tr>").format(
            join(_cell(cell, labels[i], i in numeric) for i, cell in enumerate(row))
        )
        for row in rows
    ]
    first = len(lines) if fold is None else fold.first
    bodies = [_body(lines[:first])]
    if lines[first:]:
        bodies.append(_body(lines[first:], is_rest=True))
    _render_table(headings, numeric, bodies, "stacks" if stacks else "", head, fold, tips)


@dataclass(frozen=True)
class Fold:
    """A long table shows its first rows; a tick shows the rest, without asking the server.

    Attributes:
        first: Rows (or groups) shown at first.
        more: What the tick says: "Hiện thêm 19 xã".
        is_narrow: Only on a telephone; elsewhere everything is shown.
    """

    first: int
    more: str
    is_narrow: bool = False


def render_groups(
    headings: Sequence[str],
    groups: Sequence[tuple[Cell, Sequence[Sequence[Cell]]]],
    numeric: frozenset[int] = frozenset(),
    fold: Fold | None = None,
) -> None:
    """Draw a table whose rows belong together by their first cell, which is written once a group.

    On a telephone a group is one card: its name, then a line or two a row.

    Args:
        headings: One a column, the group's first.
        groups: Name of a group and its rows, without the name.
        numeric: Positions of the columns set flush right.
        fold: How many groups are shown at first; all without it.
    """
    bodies = []
    for position, (name, rows) in enumerate(groups):
        lines = []
        for place, row in enumerate(rows):
            cells = join(
                _cell(cell, headings[i], i in numeric) for i, cell in enumerate(row, start=1)
            )
            over = Markup('<th scope="rowgroup" rowspan="{}">{}</th>').format(len(rows), name)
            lines.append(Markup("<tr>{}{}</tr>").format("" if place else over, cells))
        bodies.append(_body(lines, is_rest=fold is not None and position >= fold.first))
    _render_table(headings, numeric, bodies, "groups", NOTHING, fold)


def _cell(cell: Cell, label: str, is_number: bool) -> Markup:
    named = Markup(' data-label="{}"').format(label) if label else ""
    return Markup('<td class="{}"{}>{}</td>').format("num" if is_number else "", named, cell)


def _body(lines: Sequence[Markup], *, is_rest: bool = False) -> Markup:
    return Markup("<tbody{}>{}</tbody>").format(REST if is_rest else "", join(lines))


def _render_table(
    headings: Sequence[str],
    numeric: frozenset[int],
    bodies: Sequence[Markup],
    css: str,
    head: Markup,
    fold: Fold | None,
    tips: Mapping[int, str] = NO_TIPS,
) -> None:
    top = join(
        Markup('<th class="{}">{}{}</th>').format(
            "num" if i in numeric else "", h, what(tips.get(i, ""))
        )
        for i, h in enumerate(headings)
    )
    table = Markup(
        '{}<div class="ntm-scroll"><table class="{}"><thead><tr>{}</tr></thead>{}</table></div>'
    ).format(head, f"ntm-list {css}".strip(), top, join(bodies))
    if fold is not None and any(REST in body for body in bodies):
        tick = Markup('<label class="ntm-more"><input type="checkbox"> {}</label>')
        table = Markup('<div class="ntm-fold{}">{}{}</div>').format(
            " narrow" if fold.is_narrow else "", table, tick.format(fold.more)
        )
    render(table)
