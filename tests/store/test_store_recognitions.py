"""Recognitions: levels by date, nested levels, revocation."""

from datetime import date

import pytest
from tiny_store import END_2021, import_batch, recognition

from data.store.snapshots import add_batch, read_recognitions
from domain.recognition import levels_on
from domain.vocabulary import Level, Provenance

DECISIONS = [
    recognition("24001", "ntm", date(2020, 6, 30), decision_number="123/QĐ-UBND", for_year=2019),
    recognition("24001", "advanced", date(2021, 3, 1)),
    recognition("24001", "model", date(2021, 12, 31)),
    recognition("24002", "ntm", date(2020, 1, 1), revoked_on=date(2021, 7, 1)),
    recognition("24003", "advanced", date(2021, 1, 1), revoked_on=date(2021, 6, 1)),
    recognition("24003", "ntm", date(2019, 1, 1)),
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 12, 31), {}),
        (date(2020, 6, 29), {"24002": Level.NTM, "24003": Level.NTM}),
        (date(2020, 6, 30), {"24001": Level.NTM, "24002": Level.NTM, "24003": Level.NTM}),
        # 24003's advanced level is revoked in June, its first recognition is not.
        (
            date(2021, 5, 31),
            {"24001": Level.ADVANCED, "24002": Level.NTM, "24003": Level.ADVANCED},
        ),
        (date(2021, 6, 1), {"24001": Level.ADVANCED, "24002": Level.NTM, "24003": Level.NTM}),
        # The day of a revocation no longer counts.
        (date(2021, 6, 30), {"24001": Level.ADVANCED, "24002": Level.NTM, "24003": Level.NTM}),
        (date(2021, 7, 1), {"24001": Level.ADVANCED, "24003": Level.NTM}),
        (END_2021, {"24001": Level.MODEL, "24003": Level.NTM}),
    ],
)
def test_a_unit_holds_its_highest_level_in_force_on_a_day(writing, day, expected):
    add_batch(writing, import_batch(recognitions=DECISIONS))
    assert levels_on(read_recognitions(writing), day) == expected


def test_everything_a_decision_says_is_kept(writing):
    add_batch(writing, import_batch(recognitions=DECISIONS))
    first = next(r for r in read_recognitions(writing) if r.decision_number)
    assert (first.unit_code, first.unit_level, first.level) == ("24001", "commune", Level.NTM)
    assert (first.effective_on, first.for_year) == (date(2020, 6, 30), 2019)
    assert (first.is_exact_date, first.provenance) == (True, Provenance.IMPORTED)
    assert first.decision_number == "123/QĐ-UBND"


def test_recognitions_are_read_oldest_first(writing):
    add_batch(writing, import_batch(recognitions=DECISIONS))
    days = [r.effective_on for r in read_recognitions(writing)]
    assert days == sorted(days)
    assert len(days) == len(DECISIONS)
