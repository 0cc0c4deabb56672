"""What a report is built from, gathered by whoever reads the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from domain.assessment import Summary
from domain.board import TargetStanding
from domain.criteria import CriteriaSet
from domain.named import TaskStanding
from domain.plans import Plan
from domain.reconcile import ReconciliationLine
from domain.report.comparison import Comparison, compare_situations
from domain.report.periods import ReportKind, Span, span_of
from domain.report.words import joined, lower_first
from domain.situation import Situation
from domain.vietnamese import alphabetical


@dataclass(frozen=True)
class Place:
    """What the report speaks of.

    Attributes:
        name: In running text: "tỉnh Đắk Lắk", "huyện Krông Nô".
        whole: "toàn tỉnh", "toàn huyện".
        district_code: Code when it is a district.
    """

    name: str
    whole: str
    district_code: str | None = None


@dataclass(frozen=True, eq=False)
class ReportInput:
    """Everything a report says, as figures.

    Attributes:
        kind: Kind of report.
        place: What it speaks of; ``now`` and the earlier situations are narrowed to it.
        now: The situation reported.
        before: The situation compared with.
        last_year: The situation about a year before, when it is another one.
        names: Commune names by code, without kind.
        districts: District names by code, with kind ("Huyện Lắk").
        plan: Plan whose targets are reported.
        standings: Its targets that concern the place, judged.
        plan_set: Criteria set the plan works with; its numbers are those of the plan's tasks.
        leads: Lead agencies by criterion, when the plan uses the set of the marks.
        reconciliation: Published figures beside the computed ones.
        tasks: What the plan asks of communes by name.
        words: Names of metrics (``metric.<key>``) and units (``unit.<key>``).
        recognised_then: Days and recognised communes of all periods of the place.
        published_then: Days and recognised communes somebody printed.
        sources: Files, pages and decisions the figures come from, one sentence each.
        signed_on: Day of issue; ``None`` while it is open.
        later_plan: Plan of the place that was not issued yet on that day, so not compared with.
    """

    kind: ReportKind
    place: Place
    now: Situation
    before: Situation | None
    last_year: Situation | None
    names: Mapping[str, str]
    districts: Mapping[str, str]
    plan: Plan | None = None
    standings: tuple[TargetStanding, ...] = ()
    plan_set: CriteriaSet | None = None
    leads: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    reconciliation: tuple[ReconciliationLine, ...] = ()
    tasks: tuple[TaskStanding, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    recognised_then: tuple[tuple[date, int], ...] = ()
    published_then: tuple[tuple[date, int], ...] = ()
    sources: tuple[str, ...] = ()
    signed_on: date | None = None
    later_plan: Plan | None = None

    @property
    def summary(self) -> Summary:
        """Return the figures of the situation reported."""
        return self.now.summary()

    @property
    def day(self) -> date:
        """Return the day the report bears: of issue, or that of its figures while it is open."""
        return self.signed_on or self.now.as_of

    @property
    def span(self) -> Span:
        """Return the period the report speaks of."""
        return span_of(self.kind, self.now.as_of)

    @cached_property
    def comparison(self) -> Comparison | None:
        """Return what changed since the period compared with."""
        return compare_situations(self.now, self.before)

    @cached_property
    def yearly(self) -> Comparison | None:
        """Return what changed since a year before, when that is another date."""
        return compare_situations(self.now, self.last_year)

    @property
    def has_districts(self) -> bool:
        """Tell whether the communes lie in more than one district."""
        return len(set(self.now.district_by_commune.values())) > 1

    def district_name(self, code: str) -> str:
        """Return a district's name for running text: "huyện Lắk"; its code when it has none."""
        return lower_first(self.districts.get(code, code))

    def commune_name(self, code: str) -> str:
        """Return a commune's name, its code when it has none."""
        return self.names.get(code, code)

    def in_order(self, codes: Iterable[str]) -> list[str]:
        """Return commune codes by district, then by name in alphabetical order."""
        return sorted(
            codes,
            key=lambda c: (
                self.now.district_by_commune.get(c, ""),
                alphabetical(self.commune_name(c)),
                c,
            ),
        )

    def listed(self, codes: Iterable[str]) -> str:
        """Return communes by name: by district where there are several, else a plain list."""
        ordered = self.in_order(codes)
        if not self.has_districts:
            return joined([self.commune_name(code) for code in ordered])
        by_district: dict[str, list[str]] = {}
        for code in ordered:
            district = self.now.district_by_commune.get(code, "")
            by_district.setdefault(district, []).append(self.commune_name(code))
        return "; ".join(
            f"{joined(names)} ({self.district_name(district)})"
            for district, names in by_district.items()
        )

    def criterion_name(self, no: int) -> str:
        """Return a criterion as "số 17 (Môi trường và an toàn thực phẩm)"."""
        return f"số {no} ({self.now.criteria_set.criterion(no).name_vi})"

    def plan_criterion_name(self, no: int) -> str:
        """Return a criterion of the plan's own set, by number alone when the set is not known."""
        if self.plan_set is None or no not in self.plan_set.numbers:
            return f"số {no}"
        return f"số {no} ({self.plan_set.criterion(no).name_vi})"
