"""The matrix commune × criterion of a scenario: a click turns a cell over."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st

from components.matrix import arrange
from components.matrix_files import district_figures
from components.names import Names
from components.text import MISSING, number, signed, t
from domain.assessment import count_met, is_assessed
from domain.scenario.model import Cell
from domain.scenario.outcome import Outcome
from domain.standing import rank_districts
from domain.vocabulary import Status

# The newline at the start tells Streamlit that this is a script and not a file name.
_SCRIPT: Final = "\n" + (Path(__file__).parent / "browser_assets" / "scenario_matrix.js").read_text(
    "utf-8"
)
_component = st.components.v2.component("ntm_scenario_matrix", js=_SCRIPT, isolate_styles=False)

CHARS = {Status.MET: "m", Status.NEARLY_MET: "n", Status.NOT_MET: "x", Status.NOT_ASSESSED: "u"}


def _ignore() -> None:
    """Stand in for the callback by which Streamlit learns the name of the trigger."""


def render_editor_matrix(
    outcome: Outcome, district: str | None, names: Names, *, only_open: bool, key: str
) -> Cell | None:
    """Draw the matrix and return the cell that was just turned over.

    Args:
        outcome: The scenario; marks are the snapshot's, with what is assumed on top.
        district: District shown; ``None`` = all.
        names: Names of units and criteria.
        only_open: Leave out the communes recognised in the snapshot.
        key: Identity of the matrix on its page.
    """
    data = build_data(outcome, district, names, only_open=only_open)
    result = _component(key=key, data=data, on_turned_change=_ignore)
    return read_turn(result.get("turned"))


def read_turn(value: object) -> Cell | None:
    """Return the cell a browser names, ``None`` when it is none; look it up before use."""
    if not isinstance(value, Mapping):
        return None
    code, no = value.get("code"), value.get("no")
    return (code, no) if isinstance(code, str) and isinstance(no, int) else None


def build_data(
    outcome: Outcome, district: str | None, names: Names, *, only_open: bool
) -> dict[str, Any]:
    """Return what is sent to the browser: plain values only."""
    base = outcome.base.in_district(district)
    assumed = outcome.assumed.in_district(district)
    met, assessed = count_met(assumed.marks), is_assessed(assumed.marks)
    standings = {d.district_code: d for d in rank_districts(assumed)}
    counts = {c.key: c for c in outcome.criteria}
    rows: list[dict[str, Any]] = []
    for block, codes in arrange(base, names, "district", only_open=only_open):
        standing = standings[block]
        note = district_figures(standing)
        rows.append({"code": "", "name": names.district(block), "note": note})
        for code in codes:
            marks = base.marks.loc[code]
            level = assumed.level_by_commune.get(code)
            is_new = code in assumed.level_by_commune and code not in base.level_by_commune
            rows.append(
                {
                    "code": code,
                    "name": names.commune(code),
                    "marks": "".join(CHARS[Status(mark)] for mark in marks),
                    "flips": "".join(
                        "1" if (code, no) in outcome.content.overrides else "0"
                        for no in base.criteria_set.numbers
                    ),
                    "total": number(int(met[code])) if assessed[code] else MISSING,
                    "level": t("scenarios.level_new")
                    if is_new
                    else (t(f"level.{level.value}") if level else ""),
                }
            )
    return {
        "rows": rows,
        "criteria": [
            {
                "no": no,
                "name": names.criterion(no),
                "after": number(counts[str(no)].after),
                "change": signed(counts[str(no)].difference) if counts[str(no)].difference else "",
            }
            for no in base.criteria_set.numbers
        ],
        "words": {
            "title": t("scenarios.matrix"),
            "commune": t("matrix.commune"),
            "total": t("matrix.total"),
            "level": t("matrix.level"),
            "criterion": t("param.criterion"),
            "flipped": t("scenarios.assumed"),
            "m": t("status.met"),
            "n": t("status.nearly_met"),
            "x": t("status.not_met"),
            "u": t("status.not_assessed"),
        },
    }
