"""A fault planted in a sound sheet is found at its cell, and nothing else is."""

from dataclasses import replace
from datetime import date

import pytest
from intake_sheets import COUNT, Style, build, context, sheet, workbook

from domain.intake.grid import Area, address
from domain.intake.problems import Severity, describe
from domain.intake.recognise import read_marks

DAY = date(2021, 12, 31)
FIRST = 7  # row 8 is the first commune: four titles, two rows of header, a district
STRAY = {"missing_communes", "blank_only_positives", "total_mismatch"}


def plant(cells, *, style=None, **more):
    """Return what is found when cells (address by position) of a sound sheet are changed."""
    built = build(style or Style(seed=11))
    rows = [list(row) for row in built.rows]
    formulas, errors = more.pop("formulas", {}), more.pop("errors", {})
    for (row, column), value in cells.items():
        rows[row][column] = value
    changed = sheet(
        rows,
        merged=tuple(built.merged) + more.pop("merged", ()),
        formulas=formulas,
        errors=errors,
        **{k: more.pop(k) for k in ("hidden_rows", "hidden_columns") if k in more},
    )
    reading = read_marks(workbook(changed), context(**{"as_of": DAY, **more}))
    found = {(p.code, p.cell, p.severity) for p in reading.problems if p.code not in STRAY}
    return reading, found


def test_a_sound_sheet_has_no_fault():
    reading, found = plant({})
    assert found == set()
    assert reading.can_load
    assert reading.covers_whole_province
    assert reading.missing_codes == ()


@pytest.mark.parametrize("value", ["đạt?", 2, "x x", "19", "Đạt 5/7", "?", "."])
def test_a_value_that_is_no_mark_is_an_error_at_its_cell(value):
    reading, found = plant({(FIRST, 4): value})
    assert found == {("bad_value", "E8", Severity.ERROR)}
    assert not any(mark.cell == "E8" for mark in reading.marks)


def test_formulas_and_errors_are_never_marks():
    _, found = plant({(FIRST, 4): None}, formulas={(FIRST, 4): "=1/0"})
    assert found == {("bad_value", "E8", Severity.ERROR)}
    _, found = plant({(FIRST, 4): None}, errors={(FIRST, 4): "#DIV/0!"})
    assert found == {("error_value", "E8", Severity.ERROR)}
    _reading, found = plant({(FIRST, 4): "x"}, formulas={(FIRST, 4): '=IF(1,"x")'})
    assert found == set()


@pytest.mark.parametrize(
    "name",
    [
        "Tân Lập Mới Không Có",
        "<script>alert(1)</script>",
        '=HYPERLINK("http://127.0.0.1/","x")',
        "=Quảng Tiến",
        "@Quảng Tiến",
        "x" * 5000,
        "123456",
    ],
)
def test_a_name_that_is_none_is_an_error_at_its_cell(name):
    reading, found = plant({(FIRST, 1): name})
    assert found == {("unknown_commune", "B8", Severity.ERROR)}
    assert reading.missing_codes == ("24262",)
    problem = next(p for p in reading.problems if p.code == "unknown_commune")
    assert len(problem.read) <= 200
    _why, do, words = describe(problem)
    assert ("—" in str(words.values())) is False
    is_near = words["nearest"] != ""
    assert do == f"problem.unknown_commune.do{'' if is_near else '_without'}"


def test_a_formula_that_gives_a_name_is_not_evaluated():
    formulas = {(FIRST, 1): '="Quảng Tiến"'}
    _reading, found = plant({(FIRST, 1): None}, formulas=formulas)
    assert found == {("unknown_commune", "B8", Severity.ERROR)}


def test_a_missing_name_is_an_error_at_its_cell():
    _, found = plant({(FIRST, 1): None})
    assert found == {("missing_name", "B8", Severity.ERROR)}
    _, found = plant({(FIRST, 1): "  "})
    assert found == {("missing_name", "B8", Severity.ERROR)}


def test_a_commune_twice_is_an_error_at_both_cells():
    reading, found = plant({(FIRST + 1, 1): "Quảng Tiến"})
    assert found == {
        ("duplicate_commune", "B8", Severity.ERROR),
        ("duplicate_commune", "B9", Severity.ERROR),
    }
    others = [p.params["other"] for p in reading.problems if p.code == "duplicate_commune"]
    assert others == ["B9", "B8"]
    assert reading.missing_codes == ("24274",)


def test_a_slip_in_a_name_is_a_note_and_a_doubt_a_question():
    reading, found = plant({(FIRST, 1): "Quảng Tiếm"})
    assert found == {("name_spelling", "B8", Severity.NOTE)}
    reading, found = plant({(FIRST, 1): "Ea Tiến"})
    assert [q.cell for q in reading.questions] in ([], ["B8"])
    assert "24262" not in reading.communes


def totals(reading):
    return [
        (p.cell, p.params["printed"], p.params["counted"])
        for p in reading.problems
        if p.code == "total_mismatch"
    ]


def test_a_wrong_total_is_a_warning_at_its_cell():
    built = build(Style(seed=11))
    row, last = built.rows[FIRST], built.rows[-5]
    assert last[1] == "TỔNG CỘNG"
    met = row[-1]
    reading, _ = plant({(FIRST, 2 + COUNT): 25})
    assert totals(reading) == [("V8", 25, met)]
    bottom = len(built.rows) - 5
    reading, _ = plant({(bottom, 2): last[2] + 1, (bottom, 2 + COUNT): last[2 + COUNT] - 3})
    assert totals(reading) == [
        (address(bottom, 2), last[2] + 1, last[2]),
        (address(bottom, 2 + COUNT), last[2 + COUNT] - 3, last[2 + COUNT]),
    ]
    assert reading.can_load


def test_a_wrong_district_total_is_a_warning_at_its_cell():
    style = Style(seed=11, district_totals=True)
    right = build(style).rows[FIRST - 1][5]
    reading, _ = plant({(FIRST - 1, 5): right + 2}, style=style)
    assert totals(reading) == [("F7", right + 2, right)]


def test_a_cell_that_cannot_be_read_is_not_held_against_the_totals():
    reading, _ = plant({(FIRST, 4): "đạt?"})
    assert totals(reading) == []


def test_totals_that_add_what_is_nearly_met_are_one_note():
    built = build(Style(seed=5, words="dat", nearly=True, total_row="", total=False))
    rows = [list(row) for row in built.rows]
    rows[4].append("Tổng số TC đạt")
    for row in rows[6:-4]:
        if isinstance(row[0], int):
            row.append(sum(cell in ("Đạt", "Cơ bản đạt") for cell in row))
    reading = read_marks(workbook(sheet(rows)), context(as_of=DAY))
    found = [p.code for p in reading.problems]
    assert found.count("totals_with_nearly") == 1
    assert "total_mismatch" not in found


def test_hidden_rows_and_columns_are_read_and_said():
    reading, found = plant({}, hidden_rows=frozenset({8, 9}), hidden_columns=frozenset({4}))
    assert found == {
        ("hidden_rows", "9:10", Severity.WARNING),
        ("hidden_columns", "E:E", Severity.WARNING),
    }
    assert reading.can_load


def test_marks_merged_over_cells_are_an_error_where_they_begin():
    _, found = plant({(FIRST, 3): "x"}, merged=(Area(FIRST, 3, FIRST, 5),))
    assert found == {("merged_cells", "D8", Severity.ERROR)}


def test_dates_are_compared_and_the_one_asked_for_counts():
    reading, found = plant({}, as_of=date(2021, 9, 30))
    assert found == {("date_differs", "A4", Severity.WARNING)}
    assert reading.as_of == date(2021, 9, 30)
    reading, found = plant({(3, 0): "Số liệu tính đến ngày 31/12/2029"}, as_of=None)
    assert found == {("future_date", "A4", Severity.ERROR)}
    reading, found = plant({(3, 0): "BIỂU SỐ 1"}, as_of=None)
    assert (reading.as_of, found) == (None, {("no_date", "", Severity.ERROR)})
    reading, found = plant({(3, 0): "Số liệu tính đến ngày 31/6/2021"}, as_of=None)
    assert ("bad_date", "A4", Severity.ERROR) in found
    reading, found = plant({}, as_of=None)
    assert reading.as_of == DAY


def test_a_code_of_another_commune_is_a_question_with_both():
    style = Style(seed=11, code="text")
    reading, found = plant({(FIRST, 1): "24274"}, style=style)
    (question,) = reading.questions
    assert (question.cell, question.candidates[0].code) == ("C8", "24274")
    assert "24262" in {candidate.code for candidate in question.candidates}
    assert ("code_name_conflict", "C8", Severity.WARNING) in found


def test_a_code_nobody_knows_is_a_warning_where_the_name_is_certain():
    style = Style(seed=11, code="text")
    _reading, found = plant({(FIRST, 1): "99999"}, style=style)
    assert found == {("unknown_code_named", "B8", Severity.WARNING)}
    _reading, found = plant({(FIRST, 1): "05986"}, style=style)
    assert found == {("unit_elsewhere", "C8", Severity.ERROR)}


def test_what_a_problem_says_is_looked_up_by_its_code():
    reading, _ = plant({(FIRST, 4): "đạt?"})
    problem = next(p for p in reading.problems if p.code == "bad_value")
    why, do, words = describe(problem)
    assert (why, do) == ("problem.bad_value.why", "problem.bad_value.do")
    assert words == {"read": "đạt?", "sheet": "Biểu 01", "cell": "E8"}
    assert replace(problem, params={"count": 3}).params["count"] == 3


def test_the_sum_of_a_district_is_known_by_the_district_s_name():
    # The figures 1 and 0 alone could be marks of a commune called "Cộng H. Cư M'gar".
    head = ["STT", "Xã", *(f"TC{no}" for no in range(1, COUNT + 1)), "Tổng"]
    rows = [head, ["I", "H. Cư M'gar"], [1, "Quảng Tiến", *["x"] * COUNT, COUNT]]
    rows += [[None, label, *[1] * COUNT, COUNT] for label in ("Cộng H. Cư M'gar", "Cộng Cư M'gar")]
    reading = read_marks(workbook(sheet(rows)), context(as_of=DAY))
    assert reading.can_load
    assert {p.code for p in reading.problems} <= {"missing_communes", "blank_none"}


def test_a_sheet_of_another_province_asks_nothing():
    head = ["Xã", *(f"TC{no}" for no in range(1, COUNT + 1))]
    strangers = ("Hoàng Đồng", "Khánh Long", "Đoàn Kết", "Tân Lập")  # one "Tân Lập" is asked about
    rows = [head, *([name, *["x"] * COUNT] for name in strangers)]
    reading = read_marks(workbook(sheet(rows)), context(as_of=DAY))
    assert "wrong_province" in {p.code for p in reading.problems}
    assert reading.questions == ()


def test_a_commune_that_is_only_asked_about_is_not_called_missing():
    built = build(Style(seed=11))
    rows = [list(row) for row in built.rows]
    name_column = next(c for c, value in enumerate(rows[FIRST]) if value == "Quảng Tiến")
    rows[FIRST][name_column] = "Quảng Tíxk"
    reading = read_marks(workbook(sheet(rows, merged=tuple(built.merged))), context(as_of=DAY))
    assert [candidate.code for candidate in reading.questions[0].candidates] == ["24262"]
    assert "missing_communes" not in {p.code for p in reading.problems}
    assert reading.missing_codes == ("24262",)
