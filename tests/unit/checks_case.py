"""Small cases for the tests of the checks: an input of three criteria, findings said aloud."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from tiny_marks import situation_of

import i18n
from domain.checks.inputs import CheckInput, RevocationRule, Thresholds, build_past
from domain.recognition import Recognition
from domain.reconcile import Published
from domain.vocabulary import Level, Provenance

END_2021 = date(2021, 12, 31)
SEPTEMBER = date(2021, 9, 30)
THRESHOLDS = Thresholds(
    percent_tolerance=Decimal("0.1"),
    neighbour_minimum=5,
    neighbour_factor=Fraction(3),
    neighbour_gap=5,
    neighbour_company=Fraction(1, 10),
    commune_jump=4,
    district_jump=Fraction(2),
    provisional_months=3,
    revocation=RevocationRule(
        since=date(2022, 8, 2),
        low_share=Fraction(3, 10),
        high_share=Fraction(1, 2),
        district_share=Fraction(3, 10),
        key_criteria={"SET3_2016": (1,)},
    ),
)


def case(situation=None, past=None, **changes):
    """Return the input of a situation; ``past`` is an earlier one of the same kind."""
    situation = situation or situation_of(a="✓✓✓", b="✓✓x")
    if past is not None:
        changes["past"] = build_past(situation, [replace(past, as_of=SEPTEMBER)])
    return CheckInput(
        **{"situation": situation, "today": date(2022, 1, 10), "thresholds": THRESHOLDS, **changes}
    )


def published(metric, value, on=END_2021, **more):
    """Return a published figure, written as its value unless ``text`` says otherwise."""
    return Published(metric, on, Decimal(str(value)), more.pop("text", str(value)), **more)


def title(code, level="ntm", on=date(2020, 12, 31), **more):
    """Return a recognition of a commune by an exact date."""
    values = {"is_exact_date": True, "provenance": Provenance.IMPORTED, **more}
    kind = "commune" if len(code) != 3 else "district"
    return Recognition(code, kind, Level(level), on, **values)


def said(finding, language="vi"):
    """Return a finding's message, having looked up every other text it needs."""
    row = finding.as_dict(partial(i18n.text, language), {}, language)
    assert all(row[name] for name in ("title", "message", "do", "why", "severity_name"))
    assert "None" not in row["message"]
    return row["message"]


def rules(findings):
    """Return the rules of findings, each having been said in both languages."""
    for finding in findings:
        said(finding, "en")
        said(finding, "vi")
    return [finding.rule for finding in findings]


def only(findings, rule):
    """Return the one finding there is, of that rule."""
    assert rules(findings) == [rule]
    return findings[0]
