"""Sums that must come out: in the loaded figures, in the published ones and in the plans.

Source: the rules of arithmetic of the programme's reports. Bands sum to the communes, the counts of
the criteria sum to the total, total ÷ communes is the average, n ÷ N is the printed percentage.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.assessment import Summary
from domain.checks.finding import Finding, Severity
from domain.checks.inputs import CheckInput
from domain.figures import average, round_half_up
from domain.reconcile import Published, band_range
from domain.vocabulary import Provenance

PRINTED = Provenance.PUBLISHED
COUNTS_OF_COMMUNES = ("communes_ntm", "communes_advanced", "communes_model", "criterion_met")
"""Metrics whose denominator is the number of communes, beside the bands."""


def counts_communes(figure: Published) -> bool:
    """Tell whether a figure is a count of communes, printed over the communes there are."""
    return figure.metric in COUNTS_OF_COMMUNES or figure.metric.startswith("band_")


def by_date(figures: Iterable[Published]) -> dict[date, list[Published]]:
    """Group published figures by date, oldest first."""
    groups: dict[date, list[Published]] = {}
    for figure in sorted(figures, key=lambda f: f.on):
        groups.setdefault(figure.on, []).append(figure)
    return groups


def communes_printed(figures: Sequence[Published]) -> int | None:
    """Return the number of communes printed with the figures, ``None`` when none is printed.

    Of several the largest: a smaller one may count a part of the province.
    """
    totals = [int(f.value) for f in figures if f.metric == "communes_total"]
    denominators = [f.denominator for f in figures if f.denominator and counts_communes(f)]
    return max(totals or denominators, default=None)


def check_bands(given: CheckInput) -> list[Finding]:
    """Bands of communes by criteria met sum to the communes.

    Loaded: bands and communes not assessed. Published: the bands of one date, when they leave no
    gap from 0 to the full set; with a gap only a sum above the communes is wrong. Bands that
    overlap are not summed.
    """
    size = given.situation.criteria_set.size
    findings = [*_check_own_bands(given)]
    for on, figures in by_date(given.published).items():
        bands = {f.metric: f for f in figures if f.metric.startswith("band_")}
        communes = communes_printed(figures)
        ranges = sorted(band_range(metric) for metric in bands)
        if not bands or communes is None or _overlap(ranges):
            continue
        total = sum(int(f.value) for f in bands.values())
        if total > communes or (total < communes and _covers(ranges, size)):
            findings.append(
                given.find(
                    "bands_sum",
                    Severity.ERROR,
                    subject="published",
                    keyed_on=on,
                    basis=PRINTED,
                    source=next(iter(bands.values())).source_url,
                    on=on,
                    bands=len(bands),
                    total=total,
                    communes=communes,
                    difference=total - communes,
                )
            )
    return findings


def _check_own_bands(given: CheckInput) -> Iterator[Finding]:
    summary = given.situation.summary()
    total = sum(summary.bands.values()) + summary.communes - summary.assessed
    if total != summary.communes:
        yield given.find(
            "bands_sum",
            Severity.ERROR,
            subject="loaded",
            on=given.as_of,
            bands=len(summary.bands),
            total=total,
            communes=summary.communes,
            difference=total - summary.communes,
        )


def _overlap(ranges: Sequence[tuple[int, int]]) -> bool:
    return any(low <= high for (_, high), (low, _) in zip(ranges, list(ranges)[1:], strict=False))


def _covers(ranges: Sequence[tuple[int, int]], size: int) -> bool:
    follows = all(
        low == high + 1 for (_, high), (low, _) in zip(ranges, list(ranges)[1:], strict=False)
    )
    return follows and ranges[0][0] == 0 and ranges[-1][1] == size


def check_criteria_sum(given: CheckInput) -> list[Finding]:
    """Communes meeting each criterion, summed over the criteria, give the total of criteria met.

    Loaded figures and the published ones of a date that prints every criterion and a total.
    """
    summary, numbers = given.situation.summary(), set(given.situation.criteria_set.numbers)
    own = sum(count.met for count in summary.per_criterion)
    findings = []
    if own != summary.criteria_met_total:
        findings.append(_criteria_sum(given, given.as_of, own, summary.criteria_met_total, None))
    for on, figures in by_date(given.published).items():
        counts = {f.criterion_no: f for f in figures if f.metric == "criterion_met"}
        total = one_of(figures, "criteria_total")
        printed = sum(int(f.value) for f in counts.values())
        if total is not None and set(counts) == numbers and printed != total.value:
            findings.append(_criteria_sum(given, on, printed, int(total.value), total))
    return findings


def _criteria_sum(
    given: CheckInput, on: date, summed: int, total: int, printed: Published | None
) -> Finding:
    return given.find(
        "criteria_sum",
        Severity.ERROR,
        subject="published" if printed else "loaded",
        keyed_on=on,
        basis=PRINTED if printed else None,
        source=printed.source_url if printed else "",
        on=on,
        summed=summed,
        total=total,
        difference=summed - total,
    )


def check_average(given: CheckInput) -> list[Finding]:
    """Total criteria met ÷ communes is the printed average, half up at its decimals.

    The loaded average is over the communes assessed. A published average without a published total
    must at least be the average of some whole total.
    """
    findings = []
    summary = given.situation.summary()
    expected = average(summary.criteria_met_total, summary.assessed)
    if expected != summary.average:
        findings.append(_average(given, summary, expected))
    for on, figures in by_date(given.published).items():
        printed, communes = one_of(figures, "avg_criteria"), communes_printed(figures)
        communes = communes or summary.communes
        total = one_of(figures, "criteria_total")
        if printed is not None and total is not None:
            findings += _check_printed_average(given, on, printed, total, communes)
        elif printed is not None:
            findings += _check_possible_average(given, on, printed, communes)
    return findings


def _average(given: CheckInput, summary: Summary, expected: Decimal | None) -> Finding:
    return given.find(
        "average_differs",
        Severity.ERROR,
        subject="loaded",
        on=given.as_of,
        total=summary.criteria_met_total,
        communes=summary.assessed,
        computed=expected,
        printed=summary.average,
    )


def _check_printed_average(
    given: CheckInput, on: date, printed: Published, total: Published, communes: int
) -> Iterator[Finding]:
    computed = round_half_up(Fraction(int(total.value), communes), decimals_of(printed))
    if computed != printed.value:
        yield given.find(
            "average_differs",
            Severity.ERROR,
            subject="published",
            keyed_on=on,
            basis=PRINTED,
            source=printed.source_url,
            on=on,
            total=int(total.value),
            communes=communes,
            computed=computed,
            printed=printed.value,
        )


def _check_possible_average(
    given: CheckInput, on: date, printed: Published, communes: int
) -> Iterator[Finding]:
    digits, middle = decimals_of(printed), int(printed.value * communes)
    nearest = {n: round_half_up(Fraction(n, communes), digits) for n in (middle, middle + 1)}
    if printed.value in nearest.values():
        return
    below, above = nearest
    yield given.find(
        "average_impossible",
        Severity.WARNING,
        keyed_on=on,
        basis=PRINTED,
        source=printed.source_url,
        on=on,
        printed=printed.value,
        communes=communes,
        below=below,
        below_average=nearest[below],
        above=above,
        above_average=nearest[above],
    )


def one_of(figures: Iterable[Published], metric: str) -> Published | None:
    """Return the figure of a metric when exactly one was printed."""
    own = [figure for figure in figures if figure.metric == metric]
    return own[0] if len(own) == 1 else None


def decimals_of(figure: Published) -> int:
    """Return the decimals a figure is printed with."""
    return len(figure.text.replace(",", ".").partition(".")[2]) if figure.text else 2
