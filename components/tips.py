"""What a word or a figure means, shown on hover, on a tap and with the keyboard, without a script.

The explanation of a status word is sent once, with the style sheet, however often the word stands
on the page; that of a figure travels with it.
"""

from pathlib import Path

from markupsafe import Markup

from components.text import t
from domain.board import VERDICTS
from domain.duties.status import State

STYLE = Path(__file__).with_name("tips.css").read_text(encoding="utf-8")


NOTHING_FITS = '[role="listbox"][data-empty]::after {{ content: {}; }}'
"""What a list of Streamlit says when nothing fits is English, and outside the page."""


def tip_style() -> str:
    """Return the styles of explanations, with those of every status word in the language."""
    words = [(f"tip-{verdict}", t(f"tip.progress.{verdict}")) for verdict in VERDICTS]
    words += [(f"tip-task-{of.value}", t(f"tip.task.{of.value}")) for of in State]
    rules = [f".{name}::after {{ content: {_quoted(text)}; }}" for name, text in words]
    return "\n".join([STYLE, *rules, NOTHING_FITS.format(_quoted(t("filter.nothing_fits")))])


def _quoted(text: str) -> str:
    """Return a text as a string of a style sheet; nothing in it can end the string or the sheet."""
    safe = {"\\": "\\5c ", '"': "\\22 ", "<": "\\3c ", "\n": " "}
    return '"' + "".join(safe.get(letter, letter) for letter in text) + '"'


def what(text: str) -> Markup:
    """Return a mark that tells what a figure means; nothing without an explanation."""
    if not text:
        return Markup("")
    return Markup(
        ' <span class="ntm-what" tabindex="0" role="note" aria-label="{}">?</span>'
    ).format(text)
