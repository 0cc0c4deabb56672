"""A printed percentage beside the count and the whole it was made from."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from domain.checks.arithmetic import PRINTED, by_date, communes_printed, decimals_of, one_of
from domain.checks.finding import Finding, Severity
from domain.checks.inputs import CheckInput
from domain.figures import round_half_up


def check_percent(given: CheckInput) -> list[Finding]:
    """A printed percentage is n ÷ N within the tolerance (±0,1 points).

    A percentage printed with fewer decimals is right as well when n ÷ N rounds to it. Checked are
    published shares of communes recognised, and every target of the plans that prints a count, a
    percentage and a denominator.
    """
    findings = []
    for on, figures in by_date(given.published).items():
        percent, count = one_of(figures, "communes_ntm_pct"), one_of(figures, "communes_ntm")
        whole = (count.denominator if count else None) or communes_printed(figures)
        if percent is None or count is None or not whole:
            continue
        part, digits = Fraction(count.value), decimals_of(percent)
        if not _agrees(given, percent.value, digits, part / whole):
            findings.append(
                given.find(
                    "percent_differs",
                    Severity.WARNING,
                    subject="communes_ntm",
                    keyed_on=on,
                    basis=PRINTED,
                    source=percent.source_url,
                    target_metric="communes_ntm",
                    on=on,
                    part=int(count.value),
                    whole=whole,
                    printed=percent.value,
                    computed=round_half_up(100 * part / whole),
                )
            )
    return [*findings, *_check_plan_percents(given)]


def _check_plan_percents(given: CheckInput) -> Iterator[Finding]:
    # "100/152 xã, trên 65%": the percentage is a bound of its own, not the share of the count.
    bounds = {
        (t.plan_id, t.due, t.value)
        for t in given.targets
        if t.comparator == ">" and t.unit == "percent"
    }
    for target in given.targets:
        if not target.stated_percent or not target.denominator:
            continue
        share = Fraction(target.value) / target.denominator
        printed = Decimal(target.stated_percent)
        if (target.plan_id, target.due, printed) in bounds:
            continue
        if not _agrees(given, printed, len(target.stated_percent.partition(".")[2]), share):
            yield given.find(
                "percent_differs",
                Severity.WARNING,
                criteria=() if target.criterion_no is None else (target.criterion_no,),
                subject=target.target_id,
                is_timeless=True,
                basis=PRINTED,
                source=target.clause,
                target_metric=target.metric,
                on=target.due,
                part=int(target.value),
                whole=target.denominator,
                printed=printed,
                computed=round_half_up(100 * share),
            )


def _agrees(given: CheckInput, printed: Decimal, digits: int, share: Fraction) -> bool:
    exact = 100 * share
    is_near = abs(Fraction(printed) - exact) <= Fraction(given.thresholds.percent_tolerance)
    return is_near or round_half_up(exact, digits) == printed
