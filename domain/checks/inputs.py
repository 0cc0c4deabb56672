"""What the checks look at: one value with everything a rule may need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from domain.assessment import Marks, is_assessed
from domain.checks.calendar import ReportingRule
from domain.checks.finding import Finding, Severity, Value, make_key
from domain.recognition import Recognition
from domain.reconcile import Published
from domain.situation import Situation
from domain.targets import Target
from domain.vocabulary import Level, Provenance, SnapshotStatus

LEVEL_OF_SET = {
    "commune": Level.NTM,
    "commune_advanced": Level.ADVANCED,
    "commune_model": Level.MODEL,
}
"""The title a criteria set judges, by the level of the set."""


@dataclass(frozen=True)
class RevocationRule:
    """Shares and criteria of the revocation rule, see :mod:`domain.checks.revocation`.

    Attributes:
        since: Date of the decision.
        low_share: Share of failing criteria from which one of the key criteria decides.
        high_share: Share of failing criteria from which a title is at risk whatever they are.
        district_share: Share of a district's communes that lost their title.
        key_criteria: Key criteria by criteria set; a set that is not named has no rule.
    """

    since: date
    low_share: Fraction
    high_share: Fraction
    district_share: Fraction
    key_criteria: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Thresholds:
    """Thresholds of the checks, from ``data/settings.yml``.

    Attributes:
        percent_tolerance: Points a printed percentage may lie beside n ÷ N.
        neighbour_minimum: Assessed neighbours a commune needs to be compared at all.
        neighbour_factor: How many times the usual spread from the neighbours' median is odd.
        neighbour_gap: Criteria from the median below which nothing is odd.
        neighbour_company: Share of the neighbours that may lie as far on the same side.
        commune_jump: Criteria a commune may change by within a year.
        district_jump: Criteria a commune the communes of a district may change by on average
            within a year.
        provisional_months: Months after which provisional figures should have become final.
    """

    percent_tolerance: Decimal
    neighbour_minimum: int
    neighbour_factor: Fraction
    neighbour_gap: int
    neighbour_company: Fraction
    commune_jump: int
    district_jump: Fraction
    provisional_months: int
    revocation: RevocationRule


def build_thresholds(settings: Mapping[str, Any]) -> Thresholds:
    """Build the thresholds from the ``checks`` block of the settings.

    Raises:
        KeyError: A threshold is missing.
    """
    neighbours, jump, revocation = (settings[name] for name in ("neighbours", "jump", "revocation"))
    return Thresholds(
        percent_tolerance=Decimal(str(settings["percent_tolerance"])),
        neighbour_minimum=int(neighbours["minimum"]),
        neighbour_factor=Fraction(str(neighbours["factor"])),
        neighbour_gap=int(neighbours["gap"]),
        neighbour_company=Fraction(str(neighbours["company"])),
        commune_jump=int(jump["commune"]),
        district_jump=Fraction(str(jump["district"])),
        provisional_months=int(settings["provisional_months"]),
        revocation=RevocationRule(
            since=revocation["since"],
            low_share=Fraction(str(revocation["low_share"])),
            high_share=Fraction(str(revocation["high_share"])),
            district_share=Fraction(str(revocation["district_share"])),
            key_criteria={
                set_id: tuple(numbers) for set_id, numbers in revocation["key_criteria"].items()
            },
        ),
    )


@dataclass(frozen=True, eq=False)
class Past:
    """The marks each commune had before, of the same criteria set.

    Attributes:
        marks: Communes known before × criteria.
        date_by_commune: Date of each commune's earlier marks: districts may report at other dates.
    """

    marks: Marks
    date_by_commune: Mapping[str, date]

    @property
    def newest(self) -> date:
        """Return the latest of the earlier dates."""
        return max(self.date_by_commune.values())


def build_past(now: Situation, earlier: Iterable[Situation]) -> Past | None:
    """Take each commune's latest earlier marks.

    Args:
        now: The situation that is checked.
        earlier: Situations before it, newest first. Left out are those of another criteria set,
            and made-up ones beside official ones: the two are never compared.
    """
    waiting = set(now.marks.index)
    frames: list[Marks] = []
    dates: dict[str, date] = {}
    for situation in earlier:
        if not _is_comparable(now, situation):
            continue
        known = is_assessed(situation.marks)
        own = [str(code) for code in situation.marks.index if known[code] and code in waiting]
        if own:
            frames.append(situation.marks.loc[own])
            dates.update(dict.fromkeys(own, situation.as_of))
            waiting -= set(own)
        if not waiting:
            break
    return Past(pd.concat(frames), dates) if frames else None


def _is_comparable(now: Situation, other: Situation) -> bool:
    return (
        other.as_of < now.as_of
        and other.criteria_set.set_id == now.criteria_set.set_id
        and other.is_illustrative == now.is_illustrative
    )


@dataclass(frozen=True)
class NamedFigure:
    """A published figure of one commune or district, or that it was recognised (no ``value``)."""

    unit_code: str
    metric: str
    on: date
    value: Decimal | None
    source_url: str = ""


@dataclass(frozen=True)
class Load:
    """An official load in force: which districts it speaks of and when it came.

    Attributes:
        as_of: Date of its figures.
        received_on: Day it was loaded, on the calendar of Việt Nam.
        district_codes: Districts of which it assesses at least one commune.
    """

    as_of: date
    received_on: date
    district_codes: frozenset[str]


@dataclass(frozen=True)
class PeriodMark:
    """One period in force of the province, by date, standing and provenance."""

    as_of: date
    status: SnapshotStatus
    provenance: Provenance


@dataclass(frozen=True, eq=False)
class CheckInput:
    """Everything the rules look at, of one province at one date.

    Attributes:
        situation: What is checked; may be of some districts only.
        today: Day of the check.
        thresholds: From the settings.
        past: Earlier marks of the same set, ``None`` without any.
        published: Figures published of the whole province in the year of the date, up to it.
        district_published: Figures published of districts at the date, with the metrics of a
            province, by district.
        named: Figures published of single communes up to the date.
        targets: Targets of the plans in force.
        recognitions: Recognitions of the province's units, those of the situation's kind.
        neighbours: Nearby communes of each commune.
        calendar: Reporting rules that the districts are bound by.
        loads: Official loads in force.
        districts: Every district of the province that has communes.
        periods: Every period of the province.
    """

    situation: Situation
    today: date
    thresholds: Thresholds
    past: Past | None = None
    published: Sequence[Published] = ()
    district_published: Mapping[str, Sequence[Published]] = field(default_factory=dict)
    named: Sequence[NamedFigure] = ()
    targets: Sequence[Target] = ()
    recognitions: Sequence[Recognition] = ()
    neighbours: Mapping[str, Sequence[str]] = field(default_factory=dict)
    calendar: Sequence[ReportingRule] = ()
    loads: Sequence[Load] = ()
    districts: Sequence[str] = ()
    periods: Sequence[PeriodMark] = ()

    @property
    def as_of(self) -> date:
        """Return the date that is checked."""
        return self.situation.as_of

    @cached_property
    def titles(self) -> Mapping[str, Level]:
        """Return the communes that hold the title the checked set judges, or a higher one.

        Marks of the advanced set say nothing about a commune that is recognised as NTM only.
        """
        judged = LEVEL_OF_SET.get(self.situation.criteria_set.level)
        held = self.situation.level_by_commune
        return {c: v for c, v in held.items() if judged is not None and v.rank >= judged.rank}

    @cached_property
    def published_now(self) -> list[Published]:
        """Return what was published for the very date."""
        return [figure for figure in self.published if figure.on == self.as_of]

    def find(
        self,
        rule: str,
        severity: Severity,
        units: Iterable[str] = (),
        criteria: Iterable[int] = (),
        *,
        subject: str = "",
        keyed_on: date | None = None,
        is_timeless: bool = False,
        basis: Provenance | None = None,
        source: str = "",
        **params: Value,
    ) -> Finding:
        """Make a finding of this province and date.

        Args:
            rule: Code of the rule.
            severity: How pressing.
            units: Units it is about.
            criteria: Criteria it is about.
            subject: See :func:`~domain.checks.finding.make_key`.
            keyed_on: Date the finding belongs to, the checked one by default.
            is_timeless: It does not belong to a date, so that its key has none.
            basis: What it rests on, the marks by default.
            source: Address or clause.
            **params: Figures of the message.
        """
        codes, numbers = tuple(units), tuple(criteria)
        place, day = self.situation.province_code, keyed_on or self.as_of
        return Finding(
            key=make_key(rule, place, None if is_timeless else day, codes, numbers, subject),
            rule=rule,
            severity=severity,
            province_code=place,
            as_of=self.as_of,
            unit_codes=codes,
            criterion_nos=numbers,
            params=params,
            basis=basis or self.situation.provenance,
            source=source,
        )
