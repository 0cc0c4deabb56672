"""The page of slides: what it sends to the browser, decks that are arranged and saved."""

import pytest
from streamlit.testing.v1 import AppTest

from components import visitor
from components.wire import unpack
from data.store import decks
from data.store.engine import begin_write, get_engine
from domain.access import Visitor
from domain.slides.recipe import Item, Recipe, SlideKind

pytestmark = pytest.mark.usefixtures("as_staff")
PAGE = "pages/present.py"
DAKLAK = {"province": "66", "date": "2021-12-31"}


def sent(at: AppTest) -> dict:
    """Return what the deck's part of the page received."""
    found = [unpack(each.proto.bytes) for each in at.get("bidi_component")]
    return next(each for each in found if "slides" in each)


def titles(at):
    return {slide["id"]: slide["title"] for slide in sent(at)["slides"]}


def test_the_usual_deck_is_written_from_the_figures(open_page):
    at = open_page(PAGE, **DAKLAK)
    found = titles(at)
    assert found["headline-1"] == (
        "Đắk Lắk đạt 71/152 xã (46,7%), bằng mục tiêu; thiếu 2 xã nâng cao"
    )
    assert found["map-1"].startswith("71/152 xã đạt đủ 19 tiêu chí")
    assert "62/152 xã chưa đạt; Sở Tài nguyên và Môi trường chủ trì" in found["criteria-1"]
    payload = sent(at)
    assert payload["illustrative"] == "SỐ LIỆU MINH HỌA"
    assert "31/12/2021" in payload["basis"]
    (drawn,) = [s["body"] for s in payload["slides"] if s["kind"] == "map"]
    # One character a unit: 71 communes of the best class, and every one of the 152 counts.
    assert drawn["values"].count("0") == 71
    assert sum(int(each["count"] or 0) for each in drawn["classes"]) == 152
    assert {field["name"] for field in payload["filters"]} == {
        *("province", "district", "date", "plan"),
    }


def test_a_filter_writes_the_slides_anew(open_page, pick):
    at = pick(open_page(PAGE, **DAKLAK), "district", "651")
    found = titles(at)
    assert found["headline-1"] == "Huyện Ea Kar đạt 5/14 xã (35,7%)"
    assert "targets-1" not in found
    assert titles(pick(at, "lang", "en"))["headline-1"].startswith("Huyện Ea Kar has 5/14")


def test_long_boards_take_several_slides(open_page):
    found = titles(open_page(PAGE, province="20"))
    assert [name for name in found if name.startswith("targets-")] == [
        *("targets-1", "targets-2", "targets-3", "targets-4"),
    ]
    assert found["targets-4"].endswith("(4/4)")


def test_a_place_without_data_keeps_the_filters_and_says_so(open_page):
    for query in ({"province": "01"}, {"province": "vn"}):
        payload = sent(open_page(PAGE, **query))
        (slide,) = payload["slides"]
        assert slide["lead"]
        assert payload["filters"]
    (why,) = open_page(PAGE, province="vn").info
    assert "kết quả đánh giá của 4/63 tỉnh" in why.value


def test_the_number_of_the_slide_stays_in_the_link_and_asks_for_nothing(open_page):
    at = open_page(PAGE, **DAKLAK, slide="7")
    assert at.query_params["slide"] == "7"
    assert not at.warning


def test_a_link_to_a_deck_that_does_not_exist_says_so(open_page):
    at = open_page(PAGE, **DAKLAK, deck="999")
    assert "headline-1" in titles(at)
    assert "deck" in at.warning[0].value


def test_slides_are_moved_taken_out_and_added(open_page):
    at = open_page(PAGE, **DAKLAK)
    at.button(key="present__down_0").click().run()
    assert [s["kind"] for s in sent(at)["slides"]][:2] == ["headline", "cover"]
    at.button(key="present__remove_1").click().run()
    assert "cover-1" not in titles(at)
    at.selectbox(key="present__add_2").select((SlideKind.PROPOSALS, None)).run()
    at.button(key="present__add_do").click().run()
    assert "proposals-1" not in titles(at)
    at.text_area[0].input("Bố trí vốn\nGiao việc").run()
    (slide,) = [s for s in sent(at)["slides"] if s["kind"] == "proposals"]
    assert slide["body"]["items"] == ["Bố trí vốn", "Giao việc"]
    at.button(key="present__discard").click().run()
    assert "cover-1" in titles(at)


def test_a_deck_being_arranged_outlives_its_process(own_store, open_page, monkeypatch):
    monkeypatch.setattr(visitor, "read_visitor", lambda: Visitor(session="one"))
    at = open_page(PAGE, **DAKLAK)
    at.button(key="present__down_0").click().run()
    # A new AppTest shares nothing with the one before but the store, as another process would.
    again = open_page(PAGE, **DAKLAK)
    assert [s["kind"] for s in sent(again)["slides"]][:2] == ["headline", "cover"]
    assert any("Đã khôi phục phần đang soạn dở" in info.value for info in again.info)
    again.button(key="present__discard").click().run()
    later = open_page(PAGE, **DAKLAK)
    assert [s["kind"] for s in sent(later)["slides"]][:2] == ["cover", "headline"]


def test_a_typed_title_is_text_and_nothing_else(open_page):
    at = open_page(PAGE, **DAKLAK)
    at.text_input(key="present__title_1_0").input("<b>=1+1</b>").run()
    assert titles(at)["headline-1"] == "<b>=1+1</b>"


def test_a_deck_is_saved_and_opened_by_its_link(own_store, open_page):
    with begin_write(get_engine()) as connection:
        recipe = Recipe((Item(SlideKind.MAP, title="Bản đồ quý IV"),), "Họp")
        deck_id = decks.save_deck(connection, "66", recipe, "Quý *IV*", "An")
    at = open_page(PAGE, **DAKLAK, deck=str(deck_id))
    assert titles(at) == {"map-1": "Bản đồ quý IV"}
    at.text_input(key="present__title_0_0").input("Bản đồ").run()
    name, author = at.text_input[-4:-2]
    assert name.value == "Quý *IV*"
    author.input("Bình")
    at.button(key="FormSubmitter:present__save-Lưu bộ trang").click().run()
    assert not at.exception
    with get_engine().connect() as connection:
        first, second = decks.read_versions(connection, deck_id)
    assert (first.recipe.items[0].title, second.recipe.items[0].title) == (
        *("Bản đồ quý IV", "Bản đồ"),
    )
    assert second.author == "Bình"
    assert "Đã lưu" in at.success[0].value


def test_decks_alike_in_name_author_and_day_stay_apart(own_store, open_page):
    made = []
    with begin_write(get_engine()) as connection:
        for title in ("Một", "Hai"):
            recipe = Recipe((Item(SlideKind.MAP, title=title),), "")
            made.append(decks.save_deck(connection, "66", recipe, "Họp", "An"))
    at = open_page(PAGE, **DAKLAK, deck=str(made[1])).run()
    assert titles(at) == {"map-1": "Hai"}
    assert len(set(at.main.selectbox[0].options)) == 3
    numbers = {line.rpartition(" · số ")[2] for line in at.main.selectbox[0].options[1:]}
    assert numbers == {str(deck_id) for deck_id in made}


def test_an_earlier_version_of_a_deck_is_looked_at_and_not_changed(own_store, open_page, html_of):
    with begin_write(get_engine()) as connection:
        first = Recipe((Item(SlideKind.MAP, title="Bản đầu"),))
        deck_id = decks.save_deck(connection, "66", first, "Họp", "An")
        later = Recipe((Item(SlideKind.MAP, title="Bản sau"),))
        decks.save_deck(connection, "66", later, "Họp", "An", deck_id)
    at = open_page(PAGE, **DAKLAK, deck=f"{deck_id}.1")
    assert titles(at) == {"map-1": "Bản đầu"}
    assert "phiên bản 1/2" in html_of(at)
    assert f"deck={deck_id}&#34;" in html_of(at) or f'deck={deck_id}"' in html_of(at)
    assert not [field for field in at.text_input if str(field.key).startswith("present__title_")]
    newest = open_page(PAGE, **DAKLAK, deck=str(deck_id))
    assert titles(newest) == {"map-1": "Bản sau"}
    assert f"deck={deck_id}.1" in html_of(newest)
    gone = open_page(PAGE, **DAKLAK, deck=f"{deck_id}.2")
    assert "deck" in gone.warning[0].value


def test_the_slides_on_the_page_are_made_into_a_file(open_page, html_of):
    at = open_page(PAGE, **DAKLAK)
    at.button(key="exports__build_slides-pdf").click().run()
    assert not at.exception
    assert "trinh-chieu_66_2021-12-31_minh-hoa.pdf" in html_of(at)
    assert len(at.get("download_button")) == 1


def test_a_leader_sees_and_takes_slides_but_changes_nothing(open_page, monkeypatch):
    monkeypatch.setattr("data.cached_slides.may_save", lambda: False)
    at = open_page(PAGE, **DAKLAK)
    assert "headline-1" in titles(at)
    assert not [button for button in at.button if str(button.key).startswith("present__")]
