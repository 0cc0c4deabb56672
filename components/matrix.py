"""The matrix commune × criterion, with its choices, legend and downloads."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import link
from components.frame import join, render
from components.marks import CSS, SIGNS, render_legend
from components.matrix_files import (
    MatrixView,
    district_figures,
    level_text,
    marks_by_commune,
    render_downloads,
)
from components.names import Names
from components.standing import commune_link
from components.text import MISSING, number, t
from components.tips import what
from domain.assessment import count_met, is_assessed
from domain.catalog import Catalog
from domain.situation import Situation
from domain.standing import DistrictStanding, rank_districts
from domain.vietnamese import alphabetical
from domain.vocabulary import Status

SORTS = ("district", "met", "name")
ROWS = ("all", "open")
SAMPLE_CODE = "COMMUNE"
"""Stands for a code in the one link that is built; each row puts its own in its place."""


def render_matrix(scope: Situation, numbers: Sequence[int], names: Names, catalog: Catalog) -> None:
    """Draw the matrix of a scope with its controls.

    Args:
        scope: The communes and their marks.
        numbers: Criteria to show.
        names: Names of units and criteria.
        catalog: Which communes have a profile (a former unit has none).
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sort = st.segmented_control(
            t("matrix.sort"),
            SORTS,
            key=state.local("criteria", "matrix_sort", SORTS, SORTS[0]),
            format_func=lambda name: t(f"matrix.sort_{name}"),
            required=True,
        )
        rows = st.segmented_control(
            t("matrix.rows"),
            ROWS,
            key=state.local("criteria", "matrix_rows", ROWS, ROWS[0]),
            format_func=lambda name: t(f"matrix.rows_{name}"),
            required=True,
        )
    known = frozenset(c.code for c in catalog.communes.get(scope.province_code, ()))
    blocks = arrange(scope, names, sort or SORTS[0], only_open=rows == "open")
    shown = MatrixView(blocks, tuple(numbers), known)
    render_legend()
    if shown.codes:
        render(build_matrix(scope, shown, names))
    else:
        st.info(t("matrix.nobody"), icon=":material/info:")
    st.caption(t("matrix.note", shown=number(len(shown.codes)), total=number(len(scope.marks))))
    render_downloads(scope, shown, names)


def arrange(
    scope: Situation, names: Names, sort: str, *, only_open: bool
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Order the communes: by district (each by criteria met), by criteria met, or by name.

    Args:
        scope: The communes.
        names: Their names.
        sort: One of ``SORTS``.
        only_open: Leave out the communes already recognised.
    """
    met = count_met(scope.marks)
    codes = [c for c in scope.marks.index if not (only_open and c in scope.level_by_commune)]

    def by_met(code: str) -> tuple[object, ...]:
        return (-int(met[code]), alphabetical(names.commune(code)), code)

    if sort == "name":
        return (("", tuple(sorted(codes, key=lambda c: (alphabetical(names.commune(c)), c)))),)
    if sort == "met":
        return (("", tuple(sorted(codes, key=by_met))),)
    districts: dict[str, list[str]] = {}
    for code in sorted(codes, key=by_met):
        districts.setdefault(scope.district_by_commune[code], []).append(code)
    ordered = sorted(districts, key=lambda d: alphabetical(names.district(d)))
    return tuple((district, tuple(districts[district])) for district in ordered)


def build_matrix(scope: Situation, view: MatrixView, names: Names) -> Markup:
    """Build the table: heading with counts, districts, one row a commune."""
    return _Drawing(scope, view, names).table()


class _Drawing:
    """One matrix being drawn; what every row needs is looked up once."""

    def __init__(self, scope: Situation, view: MatrixView, names: Names) -> None:
        self.scope, self.view, self.names = scope, view, names
        self.met, self.assessed = count_met(scope.marks), is_assessed(scope.marks)
        self.marks = marks_by_commune(scope, view)
        self.opens = _group_starts(scope, view.numbers)
        self.profile_link = commune_link(SAMPLE_CODE)

    def table(self) -> Markup:
        """Return the whole table in its scrolling frame."""
        body: list[Markup] = []
        districts = {d.district_code: d for d in rank_districts(self.scope)}
        for district, codes in self.view.blocks:
            if district:
                body.append(self.district(districts[district]))
            body += [self.commune(code, in_block=bool(district)) for code in codes]
        return Markup(
            '<div class="ntm-matrix" tabindex="0" role="region" aria-label="{}"><table>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
        ).format(t("matrix.title"), self.heading(), join(body))

    def heading(self) -> Markup:
        """Return the heading: numbers with their names, and communes meeting each."""
        title = Markup("<th>{}<small>{}</small>").format(t("matrix.commune"), t("matrix.met_of"))
        size = number(self.scope.criteria_set.size)
        return join(
            [
                title,
                *(self.criterion(no) for no in self.view.numbers),
                Markup("<th>{}<small>/{}</small>").format(t("matrix.total"), size),
                Markup("<th>{}{}").format(t("matrix.level"), what(t("tip.status.level"))),
            ]
        )

    def criterion(self, no: int) -> Markup:
        """Return one criterion's heading."""
        count = int((self.scope.marks[no] == Status.MET.value).sum())
        return Markup('<th class="{}" title="{}">{}<small>{}</small>').format(
            "g" if no in self.opens else "",
            self.names.criterion(no),
            link(str(no), state.link("tieu-chi", criterion=no)),
            number(count),
        )

    def district(self, standing: DistrictStanding) -> Markup:
        """Return the row that opens a district's communes."""
        figures = district_figures(standing)
        return Markup('<tr class="d"><th>{}<td colspan="{}">{}').format(
            self.names.district(standing.district_code), len(self.view.numbers) + 2, figures
        )

    def commune(self, code: str, *, in_block: bool) -> Markup:
        """Return a commune's row; within a district's block the district goes without saying."""
        name: str | Markup = self.names.commune(code) if in_block else self.names.place(code)
        if code in self.view.linked:
            href = self.profile_link.replace(SAMPLE_CODE, code)
            name = Markup('<a href="{}" target="_self">{}</a>').format(href, name)
        pairs = zip(self.marks[code], self.view.numbers, strict=True)
        cells = join(_cell(mark, no in self.opens) for mark, no in pairs)
        total = int(self.met[code]) if self.assessed[code] else None
        return Markup("<tr><th>{}{}<td class=t>{}<td class=l>{}").format(
            name,
            cells,
            MISSING if total is None else number(total),
            level_text(self.scope, code),
        )


def _group_starts(scope: Situation, numbers: Iterable[int]) -> frozenset[int]:
    """Return the criteria that open another group than the one before them."""
    groups = [(no, scope.criteria_set.criterion(no).group_no) for no in numbers]
    return frozenset(no for (_, before), (no, own) in pairwise(groups) if own != before)


@lru_cache(maxsize=16)
def _cell(mark: str, opens_group: bool) -> Markup:
    """Return a cell without its end tag, which HTML lets go: there are thousands of them."""
    status = Status(mark)
    css = f"{CSS[status]} g".strip() if opens_group else CSS[status]
    if not css:
        return Markup("<td>{}").format(SIGNS[status])
    return Markup('<td class="{}">{}').format(css, SIGNS[status])
