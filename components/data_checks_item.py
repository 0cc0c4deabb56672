"""One rule's heading and one finding: the sentence, its units, and what people said about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import streamlit as st
from markupsafe import Markup

from components import account, state
from components.bars import link
from components.data_load_files import actor, keep_actor
from components.data_load_words import moment
from components.frame import join, render
from components.names import Names
from components.text import number, t
from domain.access import Permission
from domain.checks.finding import Finding, Severity
from domain.checks.notes import State, state_of

DISTRICT_LENGTH = 3
UNITS_NAMED = 12
"""Units of one finding that are named; of more only their number is given."""

SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFO: "i"}
ACTOR_LENGTH, WORDS_LENGTH = 100, 2000


class Said(Protocol):
    """One note on a finding."""

    @property
    def action(self) -> str:
        """Return ``comment``, ``explained`` or ``reopened``."""
        ...

    @property
    def text(self) -> str:
        """Return what was said."""
        ...

    @property
    def actor(self) -> str:
        """Return who said it."""
        ...

    @property
    def at(self) -> datetime:
        """Return when."""
        ...

    @property
    def figures(self) -> str:
        """Return which figures were explained."""
        ...


Write = Callable[..., Any]
"""Writes a note: finding key, province, date; action, words, actor and figures by name."""


@dataclass(frozen=True)
class Desk:
    """What findings are shown with: names of units, the notes on them, and how to write one."""

    names: Names
    notes: Callable[[Finding], Sequence[Said]]
    write: Write


def severity_pill(severity: Severity) -> Markup:
    """Return how pressing a finding is as a coloured word with its sign."""
    return Markup('<span class="ntm-pill ck-{}">{} {}</span>').format(
        severity.value, SIGNS[severity], t(f"check.severity.{severity.value}")
    )


def render_rule(rule: str, severity: Severity, count: int, explained: int) -> None:
    """Draw the heading of one rule's findings: what it found, why it asks, what to do."""
    counts = t("checks.count", count=number(count))
    if explained:
        counts += " · " + t("checks.count_explained", count=number(explained))
    render(
        Markup(
            '<div class="ck-head">{}<h3>{}</h3><span class="count">{}</span></div>'
            '<div class="ck-rule"><b>{}</b><span>{}</span><b>{}</b><span>{}</span></div>'
        ).format(
            severity_pill(severity),
            t(f"check.{rule}.title"),
            counts,
            t("checks.do"),
            t(f"check.{rule}.do"),
            t("checks.why"),
            t(f"check.{rule}.why"),
        )
    )


def render_finding(finding: Finding, desk: Desk) -> None:
    """Draw one finding; opening it shows what was said and takes another note."""
    notes = desk.notes(finding)
    explained = state_of(notes, finding.figures) is State.EXPLAINED
    reason = next((n for n in reversed(notes) if n.action == "explained"), None)
    with st.container(key=f"checks__item_{finding.key}"):
        last = next((n.action for n in reversed(notes) if n.action != "comment"), "")
        is_outdated = last == "explained" and not explained
        shown = reason if explained or is_outdated else None
        render(_sentence(finding, desk.names, shown, is_outdated=is_outdated))
        label = t("checks.open_explained" if explained else "checks.open")
        if notes:
            label = f"{label} · {t('checks.notes', count=number(len(notes)))}"
        # Only an opened one is filled: twenty forms would cost a page more than its findings.
        box = st.expander(
            label, key=f"checks__open_{finding.key}", on_change="rerun", type="compact"
        )
        if box.open:
            with box:
                if notes:
                    render(join(_note(note) for note in notes))
                if account.may(Permission.NOTE):
                    _render_form(finding, desk, explained=explained)


def _sentence(finding: Finding, names: Names, reason: Said | None, *, is_outdated: bool) -> Markup:
    """Return a finding in words.

    Args:
        finding: The finding.
        names: Names of units.
        reason: How it was explained, if it is.
        is_outdated: The figures have changed since.
    """
    lines = []
    if reason and is_outdated:
        before = t("checks.explained_before", who=reason.actor, reason=reason.text)
        lines.append(Markup('<div class="meta">{}</div>').format(before))
    elif reason:
        done = t("checks.explained_by", who=reason.actor, reason=reason.text)
        lines.append(Markup('<div class="meta"><span class="done">✓</span> {}</div>').format(done))
    if finding.source:
        lines.append(Markup('<div class="meta">{}</div>').format(_source(finding.source)))
    message = finding.message(t, state.language())
    return Markup(
        '<div class="ck-item ck-{} {}"><div class="where">{}</div><div class="say">{}</div>{}</div>'
    ).format(
        finding.severity.value,
        "ck-explained" if reason and not is_outdated else "",
        _units(finding, names),
        # Some begin with the name of a figure, which is written small within a sentence.
        message[:1].upper() + message[1:],
        join(lines),
    )


def _source(source: str) -> Markup:
    text = t("checks.source", source=source)
    if not source.startswith(("https://", "http://")):
        return Markup("{}").format(text)
    return Markup(
        '<a class="ntm-link" href="{}" target="_blank" rel="noopener noreferrer">{}</a>'
    ).format(source, text)


def _units(finding: Finding, names: Names) -> Markup:
    codes = finding.unit_codes
    if not codes:
        return Markup("{}").format(names.district(finding.province_code))
    shown = [_unit(code, names, finding.as_of) for code in codes[:UNITS_NAMED]]
    listed = Markup("; ").join(shown)
    if len(codes) > UNITS_NAMED:
        more = t("checks.more_units", count=number(len(codes) - UNITS_NAMED))
        return Markup("{} {}").format(listed, more)
    return listed


def _unit(code: str, names: Names, as_of: date) -> Markup:
    if len(code) == DISTRICT_LENGTH:
        href = state.link("tong-quan", district=code, commune=None, as_of=as_of)
        return link(names.district(code), href)
    district = names.district_of.get(code, "")
    href = state.link("ho-so-xa", commune=code, as_of=as_of)
    return Markup('{}<span class="at">, {}</span>').format(
        link(names.commune(code), href), names.district(district)
    )


def _note(note: Said) -> Markup:
    return Markup('<div class="ck-note">{}<div class="meta">{}</div></div>').format(
        note.text or t(f"checks.action.{note.action}"),
        f"{t(f'checks.action.{note.action}')} · {note.actor} · {moment(note.at)}",
    )


def _render_form(finding: Finding, desk: Desk, *, explained: bool) -> None:
    key = finding.key
    with st.form(f"checks__form_{key}", border=False, width=720):
        who = st.text_input(
            t("checks.who"),
            value=actor(),
            max_chars=ACTOR_LENGTH,
            key=f"checks__who_{key}",
            disabled=bool(account.person()),
        )
        words = st.text_area(
            t("checks.words"),
            placeholder=t("checks.words_hint"),
            max_chars=WORDS_LENGTH,
            height=90,
            # Empty again after every note.
            key=f"checks__words_{key}_{len(desk.notes(finding))}",
        )
        with st.container(horizontal=True):
            turn = "reopened" if explained else "explained"
            turned = st.form_submit_button(t(f"checks.submit.{turn}"), type="primary")
            commented = st.form_submit_button(t("checks.submit.comment"))
    if turned or commented:
        _write(finding, desk, turn if turned else "comment", keep_actor(who), words.strip())


def _write(finding: Finding, desk: Desk, action: str, who: str, words: str) -> None:
    """Write a note, or say what it lacks."""
    if not who or not words:
        st.warning(t("checks.lacks_who" if not who else "checks.lacks_words"))
        return
    outcome = desk.write(
        finding.key,
        finding.province_code,
        finding.as_of,
        action=action,
        words=words,
        actor=who,
        figures=finding.figures,
    )
    if outcome.fate != "done":
        st.error(t("checks.busy"))
        return
    st.toast(t(f"checks.told.{action}"), icon=":material/check:")
    st.rerun()
