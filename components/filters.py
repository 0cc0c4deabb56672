"""The global filters in the sidebar; every value is a code, shared with the URL through state."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components import state
from components.state import ALL
from components.text import day, t
from domain.catalog import COUNTRY, LANGUAGES, Catalog, PeriodOption, Selection
from domain.criteria import CriteriaSet
from domain.plans import Plan


def render_filters(catalog: Catalog, sets: Mapping[str, CriteriaSet]) -> Selection:
    """Draw the filters and return the choice.

    Args:
        catalog: What can be chosen.
        sets: Criteria sets by id, for their names.
    """
    with st.sidebar:
        _place_filters(catalog)
        _time_filters(catalog)
        # Three pickers that few need: they are sent only when asked for.
        more = st.expander(t("filter.more"), icon=":material/tune:", on_change="rerun", key="more")
        if more.open:
            with more:
                _criterion_filters(catalog, sets)
        _language_switch()
    return state.current()


def _pick(
    name: str,
    options: Sequence[object],
    label: Callable[[object], str],
    on_change: Callable[[], None] | None = None,
    *,
    disabled: bool = False,
) -> None:
    st.selectbox(
        t(f"filter.{name}"),
        options,
        key=state.key(name),
        format_func=label,
        on_change=on_change,
        disabled=disabled or len(options) < 2,
        placeholder=t("filter.none"),
    )


def _place_filters(catalog: Catalog) -> None:
    chosen = state.current()
    provinces = {p.code: p.name for p in catalog.provinces}
    with_data = [code for code in provinces if code in catalog.periods]
    others = [code for code in provinces if code not in catalog.periods]

    def province_label(code: object) -> str:
        if code == COUNTRY:
            return t("filter.country")
        name = provinces[str(code)]
        return name if code in catalog.periods else t("filter.without_data", name=name)

    _pick("province", [*with_data, COUNTRY, *others], province_label)
    districts = {d.code: d.name for d in catalog.districts.get(chosen.province, ())}
    counted = {c.parent_code for c in catalog.communes.get(chosen.province, ())}
    _pick(
        "district",
        [ALL, *(code for code in districts if code in counted)],
        lambda code: districts[str(code)] if code else t("filter.all_districts"),
    )
    communes = catalog.communes_of(chosen.province, chosen.district)
    parents = {c.code: districts.get(c.parent_code, "") for c in communes}
    names = {c.code: c.name for c in communes}
    _pick(
        "commune",
        [ALL, *names],
        lambda code: (
            f"{names[str(code)]} · {parents[str(code)]}" if code else t("filter.all_communes")
        ),
    )


def _time_filters(catalog: Catalog) -> None:
    chosen = state.current()
    periods = catalog.periods.get(chosen.province, ())
    shown = [p for p in periods if chosen.set_id in (None, p.set_id)]
    by_date = {p.as_of: p for p in shown}
    names = {d.code: d.name for d in catalog.districts.get(chosen.province, ())}
    _pick(
        "as_of",
        sorted(by_date, reverse=True) or [None],
        lambda d: period_label(by_date[d], names) if d else t("filter.no_period"),  # type: ignore[index]
    )
    plans = {p.plan_id: p for p in catalog.plans.get(chosen.province, ())}
    _pick(
        "plan",
        list(plans) or [None],
        lambda p: plan_label(plans[str(p)]) if p else t("filter.no_plan"),
    )


def period_label(period: PeriodOption, district_names: Mapping[str, str]) -> str:
    """Return a date with its standing: "31/12/2021 · chốt", and the district it is limited to."""
    standing = t(f"status.snapshot.{period.status.value}")
    where = ", ".join(district_names.get(code, code) for code in period.district_codes)
    return " · ".join(part for part in (day(period.as_of), standing, where) if part)


def plan_label(plan: Plan) -> str:
    """Return a plan's short name: its number (its issuer for a draft without one) and years."""
    years = {plan.start_year, plan.end_year}
    name = plan.number if plan.has_number else plan.issuer
    return f"{name} ({'–'.join(str(year) for year in sorted(years))})"


def _criterion_filters(catalog: Catalog, sets: Mapping[str, CriteriaSet]) -> None:
    chosen = state.current()
    periods = catalog.periods.get(chosen.province, ())
    own_sets = list(dict.fromkeys(p.set_id for p in periods))
    _pick(
        "set_id",
        [ALL, *own_sets],
        lambda s: sets[str(s)].short_decision if s else t("filter.all_sets"),
        state.clear_date,
    )
    current = next((p for p in periods if p.as_of == chosen.as_of), None)
    criteria_set = sets.get(current.set_id) if current else None
    language = state.language()
    groups = {g.no: g.name(language) for g in criteria_set.groups} if criteria_set else {}
    _pick(
        "group",
        [ALL, *groups],
        lambda no: f"{no}. {groups[int(str(no))]}" if no else t("filter.all_groups"),
    )
    criteria = {c.no: c.name(language) for c in criteria_set.criteria} if criteria_set else {}
    _pick(
        "criterion",
        [ALL, *criteria],
        lambda no: f"{no}. {criteria[int(str(no))]}" if no else t("filter.all_criteria"),
    )


def _language_switch() -> None:
    st.segmented_control(
        t("filter.language"),
        LANGUAGES,
        key=state.key("language"),
        format_func=lambda code: t(f"language.{code}"),
        required=True,
    )
