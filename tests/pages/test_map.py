"""Bản đồ: what each layer sends to the map, its legend, its table twin and its click."""

import csv
import io
from collections import Counter
from datetime import date

import pytest

from components.wire import unpack
from data import outputs
from domain.outputs import Refusal, Refused

PAGE = "pages/map.py"
MAP = "map_66"


def payload(at):
    """Return what the map component got."""
    boxes = [unpack(box.proto.bytes) for box in at.get("bidi_component") if box.proto.bytes]
    return next(box for box in boxes if "values" in box)


def classes(at):
    """Return communes per class label, as the values sent to the map say."""
    sent = payload(at)
    label = {char: sent["classes"][index]["label"] for char, (index, _) in sent["chars"].items()}
    return Counter(label[char] for char in sent["values"])


def test_recognition_is_the_first_layer(open_page):
    counted = classes(open_page(PAGE, province="66", date="2021-12-31"))
    assert counted["Đạt chuẩn NTM"] + counted["NTM nâng cao"] == 71
    assert counted["NTM nâng cao"] == 1
    assert counted["Chưa đạt chuẩn"] == 81
    assert counted["Phường, thị trấn (không thuộc chương trình)"] == 32  # 184 units − 152 xã


def test_bands_reproduce_the_published_ones_of_2015(open_page):
    counted = classes(open_page(PAGE, province="66", date="2015-12-31", layer="band"))
    assert [counted[f"{band} tiêu chí"] for band in ("19", "13–18", "10–12", "5–9", "3–4")] == [
        7,
        43,
        34,
        62,
        6,
    ]


def test_one_criterion(open_page):
    counted = classes(open_page(PAGE, province="20", layer="criterion", by_criterion="6"))
    assert counted["Đạt"] == 67
    assert counted["Chưa đạt"] + counted["Cơ bản đạt"] == 181 - 67


def test_the_global_criterion_filter_chooses_the_layer(open_page):
    counted = classes(open_page(PAGE, province="20", criterion="6"))
    assert counted["Đạt"] == 67


def test_change_since_an_earlier_date(open_page):
    at = open_page(PAGE, province="66", date="2021-12-31", layer="change", since="2020-12-31")
    counted = classes(at)
    assert counted["Giảm"] == 0
    assert sum(counted.values()) - counted["Phường, thị trấn (không thuộc chương trình)"] == 152


def test_a_district_period_leaves_the_rest_without_data(open_page):
    counted = classes(open_page(PAGE, province="67", date="2022-01-01"))
    assert counted["Chưa có số liệu"] == 60 - 11
    assert counted["Đạt chuẩn NTM"] == 3


def test_the_legend_names_every_class_with_its_count(open_page, html_of):
    html = html_of(open_page(PAGE, province="66"))
    assert "Chưa đạt chuẩn <b>81</b>" in html
    assert "Chưa có số liệu <b>0</b>" in html
    assert "không phải hình dạng địa lý" in html  # no boundaries in this store: a tile map


def test_the_country_has_a_character_for_each_of_its_units(open_page):
    sent = payload(open_page(PAGE, province="vn"))
    assert len(sent["values"]) == 10_599
    assert Counter(sent["values"])["-"] == 8_248 - (181 + 85 + 152 + 60)


def test_a_click_chooses_the_commune(open_page):
    at = open_page(PAGE, province="66")
    at.session_state[MAP] = {"clicked": "24160"}
    at.run()
    assert at.query_params["commune"] == "24160"


def test_a_click_on_a_ward_only_says_so(open_page):
    at = open_page(PAGE, province="66")
    at.session_state[MAP] = {"clicked": "24118"}  # phường Tân Lập
    at.run()
    assert "commune" not in at.query_params
    assert "không thuộc chương trình" in at.toast[0].value


def test_the_table_twin_holds_the_same_classes(open_page):
    at = open_page(PAGE, province="66")
    at.session_state["map_table"] = {"seen": True}
    at.run()
    table = at.dataframe[0].value
    assert len(table) == 152
    assert (table["Nhóm trên bản đồ"] == "Chưa đạt chuẩn").sum() == 81
    assert table["Tiêu chí đạt"].sum() == 2432


def test_layers_and_colours_of_the_link_that_do_not_exist_are_dropped(open_page):
    at = open_page(PAGE, province="66", layer="bogus", palette="neon")
    assert len(at.warning) == 1
    assert "lớp bản đồ, bảng màu" in at.warning[0].value
    assert classes(at)["Chưa đạt chuẩn"] == 81


def test_a_province_without_data_still_has_its_map(open_page):
    at = open_page(PAGE, province="01")
    assert "Chưa có số liệu" in at.info[0].value
    assert set(payload(at)["values"]) == {"-", "."}


@pytest.mark.parametrize("name", ["=1+1", "@x", "+x", "-x"])
def test_downloads_run_no_formulas(name):
    from components.downloads import csv_bytes

    written = csv_bytes(["a"], [[name], [None], [-3]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written))) == [["a"], [f"'{name}"], [""], ["-3"]]


def test_a_press_on_a_switch_changes_layer_and_link(open_page):
    at = open_page(PAGE, province="66")
    at.session_state["map__layer"] = "band"  # what the callback of a press does
    at.run()
    assert at.query_params["layer"] in ("band", ["band"])


def test_a_forged_press_leaves_the_layer(open_page):
    at = open_page(PAGE, province="66")
    at.session_state["map__layer"] = "<script>"
    at.run()
    assert not at.exception
    assert "layer" not in at.query_params


def test_what_the_map_shows_can_be_taken_away(open_page, html_of, monkeypatch):
    given = []
    monkeypatch.setattr(outputs, "polygons_of", lambda _province: "official")
    monkeypatch.setattr(
        outputs, "build_output", lambda order: given.append(order) or Refused(Refusal.NO_DATA)
    )
    at = open_page("pages/map.py", province="66", layer="change", since="2020-12-31")
    at.session_state["map_files"] = {"seen": True}
    at.run()
    assert "So với kỳ 31/12/2020." in html_of(at)
    for kind in ("tidy", "geopackage"):
        at.button(key=f"exports__build_{kind}").click().run()
    assert [(o.kind, o.province, o.since) for o in given] == [
        ("tidy", "66", date(2020, 12, 31)),
        ("geopackage", "66", date(2020, 12, 31)),
    ]
