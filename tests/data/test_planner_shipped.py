"""The shipped plans, every date they have marks for, against the second formulation."""

from dataclasses import dataclass

import numpy as np
import pytest
from second_formulation import READ, Model, ask

from data import queries
from data.planner.problems import Prepared, Wish, prepare
from data.store import snapshots
from data.store.engine import get_engine
from domain.planner.problem import MET, Limits
from domain.planner.result import INFEASIBLE, OPTIMAL
from domain.planner.solve import solve
from domain.targets import Target

SCOPES = ("province", "district", "non_ntm_communes")


@dataclass(frozen=True)
class Shipped:
    """What the store holds for one plan and date."""

    targets: tuple[Target, ...]
    named: dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def shipped(ready_var) -> Shipped:
    with get_engine().connect() as connection:
        targets = [
            t
            for t in queries.read_targets(connection)
            if t.metric in READ and t.scope_level in SCOPES
        ]
        return Shipped(tuple(targets), dict(queries.read_named_communes(connection)))


def row_of(target: Target) -> dict[str, object]:
    """Return a target as a row of ``targets.csv``."""
    return {
        "metric": target.metric,
        "value": target.value,
        "comparator": target.comparator,
        "scope_level": target.scope_level,
        "criterion_no": target.criterion_no,
        "criterion_list": ";".join(map(str, target.criterion_list)),
        "band_min": target.band_min,
        "band_max": target.band_max,
    }


def second(prepared: Prepared, names: set[str], shipped: Shipped, limit: int | None) -> Model:
    problem = prepared.problem
    met = problem.marks == MET
    model = Model(met, problem.recognised, limit)
    codes = np.array(problem.codes)
    district_of = prepared.situation.district_by_commune
    for target in prepared.targets:
        if target.target_id not in names:
            continue
        wanted = target.district_code
        inside = np.array([not wanted or district_of[code] == wanted for code in codes])
        own = shipped.named.get(target.target_id)
        is_named = own and (not target.is_cumulative or target.metric == "communes_in_band")
        named = np.isin(codes, own) if is_named else None
        ask(model, row_of(target), inside, problem.numbers, named)
    return model


def check(shipped: Shipped, province: str, day, ids: list[str], effort: str, per_year: int | None):
    wish = Wish(targets=tuple(ids), effort=effort, limits=Limits(per_year=per_year))
    with get_engine().connect() as connection:
        prepared = prepare(connection, province, day, wish)
    problem = prepared.problem
    if not problem.requirements:
        return None
    limit = None if per_year is None else per_year * problem.limits.years
    found = solve(problem, 60)
    lacking = ~(problem.marks == MET)
    share = lacking.sum(axis=0) / len(lacking)
    price = np.ones(lacking.shape) if effort == "equal" else np.tile(share, (len(lacking), 1))
    names = {item.target_id for item in problem.requirements}
    status, value = second(prepared, names, shipped, limit).solve(price)
    assert status == found.status, ids
    if found.status == OPTIMAL:
        assert found.effort / found.effort_scale == pytest.approx(value, abs=1e-6), ids
        return found.status
    conflict = {name for name in found.conflict.names if not name.startswith("limit:")}
    assert found.conflict.guarantee == "smallest"
    assert second(prepared, conflict, shipped, limit).solve(price)[0] == INFEASIBLE
    for name in conflict:
        assert second(prepared, conflict - {name}, shipped, limit).solve(price)[0] == OPTIMAL
    return found.status


def periods():
    with get_engine().connect() as connection:
        return snapshots.list_periods(connection)


def test_every_plan_at_every_date_as_a_whole(shipped):
    seen = []
    for period in periods():
        plans = {t.plan_id for t in shipped.targets if t.province_code == period.province_code}
        for plan_id in sorted(plans):
            ids = [t.target_id for t in shipped.targets if t.plan_id == plan_id]
            seen.append(check(shipped, period.province_code, period.as_of, ids, "equal", None))
    assert len([status for status in seen if status == OPTIMAL]) >= 15


@pytest.mark.parametrize(("effort", "per_year"), [("equal", 1), ("difficulty", None)])
def test_some_targets_within_a_limit_or_by_difficulty(shipped, effort, per_year):
    generator = np.random.default_rng(5)
    statuses = []
    for period in periods():
        own = [t.target_id for t in shipped.targets if t.province_code == period.province_code]
        chosen = generator.choice(own, min(3, len(own)), replace=False).tolist()
        statuses.append(
            check(shipped, period.province_code, period.as_of, chosen, effort, per_year)
        )
    assert OPTIMAL in statuses
    if per_year:
        assert INFEASIBLE in statuses
