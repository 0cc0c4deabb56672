"""Beside every kind of status stands how it was worked out: which page, which status, where."""

import pytest

from i18n import text

DAK_LAK = {"province": "66", "date": "2021-12-31"}
WHERE = [
    ("overview", DAK_LAK, ["layer.level"], ["tip-achieved"]),
    ("map", DAK_LAK | {"layer": "change"}, ["layer.change"], []),
    ("criteria", {"province": "20"}, ["status.mark", "status.level", "status.criteria"], []),
    ("criteria", DAK_LAK | {"criterion": "17"}, ["status.mark", "status.level"], []),
    ("commune", DAK_LAK, ["status.level"], []),
    ("commune", DAK_LAK | {"commune": "24487"}, ["status.level", "status.mark"], []),
    ("tasks", DAK_LAK | {"section": "reports"}, ["status.deadline"], []),
    ("tasks", {"province": "67", "view": "table"}, ["status.task", "task.overdue"], ["tip-task-"]),
    ("agencies", DAK_LAK, ["status.criteria", "status.task"], []),
]


@pytest.mark.parametrize(("page", "link", "told", "classes"), WHERE)
def test_a_status_is_explained_where_it_stands(open_page, html_of, page, link, told, classes):
    shown = html_of(open_page(f"pages/{page}.py", **link))
    for key in told:
        assert f'aria-label="{text("vi", f"tip.{key}")}"' in shown, key
    for name in classes:
        assert name in shown
    # The markup of an explanation is sent once a list, not once a row.
    assert shown.count(text("vi", "tip.status.level")) <= 2
