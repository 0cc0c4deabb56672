"""Every page with every role: what exists for whom, and what a department's link shows of it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from components.navigation import PAGES
from data import access, cached, outputs, sharing, sign_in
from domain.access import LEADER, PERMISSIONS, STAFF, Access, Permission, Role, Scope
from domain.outputs import Order, OutputFile, OutputKind
from domain.sharing import ShareWish

ROADS = Access(
    Role.LINK,
    Scope(
        province="66",
        plan="daklak-2021",
        agency="daklak-a05",
        agency_name="Sở Giao thông vận tải",
        set_id="QD1980_2016",
        criteria=(2,),
    ),
    link_id=1,
)
EA_KAR = Access(Role.LINK, Scope(province="66", plan="daklak-2021", district="651"), link_id=2)
NOBODY = Access(Role.NOBODY, reason="sign_in")
CHANGES = {"load", "note", "save_scenarios", "save_decks", "share", "administer"}
SCRIPTS = [spec.script for spec in PAGES]


@pytest.fixture
def acts(monkeypatch):
    """Return a function that says who opens pages."""
    monkeypatch.setattr(sign_in, "count_opening", lambda _link: None)
    return lambda who: monkeypatch.setattr(sign_in, "who_is", lambda _visitor: who)


def shown(at: AppTest, html_of) -> str:
    return html_of(at) + " ".join(str(each.value) for each in (*at.markdown, *at.caption))


@pytest.mark.parametrize("script", SCRIPTS)
def test_nobody_sees_any_page(open_page, acts, html_of, script):
    acts(NOBODY)
    at = open_page(f"pages/{script}.py", province="66")
    assert "Cần đăng nhập" in html_of(at)
    assert not re.search(r"71/152|Krông", shown(at, html_of))


@pytest.mark.parametrize("spec", PAGES, ids=SCRIPTS)
def test_pages_exist_for_those_who_may(spec):
    assert spec.is_open_to(STAFF)
    assert spec.is_open_to(LEADER) == (spec.script != "share")
    assert spec.is_open_to(ROADS) == (spec.script == "agencies")
    assert not spec.is_open_to(NOBODY)
    if spec.script in ("data", "share", "present", "scenarios", "sources"):
        assert not spec.is_open_to(EA_KAR)


@pytest.mark.parametrize("script", [s.script for s in PAGES if s.is_open_to(EA_KAR)])
def test_a_districts_link_shows_no_other_district(open_page, acts, html_of, script):
    acts(EA_KAR)
    at = open_page(f"pages/{script}.py", province="66", district="643")
    text = shown(at, html_of)
    assert not re.search(r"Buôn Ma Thuột|Krông Pắc|71/152", text)


def test_an_agencys_link_shows_its_criterion_and_no_other(open_page, acts, html_of):
    acts(ROADS)
    at = open_page("pages/agencies.py", province="66", criterion="17", date="2015-12-31")
    text = shown(at, html_of)
    assert "98/152" in text
    assert "Chỉ xem" in text
    assert not re.search(r"Sở Y tế|17\. Môi trường|71/152|31/12/2015", text)


def test_a_link_s_agency_sees_who_hands_figures_to_it_and_nothing_else_of_them(
    open_page, acts, html_of
):
    scope = replace(
        ROADS.scope, agency="daklak-a13", agency_name="Sở Tài nguyên và Môi trường", criteria=(17,)
    )
    acts(replace(ROADS, scope=scope))
    at = open_page("pages/agencies.py", province="66")
    text = shown(at, html_of)
    assert "nhận số liệu 5 chỉ tiêu từ cơ quan khác" in text
    senders = re.findall(r'"Cơ quan theo dõi">(.*?)</td>', text)
    assert [name for name in senders if name != "Chính cơ quan này"] == [
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Xây dựng",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Y tế",
    ]
    assert not re.search(r"Quy hoạch|Nhà ở|15\. Y tế", text)
    assert not any("Sở Xây dựng" in s.options for s in at.selectbox)


def labels_of(at):
    """Return what buttons, forms, fields and parts of a page are called."""
    kinds = (at.button, at.get("file_uploader"), at.expander, at.text_input, at.date_input)
    return {str(getattr(one, "label", "")) for kind in kinds for one in kind}


@pytest.mark.parametrize(
    ("script", "query", "writing"),
    [
        ("tasks", {"task": "daklak-II.1"}, {"Lưu trạng thái", "Ghi chú, vướng mắc"}),
        ("targets", {"province": "20"}, {"Lưu số liệu"}),
        ("present", {}, {"Soạn bộ trang", "Lưu bộ trang"}),
        ("data", {"part": "load"}, {"Thả tệp vào đây để nạp cho tỉnh Đắk Lắk"}),
        ("share", {}, {"Tạo liên kết", "Mật khẩu riêng (không bắt buộc)"}),
    ],
)
def test_a_leader_is_offered_nothing_of_what_staff_write_with(
    open_page, acts, script, query, writing
):
    asked = {"province": "66"} | query
    acts(STAFF)
    assert writing <= labels_of(open_page(f"pages/{script}.py", **asked))
    acts(LEADER)
    assert not writing & labels_of(open_page(f"pages/{script}.py", **asked))


def test_a_session_that_ended_meanwhile_and_an_account_without_a_role_are_told(
    open_page, acts, html_of
):
    acts(replace(STAFF, is_signed_in=True))
    at = open_page("pages/share.py", province="66")
    assert "Phiên đăng nhập đã kết thúc" not in html_of(at)
    acts(LEADER)
    at.run()
    assert "Phiên đăng nhập đã kết thúc; ông/bà đang xem" in html_of(at)
    acts(NOBODY)
    at.run()
    assert "Đăng nhập lại để xem tiếp" in html_of(at)
    acts(replace(LEADER, reason="no_role"))
    at = open_page("pages/targets.py", province="66")
    assert "chưa được cấp quyền ở đây, nên ông/bà chỉ xem" in html_of(at)
    assert "Đăng nhập bằng tài khoản khác" in {button.label for button in at.button}


def test_the_doors_cut_what_a_link_asks_for(ready_var):
    with access.acting(ROADS):
        catalog = cached.get_catalog()
        (period,) = catalog.periods["66"]
        situation = cached.get_situation("66", period.as_of)
        assert list(situation.marks.columns) == [2]
        assert situation.level_by_commune == {}
        assert [p.code for p in catalog.provinces] == ["66"]
        assert not catalog.has_country
        assert cached.get_situation("67", period.as_of) is None
        assert {row["agency_id"] for row in cached.get_rows("agencies")} == {"daklak-a05"}
        assert cached.get_rows("funding") == []
        assert cached.get_history("66") == []
        assert cached.get_recognitions("24163") == []
        assert all(
            s.target.criterion_no == 2
            for s in cached.get_board(catalog.plans["66"][0], period.as_of)
        )
        with pytest.raises(access.NotAllowedError):
            outputs.usual_words("66", None)
    assert len(cached.get_situation("66", period.as_of).marks.columns) == 19


def orders(period):
    every = {kind: Order(kind, "66", period, plan="daklak-2021") for kind in OutputKind}
    every[OutputKind.PACKAGE] = Order(OutputKind.PACKAGE, "66")
    return every


@pytest.mark.parametrize("kind", OutputKind)
def test_a_link_takes_away_only_what_is_cut_to_it(ready_var, kind):
    period = cached.get_catalog().default_period("66").as_of
    order = orders(period)[kind]
    with access.acting(NOBODY), pytest.raises(access.NotAllowedError):
        outputs.build_output(order)
    with access.acting(ROADS):
        if kind not in (OutputKind.TIDY, OutputKind.SNAPSHOT):
            with pytest.raises(access.NotAllowedError):
                outputs.build_output(order)
            return
        made = outputs.build_output(order)
        for other in (
            Order(kind, "67", period),
            Order(kind, "66", date(2015, 12, 31)),
            Order(kind, "66", period, criterion=17),
            Order(kind, None, None),
        ):
            with pytest.raises(access.NotAllowedError):
                outputs.build_output(other)
    assert isinstance(made, OutputFile)
    text = made.content.decode("utf-8")
    assert "Giao thông" in text
    assert not re.search(r"Môi trường và an toàn|Thu nhập|71/152", text)


def test_staff_take_the_static_page_of_a_links_scope(ready_var, open_page, acts):
    wish = ShareWish("", "66", plan="daklak-2021", agency="daklak-a05")
    with access.acting(LEADER):
        made = sharing.build_page(wish)
        assert sharing.build_page(replace(wish, agency="x")) == ["agency"]
    text = made.content.decode("utf-8")
    assert "Sở Giao thông vận tải" in text
    assert not re.search(r"Môi trường và an toàn|Thu nhập|71/152", text)
    with access.acting(EA_KAR), pytest.raises(access.NotAllowedError):
        sharing.build_page(wish)
    acts(STAFF)
    at = open_page("pages/share.py", province="66")
    next(b for b in at.button if b.label == "Lập trang tĩnh").click().run()
    (offered,) = at.get("download_button")
    assert offered.proto.label.startswith("Tải ")


def test_the_table_in_the_documents_is_the_one_of_the_code():
    from data.paths import ROOT

    text = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    row = r"^\| [^|]+ \| `(\w+)` \| (\w+) \| (\w+) \| (\w+) \| ([^|]+) \| (\w+) \|"
    rows = re.findall(row, text, re.MULTILINE)
    assert {row[0] for row in rows} == {permission.value for permission in Permission}
    for name, *answers in rows:
        for role, answer in zip((Role.LEADER, Role.STAFF, Role.OWNER), answers, strict=False):
            assert (answer == "yes") == (Permission(name) in PERMISSIONS[role]), (name, role)
        is_read = Permission(name) in PERMISSIONS[Role.LINK] or name == "scenarios"
        assert (answers[3].strip() != "no") == is_read
        assert answers[4] == "no"
        assert (answers[0] == "yes") == (name not in CHANGES)
