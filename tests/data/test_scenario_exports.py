"""Files about scenarios: every sheet and page says that the figures are assumed."""

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from openpyxl import load_workbook

from data import cached, cached_scenarios, scenario_actions
from data.store.engine import begin_write, get_engine
from domain.scenario.edit import set_cells
from domain.scenario.model import Content, Scenario

NAME = "=HYPERLINK(\"http://x\") & 'Lên' <b>"


@pytest.fixture
def scenario(ready_var):
    catalog = cached.get_catalog()
    plan = catalog.default_plan("66")
    now = cached.get_situation("66", catalog.default_period("66").as_of)
    base = cached_scenarios.get_base(now, plan)
    waiting = [c for c in now.marks.index if c not in now.level_by_commune]
    cells = [(str(code), 17) for code in waiting]
    content = set_cells(Content(), now, cells, True)
    saved_at = datetime(2022, 1, 5, tzinfo=UTC)
    return Scenario(1, 1, 1, NAME, "Lê An", "họp", saved_at, base, content)


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_workbook_marks_every_sheet_and_runs_no_name_as_a_formula(scenario):
    content = scenario_actions.export_workbook([scenario, scenario])
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == [
        *("So sánh", "Mục tiêu 1", "Thay đổi 1", "Mục tiêu 2", "Thay đổi 2"),
    ]
    for sheet in book:
        cells = texts(sheet)
        assert "KỊCH BẢN" in cells[0]
        assert "SỐ LIỆU MINH HỌA" in cells[0]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    gained = len(scenario.content.gained)
    assert gained == 62  # 152 communes, 90 meet criterion 17
    rows = list(book["Thay đổi 1"].iter_rows(values_only=True))
    assert sum(row[4] == "Đạt" for row in rows) == gained
    figures = {row[0]: row[1:4] for row in book["So sánh"].iter_rows(values_only=True)}
    assert figures["Lượt tiêu chí đạt"] == (2432, 2432 + gained, gained)


def test_the_brief_says_what_it_is_and_what_changes(scenario):
    document = Document(io.BytesIO(scenario_actions.export_brief(scenario)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0].startswith("KỊCH BẢN: các con số giả định")
    assert "SỐ LIỆU MINH HỌA" in lines[0]
    assert any(NAME in line for line in lines)
    assert any("62 xã đạt thêm 62 lượt tiêu chí" in line for line in lines)
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert ["Lượt tiêu chí đạt", "2.432", "2.494", "+62"] in cells


def test_a_workbook_of_nothing_is_refused():
    with pytest.raises(ValueError, match="needs a scenario"):
        scenario_actions.export_workbook([])


def test_the_pages_board_and_the_scenarios_board_of_nothing_are_the_same(ready_var):
    catalog = cached.get_catalog()
    for province, plans in catalog.plans.items():
        period = catalog.default_period(province)
        for plan in plans:
            if period is None:
                continue
            situation = cached.get_situation(province, period.as_of)
            own = cached_scenarios.get_board(plan, situation, Content())
            assert own == cached.get_board(plan, situation.as_of)


def test_saving_goes_through_the_door(own_store, scenario):
    first = scenario_actions.save(scenario.base, scenario.content, "Một", "An", "")
    saved = cached_scenarios.get_versions(first)[-1]
    copy = scenario_actions.duplicate(saved, "Hai", "Bình")
    assert scenario_actions.rename(saved, "Ba", "Bình") == first
    scenario_actions.archive(copy, "Bình")
    found = {
        s.scenario_id: (s.name, s.versions, s.is_archived)
        for s in cached_scenarios.get_scenarios("66")
    }
    assert found == {first: ("Ba", 2, False), copy: ("Hai", 1, True)}
    assert cached_scenarios.get_versions(99) == []
    assert cached_scenarios.get_fulfilment(saved) is None  # nothing newer is loaded
    with begin_write(get_engine()) as connection:
        assert connection is not None
