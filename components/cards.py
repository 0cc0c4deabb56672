"""Headline tiles: one figure each, with denominator, target, status word and change."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from components import state
from components.frame import join, render
from components.text import t
from components.tips import what
from domain.progress import Progress

WORKING_ANCHOR = "duong-tien-do"
"""Anchor of the line of a target on the page of targets."""

SYMBOLS = {
    Progress.ACHIEVED: "✓",
    Progress.ON_TRACK: "→",
    Progress.BEHIND: "!",
    Progress.MISSED: "✕",
    Progress.NO_DATA: "?",
}
"""A sign beside every status word, so that colour is never the only carrier."""


@dataclass(frozen=True)
class Tile:
    """One headline figure; every text is ready for display.

    ``target_id`` is the target its status judges, ``help`` what the figure means.
    """

    name: str
    value: str
    unit: str = ""
    goal: str = ""
    others: str = ""
    delta: str = ""
    status: Progress | None = None
    target_id: str = ""
    help: str = ""


def pill(status: Progress, target_id: str = "") -> Markup:
    """Return the status word as a coloured pill with its sign; its rule shows on hover and focus.

    Args:
        status: The word.
        target_id: Target it judges; a pill that says something leads to how it was computed.
    """
    word = f"{SYMBOLS[status]} {t(f'progress.{status.value}')}"
    if target_id and status is not Progress.NO_DATA:
        return Markup(
            '<a class="ntm-pill ntm-tip ntm-{0} tip-{0}" href="{1}" target="_self">{2}</a>'
        ).format(status.value, working_link(target_id), word)
    return Markup('<span class="ntm-pill ntm-tip ntm-{0} tip-{0}" tabindex="0">{1}</span>').format(
        status.value, word
    )


def working_link(target_id: str) -> str:
    """Return the address that shows how a target's status was computed, and its line."""
    return f"{state.link('muc-tieu')}&target={quote(target_id)}#{WORKING_ANCHOR}"


def render_tiles(tiles: Sequence[Tile]) -> None:
    """Draw tiles side by side; they wrap on narrow screens."""
    render(Markup('<div class="ntm-kpis">{}</div>').format(join(_tile(tile) for tile in tiles)))


def _tile(tile: Tile) -> Markup:
    tone = f"ntm-{tile.status.value}" if tile.status else ""
    status = pill(tile.status, tile.target_id) if tile.status else ""
    rows = (("unit", tile.unit), ("goal", tile.goal), ("goal", tile.others), ("delta", tile.delta))
    lines = join(
        Markup('<div class="{}">{}</div>').format(css, content) for css, content in rows if content
    )
    long = "long" if len(tile.value) > 8 else ""
    return Markup(
        '<div class="ntm-kpi {}"><div class="name">{}{}</div>'
        '<div class="value {}">{} {}</div>{}</div>'
    ).format(tone, tile.name, what(tile.help), long, tile.value, status, lines)
