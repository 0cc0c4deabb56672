"""From marks per commune and criterion to the figures of a report.

``Marks`` everywhere is a frame with one row a commune (index ``commune_code``, str) and one column
a criterion number (int); cells are :class:`~domain.vocabulary.Status` values, absent marks are
``not_assessed``.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from domain.bands import BandScheme
from domain.criteria import CriteriaSet
from domain.figures import Share, average
from domain.vocabulary import Status

Marks = pd.DataFrame


def build_marks(rows: pd.DataFrame, communes: Iterable[str], criteria_set: CriteriaSet) -> Marks:
    """Spread long rows into marks for exactly ``communes`` × the criteria of the set.

    Args:
        rows: ``commune_code`` (str), ``criterion_no`` (int), ``status`` (str); rows of other
            communes are ignored.
        communes: The communes of the scope; one without rows is not assessed.
        criteria_set: Gives the columns.

    Raises:
        ValueError: A commune has two marks for one criterion, or a mark for a number outside the
            set.
    """
    index = pd.Index(list(communes), name="commune_code")
    own = rows[rows["commune_code"].isin(index)]
    if own.duplicated(["commune_code", "criterion_no"]).any():
        raise ValueError("a commune has two marks for one criterion")
    if not set(own["criterion_no"]) <= set(criteria_set.numbers):
        raise ValueError(f"a mark lies outside {criteria_set.set_id}")
    wide = own.pivot(index="commune_code", columns="criterion_no", values="status")
    wide = wide.reindex(index=index, columns=list(criteria_set.numbers)).astype(object)
    return wide.where(wide.notna(), Status.NOT_ASSESSED.value)


def count_met(marks: Marks) -> pd.Series:
    """Return criteria met per commune (int, index ``commune_code``)."""
    return pd.Series(np.sum(marks.to_numpy() == Status.MET.value, axis=1), marks.index, dtype=int)


def is_assessed(marks: Marks) -> pd.Series:
    """Tell per commune whether anything was assessed at all (bool, index ``commune_code``)."""
    known = np.any(marks.to_numpy() != Status.NOT_ASSESSED.value, axis=1)
    return pd.Series(known, marks.index, dtype=bool)


def missing_criteria(marks: Marks, commune_code: str) -> list[int]:
    """Return the numbers one commune has been assessed on and does not meet, in order.

    Criteria not assessed are not listed: what is unknown is not "not met".
    """
    lacking = (Status.NOT_MET.value, Status.NEARLY_MET.value)
    held = marks.to_numpy()[marks.index.get_loc(commune_code)]
    return [int(no) for no, mark in zip(marks.columns, held, strict=True) if mark in lacking]


@dataclass(frozen=True)
class CriterionCount:
    """How the communes of a scope stand on one criterion; counts of communes."""

    criterion_no: int
    met: int
    nearly_met: int
    not_met: int
    not_assessed: int

    @property
    def share_met(self) -> Share:
        """Return communes meeting it over all communes of the scope."""
        return Share(self.met, self.met + self.nearly_met + self.not_met + self.not_assessed)


@dataclass(frozen=True)
class Summary:
    """The figures of one scope at one date.

    ``average`` is total criteria met ÷ communes assessed, so that a commune without data does not
    count as zero; with full coverage this is the printed average. ``histogram`` counts the assessed
    communes by criteria met, ``bands`` groups it.
    """

    communes: int
    assessed: int
    all_met_codes: tuple[str, ...]
    recognised_codes: tuple[str, ...]
    criteria_met_total: int
    criteria_possible_total: int
    average: Decimal | None
    minimum: int | None
    histogram: dict[int, int]
    bands: dict[str, int]
    per_criterion: tuple[CriterionCount, ...]

    @property
    def recognised(self) -> Share:
        """Return communes recognised over all communes of the scope."""
        return Share(len(self.recognised_codes), self.communes)

    @property
    def all_met(self) -> Share:
        """Return communes holding every criterion over all communes of the scope."""
        return Share(len(self.all_met_codes), self.communes)

    @property
    def criteria_met(self) -> Share:
        """Return criteria met over communes × criteria of the set."""
        return Share(self.criteria_met_total, self.criteria_possible_total)

    @property
    def is_complete(self) -> bool:
        """Tell whether every commune of the scope has been assessed."""
        return self.assessed == self.communes


def summarise(
    marks: Marks, recognised: Iterable[str], criteria_set: CriteriaSet, scheme: BandScheme
) -> Summary:
    """Compute the figures of a scope.

    Args:
        marks: The communes of the scope and their marks.
        recognised: Codes recognised at the date, any level (levels are nested); codes outside the
            scope are ignored.
        criteria_set: The set the marks belong to.
        scheme: Bands to count communes in; communes not assessed are in none.

    Source: design rules of arithmetic; QĐ 1980/QĐ-TTg and successors for the nesting of levels.
    """
    met, assessed = count_met(marks), is_assessed(marks)
    known = met[assessed]
    total = int(known.sum())
    return Summary(
        communes=len(marks),
        assessed=int(assessed.sum()),
        all_met_codes=tuple(sorted(known.index[known == criteria_set.size])),
        recognised_codes=tuple(sorted(set(recognised) & set(marks.index))),
        criteria_met_total=total,
        criteria_possible_total=len(marks) * criteria_set.size,
        average=average(total, int(assessed.sum())),
        minimum=int(known.min()) if len(known) else None,
        histogram=dict(sorted(Counter(int(value) for value in known).items())),
        bands=scheme.count(int(value) for value in known),
        per_criterion=count_criteria(marks),
    )


def count_criteria(marks: Marks) -> tuple[CriterionCount, ...]:
    """Count communes by status for each criterion, in the order of the columns."""
    values = marks.to_numpy()
    counts = {status: (values == status.value).sum(axis=0) for status in Status}
    return tuple(
        CriterionCount(
            criterion_no=int(no),
            met=int(counts[Status.MET][position]),
            nearly_met=int(counts[Status.NEARLY_MET][position]),
            not_met=int(counts[Status.NOT_MET][position]),
            not_assessed=int(counts[Status.NOT_ASSESSED][position]),
        )
        for position, no in enumerate(marks.columns)
    )


def meets_all(marks: Marks, numbers: Iterable[int]) -> pd.Series:
    """Tell per commune whether it meets every criterion of ``numbers`` (bool).

    Source: "đạt nhóm tiêu chí" in QĐ 1334/QĐ-UBND of Kon Tum is read as meeting each of the group.
    """
    return (marks[list(numbers)] == Status.MET.value).all(axis=1)
