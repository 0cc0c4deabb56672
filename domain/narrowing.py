"""What of the catalogue, of a situation, of targets and of plan documents lies in a scope."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.access import Scope
from domain.board import TargetStanding
from domain.catalog import Catalog, PeriodOption
from domain.criteria import CriteriaSet
from domain.outputs import Order
from domain.situation import Situation
from domain.targets import Target

Row = Mapping[str, Any]


def narrow_catalog(catalog: Catalog, scope: Scope) -> Catalog:
    """Return what can be chosen inside a scope; nothing outside it is listed."""
    if scope.is_whole:
        return catalog
    own = scope.province
    period = _visible_period(catalog, scope)
    numbers = {set_id: _numbers(scope, set_id, every) for set_id, every in catalog.criteria.items()}
    return replace(
        catalog,
        provinces=tuple(p for p in catalog.provinces if p.code == own),
        districts={
            own: tuple(d for d in catalog.districts.get(own, ()) if scope.district in ("", d.code))
        },
        communes={own: catalog.communes_of(own, scope.district or None)},
        periods={own: (period,)} if period else {},
        plans={own: tuple(p for p in catalog.plans.get(own, ()) if p.plan_id == scope.plan)},
        criteria=numbers,
        groups={} if scope.is_agency else catalog.groups,
        default_province=own,
        has_country=False,
        only_district=scope.district or None,
    )


def _numbers(scope: Scope, set_id: str, every: tuple[int, ...]) -> tuple[int, ...]:
    if not scope.is_agency:
        return every
    return tuple(no for no in every if set_id == scope.set_id and no in scope.numbers)


def _visible_period(catalog: Catalog, scope: Scope) -> PeriodOption | None:
    """Return the one date a scope shows: the fixed one, or the newest that speaks of it."""
    speaks = [
        p
        for p in catalog.periods.get(scope.province, ())
        if (not scope.is_agency or p.set_id == scope.set_id)
        and (not p.district_codes or not scope.district or scope.district in p.district_codes)
    ]
    if scope.as_of is not None:
        return next((p for p in speaks if p.as_of == scope.as_of), None)
    if scope.district:
        return speaks[-1] if speaks else None
    whole = [p for p in speaks if not p.district_codes] or speaks
    return whole[-1] if whole else None


def narrow_set(criteria_set: CriteriaSet, scope: Scope) -> CriteriaSet:
    """Return a set with an agency's criteria only."""
    if not scope.is_agency:
        return criteria_set
    numbers = _numbers(scope, criteria_set.set_id, criteria_set.numbers)
    own = tuple(c for c in criteria_set.criteria if c.no in numbers)
    return replace(criteria_set, criteria=own, groups=())


def narrow_situation(situation: Situation, scope: Scope) -> Situation | None:
    """Return the part of a situation inside a scope, ``None`` when none of it is.

    Of an agency's scope the marks hold its own criteria only, so "holds every criterion" and counts
    of criteria say nothing of a commune, and who is recognised is left out.
    """
    if scope.is_whole:
        return situation
    if situation.province_code != scope.province:
        return None
    own = situation.in_district(scope.district or None)
    if scope.district or scope.is_agency:
        # What the marks rest on is told in totals of the whole province.
        own = replace(own, basis_vi="", note_vi="")
    if scope.district:
        own = replace(own, district_codes=(scope.district,), level_by_district=None)
    if not scope.is_agency:
        return own
    if situation.criteria_set.set_id != scope.set_id:
        return None
    criteria_set = narrow_set(own.criteria_set, scope)
    return replace(
        own,
        criteria_set=criteria_set,
        marks=own.marks[list(criteria_set.numbers)],
        level_by_commune={},
        level_by_district=None,
        knows_recognitions=True,  # none are shown, so none are missing
    )


def sees_target(target: Target, scope: Scope) -> bool:
    """Tell whether a target concerns a scope: its plan, its district, its criteria."""
    if scope.is_whole:
        return True
    if target.province_code != scope.province or target.plan_id != scope.plan:
        return False
    if scope.district and target.district_code != scope.district:
        return False
    if not scope.is_agency:
        return True
    numbers = {target.criterion_no, *target.criterion_list} - {None}
    return bool(numbers) and numbers <= set(scope.numbers)


def narrow_standings(standings: list[TargetStanding], scope: Scope) -> list[TargetStanding]:
    """Return the targets that concern a scope."""
    if scope.is_whole:
        return standings
    return [standing for standing in standings if sees_target(standing.target, scope)]


def narrow_order(order: Order, scope: Scope) -> Order | None:
    """Return an order of a file cut to a scope, ``None`` when it asks for something outside it."""
    if scope.is_whole:
        return order
    if order.province != scope.province or order.group is not None:
        return None
    if scope.district and order.district not in (None, scope.district):
        return None
    if order.plan not in (None, scope.plan):
        return None
    if scope.is_agency and order.criterion not in (None, *scope.numbers):
        return None
    return replace(order, district=scope.district or order.district, plan=scope.plan or order.plan)


def _public(_row: Row, _scope: Scope) -> bool:
    return True


def _of_plan(row: Row, scope: Scope) -> bool:
    return bool(scope.plan) and row["plan_id"] == scope.plan


def _of_district(row: Row, scope: Scope) -> bool:
    return not scope.district or row.get("district_code") == scope.district


def _of_criterion(row: Row, scope: Scope) -> bool:
    return not scope.is_agency or row.get("criterion_no") in scope.numbers


def _target(row: Row, scope: Scope) -> bool:
    listed = {int(no) for no in str(row["criterion_list"] or "").split(";") if no.strip().isdigit()}
    named = {row["criterion_no"], *listed} - {None}
    fits = not scope.is_agency or (bool(named) and named <= set(scope.numbers))
    return _of_plan(row, scope) and _of_district(row, scope) and fits


def _commune_target(row: Row, scope: Scope) -> bool:
    return _of_plan(row, scope) and _of_district(row, scope) and _of_criterion(row, scope)


def _agency(row: Row, scope: Scope) -> bool:
    return _of_plan(row, scope) and scope.agency in ("", row["agency_id"])


def _task(row: Row, scope: Scope) -> bool:
    if not _of_plan(row, scope):
        return False
    bodies = (row["lead_agency"], row["coordinating_agencies"], row["directing_agency"])
    named = {name.strip() for cell in bodies for name in str(cell or "").split(";")}
    return not scope.is_agency or scope.agency_name in named


def _no_agency(row: Row, scope: Scope) -> bool:
    return not scope.is_agency and _of_plan(row, scope) and _of_district(row, scope)


def _finding(row: Row, scope: Scope) -> bool:
    plans = {part.strip() for part in str(row["plan_ids"] or "").split(";")}
    is_whole = not scope.is_agency and not scope.district
    return is_whole and bool(scope.plan) and plans == {scope.plan}


def _history(row: Row, scope: Scope) -> bool:
    is_own = row["province_code"] == scope.province
    return is_own and _of_district(row, scope) and _of_criterion(row, scope)


ROW_RULES: Mapping[str, Callable[[Row, Scope], bool]] = {
    # Names, codes and what decisions of the State lay down are public.
    **dict.fromkeys(
        (
            *("units", "unit_links", "name_aliases", "band_schemes"),
            *("criteria_sets", "criteria", "criteria_groups", "indicators"),
        ),
        _public,
    ),
    "plans": _of_plan,
    "targets": _target,
    "commune_targets": _commune_target,
    "district_targets": _no_agency,
    "agencies": _agency,
    "tasks": _task,
    # Which sentence of a plan is followed where: no figures.
    "coverage": _of_plan,
    "reporting": _of_plan,
    # Amounts of the whole province: no row names a district, so a district's link sees none.
    "funding": _no_agency,
    "inconsistencies": _finding,
    "history": _history,
}
"""Which rows of a reference table a scope shows; a table without a rule shows a link nothing."""


def sees_row(table: str, row: Row, scope: Scope) -> bool:
    """Tell whether a row of a reference table lies in a scope."""
    if scope.is_whole:
        return True
    rule = ROW_RULES.get(table)
    return rule is not None and rule(row, scope)
