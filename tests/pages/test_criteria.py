"""Tiêu chí: who meets what, against which target, led by whom; matrix and files."""

import csv
import io
import re

import pandas as pd
import pytest

from components.downloads import csv_bytes
from components.matrix import arrange, build_matrix
from components.matrix_files import MatrixView, long_table, wide_table
from components.names import build_names
from data import cached, paths
from domain.catalog import default_selection

PAGE = "pages/criteria.py"


def committed(period):
    """Return the committed marks of a period as they stand in the file: commune × criterion."""
    rows = pd.read_csv(
        paths.ILLUSTRATIVE / "assessments" / f"{period}.csv", dtype={"commune_code": str}
    )
    return rows.pivot(index="commune_code", columns="criterion_no", values="status")


@pytest.fixture
def opened(open_page, html_of):
    """Return a function that opens the page and gives its text."""

    def open_one(**query):
        at = open_page(PAGE, **query)
        assert not at.exception
        return at, re.sub(r"<style>.*?</style>", "", html_of(at), flags=re.DOTALL)

    return open_one


def bars(html):
    """Return, by criterion number, the figure and the note of each bar of the ranking."""
    rows = re.findall(
        r'<div class="ntm-row [^"]*"><div><a [^>]*>(\d+)\. [^<]*</a></div>.*?'
        r'<div class="figure">(.*?)</div>(?:<div class="who">(.*?)</div>)?</div>',
        html,
    )
    return [(int(no), figure, re.sub(r"<[^>]+>", "", note)) for no, figure, note in rows]


def test_lang_son_against_its_nineteen_targets(opened):
    _, html = opened(province="20")
    found = {no: (figure, note) for no, figure, note in bars(html)[:19]}
    assert sorted(found) == list(range(1, 20))
    # The plan prints 96 communes, "+18", so that 78 of 181 stood at the start: 43,1%.
    figure, note = found[2]
    assert figure == "78/181 · 43,1%"
    assert "Mục tiêu 96 xã đến 31/12/2021" in note
    assert "còn 18 xã" in note
    assert "103 xã chưa đạt" in note
    # Criterion 8 has two targets; that of all communes counts, not that of the ten to finish.
    assert "Mục tiêu 119 xã" in found[8][1]
    # 171 of 171 and 181 of 181 are reached already, nothing "to go".
    assert "Đạt" in found[19][1]
    assert "còn" not in found[19][1]
    # Reached at the start: 1 (181), 12 (181), 14 (180) and 19 (171).
    assert "4/19 mục tiêu tiêu chí của kế hoạch đã đạt" in html


def test_the_criteria_that_block_most_come_first(opened):
    _, html = opened(province="66")
    marks = committed("66_2021-12-31")
    lacking = (marks != "met").sum()
    order = [no for no, _, _ in bars(html)[:19]]
    assert order == sorted(order, key=lambda no: (-lacking[no], no))
    worst = order[0]
    assert f"{lacking[worst]}/152 xã chưa đạt" in html


def test_change_is_told_with_its_date(opened):
    _, html = opened(province="66")
    notes = {no: note for no, _, note in bars(html)[:19]}
    # Published: in 2021 criteria 9, 4 and 3 gained 11, 10 and 9 communes.
    for no, gain in ((9, "+11"), (4, "+10"), (3, "+9")):
        assert f"{gain} xã so với 31/12/2020" in notes[no]
    assert "so với" not in {no: note for no, _, note in bars(opened(province="20")[1])}[2]


def test_the_plan_s_lead_agencies(opened):
    _, html = opened(province="66")
    notes = {no: note for no, _, note in bars(html)[:19]}
    assert notes[17].endswith("Sở Tài nguyên và Môi trường")
    assert notes[10].endswith("Cục Thống kê tỉnh")
    at, other = opened(province="20")
    assert "Sở Tài nguyên và Môi trường" not in other
    assert any("không phân công cơ quan chủ trì" in c.value for c in at.caption)


def test_a_plan_of_another_set_lends_no_lead_to_the_old_criteria(opened):
    at, html = opened(province="66", date="2015-12-31")
    assert "Sở Giao thông vận tải" not in html
    assert any("dùng bộ tiêu chí khác" in c.value for c in at.caption)


def test_kon_tum_s_groups_against_their_targets(opened):
    at, html = opened(province="62", date="2020-12-31")
    marks = committed("62_2020-12-31")
    whole = {no: figure for no, figure, _ in bars(html)[19:]}
    for group, numbers in {
        2: range(2, 10),
        3: range(10, 14),
        4: range(14, 18),
        5: (18, 19),
    }.items():
        met = int((marks[list(numbers)] == "met").all(axis=1).sum())
        assert whole[group].startswith(f"{met}/85 · ")
    notes = {no: note for no, _, note in bars(html)[19:]}
    assert "Mục tiêu ≥ 50% đến 31/12/2020" in notes[2]
    assert "Mục tiêu 100% đến 31/12/2019" in notes[5]
    assert "Mục tiêu" not in notes[1]
    assert any(c.value.startswith("1. Quy hoạch không nằm trong nhóm") for c in at.caption)


def test_one_criterion_by_district_with_indicators_and_parts(opened):
    _, html = opened(province="66", criterion="17")
    marks = committed("66_2021-12-31")[17]
    counts = marks.value_counts()
    assert f"<b>17. Môi trường và an toàn thực phẩm</b>: {counts['met']}/152" in html
    assert "Chủ trì: Sở Tài nguyên và Môi trường." in html
    # The plan gives part 17.8 to health, whoever leads the criterion.
    assert re.search(r"17\.8\..*?Sở Y tế", html)
    assert "chưa kiểm chứng" in html
    lacking = set(marks.index[marks != "met"])
    assert {code for code in lacking if f"commune={code}" in html} == lacking
    assert html.count("(~ cơ bản đạt)") == counts["nearly_met"]
    assert "ntm-rows" not in html  # the ranking makes room for the one criterion


def test_targets_that_name_a_criterion_say_for_which_commune(opened):
    _, html = opened(province="67", date="2022-01-01", plan="krongno-2022", criterion="9")
    assert "Tiêu chí tăng thêm của xã, xã Nâm Nung" in html
    assert "Tiêu chí tăng thêm của xã, xã Nam Xuân" in html
    assert html.count("Tiêu chí tăng thêm của xã, xã ") == 2  # of seven that register something


def test_a_group_narrows_ranking_and_matrix(opened):
    _, html = opened(province="66", group="3")
    assert [no for no, _, _ in bars(html)][:4] == sorted(
        (10, 11, 12, 13), key=lambda no: -(committed("66_2021-12-31") != "met").sum()[no]
    )
    head = html.split("<thead>")[-1].split("</thead>")[0]
    assert re.findall(r">(\d+)</a>", head) == ["10", "11", "12", "13"]


def test_a_district_narrows_the_matrix(opened):
    _, html = opened(province="66", district="647")
    table = html.split('class="ntm-matrix"')[1].split("</table>")[0]
    codes = re.findall(r"commune=(\d{5})", table)
    units = pd.read_csv(paths.REFERENCE / "units.csv", dtype=str)
    own = units[(units["district_code"] == "647") & (units["kind"] == "xã")]
    assert sorted(codes) == sorted(own["code"])
    assert "Mục tiêu" not in html.split('class="ntm-matrix"')[0].split("ntm-rows")[1]


# ---- the matrix itself


def matrix_of(province="66", only_open=False, sort="district"):
    catalog = cached.get_catalog()
    view = cached.get_view(default_selection(catalog, province))
    scope = view.scope
    names = build_names(catalog, province, scope.criteria_set, "vi")
    blocks = arrange(scope, names, sort, only_open=only_open)
    linked = frozenset(c.code for c in catalog.communes[province])
    return scope, MatrixView(blocks, scope.criteria_set.numbers, linked), names


@pytest.mark.usefixtures("ready_var")
def test_the_matrix_shows_every_mark_once():
    scope, view, names = matrix_of()
    html = str(build_matrix(scope, view, names))
    words = {"✓": "met", "~": "nearly_met", "✕": "not_met", "·": "not_assessed"}
    marks = committed("66_2021-12-31")
    shown = {}
    for row in html.split("<tr>")[1:]:
        code = re.search(r"commune=(\d{5})", row)
        cells = re.findall(r"<td(?: class=\"[a-z ]*\")?>(.)", row)
        if code:
            shown[code.group(1)] = [words[sign] for sign in cells]
    assert len(shown) == 152
    assert {code: list(row) for code, row in marks.iterrows()} == shown
    assert len(html.encode()) < 80_000  # 152 × 19 cells


@pytest.mark.usefixtures("ready_var")
def test_orders_of_the_matrix():
    scope, by_district, _ = matrix_of()
    assert len(by_district.blocks) == 15
    assert set(by_district.codes) == set(scope.marks.index)
    _, by_met, _ = matrix_of(sort="met")
    met = (committed("66_2021-12-31") == "met").sum(axis=1)
    assert [met[c] for c in by_met.codes] == sorted(met, reverse=True)
    _, still_open, _ = matrix_of(only_open=True)
    assert len(still_open.codes) == 152 - 71


@pytest.mark.usefixtures("ready_var")
@pytest.mark.parametrize("build", [wide_table, long_table])
def test_the_files_say_that_they_are_illustrative(build):
    scope, view, names = matrix_of()
    headings, rows = build(scope, view, names)
    assert headings[-1] == "Nguồn"
    assert all("minh họa" in row[-1] for row in rows)
    assert len(rows) == (152 if build is wide_table else 152 * 19)
    assert all(len(row) == len(headings) for row in rows)


@pytest.mark.usefixtures("ready_var")
def test_a_hostile_name_stays_text():
    scope, view, names = matrix_of()
    code = view.codes[0]
    names.communes[code] = '<img src=x onerror="alert(1)">'
    assert "<img" not in str(build_matrix(scope, view, names))


def test_a_former_commune_is_listed_without_a_profile(opened):
    _, html = opened(province="62", date="2019-05-31")
    table = html.split('class="ntm-matrix"')[1]
    assert "Đắk Long (cũ)" in table
    assert "commune=62X01" not in html
    assert len(re.findall(r"commune=\d{5}", table)) == 85


# ---- no data, bad links, files


@pytest.mark.parametrize("province", ["01", "vn"])
def test_no_data_is_said_and_nothing_is_drawn(opened, province):
    at, html = opened(province=province)
    assert len(at.info) == 1
    assert "ntm-matrix" not in html
    assert "ntm-row" not in html


def test_a_district_without_marks_at_the_date(opened):
    at, html = opened(province="67", date="2022-01-01", district="662")
    assert "Krông Nô" in at.info[0].value
    assert 'class="ntm-matrix"' not in html


def test_bad_values_in_the_link_are_dropped_and_named(opened):
    at, html = opened(
        province="66", criterion="99", group="x", matrix_sort="<b>", criteria_order="gap"
    )
    said = at.warning[0].value
    for name in ("tiêu chí", "nhóm tiêu chí", "cách sắp xếp bảng", "thứ tự tiêu chí"):
        assert name in said
    assert len(at.warning) == 1
    assert [no for no, _, _ in bars(html)[:19]] != list(range(1, 20))


def test_the_order_is_part_of_the_link(opened):
    at, html = opened(province="66", criteria_order="number")
    assert [no for no, _, _ in bars(html)[:19]] == list(range(1, 20))
    assert at.query_params["criteria_order"] == "number"


def test_changing_the_order_of_the_matrix(opened, html_of):
    at, html = opened(province="66")
    assert html.count('<tr class="d">') == 15
    control = next(c for c in at.button_group if c.key == "criteria__matrix_sort")
    control.set_value("name").run()
    assert html_of(at).count('<tr class="d">') == 0


def test_the_illustrative_banner_stands_above_the_figures(opened):
    _, html = opened(province="66")
    assert html.index("ntm-banner") < html.index('class="ntm-lead"')


def test_the_download_opens_safely(opened):
    at, _ = opened(province="66")
    files = {b.key: b for b in at.get("download_button")}
    assert "criteria__download_wide" in files
    scope, view, names = matrix_of()
    names.communes[view.codes[0]] = "=1+1"
    text = csv_bytes(*wide_table(scope, view, names)).decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(text)))
    assert first["Xã"] == "'=1+1"
