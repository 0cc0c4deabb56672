"""What a department link is to show, as somebody asked for it, and whether that can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.access import Scope
from domain.catalog import Catalog
from domain.duties.agencies import Agency

LONGEST_DAYS = 366
"""A link that is still needed after a year is made anew."""

USUAL_DAYS = 30
PASSPHRASE_LENGTH = 6
"""Characters a passphrase has at least; guessing is limited besides."""


@dataclass(frozen=True)
class ShareWish:
    """A link wanted.

    Attributes:
        label: Whom it is for, as those who make it call it.
        province: 2 characters.
        district: 3 characters; "" = the whole province.
        plan: Plan it shows; "" = none.
        agency: Agency of that plan, by id; "" = everything of the place.
        as_of: The only date; ``None`` = always the newest one.
        scenario: Saved scenario to show; ``None`` = none.
        expires_on: Last day it works.
        passphrase: Asked for before it opens; "" = nothing is asked.
    """

    label: str
    province: str
    district: str = ""
    plan: str = ""
    agency: str = ""
    as_of: date | None = None
    scenario: int | None = None
    expires_on: date | None = None
    passphrase: str = ""


def find_faults(wish: ShareWish, catalog: Catalog, today: date) -> list[str]:
    """Return why a link cannot be made, as keys of the texts; none when it can.

    Args:
        wish: The link.
        catalog: What exists; a district, plan or date outside it is a fault.
        today: The day it is.
    """
    districts = {d.code for d in catalog.districts.get(wish.province, ())}
    plans = {p.plan_id for p in catalog.plans.get(wish.province, ())}
    periods = {p.as_of for p in catalog.periods.get(wish.province, ())}
    faults = {
        "province": wish.province not in {p.code for p in catalog.provinces},
        "district": bool(wish.district) and wish.district not in districts,
        "plan": bool(wish.plan) and wish.plan not in plans,
        "agency": bool(wish.agency) and not wish.plan,
        "date": wish.as_of is not None and wish.as_of not in periods,
        "no_data": not periods,
        "expires": wish.expires_on is None
        or not today <= wish.expires_on <= today + timedelta(days=LONGEST_DAYS),
        "passphrase": 0 < len(wish.passphrase) < PASSPHRASE_LENGTH,
        # A scenario speaks of a whole province and of every criterion.
        "scenario": wish.scenario is not None and bool(wish.agency or wish.district),
        "label": not wish.label.strip() and not wish.agency,
    }
    return [name for name, is_wrong in faults.items() if is_wrong]


def build_scope(wish: ShareWish, catalog: Catalog, agencies: Iterable[Agency]) -> Scope:
    """Return what a link shows; an agency's part follows the plan's division of duties.

    Raises:
        KeyError: The plan has no such agency.
    """
    plan = next((p for p in catalog.plans.get(wish.province, ()) if p.plan_id == wish.plan), None)
    place = Scope(
        province=wish.province,
        district=wish.district,
        plan=wish.plan,
        as_of=wish.as_of,
        scenario=wish.scenario,
    )
    if not wish.agency or plan is None:
        return place
    agency = {each.agency_id: each for each in agencies}[wish.agency]
    return Scope(
        province=wish.province,
        district=wish.district,
        plan=wish.plan,
        agency=agency.agency_id,
        agency_name=agency.name,
        set_id=plan.set_id,
        criteria=agency.criteria,
        indicators=agency.parts,
        as_of=wish.as_of,
    )
