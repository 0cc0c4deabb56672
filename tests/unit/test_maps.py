import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from components import map_legend, maps, wire
from domain.layers import NO_DATA, NOT_COUNTED

HOSTILE = '<img src=x onerror="alert(1)">'
HIGH = maps.MapClass("high", "15–19", "#1b4a7d")
LOW = maps.MapClass("low", "dưới 15", "#f5e7b6")


def build_view(values: str = "ab-.", **changes: object) -> maps.MapView:
    classes = {"a": HIGH, "b": LOW, "c": HIGH}
    given: dict[str, object] = {
        "geometry_url": "/geo/66-abc.json",
        "values": values,
        "classes": maps.standard_classes(classes, "Chưa có số liệu", "Phường, thị trấn"),
        "text": {"a": "16/19 tiêu chí"},
        "label": "Số tiêu chí",
        "attribution": "Ranh giới gần đúng",
    }
    return maps.MapView(**(given | changes))


def test_characters_point_at_their_classes() -> None:
    payload = maps.build_payload(build_view())
    assert payload["values"] == "ab-."
    labels = [each["label"] for each in payload["classes"]]
    assert labels == ["15–19", "dưới 15", "Chưa có số liệu", "Phường, thị trấn"]
    assert payload["chars"]["a"] == [0, "16/19 tiêu chí"]
    assert payload["chars"]["c"] == [0, ""]
    assert payload["chars"][NO_DATA] == [2, ""]
    assert payload["chars"][NOT_COUNTED] == [3, ""]
    assert [each["hatch"] for each in payload["classes"]] == [False, False, True, False]


def test_the_payload_survives_packing() -> None:
    payload = maps.build_payload(build_view())
    packed = wire.pack(payload)
    assert wire.unpack(packed) == payload


def test_few_values_travel_as_they_are_and_many_compressed() -> None:
    few, many = {"text": "xã"}, {"text": "xã " * 1000}
    assert wire.pack(few) == '{"text":"xã"}'.encode()
    assert len(wire.pack(many)) < 100
    assert wire.unpack(wire.pack(many)) == many


def test_ten_thousand_communes_fit_into_half_the_budget() -> None:
    # 20 characters at random are the worst case: real values have neighbours alike.
    values = "".join("abc-."[(n * n * 7919 + n // 3) % 5] for n in range(10_599))
    assert len(wire.pack(maps.build_payload(build_view(values)))) < 10_000


def test_a_character_without_a_class_is_refused() -> None:
    with pytest.raises(ValueError, match="'z'"):
        build_view("abz")


@pytest.mark.parametrize("colour", ["red", "#FFF", "#12345G", "#000000;background:url(//x)"])
def test_only_plain_colours_are_taken(colour: str) -> None:
    with pytest.raises(ValueError, match="colour"):
        maps.MapClass("x", "x", colour)


def test_classes_are_counted_once_each_and_empty_ones_stay() -> None:
    counts = {each.key: units for each, units in map_legend.count_classes(build_view("aac.."))}
    assert counts == {"high": 3, "low": 0, "no_data": 0, "not_counted": 2}


def test_the_legend_escapes_every_word() -> None:
    legend = map_legend.build_legend(
        [(maps.MapClass("x", HOSTILE, "#000000"), 1234)],
        title=HOSTILE,
        guess=HOSTILE,
        notes=[HOSTILE],
    )
    assert "<img" not in legend
    assert legend.count("&lt;img src=x") == 4
    assert "<b>1.234</b>" in legend


def test_the_legend_leaves_out_the_guess_where_there_is_none() -> None:
    counts = map_legend.count_classes(build_view())
    assert "ntm-guess" in map_legend.build_legend(counts, title="t", guess="Ước đoán")
    assert "ntm-guess" not in map_legend.build_legend(counts, title="t")


def test_every_address_is_on_this_site_and_carries_a_version() -> None:
    payload = maps.build_payload(build_view())
    for address in [*payload["modules"], *payload["styles"], payload["geometry"]]:
        assert address.startswith("/")
        assert not address.startswith("//")
    assert all(
        re.fullmatch(r"/lib/(map/[0-9a-f]{12}|leaflet/[\d.]+)/[a-z]+\.(js|css)", address)
        for address in [*payload["modules"], *payload["styles"]]
    )


def test_addresses_follow_the_base_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps.st, "get_option", lambda _name: "/ntm/dak-lak/")
    assert maps.site_url("/geo/66.json") == "/ntm/dak-lak/geo/66.json"
    payload = maps.build_payload(build_view())
    assert all(url.startswith("/ntm/dak-lak/lib/") for url in payload["modules"])


def test_no_file_of_the_map_writes_markup_or_asks_another_host() -> None:
    for path in maps.ASSETS.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "innerHTML" not in text, path.name
        assert "insertAdjacentHTML" not in text, path.name
        hosts = set(re.findall(r"https?://([^/\"']+)", text))
        assert hosts <= {"www.w3.org"}, path.name  # the name of the SVG language, never fetched


def page() -> None:
    import streamlit as st

    from components import maps

    classes = maps.standard_classes({"a": maps.MapClass("a", "A", "#1b4a7d")}, "Chưa", "Phường")
    view = maps.MapView("/geo/x.json", "aa", classes, "Bản đồ", "Gần đúng", selected="00001")
    st.write("clicked:", maps.render_map(view, "map") or "none")


def test_a_page_with_a_map_runs_without_a_server() -> None:
    at = AppTest.from_function(page, default_timeout=20).run()
    assert not at.exception
    assert "none" in at.markdown[0].value
    payload = wire.unpack(at.get("bidi_component")[0].proto.bytes)
    assert payload["values"] == "aa"
    assert payload["selected"] == "00001"


def test_a_test_can_inject_a_click() -> None:
    at = AppTest.from_function(page, default_timeout=20)
    at.session_state["map"] = {"clicked": "24118"}
    at.run()
    assert not at.exception
    assert "24118" in at.markdown[0].value


@pytest.mark.parametrize("sent", ["<b>24118</b>", "", 24118, None, ["24118"], "1" * 11])
def test_what_is_no_code_is_not_a_click(sent: object) -> None:
    at = AppTest.from_function(page, default_timeout=20)
    at.session_state["map"] = {"clicked": json.loads(json.dumps(sent))}
    at.run()
    assert not at.exception
    assert "none" in at.markdown[0].value
