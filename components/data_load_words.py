"""How a file stands, in a word and a colour; small texts shared by the parts of loading."""

from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import state
from components.text import number, t
from domain.intake.problems import Problem, Severity, describe

STYLE = Path(__file__).with_name("data_load.css").read_text(encoding="utf-8")
VIETNAM = timezone(timedelta(hours=7))
_TONES = {
    "ready": "achieved",
    "warned": "on_track",
    "asked": "behind",
    "loaded": "no_data",
    "blocked": "missed",
    "unreadable": "missed",
}


def render_style() -> None:
    """Add the styles of loading and its history to the page."""
    st.html(f"<style>{STYLE}</style>")


def condition(found: Any) -> str:
    """Return how a file stands: ready, warned, asked, loaded, blocked or unreadable."""
    reading = getattr(found, "reading", None)
    if reading is None:
        return "unreadable"
    if found.already_loaded is not None:
        return "loaded"
    severities = Counter(problem.severity for problem in reading.problems)
    if severities[Severity.ERROR]:
        return "blocked"
    if reading.questions:
        return "asked"
    if not reading.can_load:
        return "blocked"
    return "warned" if severities[Severity.WARNING] else "ready"


def pill(name: str) -> Markup:
    """Return how a file stands as a coloured word."""
    return Markup('<span class="ntm-pill ntm-{}">{}</span>').format(
        _TONES[name], t(f"load.condition.{name}")
    )


def explain(problem: Problem) -> tuple[str, str]:
    """Return why something is wrong and what to do, in the reader's language."""
    why, remedy, words = describe(problem)
    return t(why, **words), t(remedy, **words)


def size_text(size: int) -> str:
    """Write a number of bytes in kilobytes or megabytes."""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))} kB"
    return f"{number(size / 1_000_000, 1)} MB"


def moment(at: datetime) -> str:
    """Write a moment as the clocks in Vietnam show it: 25/07/2025 14:05."""
    form = "%d/%m/%Y %H:%M" if state.language() == "vi" else "%d %b %Y %H:%M"
    return at.astimezone(VIETNAM).strftime(form)


def written_day(value: date | None) -> str:
    """Write a date as it is typed in: 30/06/2021; empty without one."""
    return value.strftime("%d/%m/%Y") if value else ""
