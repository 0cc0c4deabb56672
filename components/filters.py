"""The global filters in the sidebar; every value is a code, as in the URL."""

from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from components import state
from components.pickers import Picker, render_column
from components.text import day, t
from domain import source_words
from domain.catalog import COUNTRY, LANGUAGES, Catalog, PeriodOption, Selection
from domain.criteria import CriteriaSet
from domain.plans import Plan

KEY = "filters"


def render_filters(catalog: Catalog, sets: Mapping[str, CriteriaSet]) -> Selection:
    """Draw the filters and return the choice.

    Args:
        catalog: What can be chosen.
        sets: Criteria sets by id, for their names.
    """
    chosen = state.current()
    with st.sidebar:
        render_column(
            KEY,
            [*_place_pickers(catalog, chosen), *_time_pickers(catalog, chosen)],
            t("filter.more"),
            _criterion_pickers(catalog, chosen, sets),
            [_language_switch(chosen)],
            lambda: state.take_pick(KEY),
        )
    return chosen


def meeting_pickers(catalog: Catalog) -> list[Picker]:
    """Return the filters a meeting needs: place, date and plan."""
    chosen = state.current()
    pickers = [*_place_pickers(catalog, chosen), *_time_pickers(catalog, chosen)]
    return [picker for picker in pickers if picker.name != "commune"]


def _picker(
    name: str,
    options: Iterable[object],
    chosen: object,
    label: Callable[[object], str],
    everything: str = "",
    heading: Callable[[object], str] = lambda _value: "",
) -> Picker:
    """Return a picker named as its URL parameter; ``everything`` is the entry for "no choice"."""
    entries = [(str(value), label(value), heading(value)) for value in options]
    if everything:
        entries.insert(0, ("", t(everything), ""))
    return Picker(name, t(f"filter.{name}"), entries, "" if chosen is None else str(chosen))


def _place_pickers(catalog: Catalog, chosen: Selection) -> list[Picker]:
    provinces = {p.code: p.name for p in catalog.provinces}
    with_data = [code for code in provinces if code in catalog.periods]
    others = [code for code in provinces if code not in catalog.periods]
    districts = {d.code: d.name for d in catalog.districts.get(chosen.province, ())}
    counted = {c.parent_code for c in catalog.communes.get(chosen.province, ())}
    communes = catalog.communes_of(chosen.province, chosen.district)
    names = {c.code: c.name for c in communes}
    parents = {c.code: districts.get(c.parent_code, "") for c in communes}
    return [
        _picker(
            "province",
            [*with_data, *([COUNTRY] if catalog.has_country else []), *others],
            chosen.province,
            lambda code: t("filter.country") if code == COUNTRY else provinces[str(code)],
            heading=lambda code: t(
                "filter.with_data" if code in (*with_data, COUNTRY) else "filter.without_data"
            ),
        ),
        _picker(
            "district",
            (code for code in districts if code in counted),
            chosen.district,
            lambda code: districts[str(code)],
            "" if catalog.only_district else "filter.all_districts",
        ),
        _picker(
            "commune",
            sorted(names, key=lambda code: list(districts.values()).index(parents[code])),
            chosen.commune,
            lambda code: names[str(code)],
            "filter.all_communes",
            lambda code: "" if chosen.district else parents[str(code)],
        ),
    ]


def _time_pickers(catalog: Catalog, chosen: Selection) -> list[Picker]:
    periods = catalog.periods.get(chosen.province, ())
    by_key = {p.key: p for p in periods if chosen.set_id in (None, p.set_id)}
    names = {d.code: d.name for d in catalog.districts.get(chosen.province, ())}
    plans = {p.plan_id: p for p in catalog.plans.get(chosen.province, ())}
    return [
        _picker(
            "date",
            sorted(by_key, reverse=True),
            chosen.as_of.isoformat() if chosen.as_of else None,
            lambda key: period_label(by_key[str(key)], names),
            "" if by_key else "filter.no_period",
        ),
        _picker(
            "plan",
            plans,
            chosen.plan,
            lambda plan_id: plan_label(plans[str(plan_id)]),
            "" if plans else "filter.no_plan",
        ),
    ]


def period_label(period: PeriodOption, district_names: Mapping[str, str]) -> str:
    """Return a date with its standing: "31/12/2021 · chốt", and the district it is limited to."""
    standing = t(f"status.snapshot.{period.status.value}")
    where = ", ".join(district_names.get(code, code) for code in period.district_codes)
    return " · ".join(part for part in (day(period.as_of), standing, where) if part)


def plan_label(plan: Plan) -> str:
    """Return a plan's short name: its number (its issuer for a draft without one) and years."""
    return source_words.plan_label(plan)


def _criterion_pickers(
    catalog: Catalog, chosen: Selection, sets: Mapping[str, CriteriaSet]
) -> list[Picker]:
    periods = catalog.periods.get(chosen.province, ())
    own_sets = list(dict.fromkeys(p.set_id for p in periods))
    current = next((p for p in periods if p.as_of == chosen.as_of), None)
    criteria_set = sets.get(current.set_id) if current else None
    language = state.language()
    set_id = criteria_set.set_id if criteria_set else ""
    group_names = {g.no: g.name(language) for g in criteria_set.groups} if criteria_set else {}
    groups = {no: group_names[no] for no in catalog.groups.get(set_id, ())}
    every = {c.no: c.name(language) for c in criteria_set.criteria} if criteria_set else {}
    criteria = {no: every[no] for no in catalog.criteria.get(set_id, ())}
    return [
        _picker(
            "set",
            own_sets,
            chosen.set_id,
            lambda set_id: sets[str(set_id)].short_decision,
            "filter.all_sets",
        ),
        _picker(
            "group", groups, chosen.group, lambda no: f"{no}. {groups[no]}", "filter.all_groups"
        ),
        _picker(
            "criterion",
            criteria,
            chosen.criterion,
            lambda no: f"{no}. {criteria[no]}",
            "filter.all_criteria",
        ),
    ]


def _language_switch(chosen: Selection) -> Picker:
    entries = [(code, t(f"language.{code}"), "") for code in LANGUAGES]
    return Picker("lang", t("filter.lang"), entries, chosen.language, "switch")
