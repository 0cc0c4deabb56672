"""The board as a file: every column of the targets and of their judgement."""

from collections.abc import Sequence

import streamlit as st

from components.downloads import csv_bytes
from components.target_words import Board, reason_text, verdict_word
from components.target_working import origin_text
from components.text import t
from domain.board import TargetStanding
from domain.plans import Plan
from domain.targets import Target

TARGET_COLUMNS = (
    "target_id",
    "plan_id",
    "scope_level",
    "scope_name",
    "metric",
    "metric_name",
    "criterion_no",
    "criterion_list",
    "comparator",
    "value",
    "value_max",
    "unit",
    "denominator",
    "stated_percent",
    "recomputed_percent",
    "increment",
    "due",
    "is_cumulative",
    "band_min",
    "band_max",
    "named_communes",
    "set_by",
    "clause",
    "note_vi",
    "province_code",
    "district_code",
)
STANDING_COLUMNS = (
    "as_of",
    "set",
    "actual",
    "numerator",
    "measured_of",
    "baseline_value",
    "baseline_on",
    "baseline_source",
    "expected",
    "shortfall",
    "gap",
    "pace_needed",
    "verdict",
    "reason",
    "formula",
    "source",
    "note",
)


def render_download(
    standings: Sequence[TargetStanding], plan: Plan, board: Board, basis: str, *, illustrative: bool
) -> None:
    """Offer the board of a plan as a CSV file.

    Args:
        standings: The plan's board.
        plan: The plan; names the file.
        board: Names and day judged.
        basis: Where the marks come from, one sentence; repeated in every row.
        illustrative: The marks are illustrative, which every row then says.
    """
    headings, rows = build_table(standings, board, basis, illustrative=illustrative)
    st.download_button(
        t("targets.download.label"),
        csv_bytes(headings, rows),
        file_name=f"{t('targets.download.file')}_{plan.plan_id}_{board.as_of.isoformat()}.csv",
        mime="text/csv",
        icon=":material/download:",
        key="targets__download",
        on_click="ignore",
    )


def build_table(
    standings: Sequence[TargetStanding], board: Board, basis: str, *, illustrative: bool
) -> tuple[list[str], list[list[object]]]:
    """Return headings and one row a target."""
    columns = (*TARGET_COLUMNS, *STANDING_COLUMNS)
    note = t("targets.download.illustrative") if illustrative else ""
    rows: list[list[object]] = []
    for standing in standings:
        values = _target(standing.target) | _standing(standing, board)
        entered = standing.measurement.entered
        values |= {"source": basis, "note": note}
        if entered:
            values |= {"source": origin_text(entered), "note": ""}
        rows.append([values[name] for name in columns])
    return [t(f"targets.csv.{name}") for name in columns], rows


def _target(target: Target) -> dict[str, object]:
    values: dict[str, object] = {
        name: getattr(target, name) for name in TARGET_COLUMNS if hasattr(target, name)
    }
    return values | {
        "metric_name": t(f"metric.{target.metric}", band=_band(target)),
        "criterion_list": ";".join(str(no) for no in target.criterion_list),
        "named_communes": ";".join(target.named_communes),
        "due": target.due.isoformat() if target.due else None,
    }


def _band(target: Target) -> str:
    low, high = target.band_min, target.band_max
    return str(low) if low == high else f"{low}–{high}"


def _standing(standing: TargetStanding, board: Board) -> dict[str, object]:
    judged, measured = standing.judgement, standing.measurement
    share, baseline = measured.share, judged.baseline
    return {
        "as_of": standing.judged_on(board.as_of).isoformat(),
        "set": board.decision,
        "actual": measured.value,
        "numerator": share.part if share else None,
        "measured_of": share.whole if share else None,
        "baseline_value": baseline.value if baseline else None,
        "baseline_on": baseline.on.isoformat() if baseline else None,
        "baseline_source": baseline.source if baseline else None,
        "expected": judged.expected,
        "shortfall": judged.shortfall,
        "gap": judged.gap,
        "pace_needed": judged.pace_needed,
        "verdict": verdict_word(standing.verdict),
        "reason": reason_text(standing),
        "formula": measured.formula,
    }
