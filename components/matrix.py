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
from components.matrix_files import MatrixView, level_text, render_downloads
from components.names import Names
from components.standing import commune_link
from components.text import MISSING, fraction, number, t
from domain.assessment import count_met, is_assessed
from domain.catalog import Catalog
from domain.situation import Situation
from domain.standing import rank_districts
from domain.vietnamese import alphabetical
from domain.vocabulary import Status

SORTS = ("district", "met", "name")
ROWS = ("all", "open")


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
    body: list[Markup] = []
    standing = {
        d.district_code: d
        for d in rank_districts(scope.marks, scope.level_by_commune, scope.district_by_commune)
    }
    met, assessed = count_met(scope.marks), is_assessed(scope.marks)
    width = len(view.numbers) + 2
    starts = _group_starts(scope, view.numbers)
    for district, codes in view.blocks:
        if district:
            d = standing[district]
            figures = t(
                "matrix.district",
                recognised=fraction(d.recognised),
                average=number(d.average, 2),
            )
            body.append(
                Markup('<tr class="d"><th>{}</th><td colspan="{}">{}</td></tr>').format(
                    names.district(district), width, figures
                )
            )
        for code in codes:
            total = int(met[code]) if assessed[code] else None
            body.append(_row(scope, view, names, code, total, starts, in_block=bool(district)))
    return Markup(
        '<div class="ntm-matrix" tabindex="0" role="region" aria-label="{}"><table>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(t("matrix.title"), _heading(scope, view, names, starts), join(body))


def _group_starts(scope: Situation, numbers: Iterable[int]) -> frozenset[int]:
    """Return the criteria that open another group than the one before them."""
    groups = [(no, scope.criteria_set.criterion(no).group_no) for no in numbers]
    return frozenset(no for (_, before), (no, own) in pairwise(groups) if own != before)


def _heading(scope: Situation, view: MatrixView, names: Names, starts: frozenset[int]) -> Markup:
    cells = [Markup("<th>{}<small>{}</small></th>").format(t("matrix.commune"), t("matrix.met_of"))]
    for no in view.numbers:
        count = int((scope.marks[no] == Status.MET.value).sum())
        cells.append(
            Markup('<th class="{}" title="{}">{}<small>{}</small></th>').format(
                "g" if no in starts else "",
                names.criterion(no),
                link(str(no), state.link("tieu-chi", criterion=no)),
                number(count),
            )
        )
    size = number(scope.criteria_set.size)
    cells.append(Markup("<th>{}<small>/{}</small></th>").format(t("matrix.total"), size))
    cells.append(Markup("<th>{}</th>").format(t("matrix.level")))
    return join(cells)


def _row(
    scope: Situation,
    view: MatrixView,
    names: Names,
    code: str,
    total: int | None,
    starts: frozenset[int],
    *,
    in_block: bool,
) -> Markup:
    # Within a district's block the district goes without saying; elsewhere names repeat.
    name = names.commune(code) if in_block else names.place(code)
    marks = scope.marks.loc[code]
    cells = join(_cell(Status(marks[no]), no in starts) for no in view.numbers)
    return Markup('<tr><th>{}</th>{}<td class="t">{}</td><td class="l">{}</td></tr>').format(
        link(name, commune_link(code) if code in view.linked else ""),
        cells,
        MISSING if total is None else number(total),
        level_text(scope, code, total),
    )


@lru_cache(maxsize=16)
def _cell(mark: Status, opens_group: bool) -> Markup:
    css = f"{CSS[mark]} g".strip() if opens_group else CSS[mark]
    if not css:
        return Markup("<td>{}</td>").format(SIGNS[mark])
    return Markup('<td class="{}">{}</td>').format(css, SIGNS[mark])
