"""The door through which the scenario page changes the store and starts the planner."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from data import access, cached, cached_scenarios
from data.access import needs, public
from data.exports.scenario_brief import build_scenario_brief
from data.exports.scenario_paper import ScenarioPaper
from data.exports.scenario_workbook import build_scenario_workbook
from data.planner import cost_files, runner, wording
from data.planner.costs import CostFileError
from data.planner.problems import Prepared, Wish, prepare
from data.planner.runner import Job
from data.planner.wording import say_member, say_skipped
from data.store import scenarios
from data.store.engine import begin_write, get_engine
from domain.access import Permission
from domain.planner.exchange import describe_result
from domain.planner.problem import Limits
from domain.planner.result import PlanResult
from domain.scenario.model import Base, Content, Scenario
from domain.scenario.outcome import work_out
from domain.scenario.question import Means, Wanted

__all__ = [
    "CostFileError",
    "archive",
    "conflict_sentences",
    "duplicate",
    "export_brief",
    "export_workbook",
    "prepare_plan",
    "read_cost_upload",
    "rename",
    "save",
    "say_phase",
    "skipped_sentences",
    "start_curve",
    "start_plan",
    "start_weighing",
]

read_cost_upload = needs(Permission.TRY)(cost_files.read_cost_upload)
say_phase = public(wording.say_phase)


@needs(Permission.SAVE_SCENARIOS)
def save(
    base: Base, content: Content, name: str, author: str, note: str, scenario_id: int | None = None
) -> int:
    """Save a scenario, or a further version of ``scenario_id``; return its id.

    Raises:
        ValueError: Name or author is blank.
    """
    who = access.actor(author)
    with begin_write(get_engine()) as connection:
        return scenarios.save_scenario(connection, base, content, name, who, note, scenario_id)


@needs(Permission.SAVE_SCENARIOS)
def duplicate(scenario: Scenario, name: str, author: str) -> int:
    """Save a copy of a scenario under another name; return its id."""
    return save(scenario.base, scenario.content, name, author, scenario.note)


@needs(Permission.SAVE_SCENARIOS)
def rename(scenario: Scenario, name: str, author: str) -> int:
    """Give a scenario another name, which is a further version of it."""
    return save(scenario.base, scenario.content, name, author, scenario.note, scenario.scenario_id)


@needs(Permission.SAVE_SCENARIOS)
def archive(scenario_id: int, actor: str, *, archived: bool = True) -> None:
    """Put a scenario away, or bring it back."""
    with begin_write(get_engine()) as connection:
        scenarios.set_archived(connection, scenario_id, access.actor(actor), archived=archived)


@needs(Permission.TRY)
def prepare_plan(province_code: str, as_of: date, wanted: Wanted, means: Means) -> Prepared:
    """Make the problem of a question.

    Raises:
        CostFileError: The costs lack a criterion of the set.
        data.queries.NoDataError: Nothing is loaded on or before that day.
    """
    wish = Wish(
        targets=wanted.targets,
        own=wanted.own,
        effort=means.effort,
        costs=means.costs,
        cost_unit=means.cost_unit,
        limits=Limits(
            per_year=means.per_year,
            frozen_districts=means.frozen_districts,
            frozen_communes=means.frozen_communes,
            frozen_criteria=means.frozen_criteria,
        ),
        budget_shown=_fraction(means.budget),
        soft_bands=means.soft_bands,
        deviation_price=_fraction(means.deviation_price) if means.soft_bands else None,
    )
    with get_engine().connect() as connection:
        return prepare(connection, province_code, as_of, wish)


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


@needs(Permission.TRY)
def start_plan(prepared: Prepared, seconds: float) -> Job:
    """Start the solver in a process of its own."""
    return runner.start(prepared.problem, seconds)


@needs(Permission.TRY)
def start_weighing(prepared: Prepared, effort: int, seconds: float) -> Job:
    """Start computing what each target costs, given the effort of the plan in whole units."""
    return runner.start_weighing(prepared.problem, effort, seconds)


@needs(Permission.TRY)
def start_curve(prepared: Prepared, counts: Sequence[int], seconds: float) -> Job:
    """Start computing the effort for several numbers of communes, all other targets held."""
    return runner.start_curve(prepared.problem, counts, seconds)


@needs(Permission.TRY)
def conflict_sentences(
    result: PlanResult, name_of: Callable[[str], str], frozen: Mapping[str, str], language: str
) -> list[str]:
    """Return one sentence a member of the conflict, with the numbers that show it.

    Args:
        result: An infeasible result.
        name_of: Gives the name of a target by its id.
        frozen: Names of what is left as it is, by the name of the limit.
        language: ``vi`` or ``en``.
    """
    report = describe_result(result)
    named = [{**m, "target_id": name_of(m["target_id"])} for m in report["conflicts"]]
    return [say_member(member, frozen, language) for member in [*named, *report["conflict_limits"]]]


@needs(Permission.TRY)
def skipped_sentences(
    prepared: Prepared, name_of: Callable[[str], str], language: str
) -> Sequence[str]:
    """Return why targets were left out, one sentence each."""
    return [
        f"{name_of(item.target_id)}: {say_skipped(item.why, language)}" for item in prepared.skipped
    ]


def _paper(scenario: Scenario) -> ScenarioPaper:
    base = scenario.base
    catalog = cached.get_catalog()
    plan = cached_scenarios.get_plan(base.province_code, base.plan_id)
    judge = partial(cached_scenarios.get_board, plan)
    districts = {d.code: d.name for d in catalog.districts.get(base.province_code, ())}
    communes = catalog.communes.get(base.province_code, ())
    places = {province.code: province.name for province in catalog.provinces}
    fits = plan is not None and plan.set_id == base.set_id
    return ScenarioPaper(
        scenario=scenario,
        outcome=work_out(cached_scenarios.get_start(base), scenario.content, judge),
        place=places.get(base.province_code, base.province_code),
        plan=f"{plan.number}, {plan.issuer}" if plan else "",
        communes={c.code: c.name for c in communes},
        districts={c.code: districts.get(c.parent_code, "") for c in communes},
        leads=cached.get_leads(base.plan_id) if fits else {},
    )


@needs(Permission.TRY)
def export_workbook(chosen: Sequence[Scenario]) -> bytes:
    """Return the workbook of some scenarios.

    Raises:
        NotAllowedError: Somebody who came by a link; the file is not cut to one.
        ValueError: There is none.
    """
    return build_scenario_workbook([_paper(scenario) for scenario in chosen])


@needs(Permission.TRY)
def export_brief(scenario: Scenario) -> bytes:
    """Return a scenario on one page.

    Raises:
        NotAllowedError: Somebody who came by a link; the file is not cut to one.
    """
    return build_scenario_brief(_paper(scenario))
