"""What the matrix shows, and the same as files: wide (as shown) and long (a line a mark)."""

from dataclasses import dataclass

import streamlit as st

from components.downloads import csv_bytes
from components.names import Names
from components.text import t
from domain.assessment import count_met, is_assessed
from domain.situation import Situation


@dataclass(frozen=True)
class MatrixView:
    """What the matrix shows: the communes in order, split into blocks, and the criteria.

    Attributes:
        blocks: District code (empty = no heading) and its communes, in the order shown.
        numbers: Criteria shown.
        linked: Communes that have a profile.
    """

    blocks: tuple[tuple[str, tuple[str, ...]], ...]
    numbers: tuple[int, ...]
    linked: frozenset[str]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the communes in the order shown."""
        return tuple(code for _, codes in self.blocks for code in codes)


def level_text(scope: Situation, code: str, met: int | None) -> str:
    """Return a commune's standing in a word or two; every criterion met is not yet recognised."""
    level = scope.level_by_commune.get(code)
    if level:
        return t(f"matrix.level_{level.value}")
    return t("matrix.level_waiting" if met == scope.criteria_set.size else "matrix.level_none")


def render_downloads(scope: Situation, view: MatrixView, names: Names) -> None:
    """Offer what the matrix shows as two files: a column a criterion, or a line a mark."""
    stem = f"tieu-chi_{scope.province_code}_{scope.as_of.isoformat()}"
    with st.container(horizontal=True):
        for kind, build in (("wide", wide_table), ("long", long_table)):
            headings, rows = build(scope, view, names)
            st.download_button(
                t(f"matrix.download_{kind}"),
                csv_bytes(headings, rows),
                file_name=f"{stem}_{kind}.csv",
                mime="text/csv",
                key=f"criteria__download_{kind}",
                icon=":material/download:",
            )


def _note(scope: Situation) -> list[object]:
    source = t("frame.illustrative_source") if scope.is_illustrative else scope.basis_vi
    return [scope.as_of.isoformat(), scope.criteria_set.decision, source]


def _who(scope: Situation, names: Names, code: str) -> list[object]:
    return [code, names.commune(code), names.district(scope.district_by_commune[code])]


WHO = ("code", "commune", "district")
ABOUT = ("as_of", "set", "source")


def wide_table(
    scope: Situation, view: MatrixView, names: Names
) -> tuple[list[str], list[list[object]]]:
    """Return headings and rows with one column a criterion, as the matrix shows them."""
    met, assessed = count_met(scope.marks), is_assessed(scope.marks)
    headings = [t(f"matrix.column_{name}") for name in WHO]
    headings += [names.criterion(no) for no in view.numbers]
    headings += [t(f"matrix.column_{name}") for name in ("met", "level", *ABOUT)]
    rows = []
    for code in view.codes:
        total = int(met[code]) if assessed[code] else None
        marks = [t(f"status.{scope.marks.at[code, no]}") for no in view.numbers]
        level = level_text(scope, code, total)
        rows.append([*_who(scope, names, code), *marks, total, level, *_note(scope)])
    return headings, rows


def long_table(
    scope: Situation, view: MatrixView, names: Names
) -> tuple[list[str], list[list[object]]]:
    """Return headings and rows with one line a commune and criterion."""
    columns = (*WHO, "number", "criterion", "status", *ABOUT)
    rows = [
        [
            *_who(scope, names, code),
            no,
            names.criteria[no],
            t(f"status.{scope.marks.at[code, no]}"),
            *_note(scope),
        ]
        for code in view.codes
        for no in view.numbers
    ]
    return [t(f"matrix.column_{name}") for name in columns], rows
