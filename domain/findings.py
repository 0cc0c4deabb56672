"""What was recomputed in the plans: contradictions, choices of reading, and what agrees.

The printed figure and the recomputed one stand side by side; neither is corrected.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("disagrees", "tension", "missing", "agrees")
"""Kinds of finding, the most pressing first."""

SHOWN_FIRST = ("disagrees", "tension")
"""Kinds a reader should see without asking."""


@dataclass(frozen=True)
class Finding:
    """One row of ``inconsistencies.csv``; ``formula`` holds numbers and + - * / ( ) only."""

    no: int
    plan_ids: tuple[str, ...]
    kind: str
    subject_vi: str
    printed_vi: str
    recomputed_vi: str
    formula: str
    recomputed_value: float | None
    printed_value: float | None
    clause: str
    target_ids: tuple[str, ...]
    note_vi: str

    @property
    def is_across_plans(self) -> bool:
        """Tell whether it sets one document against another."""
        return len(self.plan_ids) > 1


def build_finding(row: Mapping[str, Any]) -> Finding:
    """Build a finding from one row of ``inconsistencies.csv``; empty cells are ``None``."""
    return Finding(
        no=int(row["no"]),
        plan_ids=_split(row["plan_ids"]),
        kind=row["kind"],
        subject_vi=row["subject_vi"],
        printed_vi=row["printed_vi"],
        recomputed_vi=row["recomputed_vi"],
        formula=row["formula"] or "",
        recomputed_value=row["recomputed_value"],
        printed_value=row["printed_value"],
        clause=row["clause"],
        target_ids=_split(row["target_ids"]),
        note_vi=row["note_vi"] or "",
    )


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part for part in (cell or "").split(";") if part)


def findings_of(findings: Iterable[Finding], plan_id: str) -> list[Finding]:
    """Return the findings that concern a plan, most pressing kind first, else in file order."""
    own = [finding for finding in findings if plan_id in finding.plan_ids]
    return sorted(own, key=lambda finding: (KINDS.index(finding.kind), finding.no))
