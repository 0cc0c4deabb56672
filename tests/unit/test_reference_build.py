"""The script that makes the reference files: derivations, names, and doing nothing twice."""

import shutil

import pytest

from data import paths
from scripts.build_reference import Output, build, find_problems
from scripts.reference_history import derive_history, last_day, parse_figure
from scripts.reference_names import build_index
from scripts.reference_units import clean_name

UNITS = [
    {"code": "20", "name": "Lạng Sơn", "level": "province", "kind": "tỉnh"},
    {"code": "186", "name": "Hữu Lũng", "level": "district", "kind": "huyện"},
    {"code": "187", "name": "Chi Lăng", "level": "district", "kind": "huyện"},
    {"code": "06442", "name": "Tân Thành", "level": "commune", "kind": "xã", "district": "186"},
    {"code": "06500", "name": "Tân Thành", "level": "commune", "kind": "xã", "district": "187"},
    {"code": "06523", "name": "Chi Lăng", "level": "commune", "kind": "xã", "district": "187"},
    {
        "code": "06460",
        "name": "Chi Lăng",
        "level": "commune",
        "kind": "thị trấn",
        "district": "187",
    },
]
UNITS = [
    {"province_code": "20", "district_code": unit.get("district", unit["code"]), **unit}
    for unit in UNITS
]
ALIASES = [{"code": "186", "alias": "Hữu Lủng"}]
SETS = [
    {"set_id": "OLD", "level": "commune", "valid_from": "2009-04-16", "valid_to": "2016-11-30"},
    {"set_id": "MID", "level": "commune", "valid_from": "2016-12-01", "valid_to": "2022-03-07"},
    {"set_id": "NEW", "level": "commune", "valid_from": "2022-03-08", "valid_to": ""},
    {"set_id": "DIS", "level": "district", "valid_from": "2009-04-16", "valid_to": ""},
]


@pytest.fixture
def index():
    return build_index(UNITS, ALIASES)


def derive(index, **published):
    row = {
        "province": "Lạng Sơn",
        "date_text": "2021-12",
        "metric": "communes_ntm",
        "unit_name": "",
        "value": "75",
        "source_url": "https://example.vn/a",
        "source_note_vi": "",
    }
    return derive_history([row | published], index, SETS)[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2011", "2011-12-31"),
        ("2015-H2", "2015-12-31"),
        ("2015-H1", "2015-06-30"),
        ("2025-Q4", "2025-12-31"),
        ("2021-02", "2021-02-28"),
        ("2020-02", "2020-02-29"),
        ("2019-05-13", "2019-05-13"),
    ],
)
def test_a_published_period_stands_for_its_last_day(text, day):
    assert last_day(text) == day


@pytest.mark.parametrize("text", ["", "21-12", "2021-13", "2021/12", "2015-H3"])
def test_other_dates_are_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        last_day(text)


@pytest.mark.parametrize(
    ("date_text", "as_of", "qualifier"),
    [
        ("2021-12 (final)", "2021-12-31", "final"),
        ("2025 (target)", "2025-12-31", "target"),
        ("2020 (plan)", "2020-12-31", "plan"),
        ("<=2019-05-13", "2019-05-13", "by"),
        ("<=2019", "2019-12-31", "by"),
        ("2025 (trước sáp nhập)", "2025-06-30", "before_merger"),
        ("2022-11 (QĐ 318)", "2022-11-30", ""),
    ],
)
def test_date_and_qualifier(index, date_text, as_of, qualifier):
    row = derive(index, date_text=date_text)
    assert (row["as_of"], row["qualifier"]) == (as_of, qualifier)


def test_an_unknown_remark_on_a_date_is_an_error(index):
    with pytest.raises(KeyError):
        derive(index, date_text="2021-12 (rumour)")


@pytest.mark.parametrize(
    ("text", "note", "expected"),
    [
        ("69", "", ("69", "", "", "=")),
        ("15-18", "", ("", "15", "18", "range")),
        (">9", "", ("9", "", "", ">")),
        ("~15", "", ("15", "", "", "~")),
        ("9.5", "trang in “gần 9,5”", ("9.5", "", "", "~")),
        ("đạt chuẩn", "", ("", "", "", "")),
    ],
)
def test_figures(text, note, expected):
    assert tuple(parse_figure(text, note).values()) == expected


def test_an_unreadable_figure_is_an_error():
    with pytest.raises(ValueError, match="about 12"):
        parse_figure("about 12")


@pytest.mark.parametrize(
    ("date_text", "set_id", "is_assumed"),
    [
        ("2016-12", "OLD", "true"),
        ("2017-01", "MID", "true"),
        ("2021-12", "MID", "true"),
        ("2022", "NEW", "true"),
        ("2022-11 (QĐ 318)", "QD318_2022", "false"),
    ],
)
def test_set_behind_a_figure(index, date_text, set_id, is_assumed):
    row = derive(index, date_text=date_text)
    assert (row["set_id"], row["is_set_assumed"]) == (set_id, is_assumed)


def test_counts_that_rest_on_no_set_have_none(index):
    row = derive(index, metric="districts_ntm", value="2")
    assert (row["set_id"], row["is_set_assumed"]) == ("", "")


@pytest.mark.parametrize(
    ("name", "district_code", "commune_code"),
    [
        ("Tân Thành (Hữu Lũng)", "186", "06442"),
        ("Chi Lăng/Tân Thành", "187", "06500"),
        ("Chi Lăng (huyện Chi Lăng)", "187", "06523"),
        ("Chi Lăng", "187", "06523"),
        ("Hữu Lủng/Tân Thành", "186", "06442"),
        ("(đợt 3)/Tân Thành (Hữu Lũng)", "186", "06442"),
        ("Tân Thành", "", ""),
        ("Tân Thanh", "", ""),
        ("Chi Lăng (mới)", "", ""),
    ],
)
def test_named_communes_are_found_exactly_or_not_at_all(index, name, district_code, commune_code):
    row = derive(index, metric="commune_recognised", unit_name=name, value="đạt chuẩn")
    assert row["scope"] == "commune"
    assert (row["district_code"], row["commune_code"]) == (district_code, commune_code)


def test_part_of_a_province_is_not_the_province(index):
    assert derive(index, unit_name="vùng DTTS và miền núi")["scope"] == "part"
    assert derive(index, metric="border_communes_ntm")["scope"] == "part"
    assert derive(index)["scope"] == "province"


def test_new_provinces_have_no_code_and_unknown_areas_are_refused(index):
    assert derive(index, province="Đắk Lắk (mới)")["province_code"] == ""
    assert derive(index, province="Đắk Lắk (cũ)")["province_code"] == "66"
    with pytest.raises(ValueError, match="Atlantis"):
        derive(index, province="Atlantis")


def test_used_aliases_are_remembered_and_near_names_only_suggested(index):
    assert index.find("district", "20", "huyện Hữu Lủng") == "186"
    assert index.used_aliases == {("Hữu Lủng", "186")}
    assert index.find("district", "20", "Hữu Lung") is None
    assert "186" in index.closest("district", "20", "Hữu Lung")


def test_names_are_cleaned():
    assert clean_name("Xã  Cò  Nòi ") == "Xã Cò Nòi"


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "reference"
    shutil.copytree(paths.REFERENCE, folder)
    return folder


def run(folder, *, is_check):
    output = Output(is_check=is_check, changed=[])
    build(output, folder, folder.parent / "dictionary.md")
    return {path.name for path in output.changed}


def test_building_again_changes_nothing(copy):
    assert run(copy, is_check=False) == {"dictionary.md", "plan-coverage.md"}
    assert run(copy, is_check=False) == set()


def test_units_are_made_from_the_package_alone(copy):
    before = (copy / "units.csv").read_bytes()
    (copy / "units.csv").unlink()
    assert "units.csv" in run(copy, is_check=False)
    assert (copy / "units.csv").read_bytes() == before


def test_a_check_reports_a_changed_file_and_leaves_it(copy):
    run(copy, is_check=False)
    path = copy / "funding.csv"
    changed = path.read_text(encoding="utf-8").replace("4756", "4766", 1)
    path.write_text(changed, encoding="utf-8")
    assert run(copy, is_check=True) == {"funding.csv.source.yml"}
    assert path.read_text(encoding="utf-8") == changed


def test_a_derived_column_changed_by_hand_is_put_back(copy):
    path = copy / "targets.csv"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace(",67,664\n", ",67,661\n", 1), encoding="utf-8")
    run(copy, is_check=False)
    assert path.read_text(encoding="utf-8") == good


def test_a_file_that_does_not_fit_is_reported_in_words(copy):
    path = copy / "plans.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2021-06-08", "8/6/2021"), "utf-8")
    assert find_problems(copy) == [
        "plans.csv, row 2, column issued_on: '8/6/2021' does not match \\d{4}-\\d{2}(-\\d{2})?"
    ]
