"""Columns of a report's table are wide enough for their longest word."""

from docx.shared import Mm

from data.exports.report_widths import column_widths
from domain.report.content import Column, Row, Table


def _table(*titles_and_shares, cells=()):
    columns = tuple(Column(title, share) for title, share in titles_and_shares)
    return Table("Bảng", columns, (Row(cells),) if cells else ())


def test_a_column_takes_what_a_day_needs_from_one_with_room():
    wide, narrow = column_widths(_table(("Tên", 90), ("Đến 31/12/2021", 10)), Mm(100), 12, Mm(0.8))
    # The day is 26.66 mm wide in the bold letters; margins of twice 0.8 mm; 1 mm = 56.7 twips.
    assert 28.2 <= narrow / 56.7 <= 29.2
    assert wide + narrow <= 5670


def test_shares_stay_where_every_word_fits():
    assert column_widths(_table(("A", 3), ("B", 1)), Mm(80), 12, Mm(0.8)) == [3401, 1133]


def test_an_address_may_be_torn():
    address = "https://example.org/" + "x" * 60
    table = _table(("A", 1), ("B", 1), cells=("a", address))
    assert column_widths(table, Mm(40), 12, Mm(0.8)) == [1133, 1133]


def test_a_table_too_full_for_its_words_keeps_its_shares():
    table = _table(("Mười", 1), ("31/12/2021", 1), cells=("31/12/2021", "x"))
    assert column_widths(table, Mm(20), 12, Mm(0.8)) == [566, 566]
