"""Targets of one's own: read as written, and turned into requirements of every kind."""

from decimal import Decimal

import pytest
from small_plan import make_situation

from domain.planner.own import OwnTarget, OwnTargetError, own_requirement, read_own
from domain.planner.problem import Kind

NOW = make_situation("+++", "++-", "+--", "-?~")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("recognised=100", OwnTarget("recognised", Decimal(100))),
        ("recognised@648=10", OwnTarget("recognised", Decimal(10), "648")),
        ("average=16,5", OwnTarget("average", Decimal("16.5"))),
        ("minimum@664=13", OwnTarget("minimum", Decimal(13), "664")),
        ("criterion:5=120", OwnTarget("criterion", Decimal(120), numbers=(5,))),
        ("group:2;3;4=50", OwnTarget("group", Decimal(50), numbers=(2, 3, 4))),
        ("band:10-14=70", OwnTarget("band", Decimal(70), low=10, high=14)),
        ("named:24250;24247=2", OwnTarget("named", Decimal(2), codes=("24247", "24250"))),
    ],
)
def test_a_target_is_read_as_written_and_named_without_its_value(text, target):
    assert read_own(text) == target
    assert target.target_id == f"own:{text.partition('=')[0]}".replace("24250;24247", "24247;24250")


@pytest.mark.parametrize(
    "text",
    ["", "recognised", "xyz=1", "recognised=-1", "recognised=nan", "criterion=5", "criterion:1;2=5",
     "band:5=1", "group=5", "recognised:3=5", "minimum=1e400000000"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(OwnTargetError) as raised:
        read_own(text)
    assert (raised.value.why, raised.value.text) == ("unreadable", text)


def made(text, **options):
    return own_requirement(read_own(text), NOW, **options)


def test_each_kind_asks_for_its_count():
    assert (made("recognised=2").kind, made("recognised=2").at_least) == (Kind.RECOGNISED, 2)
    assert made("recognised@002=1").codes == ("00003", "00004")
    assert (made("average=2.1").kind, made("average=2.1").at_least) == (Kind.TOTAL, 9)
    assert made("average@001=2.6").at_least == 6
    least = made("minimum=2")
    assert (least.kind, least.low, least.at_most, least.at_least) == (Kind.BELOW, 2, 0, None)
    assert (made("criterion:2=4").numbers, made("criterion:2=4").at_least) == ((2,), 4)
    group = made("group:1;2=60")
    assert (group.kind, group.numbers, group.at_least) == (Kind.GROUP, (1, 2), 3)
    assert made("group:3=60").kind is Kind.CRITERION
    band = made("band:1-2=2", is_soft=True)
    assert (band.low, band.high, band.at_least, band.at_most, band.is_soft) == (1, 2, 2, 2, True)
    assert made("named:00003;00004=2").codes == ("00003", "00004")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("recognised@999=1", "no_district"),
        ("named:99999=1", "no_commune"),
        ("criterion:7=1", "no_criterion"),
        ("band:2-9=1", "no_band"),
        ("band:2-1=1", "no_band"),
    ],
)
def test_what_is_not_there_is_said(text, why):
    with pytest.raises(OwnTargetError) as raised:
        made(text)
    assert raised.value.why == why
