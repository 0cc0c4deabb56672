"""Headline tiles: one figure each, with denominator, target, status word and change."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components.frame import join, render
from components.text import t
from domain.progress import Progress

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
    """One headline figure; every text is ready for display."""

    name: str
    value: str
    unit: str = ""
    goal: str = ""
    others: str = ""
    delta: str = ""
    status: Progress | None = None


def pill(status: Progress) -> Markup:
    """Return the status word as a coloured pill with its sign."""
    return Markup('<span class="ntm-pill ntm-{}">{} {}</span>').format(
        status.value, SYMBOLS[status], t(f"progress.{status.value}")
    )


def render_tiles(tiles: Sequence[Tile]) -> None:
    """Draw tiles side by side; they wrap on narrow screens."""
    render(Markup('<div class="ntm-kpis">{}</div>').format(join(_tile(tile) for tile in tiles)))


def _tile(tile: Tile) -> Markup:
    tone = f"ntm-{tile.status.value}" if tile.status else ""
    status = pill(tile.status) if tile.status else ""
    rows = (("unit", tile.unit), ("goal", tile.goal), ("goal", tile.others), ("delta", tile.delta))
    lines = join(
        Markup('<div class="{}">{}</div>').format(css, content) for css, content in rows if content
    )
    long = "long" if len(tile.value) > 8 else ""
    return Markup(
        '<div class="ntm-kpi {}"><div class="name">{}</div>'
        '<div class="value {}">{} {}</div>{}</div>'
    ).format(tone, tile.name, long, tile.value, status, lines)
