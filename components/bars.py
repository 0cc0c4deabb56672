"""Bars and tables in plain markup: they appear with the page, before any chart library loads."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components.frame import join, render

NOTHING = Markup("")


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
) -> None:
    """Draw a plain table.

    Args:
        headings: One a column.
        rows: Cells in the order of the headings; escaped unless they are markup already.
        numeric: Positions of the columns set flush right.
        stacks: On a telephone each row becomes a card, its cells below each other with their
            headings, instead of a table to be pushed sideways.
        head: Heading above the table, see :func:`components.frame.section_head`.
    """
    top = join(
        Markup('<th class="{}">{}</th>').format(_css(i, numeric), h) for i, h in enumerate(headings)
    )
    body = join(
        Markup("<tr>{}</tr>").format(
            join(
                Markup('<td class="{}"{}>{}</td>').format(
                    _css(i, numeric),
                    Markup(' data-label="{}"').format(headings[i]) if stacks else "",
                    cell,
                )
                for i, cell in enumerate(row)
            )
        )
        for row in rows
    )
    render(
        Markup(
            '{}<div class="ntm-scroll"><table class="ntm-list{}"><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>"
        ).format(head, " stacks" if stacks else "", top, body)
    )


def _css(position: int, numeric: frozenset[int]) -> str:
    return "num" if position in numeric else ""
