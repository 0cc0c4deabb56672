import pandas as pd
import pytest

from data.boundaries import matching
from data.boundaries.columns import commune_code, recognise
from data.boundaries.matching import match


def matched(units, rows, scope=None):
    """Match rows of cells given as a dictionary of columns."""
    table = pd.DataFrame(rows)
    table["feature"] = range(1, len(table) + 1)
    scope = units if scope is None else units.within(scope)
    return match(recognise(table, scope, units), scope, units)


NAMES = ["Hòa Thuận", "Tân Thành", "Đắk R'Lấp", "Ea Thử", "Tân Thành", "Tân Thạnh", "1", "Ea Thử"]
DISTRICTS = ["Krông Thử"] * 4 + ["Buôn Thử"] * 4
CODES = ["00101", "00104", "00107", "00110", "00113", "00116", "00119", "00122"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("00101", "00101"),
        ("101", "00101"),
        ("VN00101", "00101"),
        ("98 980 00101", "00101"),
        ("1.001.00101", "00101"),
        ("0", "00000"),
        ("123456", None),
        ("24118.5.1.1", None),
        ("xã", None),
        ("١٢٣", None),
        (None, None),
    ],
)
def test_codes_are_read_as_people_write_them(cell, code):
    assert commune_code(cell) == code


@pytest.mark.parametrize("column", [CODES, [int(c) for c in CODES], [float(c) for c in CODES]])
def test_codes_match_also_without_leading_zeros(units, column):
    matches = matched(units, {"ID": column, "STT": range(1, 9)})
    assert list(matches.code_of.values()) == CODES
    assert matches.by == {"code": 8}


def test_a_running_number_is_no_code(units):
    table = pd.DataFrame({"OBJECTID": range(1, 9), "feature": range(1, 9)})
    low = units.communes.assign(code=[f"{n:05}" for n in range(1, len(units.communes) + 1)])
    assert not recognise(table, type(units)(low, units.districts, units.provinces), units).has_codes


def test_names_match_within_their_district(units):
    matches = matched(units, {"ten": NAMES, "huyen": DISTRICTS}, "98")
    assert list(matches.code_of.values()) == CODES
    assert matches.by == {"name": 8}
    assert not matches.unmatched


def test_districts_may_be_codes_and_kinds_may_be_written(units):
    names = [f"Xã {name}" for name in NAMES[:6]] + ["P. 01", "xã Ea Thử"]
    matches = matched(units, {"ten": names, "huyen": [980] * 4 + [981] * 4}, "98")
    assert list(matches.code_of.values()) == CODES


def test_the_same_name_in_two_districts_is_not_guessed(units):
    matches = matched(units, {"ten": NAMES}, "98")
    assert [u.name for u in matches.unmatched] == ["Tân Thành", "Ea Thử", "Tân Thành", "Ea Thử"]
    assert {u.reason for u in matches.unmatched} == {matching.AMBIGUOUS}
    assert matches.unmatched[0].candidates == ("00104", "00113")
    assert matches.by == {"name_in_province": 4}


def test_the_kind_tells_two_units_of_one_name_apart(units):
    names = [*NAMES[:3], "Thị trấn Ea Thử", "Tân Thành", "Tân Thạnh", "1", "Xã Ea Thử"]
    matches = matched(units, {"ten": names}, "98")
    assert matches.code_of[4] == "00110"
    assert matches.code_of[8] == "00122"


def test_likeness_only_proposes(units):
    names = ["Hòa Thuân", *NAMES[1:]]
    matches = matched(units, {"ten": names, "huyen": DISTRICTS}, "98")
    (lost,) = matches.unmatched
    assert (lost.feature, lost.name, lost.district) == (1, "Hòa Thuân", "Krông Thử")
    assert lost.reason == matching.UNKNOWN_NAME
    assert lost.candidates[0] == "00101"
    assert 1 not in matches.code_of


def test_a_name_is_not_looked_for_in_another_district(units):
    names = ["Tân Thạnh", *NAMES[1:]]
    matches = matched(units, {"ten": names, "huyen": DISTRICTS}, "98")
    (lost,) = matches.unmatched
    assert lost.candidates == ("00104",)
    strange = ["Huyện Khác", *DISTRICTS[1:]]
    matches = matched(units, {"ten": NAMES, "huyen": strange}, "98")
    assert [u.reason for u in matches.unmatched] == [matching.UNKNOWN_DISTRICT]


def test_names_without_any_marks_are_matched_and_counted_apart(units):
    names = ["Hoa Thuan", "Tan Thanh", "Dak R'Lap", "Ea Thu", "Xa Xoi"]
    districts = ["Krong Thu"] * 4 + ["Xa"]
    matches = matched(units, {"ten": names, "huyen": districts})
    assert list(matches.code_of.values()) == ["00101", "00104", "00107", "00110", "90001"]
    assert matches.by == {"name_without_marks": 5}


def test_marks_lost_make_names_of_one_district_ambiguous(units):
    matches = matched(
        units, {"ten": ["Tan Thanh", "Hoa Thuan"], "huyen": ["Buon Thu", "Krong Thu"]}
    )
    (lost,) = matches.unmatched
    assert lost.reason == matching.AMBIGUOUS
    assert lost.candidates == ("00113", "00116")


def test_a_code_with_another_name_is_reported(units):
    names = ["Tên mới", *NAMES[1:]]
    matches = matched(units, {"ma": CODES, "ten": names})
    assert matches.renamed == [("00101", "Tên mới")]
    assert matches.code_of[1] == "00101"


def test_unknown_codes_fall_back_to_names_that_are_still_free(units):
    codes = ["55555", "00104", "00107", "00110", "00113", "00116", "66666", "77777"]
    names = [*NAMES[:6], None, "Tân Thạnh"]
    matches = matched(units, {"ma": codes, "ten": names, "huyen": DISTRICTS})
    assert matches.code_of[1] == "00101"
    assert [(u.feature, u.reason) for u in matches.unmatched] == [
        (7, matching.UNKNOWN_CODE),
        (8, matching.TAKEN),
    ]


def test_other_provinces_are_counted_not_matched(units):
    codes = [*CODES, "90001", "90004"]
    assert matched(units, {"ma": codes}, "98").elsewhere == 2
    rows = {
        "ten": [*NAMES[:3], "Hòa Thuận"],
        "tinh": ["Tỉnh Đắk Thử"] * 3 + ["Tỉnh Xa Thử"],
    }
    matches = matched(units, rows, "98")
    assert matches.elsewhere == 1
    assert 4 not in matches.code_of


def test_a_name_in_two_provinces_follows_the_province_column(units):
    rows = {"ten": ["Hòa Thuận", "Hòa Thuận"], "tinh": ["Đăk Thử", "99"]}
    assert matched(units, rows).code_of == {1: "00101", 2: "90004"}
    assert not matched(units, {"ten": rows["ten"]}).code_of
