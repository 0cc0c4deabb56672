"""What the slides are written from, and the decks staff have saved."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from data import access, cached, cached_duties, cached_scenarios
from data.access import needs
from data.store import decks
from data.store.engine import get_engine
from domain.access import Permission
from domain.catalog import Catalog, Selection
from domain.duties.agencies import build_agency
from domain.duties.calendar import Calendar, build_calendar_of, districts_of
from domain.duties.reports import build_duty
from domain.duties.status import TaskStanding, judge_tasks
from domain.duties.tasks import build_task, known_from
from domain.plans import Plan
from domain.scenario.model import Scenario
from domain.scenario.outcome import Outcome, work_out
from domain.slides.compose import compose
from domain.slides.given import Given, short
from domain.slides.model import Deck
from domain.slides.recipe import Recipe, SavedDeck, SlideKind
from domain.source_words import plan_label, plan_name, source_lines
from domain.view import View
from i18n.words import Words


@needs(Permission.VIEW)
def get_deck(selection: Selection, recipe: Recipe) -> Deck | None:
    """Return the deck of a choice, ``None`` when nothing is loaded for it.

    Forecasts and scenarios are worked out only where the recipe asks for them.
    """
    view = None if selection.is_country else cached.get_view(selection)
    if view is None or not view.has_marks:
        return None
    catalog, words = cached.get_catalog(), Words(selection.language)
    kinds = {item.kind for item in recipe.items}
    plan = view.plan
    outlooks = []
    may_assume = access.current().may(Permission.SCENARIOS)
    if SlideKind.FORECAST in kinds and not selection.district and may_assume:
        outlooks = cached_scenarios.get_outlooks(view.plan, view.situation)
    place = _place(catalog, view)
    given = Given(
        view=view,
        words=words,
        place=_alone(place),
        place_within=_within(place, selection.language),
        districts={d.code: d.name for d in catalog.districts.get(selection.province, ())},
        communes={c.code: c.name for c in catalog.communes.get(selection.province, ())},
        plan_name=plan_label(view.plan) if view.plan else "",
        plan_full_name=plan_name(view.plan) if view.plan else "",
        sources=tuple(source_lines(words, view)),
        tasks=_tasks(plan, view) if plan and SlideKind.TASKS in kinds else (),
        calendar=_calendar(catalog, plan, view) if plan and SlideKind.REPORTS in kinds else None,
        outlooks=tuple(outlooks),
        scenarios=_scenarios(selection.province, recipe) if may_assume else {},
    )
    return compose(given, recipe)


def _place(catalog: Catalog, view: View) -> str:
    """Return the place the scope speaks of, with its kind."""
    units = [*catalog.provinces, *catalog.districts.get(view.selection.province, ())]
    return {unit.code: unit.name for unit in units}.get(view.place_code, view.place_code)


def _alone(place: str) -> str:
    """Return a place as a sentence begins with it: a province without its kind."""
    return short(place) if place.startswith("Tỉnh ") else place


def _within(place: str, language: str) -> str:
    """Return a place inside a sentence: "tỉnh Đắk Lắk", in English the name alone."""
    return place[:1].lower() + place[1:] if language == "vi" else _alone(place)


def _tasks(plan: Plan, view: View) -> tuple[TaskStanding, ...]:
    rows = [row for row in cached.get_rows("tasks") if row["plan_id"] == plan.plan_id]
    reports = cached_duties.get_status_reports()
    return tuple(judge_tasks(map(build_task, rows), plan, reports, view.scope.as_of))


def _calendar(catalog: Catalog, plan: Plan, view: View) -> Calendar | None:
    """Return the reporting calendar on the day of the figures, with what has come in by today.

    Who sees an agency's part alone does not see what the others have handed in.
    """
    if access.scope().is_agency:
        return None
    agencies = [build_agency(r) for r in cached_duties.get_plan_rows("agencies", plan.plan_id)]
    duties = [build_duty(r, plan) for r in cached_duties.get_plan_rows("reporting", plan.plan_id)]
    districts = districts_of(catalog, view.selection, plan)
    read = partial(cached_duties.get_loads, plan.province_code)
    book = cached_duties.get_receipt_book(plan.plan_id, agencies, cached_duties.today())
    if view.selection.district:
        # The agencies of the province owe nothing to a district.
        duties = [duty for duty in duties if duty.rule.is_for_districts]
        book = replace(book, is_kept=False, is_seen=False)
    on = max(view.scope.as_of, known_from(plan))
    return build_calendar_of(plan, on, duties, districts, read, book)


def _scenarios(province: str, recipe: Recipe) -> Mapping[int, tuple[Scenario, Outcome]]:
    wanted = {item.scenario_id for item in recipe.items if item.scenario_id}
    found = {}
    for scenario in cached_scenarios.get_scenarios(province) if wanted else ():
        if scenario.scenario_id in wanted:
            start = cached_scenarios.get_start(scenario.base)
            judge = cached_scenarios.get_judge(scenario.base)
            found[scenario.scenario_id] = (scenario, work_out(start, scenario.content, judge))
    return found


@needs(Permission.VIEW)
def may_save() -> bool:
    """Tell whether whoever looks may keep decks; pages offer nothing that would be refused."""
    return access.current().may(Permission.SAVE_DECKS)


@needs(Permission.VIEW)
def get_deck_version(deck_id: int, number: int) -> SavedDeck | None:
    """Return one version of a saved deck, ``None`` where there is none or it is not for the reader.

    A department link sees none, as in :func:`get_decks`.
    """
    if not access.current().may(Permission.INSPECT):
        return None
    with get_engine().connect() as connection:
        try:
            versions = decks.read_versions(connection, deck_id)
        except decks.UnknownDeckError:
            return None
    return next((version for version in versions if version.number == number), None)


@needs(Permission.VIEW)
def get_decks(province_code: str | None = None) -> list[SavedDeck]:
    """Return the newest version of every saved deck, the last saved first.

    A department link sees none: what staff propose is not shared with it.
    """
    if not access.current().may(Permission.INSPECT):
        return []
    with get_engine().connect() as connection:
        return decks.list_decks(connection, province_code)
