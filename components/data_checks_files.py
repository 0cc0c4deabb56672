"""The findings as a file: one line a finding, with what was said about it last."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

import i18n
from components import state
from components.downloads import csv_bytes
from components.names import Names
from components.text import number, t
from domain.checks.finding import Finding
from domain.criteria import CriteriaSet

COLUMNS = (
    "severity",
    "rule",
    "where",
    "codes",
    "message",
    "do",
    "why",
    "source",
    "state",
    "said",
    "said_by",
    "said_on",
    "key",
    "as_of",
    "set",
    "provenance",
)


def render_download(
    shown: Sequence[Finding], report: Any, names: Names, criteria_set: CriteriaSet
) -> None:
    """Offer the findings that pass the filters as a CSV file, written when it is asked for."""
    stem = f"kiem-tra_{report.province_code}_{report.as_of.isoformat()}"
    # The file is written on another thread, which does not know the reader's language.
    decision, language = criteria_set.decision, state.language()
    write = partial(findings_csv, list(shown), report, names, decision, language)
    st.download_button(
        t("checks.download", count=number(len(shown))),
        write,
        file_name=f"{stem}{'_minh-hoa' if report.is_illustrative else ''}.csv",
        mime="text/csv",
        key="checks__download",
        icon=":material/download:",
        on_click="ignore",
        disabled=not shown,
    )


def findings_csv(
    shown: Sequence[Finding],
    report: Any,
    names: Names,
    decision: str,
    language: str,
) -> bytes:
    """Return the findings as CSV.

    Args:
        shown: The findings.
        report: What they are of, with the notes.
        names: Names of units.
        decision: Decision of the criteria set.
        language: Of the texts.
    """
    say, rows = partial(i18n.text, language), []
    for finding in shown:
        cells = _cells(finding, names, say, language) | _said(finding, report, say)
        cells |= {"as_of": report.as_of.isoformat(), "set": decision}
        rows.append([cells[name] for name in COLUMNS])
    return csv_bytes([say(f"checks.csv.{name}") for name in COLUMNS], rows)


def _cells(
    finding: Finding, names: Names, say: Callable[..., str], language: str
) -> dict[str, object]:
    where = [
        names.place(code) if code in names.district_of else names.district(code)
        for code in finding.unit_codes or (finding.province_code,)
    ]
    return {
        "severity": say(f"check.severity.{finding.severity}"),
        "rule": say(f"check.{finding.rule}.title"),
        "where": "; ".join(where),
        "codes": " ".join(finding.unit_codes),
        "message": finding.message(say, language),
        "do": say(f"check.{finding.rule}.do"),
        "why": say(f"check.{finding.rule}.why"),
        "source": finding.source,
        "key": finding.key,
        "provenance": say(f"sources.kind.{finding.basis.value}"),
    }


def _said(finding: Finding, report: Any, say: Callable[..., str]) -> dict[str, object]:
    notes = report.notes_of(finding)
    last = notes[-1] if notes else None
    return {
        "state": say(f"check.state.{report.state_of(finding)}"),
        "said": last.text if last else None,
        "said_by": last.actor if last else None,
        "said_on": last.at.isoformat(timespec="seconds") if last else None,
    }
