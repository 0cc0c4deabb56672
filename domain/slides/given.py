"""What a deck is written from, gathered by whoever reads the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.assessment import Summary
from domain.duties.calendar import Calendar
from domain.duties.status import TaskStanding
from domain.figures import Share
from domain.scenario.model import Scenario
from domain.scenario.outcome import Outcome
from domain.scenario.outlook import Outlook
from domain.situation import Situation
from domain.view import View
from domain.words import Words

SHORT_KINDS = (
    ("Tỉnh ", ""),
    ("Thành phố ", "TP. "),
    ("Thị xã ", "TX. "),
    ("Huyện ", ""),
    ("Xã ", ""),
)
"""Kinds of units as they are shortened on a slide, where the heading says what is listed."""


@dataclass(frozen=True, eq=False)
class Given:
    """Everything a deck says, as figures and names.

    Attributes:
        view: The scope with the period before, the plan and its judged targets.
        words: The language the deck is written in.
        place: Place the scope speaks of, as a sentence begins with it: "Đắk Lắk", "Huyện Krông Nô".
        districts: District names by code, with their kind.
        communes: Commune names by code.
        place_within: The same inside a sentence: "tỉnh Đắk Lắk", "huyện Krông Nô".
        plan_name: Number and years of the plan; "" without one.
        plan_full_name: The same with its issuer.
        sources: Where the figures come from, one sentence each.
        tasks: The plan's tasks on the day of the figures.
        calendar: The plan's reporting calendar on that day, with what has come in by now;
            ``None`` without a plan, or where the reader does not see what has come in.
        outlooks: Forecasts of the targets ahead.
        scenarios: Scenarios worked out, by id.
    """

    view: View
    words: Words
    place: str
    place_within: str
    districts: Mapping[str, str]
    communes: Mapping[str, str]
    plan_name: str = ""
    plan_full_name: str = ""
    sources: tuple[str, ...] = ()
    tasks: tuple[TaskStanding, ...] = ()
    calendar: Calendar | None = None
    outlooks: tuple[Outlook, ...] = ()
    scenarios: Mapping[int, tuple[Scenario, Outcome]] = field(default_factory=dict)

    @property
    def scope(self) -> Situation:
        """Return the situation the deck speaks of."""
        return self.view.scope

    @property
    def summary(self) -> Summary:
        """Return its figures."""
        return self.view.scope.summary()

    @property
    def size(self) -> int:
        """Return how many criteria the set has."""
        return self.view.scope.criteria_set.size

    @property
    def has_districts(self) -> bool:
        """Tell whether the communes lie in more than one district."""
        return len(set(self.scope.district_by_commune.values())) > 1

    @property
    def start(self) -> str:
        """Return a sentence where the figures are those the plan sets out from, else ""."""
        plan, day = self.view.plan, self.scope.as_of
        if plan is None or not plan.eve <= day <= plan.starts_on:
            return ""
        return self.words.text("targets.hint.start", date=self.date)

    @property
    def date(self) -> str:
        """Return the day of the figures as written."""
        return self.words.day(self.scope.as_of)

    def district(self, code: str) -> str:
        """Return a district's name, its kind shortened: "Krông Nô", "TX. Buôn Hồ"."""
        return short(self.districts.get(code, code))

    def commune(self, code: str) -> str:
        """Return a commune's name, with its district where there are several."""
        name = short(self.communes.get(code, code))
        if not self.has_districts:
            return name
        return f"{name}, {self.district(self.scope.district_by_commune.get(code, ''))}"

    def commune_inside(self, code: str) -> str:
        """Return a commune's name inside a sentence: "Đắk Môl (Đắk Song)"."""
        name, _, district = self.commune(code).partition(", ")
        return f"{name} ({district})" if district else name

    def criterion(self, no: int) -> str:
        """Return a criterion with its number: "17. Môi trường và an toàn thực phẩm"."""
        return f"{no}. {self.criterion_name(no)}"

    def criterion_name(self, no: int) -> str:
        """Return a criterion's name, "" where the set of the marks has no such number."""
        criteria_set = self.scope.criteria_set
        if no not in criteria_set.numbers:
            return ""
        return criteria_set.criterion(no).name(self.words.language)

    def communes_share(self, share: Share) -> str:
        """Write a share of communes: "71/152 xã (46,7%)"."""
        return self.words.text(
            "slides.communes_share",
            fraction=self.words.fraction(share),
            percent=self.words.percent(share.percent()),
        )

    def numbers(self, numbers: tuple[int, ...], most: int) -> str:
        """Return criteria by number and name, or by number alone where they are many."""
        if len(numbers) <= most:
            return "; ".join(self.criterion(no) for no in numbers)
        return ", ".join(str(no) for no in numbers)

    def key(self, lists: Iterable[tuple[int, ...]], most: int) -> str:
        """Name the criteria that :meth:`numbers` gives by number alone; "" where there are none."""
        alone = sorted({no for numbers in lists if len(numbers) > most for no in numbers})
        names = "; ".join(map(self.criterion, alone))
        return self.words.text("slides.nearest.key", names=names) if names else ""


def short(name: str) -> str:
    """Return a unit's name with its kind shortened: "Thị xã Buôn Hồ" as "TX. Buôn Hồ"."""
    for long, kind in SHORT_KINDS:
        if name.startswith(long):
            return kind + name.removeprefix(long)
    return name
