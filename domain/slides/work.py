"""Criteria that hold most communes back, who leads them, and the plan's tasks."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from domain.criteria_board import leads_of
from domain.duties.status import State, TaskStanding
from domain.duties.tasks import Task, quarter_of
from domain.slides.given import Given
from domain.slides.model import Bar, Bars, Column, Row, Slide, Table
from domain.slides.recipe import Item, SlideKind
from domain.standing import Blocker, rank_blockers

CRITERIA_SHOWN = 7
TASKS_SHOWN = 6
LEADS_NAMED = 2
STATE_TONES = {State.DONE: "achieved", State.IN_PROGRESS: "on_track"}


def criteria(given: Given, _item: Item) -> list[Slide]:
    """Return the criteria most communes lack, each with the agency that leads it."""
    words, leads = given.words, leads_of(given.view)
    topic = words.text("slides.topic.criteria")
    blockers = [b for b in rank_blockers(given.scope.marks) if b.lacking]
    if not blockers:
        key = "none" if given.summary.assessed else "unknown"
        return [Slide(SlideKind.CRITERIA, words.text(f"slides.criteria.{key}"), topic)]
    shown = blockers[:CRITERIA_SHOWN]
    assessed = given.summary.assessed
    rows = tuple(
        Bar(
            given.criterion(b.criterion_no),
            float(b.lacking),
            words.text(
                "slides.criteria.figure",
                lacking=words.number(b.lacking),
                assessed=words.number(assessed),
            ),
            part=f"{words.number(b.lacking)}/{words.number(assessed)}",
            detail=_leads(given, leads.get(b.criterion_no, ())) if leads else "",
            tone="accent" if b.lacking == shown[0].lacking else "",
        )
        for b in shown
    )
    left = len(blockers) - len(shown)
    rest = [words.text("slides.criteria.rest", count=words.number(left))] if left else []
    rest += [words.text("slides.criteria.no_leads")] if given.view.plan and not leads else []
    return [
        Slide(
            SlideKind.CRITERIA,
            _sentence(given, blockers, leads),
            topic,
            body=Bars(words.text("slides.criteria.caption"), rows, float(assessed)),
            rest=" ".join(rest),
            formulas=(words.text("slides.formula.criteria"),),
        )
    ]


def _leads(given: Given, agencies: Sequence[str]) -> str:
    return "; ".join(agencies) or given.words.text("slides.criteria.no_lead")


def _sentence(given: Given, blockers: Sequence[Blocker], leads: Mapping[int, Sequence[str]]) -> str:
    """Name the criterion that holds most communes back, or all of those that share the place."""
    worst = [b for b in blockers if b.lacking == blockers[0].lacking]
    if len(worst) == 1:
        return criteria_sentence(given, worst[0], leads.get(worst[0].criterion_no, ()))
    *others, last = (str(b.criterion_no) for b in worst)
    return given.words.text(
        "slides.criteria.worst_alike",
        numbers=given.words.text("slides.criteria.and", others=", ".join(others), last=last),
        lacking=given.words.number(worst[0].lacking),
        assessed=given.words.number(given.summary.assessed),
    )


def criteria_sentence(given: Given, worst: Blocker, agencies: Sequence[str]) -> str:
    """Write "Vướng nhất là tiêu chí 17 …: 62/152 xã chưa đạt; Sở … chủ trì"."""
    words = given.words
    text = words.text(
        "slides.criteria.worst",
        no=worst.criterion_no,
        name=given.criterion_name(worst.criterion_no),
        lacking=words.number(worst.lacking),
        assessed=words.number(given.summary.assessed),
    )
    if not agencies:
        return text
    return f"{text}; {words.text('slides.criteria.led', agency='; '.join(agencies))}"


def tasks(given: Given, _item: Item) -> list[Slide]:
    """Return the tasks past their day and those of the quarter; none where the plan has no tasks.

    A figure of a quarter's first day closes the one before; what is ahead then is the new quarter.
    Nobody can be late for a task without a day: a plan of such tasks alone shows how far each is.
    """
    dated = [s for s in given.tasks if s.is_dated]
    if not dated:
        return _undated(given) if given.tasks else []
    words, on = given.words, given.scope.as_of
    late = sorted(
        (s for s in dated if s.overdue),
        key=lambda s: (-max(o.days_late for o in s.overdue), s.task.task_id),
    )
    quarter = quarter_of(on + timedelta(days=1))
    due = [
        s
        for s in dated
        if s not in late and any(o.state is not State.DONE for o in s.due_in(quarter))
    ]
    title = tasks_sentence(given, len(late), len(due), len(dated), quarter)
    rows = [_task_row(given, s, quarter) for s in [*late, *due]]
    formula = words.text("slides.formula.tasks", date=given.date)
    return [_task_slide(given, title, "slides.tasks.due", rows, formula)]


def _undated(given: Given) -> list[Slide]:
    """Return the tasks of a plan that prints no day: what is not done first."""
    words = given.words
    done = sum(s.state is State.DONE for s in given.tasks)
    whole, key = words.number(len(given.tasks)), "some_done" if done else "none_done"
    title = "; ".join(
        (
            words.text("slides.tasks.undated", whole=whole),
            words.text(f"slides.tasks.{key}", count=words.number(done), whole=whole),
        )
    )
    rows = [
        _row(given, s.task, words.text(f"duties.state.{s.state}"), STATE_TONES.get(s.state, ""))
        for s in sorted(given.tasks, key=lambda s: s.state is State.DONE)
    ]
    formula = words.text("slides.formula.tasks_undated", date=given.date)
    return [_task_slide(given, title, "slides.tasks.state", rows, formula)]


def _task_slide(given: Given, title: str, last: str, rows: list[Row], formula: str) -> Slide:
    """Return the slide of a list of tasks, whose last column is headed ``last``."""
    words = given.words
    columns = (
        Column(words.text("slides.tasks.number"), 7),
        Column(words.text("slides.tasks.title"), 37),
        Column(words.text("slides.tasks.leads"), 34),
        Column(words.text(last), 22),
    )
    left = len(rows) - TASKS_SHOWN
    return Slide(
        SlideKind.TASKS,
        title,
        words.text("slides.topic.tasks", date=given.date),
        body=Table(columns, tuple(rows[:TASKS_SHOWN])) if rows else None,
        rest=words.text("slides.tasks.rest", count=words.number(left)) if left > 0 else "",
        formulas=(formula,),
    )


def tasks_sentence(given: Given, late: int, due: int, whole: int, quarter: tuple[int, int]) -> str:
    """Say how many tasks with a day are past it and how many fall due in the quarter."""
    words, (year, number) = given.words, quarter
    key = "late" if late else "none_late"
    start = words.text(f"slides.tasks.{key}", count=words.number(late), whole=words.number(whole))
    key = "ahead" if due else "none_ahead"
    named = f"{words.text(f'duties.numeral.q{number}')}/{year}"
    ahead = words.text(f"slides.tasks.{key}", count=words.number(due), quarter=named)
    return f"{start}; {ahead}"


def _bodies(given: Given, leads: Sequence[str]) -> str:
    """Name those who lead: all of a few, of more the first ones and how many there are."""
    if len(leads) <= LEADS_NAMED:
        return "; ".join(leads)
    named, left = leads[: LEADS_NAMED - 1], len(leads) - LEADS_NAMED + 1
    count = given.words.number(left)
    return given.words.text("slides.tasks.more_leads", leads="; ".join(named), count=count)


def _task_row(given: Given, standing: TaskStanding, quarter: tuple[int, int]) -> Row:
    words, task = given.words, standing.task
    if standing.overdue:
        first = standing.overdue[0]
        due, tone = first.occurrence.due, "missed"
        key = "overdue"
    else:
        due, tone = standing.due_in(quarter)[0].occurrence.due, "on_track"
        key = "coming"
    when = words.text(f"slides.tasks.{key}", due=words.day(due))
    return _row(given, task, when, tone)


def _row(given: Given, task: Task, last: str, tone: str) -> Row:
    leads = _bodies(given, task.leads) or given.words.text("slides.tasks.no_lead")
    return Row((task.number, task.title, leads, last), tone)
