"""The filters of the sidebar: what they offer, and what a choice in one does to the others."""

from itertools import pairwise

import pytest

from components.wire import unpack

PAGE = "pages/overview.py"


def param(at, name):
    """Return a parameter of the address; AppTest gives a list once the script has written it."""
    value = at.query_params[name]
    return value if isinstance(value, str) else value[0]


@pytest.fixture
def offered():
    """Return a function that gives the pickers of a page by name."""

    def read(at):
        sent = next(
            unpack(each.proto.bytes)
            for each in at.get("bidi_component")
            if each.proto.component_name == "ntm_pickers"
        )
        return {p["name"]: p for part in ("first", "more", "last") for p in sent[part]}

    return read


def test_every_choice_of_a_province_is_offered(open_page, offered):
    pickers = offered(open_page(PAGE, province="66"))
    assert list(pickers) == [
        *("province", "district", "commune", "date", "plan"),
        *("set", "group", "criterion", "lang"),
    ]
    assert len(pickers["province"]["options"]) == 63 + 1
    assert pickers["province"]["value"] == "66"
    assert ["vn", "Cả nước", "Có số liệu"] in pickers["province"]["options"]
    assert ["01", "Thành phố Hà Nội", "Chưa có số liệu"] in pickers["province"]["options"]
    assert len(pickers["district"]["options"]) == 15 + 1
    assert len(pickers["commune"]["options"]) == 152 + 1
    assert ["24289", "Xã Cư M'gar", "Huyện Cư M'gar"] in pickers["commune"]["options"]
    assert pickers["date"]["options"][0] == ["2021-12-31", "31/12/2021 · chốt", ""]
    assert [no for no, *_ in pickers["criterion"]["options"]] == ["", *map(str, range(1, 20))]


def test_communes_of_one_heading_stand_together(open_page, offered):
    for code in ("66", "20", "67", "62"):
        options = offered(open_page(PAGE, province=code))["commune"]["options"][1:]
        headings = [heading for _, _, heading in options]
        changes = sum(a != b for a, b in pairwise(headings))
        assert changes == len(set(headings)) - 1


def test_a_district_offers_its_own_communes(open_page, offered, pick):
    at = pick(open_page(PAGE, province="66"), "district", "648")
    communes = offered(at)["commune"]
    assert len(communes["options"]) == 15 + 1
    assert {heading for _, _, heading in communes["options"]} == {""}
    assert param(at, "district") == "648"


def test_another_province_forgets_district_commune_and_plan(open_page, offered, pick):
    at = open_page(PAGE, province="66", district="648", commune="24289", plan="daklak-2021")
    pick(at, "province", "20")
    assert "district" not in at.query_params
    assert "commune" not in at.query_params
    assert param(at, "plan") == "langson-2021"
    assert offered(at)["date"]["value"] == "2020-12-31"


def test_another_set_takes_its_own_newest_date(open_page, offered, pick):
    at = pick(open_page(PAGE, province="66", date="2021-12-31"), "set", "QD491_2009")
    assert param(at, "date") == "2015-12-31"
    assert [key for key, *_ in offered(at)["date"]["options"]] == ["2015-12-31"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("province", "99"), ("date", "2021-13-45"), ("criterion", "<b>"), ("nothing", "x")],
)
def test_a_forged_choice_changes_nothing(open_page, pick, name, value):
    at = open_page(PAGE, province="66")
    before = {name: param(at, name) for name in at.query_params}
    pick(at, name, value)
    assert {name: param(at, name) for name in at.query_params} == before


def test_a_choice_is_taken_back(open_page, pick):
    at = open_page(PAGE, province="66", district="648")
    pick(at, "district", "")
    assert "district" not in at.query_params


def test_a_province_without_data_says_so(open_page, offered):
    pickers = offered(open_page(PAGE, province="01"))
    assert pickers["date"]["options"] == [["", "Chưa có kỳ nào", ""]]
    assert pickers["plan"]["options"] == [["", "Chưa có kế hoạch", ""]]
