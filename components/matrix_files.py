"""What the matrix shows, and the same as files: wide (as shown) and long (a line a mark)."""

from dataclasses import dataclass

import streamlit as st

from components.downloads import csv_bytes
from components.file_about import ABOUT, about
from components.names import Names
from components.text import fraction, number, t
from domain.assessment import count_met, is_assessed
from domain.situation import Situation
from domain.standing import DistrictStanding
from domain.vocabulary import Status


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


def level_text(scope: Situation, code: str) -> str:
    """Return a commune's standing in a word or two; every criterion met is not yet recognised."""
    return t(f"matrix.level_{scope.title_of(code)}")


def district_figures(standing: DistrictStanding) -> str:
    """Return a district's recognised communes, as far as any are known, and its average."""
    average = number(standing.average, 2)
    if standing.is_least and not standing.recognised.part:
        return t("matrix.district_average", average=average)
    recognised = fraction(standing.recognised, is_least=standing.is_least)
    return t("matrix.district", recognised=recognised, average=average)


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


WHO = ("code", "commune", "district")


def marks_by_commune(scope: Situation, view: MatrixView) -> dict[str, list[str]]:
    """Return the marks shown, in the order of the criteria; one lookup a commune, not a cell."""
    shown = scope.marks.loc[list(view.codes), list(view.numbers)]
    return dict(zip(view.codes, shown.to_numpy().tolist(), strict=True))


def _who(scope: Situation, names: Names, code: str) -> list[object]:
    return [code, names.commune(code), names.district(scope.district_by_commune[code])]


def wide_table(
    scope: Situation, view: MatrixView, names: Names
) -> tuple[list[str], list[list[object]]]:
    """Return headings and rows with one column a criterion, as the matrix shows them."""
    met, assessed = count_met(scope.marks), is_assessed(scope.marks)
    words, note = {status.value: t(f"status.{status.value}") for status in Status}, about(scope)
    headings = [t(f"matrix.column_{name}") for name in WHO]
    headings += [names.criterion(no) for no in view.numbers]
    headings += [t(f"matrix.column_{name}") for name in ("met", "level", *ABOUT)]
    rows = []
    for code, marks in marks_by_commune(scope, view).items():
        total = int(met[code]) if assessed[code] else None
        level = level_text(scope, code)
        shown = [words[mark] for mark in marks]
        rows.append([*_who(scope, names, code), *shown, total, level, *note])
    return headings, rows


def long_table(
    scope: Situation, view: MatrixView, names: Names
) -> tuple[list[str], list[list[object]]]:
    """Return headings and rows with one line a commune and criterion."""
    words, note = {status.value: t(f"status.{status.value}") for status in Status}, about(scope)
    columns = (*WHO, "number", "criterion", "status", *ABOUT)
    rows = []
    for code, marks in marks_by_commune(scope, view).items():
        who = _who(scope, names, code)
        for no, mark in zip(view.numbers, marks, strict=True):
            rows.append([*who, no, names.criteria[no], words[mark], *note])
    return [t(f"matrix.column_{name}") for name in columns], rows
