"""The legend of a map: class names, counts, what is missing or guessed."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from components.frame import render
from components.maps import MapClass, MapView
from components.text import number
from components.tips import what

_ENTRY: Final = Markup(
    '<li class="key"><span class="swatch{}" style="background-color:{}"></span>{} <b>{}</b></li>'
)
_GUESS: Final = Markup('<li class="key"><span class="swatch ntm-guess"></span>{}</li>')
_LEGEND: Final = Markup('<ul class="ntm-legend" aria-label="{}">{}</ul>')
_NOTE: Final = Markup('<div class="ntm-note">{}</div>')


def count_classes(view: MapView) -> list[tuple[MapClass, int]]:
    """Return every class once with its number of units, in legend order.

    Classes without any unit are kept, "no data" among them: an empty class is information too.
    """
    by_key: Counter[str] = Counter()
    for char, units in Counter(view.values).items():
        by_key[view.classes[char].key] += units
    classes = {each.key: each for each in view.classes.values()}
    return [(each, by_key[key]) for key, each in classes.items()]


def build_legend(
    counts: Sequence[tuple[MapClass, int]],
    *,
    title: str,
    guess: str = "",
    notes: Sequence[str] = (),
    help: str = "",
) -> Markup:
    """Return the legend as markup in which every word from outside is escaped.

    Args:
        counts: Classes in legend order with their number of units.
        title: What the legend explains, for screen readers.
        guess: Meaning of the dotted outline; left out when no unit has one.
        notes: Sentences below.
        help: How the classes are told apart, shown on hover, tap and focus.
    """
    entries = [
        _ENTRY.format(" ntm-hatch" if each.hatch else "", each.colour, each.label, number(units))
        for each, units in counts
    ]
    if guess:
        entries.append(_GUESS.format(guess))
    if help:
        entries.append(Markup("<li>{}</li>").format(what(help)))
    lines = Markup("").join(_NOTE.format(note) for note in notes)
    return _LEGEND.format(title, Markup("").join(entries)) + lines


def render_legend(
    counts: Sequence[tuple[MapClass, int]],
    *,
    title: str,
    guess: str = "",
    notes: Sequence[str] = (),
    help: str = "",
) -> None:
    """Draw the legend; arguments as for :func:`build_legend`."""
    render(build_legend(counts, title=title, guess=guess, notes=notes, help=help))
