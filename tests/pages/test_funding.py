"""Nguồn vốn: printed beside recomputed, the calculator, loaded rows; and what is not there."""

import csv
import io
import re
from datetime import date

import pytest

from components.downloads import csv_bytes
from components.funding_need import RULE_FILE, debt_clause, file_rows, rule_rows
from data import cached
from data.store.batches import NewBatch, add_batch
from data.store.engine import begin_write, get_engine
from domain.duties.funding import build_needs

PAGE = "pages/funding.py"


@pytest.fixture
def opened(open_page, html_of):
    """Return a function that opens the page and gives its text."""

    def open_one(**query):
        at = open_page(PAGE, **query)
        return at, re.sub(r"<style>.*?</style>", "", html_of(at), flags=re.DOTALL)

    return open_one


def cells(html, name):
    """Return the cells of the table row that begins with a name."""
    row = next(
        r for r in html.split("<tr>") if re.match(rf'<td class=""[^>]*>(<div[^>]*>)?{name}', r)
    )
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]


def of_plan(plan_id):
    plans = [p for own in cached.get_catalog().plans.values() for p in own]
    plan = next(p for p in plans if p.plan_id == plan_id)
    return plan, [r for r in cached.get_rows("funding") if r["plan_id"] == plan_id]


def test_lang_son_as_printed_and_as_summed(opened):
    _, html = opened(province="20")
    assert "là 4.756 tỷ đồng; cộng 5 nguồn ra 4.766 tỷ đồng, chênh +10 tỷ đồng" in html
    assert cells(html, "Vốn tín dụng")[1:6] == ["3.200", "67,3%", "67,28%", "67,14%", "III.4"]
    # The one printed with two decimals keeps them, the others are not given any.
    assert cells(html, "Doanh nghiệp")[2] == "1,47%"
    assert cells(html, "Cộng các nguồn")[1] == "4.766"
    assert cells(html, "Tổng in")[1] == "4.756"
    assert "Chưa nạp số vốn nào" in html


def test_kon_tum_s_calculator(opened):
    at, html = opened(province="62")
    assert "Trung ương 100 tỷ đồng thì địa phương đối ứng 100 tỷ đồng, tổng cộng 200" in html
    at.text_input(key="funding__central").set_value("37,5").run()
    assert not at.exception
    html = "\n".join(element.proto.body for element in at.get("html"))
    assert cells(html, "Phần ngân sách tỉnh")[1:] == ["50%", "18,75"]
    assert cells(html, "Phần ngân sách huyện")[1:] == ["30%", "11,25"]
    assert cells(html, "Phần ngân sách xã")[1:] == ["20%", "7,5"]
    assert cells(html, "Tổng cộng")[2] == "75"
    at.text_input(key="funding__central").set_value("-1").run()
    assert "không âm" in at.error[0].value
    assert not at.exception


def test_rules_with_their_clauses_and_the_one_against_debt_first(opened):
    at, html = opened(province="66")
    rules = html.split("ntm-list")[-1]
    assert rules.index("Không phát sinh nợ đọng") < rules.index("Đóng góp của dân")
    assert "! Nợ đọng" in rules
    assert "III.9; IV.1.u, gạch đầu dòng 4" in rules
    assert "chỉ có 6 quy định" in at.info[0].value
    assert sorted(set(re.findall(r"province=(\d\d)", html.split("ntm-ways")[1])))[:2] == [
        "20",
        "62",
    ]
    assert not at.text_input
    clause = debt_clause(of_plan("daklak-2021")[1])
    assert (clause, debt_clause(of_plan("langson-2021")[1])) == (
        "III.9; IV.1.u, gạch đầu dòng 4",
        "",
    )


def test_loaded_rows_by_source_and_year(own_store, opened, pick):
    base = {"province_code": "20", "district_code": None, "as_of": date(2020, 12, 31)}
    base |= {"note": "", "debt": None}
    rows = [
        {
            **base,
            "year": 2020,
            "source_name": "Ngân sách tỉnh",
            "planned": 120_000.0,
            "allocated": 90_000.0,
            "disbursed": 95_000.0,
            "debt": 2_500.0,
        },
        {
            **base,
            "year": 2020,
            "source_name": "<b>Khác</b>",
            "planned": 1_500.0,
            "allocated": None,
            "disbursed": None,
        },
        {
            **base,
            "year": 2019,
            "source_name": "Ngân sách tỉnh",
            "planned": 7_000.0,
            "allocated": 7_000.0,
            "disbursed": 3_500.0,
        },
    ]
    with begin_write(get_engine()) as connection:
        add_batch(connection, NewBatch(kind="import", actor="An", rows={"funding": rows}))
    at, html = opened(province="20")
    loaded = html.split("Kế hoạch (tỷ đồng)", 1)[1]
    assert cells(loaded, "Ngân sách tỉnh")[1:5] == ["120", "90", "95", "105,6%"]
    assert "! Vượt" in loaded
    # Only a plan that forbids debts is said to: Lạng Sơn's does not.
    assert at.warning[0].value == "Còn nợ đọng xây dựng cơ bản 2,5 tỷ đồng."
    assert cells(loaded, "&lt;b&gt;Khác")[1:5] == ["1,5", "—", "—", "—"]
    assert "Chưa nạp số vốn nào" not in html
    at, html = opened(province="20", year="2019")
    assert cells(html.split("Kế hoạch (tỷ đồng)", 1)[1], "Ngân sách tỉnh")[4] == "50,0%"
    # A district that reported nothing has nothing, whatever the province has.
    pick(at, "district", "181")
    html = "\n".join(element.proto.body for element in at.get("html"))
    assert "Chưa nạp số vốn nào" in html


@pytest.mark.usefixtures("ready_var")
def test_the_files():
    plan, rows = of_plan("langson-2021")
    (need,) = build_needs(rows)
    lines = file_rows(need, plan)
    assert [line[1] for line in lines] == [643, 580, 70, 3200, 273, 4766, 4756]
    assert {len(line) for line in lines} == {9}
    plan, rows = of_plan("kontum-2019")
    content = csv_bytes(RULE_FILE, rule_rows(rows, plan)).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(content)))
    assert [row["ratio"] for row in found][:4] == ["1:1", "0.5", "0.3", "0.2"]
    assert len(found) == 9


@pytest.mark.parametrize("province", ["01", "vn"])
def test_a_province_without_plan_says_so(opened, province):
    at, html = opened(province=province)
    assert "không có dòng nguồn vốn" in at.info[0].value
    assert "ntm-kpis" not in html
    assert "province=62" in html.split("ntm-ways")[1]


def test_bad_values_are_dropped(opened):
    at, _ = opened(province="20", plan="x")
    assert len(at.warning) == 1
    assert not at.error


def test_in_english(opened):
    _, html = opened(province="20", lang="en")
    assert "4,756 billion VND for 2021; its 5 sources add up to 4,766" in html
