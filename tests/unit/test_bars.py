"""Tables in plain markup: rows that belong together, and long ones that show their first rows."""

import re

from components import bars
from components.bars import Fold, render_groups, render_list

ROWS = [["a", "1"], ["b", "2"], ["<c>", "3"]]


def drawn(monkeypatch, draw, *values, **more):
    parts = []
    monkeypatch.setattr(bars, "render", parts.append)
    draw(*values, **more)
    (markup,) = parts
    monkeypatch.undo()
    return str(markup)


def test_a_long_table_keeps_its_rest_for_whoever_asks(monkeypatch):
    text = drawn(monkeypatch, render_list, ["x", "y"], ROWS, fold=Fold(2, "thêm 1"))
    shown, rest = text.split('<tbody class="rest">')
    assert shown.count("<tr>") == 3  # the headings and two rows
    assert "&lt;c&gt;" in rest
    assert '<input type="checkbox"> thêm 1</label>' in rest


def test_a_short_table_has_nothing_to_ask_for(monkeypatch):
    text = drawn(monkeypatch, render_list, ["x", "y"], ROWS, fold=Fold(3, "thêm 0"))
    assert "rest" not in text
    assert "checkbox" not in text
    assert "data-label" not in text  # only cards need it


def test_many_cards_are_shortened_on_a_telephone_only(monkeypatch):
    text = drawn(monkeypatch, render_list, ["x"], [["a"]] * 15, stacks=True)
    assert '<div class="ntm-fold narrow">' in text
    assert text.split('<tbody class="rest">')[1].count("<tr>") == 5
    assert "Hiện thêm 5 dòng" in text
    assert "rest" not in drawn(monkeypatch, render_list, ["x"], [["a"]] * 14, stacks=True)
    assert "rest" not in drawn(monkeypatch, render_list, ["x"], [["a"]] * 99)


def test_rows_of_a_group_share_the_cell_that_names_it(monkeypatch):
    groups = [("Xã A", [["5", "1"], ["6", "2"]]), ("Xã B", [["9", "3"]])]
    heads = ["Xã", "Tiêu chí", "Công sức"]
    text = drawn(monkeypatch, render_groups, heads, groups, frozenset({2}), Fold(1, "thêm 1 xã"))
    assert re.findall(r'rowspan="(\d)">([^<]+)', text) == [("2", "Xã A"), ("1", "Xã B")]
    assert text.index("Xã A") < text.index('class="rest"') < text.index("Xã B")
    assert '<td class="num" data-label="Công sức">2</td>' in text
