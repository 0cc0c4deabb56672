"""Which criteria set a file belongs to when nobody says, on the real sets' dates."""

from datetime import date

import pytest

from data.schemas import read_table, to_records
from domain.criteria import build_set
from domain.criteria_choice import choose_set

SETS = [build_set(row, [], []) for row in to_records(read_table("criteria_sets"))]


@pytest.mark.parametrize(
    ("periods", "as_of", "expected"),
    [
        ([], date(2015, 12, 31), "QD491_2009"),
        ([], date(2021, 12, 31), "QD1980_2016"),
        ([], date(2022, 3, 7), "QD1980_2016"),  # the day before QĐ 318
        ([], date(2022, 3, 8), "QD318_2022"),
        ([], date(2026, 2, 15), "QD51_2025"),
        ([], date(2005, 1, 1), ""),  # before any
        # The province's own last set, while it is in force …
        ([(date(2020, 12, 31), "QD1980_2016")], date(2021, 12, 31), "QD1980_2016"),
        ([(date(2021, 12, 31), "QD1980_2016")], date(2021, 12, 31), "QD1980_2016"),
        ([(date(2022, 6, 30), "QD318_2022_NANGCAO")], date(2022, 9, 30), "QD318_2022_NANGCAO"),
        # … and the one in force on the day once it is not.
        ([(date(2021, 12, 31), "QD1980_2016")], date(2022, 6, 30), "QD318_2022"),
        # A later period says nothing about an earlier date.
        ([(date(2022, 11, 30), "QD318_2022")], date(2021, 6, 30), "QD1980_2016"),
        ([(date(2020, 1, 1), "UNKNOWN")], date(2021, 6, 30), "QD1980_2016"),
    ],
)
def test_the_set_of_a_date(periods, as_of, expected):
    assert choose_set(SETS, periods, as_of) == expected
