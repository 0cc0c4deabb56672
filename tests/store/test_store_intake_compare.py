"""What a file changes: against the same date, the period before, by province; and its context."""

from datetime import date

import pytest
from tiny_intake import make_file, make_reading
from tiny_store import END_2021, OTHER_SET, SET, import_batch

from data.intake.comparison import compare_batch, compare_reading
from data.intake.context import build_context
from data.intake.load import load_marks
from data.store.engine import begin_write
from data.store.snapshots import add_batch, undo_batch
from domain.vocabulary import Provenance

Q1_2022 = date(2022, 3, 31)


def put(engine, rows, content=b"one", province_code="66", **changes):
    workbook, bytes_ = make_file(content)
    reading = make_reading(rows, **changes)
    return load_marks(engine, workbook, bytes_, reading, province_code=province_code, actor="an")


def compare(engine, rows=None, **changes):
    with engine.connect() as connection:
        return compare_reading(connection, make_reading(rows, **changes))


def numbers(against):
    changes = against.changes
    return len(changes.gained), len(changes.lost), len(changes.losing_codes), changes.net


def test_a_new_quarter_against_the_one_before(filled):
    put(filled, {"c24001": "✓✓✓", "c24002": "✓✓x", "c24003": "✓xx"})
    # 24001 loses two, 24002 gains one, 24003 stays, 24004 is new.
    rows = {"c24001": "✓xx", "c24002": "✓✓✓", "c24003": "✓xx", "c24004": "✓✓✓"}
    (found,) = compare(filled, rows, as_of=Q1_2022)
    assert (found.province_code, found.same_date) == ("66", None)
    assert found.previous.as_of == END_2021
    assert found.previous.provenance is Provenance.IMPORTED
    assert numbers(found.previous) == (1, 2, 1, -1)
    assert found.previous.changes.losing_codes == ("24001",)
    assert found.previous.changes.new_codes == ("24004",)
    assert found.previous.changes.compared == 3


def test_a_correction_against_what_is_in_force_and_against_the_period_before(filled):
    put(filled, {"c24001": "✓xx", "c24003": "xxx"}, b"one", as_of=date(2021, 6, 30))
    put(filled, {"c24001": "✓✓x", "c24003": "✓xx"}, b"two")
    # The correction speaks of one criterion of one commune; the others stay as loaded.
    (found,) = compare(filled, {"c24001": "✓✓✓"})
    assert numbers(found.same_date) == (1, 0, 0, 1)
    assert numbers(found.previous) == (2, 0, 0, 2)  # from ✓xx to ✓✓✓
    assert found.same_date.changes.compared == 1


def test_made_up_marks_of_the_date_are_compared_but_never_mixed_in(filled):
    (found,) = compare(filled, {"c24001": "xxx"})
    assert found.same_date.provenance is Provenance.ILLUSTRATIVE
    assert numbers(found.same_date) == (0, 3, 1, -3)


def test_another_criteria_set_cannot_be_compared(filled):
    (found,) = compare(filled, {"c24001": "✓✓"}, set_id=OTHER_SET, as_of=Q1_2022)
    assert found.previous.as_of == END_2021
    assert found.previous.changes is None


def test_a_period_that_does_not_speak_of_the_communes_is_passed_over(filled):
    put(filled, {"c24003": "✓✓✓"}, b"one", as_of=Q1_2022)
    (found,) = compare(filled, {"c24001": "✓✓✓"}, as_of=date(2022, 6, 30))
    assert found.previous.as_of == END_2021


def test_a_file_of_the_country_is_compared_by_province(filled):
    found = compare(filled, {"c24001": "✓✓✓", "c24701": "xxx"}, as_of=Q1_2022)
    assert [f.province_code for f in found] == ["66", "67"]
    assert numbers(found[1].previous) == (0, 1, 1, -1)  # 664 at 1/1/2022: ✓x-


def test_without_a_date_or_marks_there_is_nothing_to_compare(filled):
    assert compare(filled, as_of=None) == []
    assert compare(filled, marks=()) == []


def test_what_a_batch_changed_stays_told_after_later_loads(filled):
    put(filled, {"c24001": "✓✓x"}, b"one")
    second = put(filled, {"c24001": "✓✓✓"}, b"two")
    put(filled, {"c24001": "xxx"}, b"three")
    with filled.connect() as connection:
        (found,) = compare_batch(connection, second.batch_id)
    assert numbers(found.same_date) == (1, 0, 0, 1)


def context(engine, as_of=END_2021, province="66", **changes):
    with engine.connect() as connection:
        return build_context(
            connection, province_code=province, as_of=as_of, today=date(2022, 5, 1), **changes
        )


def test_the_context_has_the_communes_that_count_and_the_sets_for_communes(filled):
    known = context(filled)
    assert [u.code for u in known.units] == ["24001", "24002", "24003", "24004"]
    first = known.units[0]
    assert (first.name, first.district_code, first.district_name) == ("An", "651", "Huyện Một")
    assert set(known.sets) == {SET, OTHER_SET}
    assert (known.province_code, known.as_of, known.default_set_id) == ("66", END_2021, SET)
    country = context(filled, province="vn")
    assert (country.province_code, len(country.units)) == ("", 6)
    with pytest.raises(KeyError):
        context(filled, set_id="NO_SET")


def test_a_unit_that_was_abolished_is_known_up_to_its_last_day(filled):
    unit = {
        "code": "66X01",
        "name": "Cư Mới (cũ)",
        "kind": "xã",
        "province_code": "66",
        "district_code": "652",
        "valid_from": None,
        "valid_to": date(2019, 8, 31),
        "note_vi": "",
    }
    with begin_write(filled) as connection:
        loaded = add_batch(connection, import_batch(units=[unit]))
    known = context(filled, as_of=date(2019, 8, 31)).units[-1]
    assert (known.code, known.aliases, known.district_name) == ("66X01", ("Cư Mới",), "Huyện Hai")
    assert "66X01" not in {u.code for u in context(filled, as_of=date(2019, 9, 1)).units}
    with begin_write(filled) as connection:
        undo_batch(connection, loaded, "an")
    assert "66X01" not in {u.code for u in context(filled, as_of=date(2019, 8, 31)).units}
