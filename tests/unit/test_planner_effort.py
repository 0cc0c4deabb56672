"""What an upgrade costs: equal, by difficulty, from a table; always whole numbers."""

from fractions import Fraction

import pytest
from small_plan import make_situation

from data.planner.cost_files import read_cost_upload
from data.planner.costs import CostFileError
from domain.planner.effort import (
    CostTable,
    difficulty_effort,
    equal_effort,
    in_units_of,
    table_effort,
    with_nearly_met,
)

# Criterion 1: nobody of 4 lacks it. Criterion 2: 2 of 3 assessed lack it. Criterion 3: 4 of 4.
NOW = make_situation("++-", "+--", "+~-", "+?~")


def test_equal_effort_counts_upgrades():
    effort = equal_effort(NOW)
    assert (effort.cells.tolist(), effort.scale) == ([[1, 1, 1]] * 4, 1)


def test_difficulty_is_the_share_of_assessed_communes_that_lack_a_criterion():
    effort = difficulty_effort(NOW)
    # 2/3 and 4/4 over twelfths: exact, never rounded; what nobody lacks still costs something.
    assert effort.cells[0].tolist() == [1, 8, 12]
    assert (effort.scale, effort.unit) == (12, "difficulty")


def test_a_criterion_nobody_was_assessed_on_is_as_hard_as_can_be():
    effort = difficulty_effort(make_situation("?+-", "?+-", "?+-", "?+-"))
    assert effort.cells[0, 0] == effort.scale


def test_nearly_met_may_cost_less():
    effort = with_nearly_met(equal_effort(NOW), NOW, 50)
    assert (effort.cells[2].tolist(), effort.scale) == ([2, 1, 2], 2)
    assert with_nearly_met(equal_effort(NOW), NOW, 100).scale == 1


def test_a_price_between_whole_efforts_is_kept():
    assert in_units_of(equal_effort(NOW), None).scale == 1
    finer = in_units_of(equal_effort(NOW), Fraction(5, 2))
    assert (finer.scale, finer.cells[0].tolist()) == (2, [2, 2, 2])


def read(text):
    return read_cost_upload(text.encode(), "chi-phi.csv")


def test_costs_of_a_district_go_before_those_of_all():
    costs = read("criterion_no,million_vnd,district_code\n1,10,\n2,20.5,\n3,30,\n2,5,002\n")
    effort = table_effort(NOW, costs)
    assert effort.unit == "million_vnd"
    in_millions = [[Fraction(int(c), effort.scale) for c in row] for row in effort.cells]
    assert in_millions[0] == [10, Fraction(41, 2), 30]
    assert in_millions[3] == [10, 5, 30]


def test_decimal_commas_and_semicolons_are_read():
    costs = read("\ufeffcriterion_no;million_vnd\n1;1250,75\n")
    assert costs == CostTable({1: Fraction(5003, 4)}, {})


def test_a_criterion_without_cost_is_refused():
    with pytest.raises(ValueError, match=r"^2, 3$"):
        table_effort(NOW, read("criterion_no,million_vnd\n1,10\n"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("criterion_no,price\n1,2\n", "million_vnd"),
        ("a,b\n1,2\n", "criterion_no"),
        ("criterion_no,million_vnd\nx,2\n", "Ô A2"),
        ("criterion_no,million_vnd\n1,-2\n", "Ô B2: “-2”"),
        ("criterion_no,million_vnd\n1,nan\n", "“nan”"),
        ("criterion_no,million_vnd\n1,1e9\n", "“1e9”"),
        ("criterion_no,million_vnd\n1,2\n1,3\n", "Ô A3: tiêu chí 1"),
        ("criterion_no,million_vnd\n1,99999999\n", "lớn hơn"),
    ],
)
def test_what_cannot_be_used_is_listed_with_its_cell(text, said):
    with pytest.raises(CostFileError) as raised:
        read(text)
    assert said in str(raised.value)


def test_all_bad_lines_are_listed_at_once():
    with pytest.raises(CostFileError) as raised:
        read("criterion_no,million_vnd\nx,2\n2,y\n")
    assert len(raised.value.say()) == 2
