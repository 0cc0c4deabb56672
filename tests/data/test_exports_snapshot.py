"""The static page: complete by itself, cut to a scope, no polygons that may not be passed on."""

import re
from datetime import date

import pytest

from data import access, outputs
from domain.access import Access, Role, Scope
from domain.outputs import Order, OutputFile, OutputKind

DAY = date(2021, 12, 31)


def build(**changes):
    order = Order(OutputKind.SNAPSHOT, "66", DAY, plan="daklak-2021", **changes)
    made = outputs.build_output(order)
    assert isinstance(made, OutputFile)
    return made, made.content.decode("utf-8")


def test_it_says_what_it_shows_and_needs_nothing(ready_var):
    made, page = build()
    assert made.name == "trang-tinh_66_2021-12-31_minh-hoa.html"
    for words in ("Tỉnh Đắk Lắk", "31/12/2021", "QĐ 1980/QĐ-TTg", "71/152", "46,7%", "16,00"):
        assert words in page
    assert "Số liệu minh họa" in page
    assert "Trang tĩnh lập lúc" in page
    assert not re.search(r"<script|<link|src=|url\(|@import", page)
    # Every unit of the province once; 71 of them recognised, one of these advanced.
    assert page.count("<path ") == 184
    assert page.count(": Đạt chuẩn NTM</title>") == 70
    assert page.count(": NTM nâng cao</title>") == 1


def test_approximate_polygons_stay_on_the_machine(ready_var):
    _, page = build()
    assert "Sơ đồ ô vuông" in page


def test_a_district_and_a_criterion_narrow_it(ready_var):
    _, page = build(district="651", criterion=17)
    assert "Lọc: tiêu chí 17" in page
    assert "Huyện Ea Kar" in page
    assert not re.search(r"Krông Pắc|Buôn Đôn", page)


def test_it_is_cut_to_a_link(ready_var):
    scope = Scope(
        province="66",
        plan="daklak-2021",
        agency="daklak-a05",
        agency_name="Sở Giao thông vận tải",
        set_id="QD1980_2016",
        criteria=(2,),
    )
    with access.acting(Access(Role.LINK, scope)):
        _, page = build()
    assert "Sở Giao thông vận tải" in page
    assert "98/152" in page
    assert not re.search(r"71/152|Thu nhập|16,00", page)


def test_names_are_text(ready_var, monkeypatch):
    from data import output_snapshot

    whole = output_snapshot.cached.get_catalog()
    hostile = [
        unit.__class__(u.code, "<script>alert(1)</script>", u.parent_code)
        for unit in whole.communes["66"][:1]
        for u in [unit]
    ]
    changed = whole.__class__(**{**vars(whole), "communes": {"66": tuple(hostile)}})
    monkeypatch.setattr(output_snapshot.cached, "get_catalog", lambda: changed)
    _, page = build()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_nothing_loaded_is_told(ready_var):
    made = outputs.build_output(Order(OutputKind.SNAPSHOT, "01", DAY))
    assert not isinstance(made, OutputFile)
    with access.acting(None), pytest.raises(access.NotAllowedError):
        outputs.build_output(Order(OutputKind.SNAPSHOT, "66", DAY))
