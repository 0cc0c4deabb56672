"""Money: printed beside recomputed, the counterpart by hand, and sums of loaded rows."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from components.funding_counterpart import Refusal, exact, read_amount
from domain.duties.funding import (
    FundingRow,
    build_counterpart,
    build_needs,
    split_counterpart,
    sum_funding,
)


def row(kind, name, amount=None, ratio=None, percent=None, year=2021, clause="III"):
    return {
        "kind": kind,
        "source_name": name,
        "amount_bn_vnd": amount,
        "stated_percent": percent,
        "share_ratio": ratio,
        "year": year,
        "clause": clause,
        "note_vi": None,
    }


def test_the_sources_come_to_more_than_the_printed_total():
    amounts = (643.0, 580.0, 70.0, 3200.0, 273.0)
    (need,) = build_needs(
        [
            row("need_total", "Tổng", 4756.0),
            *(row("need_source", f"N{a:.0f}", a, percent="13.5") for a in amounts),
            row("rule", "Quy định"),
        ]
    )
    assert (need.printed, need.summed, need.difference) == (4756, 4766, 10)
    first = need.lines[0]
    # 643/4756 = 13,5198 %; 643/4766 = 13,4914 %.
    assert (first.percent_of_printed, first.percent_of_sum) == (Decimal("13.52"), Decimal("13.49"))
    assert first.printed_percent == "13.5"


RULE = build_counterpart(
    [
        row("counterpart_ratio", "Đối ứng", ratio="1:1", clause="II.2.5"),
        row("counterpart_share", "Tỉnh", ratio="0.5", clause="II.2.5"),
        row("counterpart_share", "Huyện", ratio="0.3", clause="II.2.5"),
        row("counterpart_share", "Xã", ratio="0.2", clause="II.2.5"),
    ]
)


@pytest.mark.parametrize(
    ("central", "local", "parts", "total"),
    [
        ("100", "100", ("50", "30", "20"), "200"),
        ("0", "0", ("0", "0", "0"), "0"),
        ("37.5", "37.5", ("18.75", "11.25", "7.5"), "75"),
        ("0.1", "0.1", ("0.05", "0.03", "0.02"), "0.2"),
    ],
)
def test_one_to_one_shared_by_province_district_and_commune(central, local, parts, total):
    answer = split_counterpart(Decimal(central), RULE)
    assert answer.local == Decimal(local)
    assert tuple(amount for _, amount in answer.parts) == tuple(map(Decimal, parts))
    assert answer.total == Decimal(total)
    assert sum(amount for _, amount in answer.parts) == answer.local


def test_the_rule_is_read_from_the_plan():
    assert RULE.ratio == 1
    assert [share for _, share in RULE.shares] == [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)]
    assert RULE.clauses == ("II.2.5",)
    assert build_counterpart([row("rule", "Quy định")]) is None
    other = build_counterpart([row("counterpart_ratio", "x", ratio="2:1")])
    assert split_counterpart(Decimal(10), other).local == 5


@pytest.mark.parametrize("central", ["-1", "NaN", "Infinity"])
def test_no_counterpart_of_what_is_no_sum(central):
    with pytest.raises(ValueError, match=central):
        split_counterpart(Decimal(central), RULE)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("100", "100"),
        ("1.234,5", "1234.5"),
        ("12,5", "12.5"),
        ("1,234", Refusal.AMBIGUOUS),
        ("-5", Refusal.NO_AMOUNT),
        ("abc", Refusal.NO_AMOUNT),
        ("", Refusal.NO_AMOUNT),
        ("99999999", Refusal.TOO_LARGE),
    ],
)
def test_amounts_as_typed(typed, amount):
    assert read_amount(typed) == (amount if isinstance(amount, Refusal) else Decimal(amount))


def test_small_parts_are_written_with_all_their_decimals():
    # Ten million of central money: 5, 3 and 2 million, in billions.
    parts = split_counterpart(Decimal("0.01"), RULE).parts
    assert [exact(amount) for _, amount in parts] == ["0,005", "0,003", "0,002"]
    assert exact(Decimal("1E+6")) == "1.000.000"


def loaded(source="Vốn tín dụng", district=None, as_of=date(2021, 6, 30), **amounts):
    given = {"planned": None, "allocated": None, "disbursed": None, **amounts}
    return FundingRow(district, 2021, source, as_of=as_of, **given)


def test_the_newest_row_counts_and_later_ones_do_not_exist_yet():
    rows = [
        loaded(planned=100.0),
        loaded(planned=120.0, as_of=date(2021, 9, 30)),
        loaded(planned=150.0, as_of=date(2021, 12, 31)),
    ]
    (one,) = sum_funding(rows, date(2021, 10, 1))
    assert one.amounts == {"planned": 120.0, "allocated": None, "disbursed": None}
    assert sum_funding(rows, date(2021, 6, 29)) == []


def test_the_province_s_own_row_is_never_added_to_its_districts():
    districts = [
        loaded(district="181", allocated=40.0, disbursed=10.0),
        loaded(district="182", allocated=60.0),
    ]
    (by_district,) = sum_funding(districts, date(2021, 12, 31))
    assert by_district.amounts["allocated"] == 100.0
    # One of two districts gave its disbursement: no rate of the whole.
    assert by_district.reported["disbursed"] == 1
    assert by_district.disbursed_percent is None
    assert not by_district.is_of_province
    (whole,) = sum_funding([*districts, loaded(allocated=90.0, disbursed=30.0)], date(2021, 12, 31))
    assert (whole.amounts["allocated"], whole.rows) == (90.0, 1)
    assert whole.disbursed_percent == Decimal("33.3")
    (own,) = sum_funding(districts, date(2021, 12, 31), "181")
    assert own.disbursed_percent == Decimal("25.0")


def test_more_out_than_in_is_flagged():
    (over,) = sum_funding([loaded(allocated=90.0, disbursed=90.5)], date(2021, 12, 31))
    (even,) = sum_funding([loaded(allocated=90.0, disbursed=90.0)], date(2021, 12, 31))
    (planned,) = sum_funding([loaded(planned=80.0, allocated=90.0)], date(2021, 12, 31))
    assert (over.is_overspent, even.is_overspent, planned.is_overspent) == (True, False, True)
    (none,) = sum_funding([loaded(disbursed=5.0)], date(2021, 12, 31))
    assert not none.is_overspent


def test_debts_are_added_up_and_nobody_s_report_is_no_zero():
    rows = [loaded(district="182", debt=12.5), loaded(district="189")]
    (both,) = sum_funding(rows, date(2021, 12, 31))
    assert both.debt == 12.5
    (none,) = sum_funding(rows[1:], date(2021, 12, 31))
    assert none.debt is None
