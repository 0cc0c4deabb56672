"""The door through which the scenario page changes the store and starts the planner."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from data.planner import runner
from data.planner.cost_files import read_cost_upload
from data.planner.costs import CostFileError
from data.planner.problems import OwnTargets, Prepared, Wish, prepare
from data.planner.runner import Job
from data.planner.wording import say_member, say_phase, say_skipped
from data.store import scenarios
from data.store.engine import begin_write, get_engine
from domain.planner.effort import CostTable, table_effort
from domain.planner.exchange import describe_result
from domain.planner.problem import Kind, Limits, PlanProblem, Requirement
from domain.planner.result import PlanResult
from domain.scenario.model import Base, Content, Scenario

__all__ = [
    "OWN_CRITERION",
    "CostFileError",
    "PlanAsk",
    "archive",
    "conflict_sentences",
    "duplicate",
    "prepare_plan",
    "read_cost_upload",
    "rename",
    "save",
    "say_phase",
    "skipped_sentences",
    "start_plan",
    "start_weighing",
]

OWN_CRITERION = "own:criterion:"
"""Own targets per criterion go by this and the number."""


def save(
    base: Base, content: Content, name: str, author: str, note: str, scenario_id: int | None = None
) -> int:
    """Save a scenario, or a further version of ``scenario_id``; return its id.

    Raises:
        ValueError: Name or author is blank.
    """
    with begin_write(get_engine()) as connection:
        return scenarios.save_scenario(connection, base, content, name, author, note, scenario_id)


def duplicate(scenario: Scenario, name: str, author: str) -> int:
    """Save a copy of a scenario under another name; return its id."""
    return save(scenario.base, scenario.content, name, author, scenario.note)


def rename(scenario: Scenario, name: str, author: str) -> int:
    """Give a scenario another name, which is a further version of it."""
    return save(scenario.base, scenario.content, name, author, scenario.note, scenario.scenario_id)


def archive(scenario_id: int, actor: str, *, archived: bool = True) -> None:
    """Put a scenario away, or bring it back."""
    with begin_write(get_engine()) as connection:
        scenarios.set_archived(connection, scenario_id, actor, archived=archived)


@dataclass(frozen=True)
class PlanAsk:
    """What the reader asks of the planner.

    Attributes:
        province_code: The province.
        as_of: Date of the marks.
        targets: Target ids of plans.
        recognised: Own target: communes recognised or holding every criterion.
        minimum: Own target: criteria each commune holds at least.
        average: Own target: criteria per commune on average.
        criteria: Own targets: communes meeting a criterion, by number.
        effort: ``equal`` or ``difficulty``; read when there are no ``costs``.
        costs: Costs of their own, by criterion and district.
        cost_unit: Unit of ``costs``: ``million_vnd`` or ``points``.
        per_year: Criteria a commune may gain a year.
        years: Years; ``None`` = until the last due date.
        frozen_communes: Communes that gain nothing.
        frozen_criteria: Criteria nobody gains.
        budget: Most effort, in the unit shown.
        soft_bands: Whether bands may be missed where they cannot hold.
    """

    province_code: str
    as_of: date
    targets: tuple[str, ...] = ()
    recognised: int | None = None
    minimum: int | None = None
    average: Decimal | None = None
    criteria: Mapping[int, int] = field(default_factory=dict)
    effort: str = "equal"
    costs: CostTable | None = None
    cost_unit: str = "million_vnd"
    per_year: int | None = None
    years: int | None = None
    frozen_communes: frozenset[str] = frozenset()
    frozen_criteria: frozenset[int] = frozenset()
    budget: Decimal | None = None
    soft_bands: bool = False


def prepare_plan(ask: PlanAsk) -> Prepared:
    """Make the problem of what is asked.

    Raises:
        CostFileError: The costs lack a criterion of the set.
        data.queries.NoDataError: Nothing is loaded on or before that day.
    """
    wish = Wish(
        targets=ask.targets,
        own=OwnTargets(ask.recognised, ask.minimum, ask.average),
        effort=ask.effort,
        limits=Limits(
            per_year=ask.per_year,
            frozen_communes=ask.frozen_communes,
            frozen_criteria=ask.frozen_criteria,
        ),
        budget_shown=None if ask.costs or ask.budget is None else Fraction(ask.budget),
        years=ask.years,
        soft_bands=ask.soft_bands,
    )
    with get_engine().connect() as connection:
        prepared = prepare(connection, ask.province_code, ask.as_of, wish)
    own = [
        Requirement(f"{OWN_CRITERION}{no}", Kind.CRITERION, at_least=count, numbers=(no,))
        for no, count in sorted(ask.criteria.items())
    ]
    problem = prepared.problem.with_requirements([*prepared.problem.requirements, *own])
    if ask.costs is not None:
        problem = _priced(problem, prepared, ask)
    return replace(prepared, problem=problem)


def _priced(problem: PlanProblem, prepared: Prepared, ask: PlanAsk) -> PlanProblem:
    if ask.costs is None:
        return problem
    try:
        effort = table_effort(prepared.situation, ask.costs)
    except ValueError as error:
        raise CostFileError([f"thiếu chi phí của tiêu chí {error}"]) from error
    budget = None if ask.budget is None else int(Fraction(ask.budget) * effort.scale)
    return replace(
        problem,
        effort=effort.cells,
        effort_scale=effort.scale,
        effort_unit=ask.cost_unit,
        limits=replace(problem.limits, budget=budget),
    )


def start_plan(prepared: Prepared, seconds: float) -> Job:
    """Start the solver in a process of its own."""
    return runner.start(prepared.problem, seconds)


def start_weighing(prepared: Prepared, effort: int, seconds: float) -> Job:
    """Start computing what each target costs, given the effort of the plan in whole units."""
    return runner.start_weighing(prepared.problem, effort, seconds)


def conflict_sentences(
    result: PlanResult, name_of: Callable[[str], str], language: str
) -> list[str]:
    """Return one sentence a member of the conflict, with the numbers that show it.

    Args:
        result: An infeasible result.
        name_of: Gives the name of a target by its id.
        language: ``vi`` or ``en``.
    """
    members = describe_result(result)["conflicts"]
    limits = [m["target_id"].startswith("limit:") for m in members]
    named = [
        m if is_limit else {**m, "target_id": name_of(m["target_id"])}
        for m, is_limit in zip(members, limits, strict=True)
    ]
    return [say_member(member, language) for member in named]


def skipped_sentences(
    prepared: Prepared, name_of: Callable[[str], str], language: str
) -> Sequence[str]:
    """Return why targets were left out, one sentence each."""
    return [
        f"{name_of(item.target_id)}: {say_skipped(item.why, language)}" for item in prepared.skipped
    ]
