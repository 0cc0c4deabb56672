"""Choosing a commune: a search and a list, nearest to the line first or by district."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Cell, link, render_list
from components.frame import render
from components.matrix_files import level_text
from components.names import Names
from components.standing import commune_link
from components.text import MISSING, number, plain, t
from domain.catalog import UnitOption
from domain.neighbours import Neighbour, matches, nearest_first
from domain.profile import read_dated
from domain.situation import Situation
from domain.vietnamese import alphabetical

ORDERS = ("nearest", "district")
NAMED = 3
"""Up to so many missing criteria are named, beyond only their numbers are given."""


def render_picker(
    communes: Sequence[UnitOption], scope: Situation | None, names: Names, place: str
) -> None:
    """Draw the search and the list of communes, each a link to its profile.

    Args:
        communes: Communes of the place.
        scope: Their marks, if any are loaded.
        names: Names of units and criteria.
        place: Name of the province or district.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        query = st.text_input(
            t("commune.search"),
            key="commune__search",
            placeholder=t("commune.search_hint"),
            icon=":material/search:",
            width=360,
        )
        order = st.segmented_control(
            t("commune.order"),
            ORDERS,
            key=state.local("commune", "commune_order", ORDERS, ORDERS[0]),
            format_func=lambda name: t(f"commune.order_{name}"),
            required=True,
            label_visibility="collapsed",
        )
    listed = list_rows(communes, scope, names, query)
    if not listed:
        st.info(t("commune.nothing_found", query=plain(query)), icon=":material/search_off:")
        return
    key = "found" if scope is None or scope.knows_recognitions else "found_least"
    st.caption(t(f"commune.{key}", count=number(len(listed)), place=plain(place)))
    if order == "district":
        _render_by_district(listed, scope, names)
    else:
        _render_list([_row(item, scope, names) for item in listed], with_district=True)


def list_rows(
    communes: Sequence[UnitOption], scope: Situation | None, names: Names, query: str
) -> list[Neighbour]:
    """Return the communes whose name or district answers the search, nearest to the line first."""
    known = {c.code for c in communes}
    listed = [n for n in nearest_first(scope) if n.commune_code in known] if scope else []
    seen = {n.commune_code for n in listed}
    listed += [Neighbour(c.code, None, None) for c in communes if c.code not in seen]
    return [n for n in listed if matches(f"{n.commune_code} {names.place(n.commune_code)}", query)]


def _render_by_district(listed: Sequence[Neighbour], scope: Situation | None, names: Names) -> None:
    districts: dict[str, list[Neighbour]] = {}
    for item in listed:
        districts.setdefault(names.district_of.get(item.commune_code, ""), []).append(item)
    for code in sorted(districts, key=lambda c: alphabetical(names.district(c))):
        render(Markup('<h4 class="ntm-block">{}</h4>').format(names.district(code)))
        _render_list([_row(item, scope, names) for item in districts[code]], with_district=False)


def _row(item: Neighbour, scope: Situation | None, names: Names) -> list[Cell]:
    code = item.commune_code
    district = names.district(names.district_of.get(code, ""))
    name = link(names.commune(code), commune_link(code))
    if scope is None or item.met is None:
        return [name, district, MISSING, MISSING, t("status.not_assessed")]
    met = f"{number(item.met)}/{number(scope.criteria_set.size)}"
    dated = read_dated(scope, code)
    missing = dated.missing if dated else ()
    if len(missing) <= NAMED:
        lacks = "; ".join(names.criterion(no) for no in missing) or MISSING
    else:
        numbers = ", ".join(str(no) for no in missing)
        lacks = t("commune.lacks_numbers", count=number(len(missing)), numbers=numbers)
    return [name, district, met, level_text(scope, code), lacks]


def _render_list(rows: Sequence[Sequence[Cell]], *, with_district: bool) -> None:
    headings = [t(f"commune.head_{h}") for h in ("commune", "district", "met", "level", "lacks")]
    if with_district:
        render_list(headings, rows, frozenset({2}), tips={3: t("tip.status.level")})
    else:
        kept = [0, 2, 3, 4]
        render_list(
            [headings[i] for i in kept],
            [[row[i] for i in kept] for row in rows],
            frozenset({1}),
            tips={2: t("tip.status.level")},
        )
