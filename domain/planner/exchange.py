"""Problems and results as plain values, for another process and for users' scripts."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from domain.planner.problem import Kind, Limits, PlanProblem, Requirement
from domain.planner.result import LIMIT, Conflict, Evidence, PlanResult, Reached, Upgrade


def problem_to_values(problem: PlanProblem) -> dict[str, Any]:
    """Return a problem as values JSON can hold."""
    limits = problem.limits
    return {
        "codes": list(problem.codes),
        "numbers": list(problem.numbers),
        "marks": ["".join(str(mark) for mark in row) for row in problem.marks.tolist()],
        "recognised": problem.recognised.astype(int).tolist(),
        "requirements": [asdict(item) for item in problem.requirements],
        "effort": problem.effort.tolist(),
        "effort_scale": problem.effort_scale,
        "effort_unit": problem.effort_unit,
        "limits": {
            **asdict(limits),
            "frozen_districts": sorted(limits.frozen_districts),
            "frozen_communes": sorted(limits.frozen_communes),
            "frozen_criteria": sorted(limits.frozen_criteria),
        },
        "deviation_price": problem.deviation_price,
        "districts": list(problem.districts),
    }


def problem_from_values(values: Mapping[str, Any]) -> PlanProblem:
    """Return the problem of :func:`problem_to_values`.

    Raises:
        KeyError: Something is missing.
        ValueError: The values are no problem.
    """
    width = len(values["numbers"])
    limits = dict(values["limits"])
    for name in ("frozen_districts", "frozen_communes", "frozen_criteria"):
        limits[name] = frozenset(limits[name])
    marks = [[int(sign) for sign in row] for row in values["marks"]]
    return PlanProblem(
        codes=tuple(values["codes"]),
        numbers=tuple(values["numbers"]),
        marks=np.array(marks, dtype=np.int8).reshape(-1, width),
        recognised=np.array(values["recognised"], dtype=bool),
        requirements=tuple(_requirement(item) for item in values["requirements"]),
        effort=np.array(values["effort"], dtype=np.int64).reshape(-1, width),
        effort_scale=values["effort_scale"],
        effort_unit=values["effort_unit"],
        limits=Limits(**limits),
        deviation_price=values["deviation_price"],
        districts=tuple(values["districts"]),
    )


def _requirement(values: Mapping[str, Any]) -> Requirement:
    return Requirement(
        **{
            **values,
            "kind": Kind(values["kind"]),
            "codes": tuple(values["codes"]),
            "numbers": tuple(values["numbers"]),
            "cells": tuple((code, no) for code, no in values["cells"]),
        }
    )


def result_to_values(result: PlanResult) -> dict[str, Any]:
    """Return a result as values JSON can hold."""
    return asdict(result)


def result_from_values(values: Mapping[str, Any]) -> PlanResult:
    """Return the result of :func:`result_to_values`."""
    conflict = values["conflict"]
    if conflict is not None:
        evidence = tuple(Evidence(**item) for item in conflict["evidence"])
        conflict = Conflict(tuple(conflict["names"]), conflict["guarantee"], evidence)
    return PlanResult(
        **{
            **values,
            "upgrades": tuple(Upgrade(**item) for item in values["upgrades"]),
            "reached": tuple(Reached(**item) for item in values["reached"]),
            "conflict": conflict,
        }
    )


def describe_result(result: PlanResult) -> dict[str, Any]:
    """Return a result in the public form: efforts in the unit shown, a conflict as its members.

    Keys: ``status``, ``upgrades``, ``effort``, ``cost`` (effort with the price of deviations, which
    ``bound`` bounds), ``bound``, ``gap``, ``conflicts`` (targets),
    ``conflict_limits`` (limits without which those targets could hold), ``conflict_guarantee``,
    ``reached``, ``deviations``, ``effort_unit``, ``method``, ``seconds``, ``ties_settled``.
    """

    def shown(effort: int | None) -> float | int | None:
        if effort is None or effort % result.effort_scale == 0:
            return None if effort is None else effort // result.effort_scale
        return effort / result.effort_scale

    reached = [{**asdict(item), "price": shown(item.price)} for item in result.reached]
    conflict = result.conflict
    members = [] if conflict is None else [_member(e, shown) for e in conflict.evidence]
    return {
        "status": result.status,
        "upgrades": [{**asdict(u), "effort": shown(u.effort)} for u in result.upgrades],
        "effort": shown(result.effort),
        "cost": shown(result.cost),
        "bound": shown(result.bound),
        "gap": result.gap,
        "conflicts": [m for m in members if m["kind"] != LIMIT],
        "conflict_limits": [m for m in members if m["kind"] == LIMIT],
        "conflict_guarantee": None if conflict is None else conflict.guarantee,
        "reached": reached,
        "deviations": [item for item in reached if item["away"]],
        "effort_unit": result.effort_unit,
        "method": result.method,
        "seconds": round(result.seconds, 3),
        "ties_settled": result.ties_settled,
    }


def _member(evidence: Evidence, shown: Any) -> dict[str, Any]:
    values = asdict(evidence)
    if evidence.name == "limit:budget":
        values |= {key: shown(values[key]) for key in ("asked_high", "possible")}
    return {"target_id": values.pop("name"), **values}
