"""Money in the plans, recomputed beside what is printed, and money as loaded.

Sources: Lạng Sơn's plan of 2021 III (five sources and a total that is not their sum); Kon Tum's
QĐ 1334/QĐ-UBND of 2019 II.2.5 (local money against central money, and who pays which part of it).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from domain.figures import round_half_up


@dataclass(frozen=True)
class NeedLine:
    """Capital expected from one source; billion VND, shares in percent.

    Attributes:
        printed_percent: As printed, digit by digit; "" when none is.
        percent_of_printed: Share of the printed total, two decimals.
        percent_of_sum: Share of the sum of the sources, two decimals.
    """

    name: str
    amount: Decimal
    printed_percent: str
    percent_of_printed: Decimal
    percent_of_sum: Decimal
    clause: str
    note: str


@dataclass(frozen=True)
class Need:
    """The capital a plan needs in a year; billion VND."""

    name: str
    year: int
    printed: Decimal
    lines: tuple[NeedLine, ...]
    clause: str

    @property
    def summed(self) -> Decimal:
        """Return the sum of the sources."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def difference(self) -> Decimal:
        """Return how much the sources come to above the printed total."""
        return self.summed - self.printed


def build_needs(rows: Iterable[Mapping[str, Any]]) -> list[Need]:
    """Return the needs of a plan by year from its rows of ``funding.csv``."""
    own = list(rows)
    parts: dict[int, list[Mapping[str, Any]]] = {}
    for row in own:
        if row["kind"] == "need_source":
            parts.setdefault(row["year"], []).append(row)
    return [
        Need(
            row["source_name"],
            row["year"],
            _decimal(row["amount_bn_vnd"]),
            tuple(_lines(parts.get(row["year"], []), _decimal(row["amount_bn_vnd"]))),
            row["clause"],
        )
        for row in own
        if row["kind"] == "need_total"
    ]


def _lines(rows: Sequence[Mapping[str, Any]], printed: Decimal) -> list[NeedLine]:
    summed = sum((_decimal(row["amount_bn_vnd"]) for row in rows), Decimal(0))
    return [
        NeedLine(
            row["source_name"],
            _decimal(row["amount_bn_vnd"]),
            row["stated_percent"] or "",
            _percent(_decimal(row["amount_bn_vnd"]), printed),
            _percent(_decimal(row["amount_bn_vnd"]), summed),
            row["clause"],
            row["note_vi"] or "",
        )
        for row in rows
    ]


def _decimal(value: float | int) -> Decimal:
    # The text of a float is the number as it was written: 0.1 stays 0.1.
    amount = Decimal(str(value))
    return amount.quantize(Decimal(1)) if amount == amount.to_integral() else amount


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return round_half_up(Fraction(part) * 100 / Fraction(whole), 2)


@dataclass(frozen=True)
class CounterpartRule:
    """Local money a plan asks for beside central money.

    Attributes:
        ratio: Local money per unit of central money.
        shares: Which budget pays which part of the local money, in the order printed.
        clauses: Clause of the ratio and of each share.
    """

    ratio: Fraction
    shares: tuple[tuple[str, Fraction], ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Counterpart:
    """What a sum of central money asks for, in the unit it was given in."""

    central: Decimal
    local: Decimal
    parts: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """Return central and local money together."""
        return self.central + self.local


def build_counterpart(rows: Iterable[Mapping[str, Any]]) -> CounterpartRule | None:
    """Return a plan's rule from its rows of ``funding.csv``, ``None`` when it prints no ratio."""
    own = [row for row in rows if row["share_ratio"]]
    ratios = [row for row in own if row["kind"] == "counterpart_ratio"]
    shares = [row for row in own if row["kind"] == "counterpart_share"]
    if not ratios:
        return None
    central, local = (int(part) for part in ratios[0]["share_ratio"].split(":"))
    return CounterpartRule(
        Fraction(local, central),
        tuple((row["source_name"], Fraction(row["share_ratio"])) for row in shares),
        tuple(dict.fromkeys(row["clause"] for row in (ratios[0], *shares))),
    )


def split_counterpart(central: Decimal, rule: CounterpartRule) -> Counterpart:
    """Return the local money a sum of central money asks for, and who pays it.

    Args:
        central: Central money, not negative, any unit.
        rule: Ratio and parts.

    Raises:
        ValueError: The sum is negative or no number.
    """
    if not central.is_finite() or central < 0:
        raise ValueError(str(central))
    local = _exact(Fraction(central) * rule.ratio)
    parts = tuple((name, _exact(Fraction(local) * share)) for name, share in rule.shares)
    return Counterpart(central, local, parts)


def _exact(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


@dataclass(frozen=True)
class FundingRow:
    """One loaded row; million VND, ``None`` = not reported.

    Attributes:
        district_code: ``None`` for a figure of the whole province.
        debt: Outstanding construction debt: work done that no money has been found for.
    """

    district_code: str | None
    year: int
    source_name: str
    planned: float | None
    allocated: float | None
    disbursed: float | None
    as_of: date
    note: str = ""
    origin: str = ""
    debt: float | None = None


STAGES = ("planned", "allocated", "disbursed")


@dataclass(frozen=True)
class FundingSum:
    """Money of one source and year; million VND, ``None`` = not reported by anyone.

    Attributes:
        reported: By stage, how many rows gave a figure.
        rows: How many rows were added up.
        is_of_province: It is one row of the whole province, not a sum of districts.
        as_of: Newest day of the rows.
        debt: Outstanding construction debt, ``None`` when nobody reported any.
    """

    year: int
    source_name: str
    amounts: Mapping[str, float | None]
    reported: Mapping[str, int]
    rows: int
    is_of_province: bool
    as_of: date
    origins: tuple[str, ...]
    debt: float | None = None

    @property
    def disbursed_percent(self) -> Decimal | None:
        """Return disbursed over allocated in percent, when every row of the sum gave both."""
        allocated, disbursed = self.amounts["allocated"], self.amounts["disbursed"]
        is_whole = self.reported["allocated"] == self.reported["disbursed"] == self.rows
        if not allocated or disbursed is None or not is_whole:
            return None
        return round_half_up(Fraction(str(disbursed)) * 100 / Fraction(str(allocated)), 1)

    @property
    def is_overspent(self) -> bool:
        """Tell whether more is disbursed than allocated, or more allocated than planned."""
        planned, allocated, disbursed = (self.amounts[stage] for stage in STAGES)
        over = allocated is not None and disbursed is not None and disbursed > allocated
        return over or (planned is not None and allocated is not None and allocated > planned)


def sum_funding(
    rows: Iterable[FundingRow], on: date, district_code: str | None = None
) -> list[FundingSum]:
    """Return money by year and source on a day.

    Of the rows of one place, year and source the newest by that day counts. The province's own row
    goes before the sum of its districts: the two are never added.

    Args:
        rows: Rows of one province.
        on: Day looked at; later rows do not count.
        district_code: Keep one district's rows.
    """
    newest: dict[tuple[str | None, int, str], FundingRow] = {}
    for row in sorted((r for r in rows if r.as_of <= on), key=lambda r: r.as_of):
        if district_code in (None, row.district_code):
            newest[row.district_code, row.year, row.source_name] = row
    places: dict[tuple[int, str], list[FundingRow]] = {}
    for row in newest.values():
        places.setdefault((row.year, row.source_name), []).append(row)
    return [_sum(own) for _, own in sorted(places.items(), key=lambda item: item[0])]


def _sum(rows: list[FundingRow]) -> FundingSum:
    whole = [row for row in rows if row.district_code is None]
    counted = whole or rows
    given = {
        stage: [v for row in counted if (v := getattr(row, stage)) is not None] for stage in STAGES
    }
    debts = [row.debt for row in counted if row.debt is not None]
    return FundingSum(
        year=counted[0].year,
        source_name=counted[0].source_name,
        amounts={stage: sum(values) if values else None for stage, values in given.items()},
        reported={stage: len(values) for stage, values in given.items()},
        rows=len(counted),
        is_of_province=bool(whole),
        as_of=max(row.as_of for row in counted),
        origins=tuple(dict.fromkeys(row.origin for row in counted if row.origin)),
        debt=sum(debts) if debts else None,
    )
