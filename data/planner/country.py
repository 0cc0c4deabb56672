"""The country as the planner sees it: every province loaded, on one criteria set."""

from collections import Counter
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from data import queries
from data.boundaries.index import COUNTRY
from data.store import snapshots
from data.store.snapshots import Period
from domain.bands import build_scheme
from domain.situation import Situation
from domain.vocabulary import Level, Provenance, SnapshotStatus

__all__ = ["COUNTRY", "join_country", "situation_of"]


def situation_of(connection: Connection, as_of: date) -> tuple[list[Situation], tuple[str, ...]]:
    """Return the situations of the provinces at a day, and the provinces left out.

    A plan needs one criteria set; it is the one most of the provinces' communes were judged on.

    Raises:
        data.queries.NoDataError: Nothing is loaded on or before that day.
    """
    periods: dict[str, list[Period]] = {}
    for period in snapshots.list_periods(connection):
        periods.setdefault(period.province_code, []).append(period)
    chosen = [snapshots.choose_period(own, as_of) for _, own in sorted(periods.items())]
    found = [queries.read_situation(connection, period) for period in chosen if period]
    if not found:
        raise queries.NoDataError(f"no data of any province on or before {as_of}")
    weight: Counter[str] = Counter()
    for situation in found:
        weight[situation.criteria_set.set_id] += len(situation.marks)
    ((set_id, _),) = weight.most_common(1)
    left_out = tuple(s.province_code for s in found if s.criteria_set.set_id != set_id)
    return [s for s in found if s.criteria_set.set_id == set_id], left_out


def join_country(parts: list[Situation]) -> Situation:
    """Return several provinces as one situation; its date is the newest of theirs.

    It is illustrative as soon as one part is.
    """
    criteria_set = parts[0].criteria_set
    is_made_up = any(part.is_illustrative for part in parts)
    levels: dict[str, Level] = {}
    districts: dict[str, str] = {}
    for part in parts:
        levels |= part.level_by_commune
        districts |= part.district_by_commune
    return Situation(
        province_code=COUNTRY,
        district_codes=(),
        as_of=max(part.as_of for part in parts),
        status=SnapshotStatus.PROVISIONAL,
        provenance=Provenance.ILLUSTRATIVE if is_made_up else Provenance.IMPORTED,
        criteria_set=criteria_set,
        scheme=build_scheme("country", queries.settings()["bands"], criteria_set.size),
        marks=pd.concat([part.marks for part in parts]),
        level_by_commune=levels,
        level_by_district=None,
        district_by_commune=districts,
        basis_vi="; ".join(f"{p.province_code}: {p.as_of:%d/%m/%Y}" for p in parts),
    )
