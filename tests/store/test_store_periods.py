"""Which snapshot counts: the newest, official before illustrative, a district inside a province."""

from datetime import date

import pytest
from tiny_store import (
    END_2020,
    END_2021,
    MARKS_664,
    MARKS_2020,
    MARKS_2021,
    OTHER_SET,
    SET,
    START_2022,
    import_batch,
    marks,
    snapshot,
)

from data.store.engine import begin_write
from data.store.snapshots import (
    add_batch,
    choose_period,
    list_periods,
    read_assessments,
    undo_batch,
)
from domain.vocabulary import Provenance, SnapshotStatus

MARKS_ALL_LOST = marks(c24001="xxx", c24002="xxx", c24003="xxx", c24004="xxx")
ILLUSTRATIVE = {"provenance": Provenance.ILLUSTRATIVE}


def load(connection, *snapshots, kind="import"):
    return add_batch(connection, import_batch(*snapshots, kind=kind))


def signs(connection, period):
    """Return the marks of a period the way the tests write them, by commune."""
    written = {"met": "✓", "nearly_met": "~", "not_met": "x", "not_assessed": "-"}
    rows = read_assessments(connection, period)
    return {
        code: "".join(written[status] for status in own)
        for code, own in rows.groupby("commune_code")["status"]
    }


def test_periods_stand_by_province_and_date(writing):
    load(writing, snapshot(MARKS_664, province_code="67", district_code="664", as_of=START_2022))
    load(writing, snapshot(), snapshot(MARKS_2020, as_of=END_2020))
    periods = list_periods(writing)
    assert [(p.province_code, p.as_of) for p in periods] == [
        ("66", END_2020),
        ("66", END_2021),
        ("67", START_2022),
    ]
    assert [p.is_whole_province for p in periods] == [True, True, False]
    assert [p.as_of for p in list_periods(writing, "67")] == [START_2022]
    assert list_periods(writing, "01") == []


def test_the_newest_load_of_a_date_counts(writing):
    load(writing, snapshot())
    again = load(writing, snapshot(MARKS_ALL_LOST))
    (period,) = list_periods(writing)
    assert period.batch_ids == (again,)
    assert set(signs(writing, period).values()) == {"xxx"}
    undo_batch(writing, again, "an")
    assert signs(writing, list_periods(writing)[0])["24001"] == "✓✓✓"


def test_a_correction_speaks_for_its_communes_only_and_undoing_it_restores_them(writing):
    first = load(writing, snapshot())
    again = load(writing, snapshot(marks(c24001="xxx")))
    (period,) = list_periods(writing)
    assert period.batch_ids == (first, again)
    assert signs(writing, period) == {
        "24001": "xxx",
        "24002": "✓✓~",
        "24003": "✓xx",
        "24004": "---",
    }
    undo_batch(writing, again, "an")
    assert signs(writing, list_periods(writing)[0])["24001"] == "✓✓✓"


def test_a_department_file_of_one_criterion_leaves_the_others(writing):
    load(writing, snapshot())
    load(writing, snapshot([("24001", 2, "not_met"), ("24003", 2, "met")]))
    (period,) = list_periods(writing)
    after = signs(writing, period)
    assert (after["24001"], after["24003"], after["24002"]) == ("✓x✓", "✓✓x", "✓✓~")


def test_a_mark_taken_back_to_not_assessed_is_a_correction_too(writing):
    load(writing, snapshot())
    load(writing, snapshot(marks(c24001="---")))
    assert signs(writing, list_periods(writing)[0])["24001"] == "---"


def test_a_superseded_provisional_file_does_not_make_the_period_provisional(writing):
    load(writing, snapshot(status=SnapshotStatus.PROVISIONAL))
    load(writing, snapshot())
    (period,) = list_periods(writing)
    assert period.status is SnapshotStatus.FINAL
    assert len(period.snapshot_ids) == 1


def test_what_was_there_before_a_batch_can_be_asked_for(writing):
    load(writing, snapshot())
    again = load(writing, snapshot(marks(c24001="xxx")))
    (before,) = list_periods(writing, without={again})
    assert signs(writing, before)["24001"] == "✓✓✓"


def test_an_official_load_replaces_the_illustrative_marks_of_its_date_only(writing):
    load(
        writing,
        snapshot(**ILLUSTRATIVE),
        snapshot(MARKS_2020, as_of=END_2020, **ILLUSTRATIVE),
        kind="illustrative",
    )
    official = load(writing, snapshot(marks(c24001="xxx", c24002="xxx")))
    before, at = list_periods(writing)
    assert (before.provenance, at.provenance) == (Provenance.ILLUSTRATIVE, Provenance.IMPORTED)
    assert signs(writing, at) == {"24001": "xxx", "24002": "xxx"}
    undo_batch(writing, official, "an")
    restored = list_periods(writing)[1]
    assert restored.provenance is Provenance.ILLUSTRATIVE
    assert signs(writing, restored)["24001"] == "✓✓✓"


def test_an_official_district_is_not_filled_up_with_illustrative_marks(writing):
    load(writing, snapshot(**ILLUSTRATIVE), kind="illustrative")
    load(writing, snapshot(marks(c24001="xxx", c24002="✓xx"), district_code="651"))
    (period,) = list_periods(writing)
    assert period.district_codes == ("651",)
    assert period.provenance is Provenance.IMPORTED
    assert signs(writing, period) == {"24001": "xxx", "24002": "✓xx"}


def test_illustrative_marks_loaded_later_never_replace_official_ones(writing):
    load(writing, snapshot(marks(c24001="xxx")))
    load(writing, snapshot(**ILLUSTRATIVE), kind="illustrative")
    (period,) = list_periods(writing)
    assert signs(writing, period) == {"24001": "xxx"}


def test_a_districts_later_file_wins_inside_the_provinces(writing):
    load(writing, snapshot())
    load(
        writing,
        snapshot(
            marks(c24003="✓✓✓", c24004="✓xx"),
            district_code="652",
            status=SnapshotStatus.PROVISIONAL,
        ),
    )
    (period,) = list_periods(writing)
    assert period.is_whole_province
    assert period.status is SnapshotStatus.PROVISIONAL
    assert signs(writing, period) == {
        "24001": "✓✓✓",
        "24002": "✓✓~",
        "24003": "✓✓✓",
        "24004": "✓xx",
    }


def test_a_provinces_later_file_replaces_the_districts_before_it(writing):
    load(
        writing,
        snapshot(marks(c24003="✓✓✓"), district_code="652", status=SnapshotStatus.PROVISIONAL),
    )
    load(writing, snapshot())
    (period,) = list_periods(writing)
    assert period.status is SnapshotStatus.FINAL
    assert period.is_whole_province
    assert len(period.snapshot_ids) == 1
    assert signs(writing, period)["24003"] == "✓xx"


def test_when_the_last_district_has_reported_the_province_is_whole(filled):
    with begin_write(filled) as connection:
        load(connection, snapshot(marks(c24003="✓✓✓"), district_code="652"))
        (partial,) = [p for p in list_periods(connection, "66") if p.as_of == END_2021]
        last = load(connection, snapshot(marks(c24001="✓xx"), district_code="651"))
        (whole,) = [p for p in list_periods(connection, "66") if p.as_of == END_2021]
        undo_batch(connection, last, "an")
        (again,) = [p for p in list_periods(connection, "66") if p.as_of == END_2021]
    assert (partial.district_codes, whole.district_codes) == (("652",), ())
    assert whole.is_whole_province
    assert again.district_codes == ("652",)


def test_districts_alone_cover_themselves_only(writing):
    load(writing, snapshot(marks(c24003="✓✓✓"), district_code="652"))
    load(writing, snapshot(marks(c24001="✓xx"), district_code="651"))
    load(writing, snapshot(marks(c24003="✓✓x"), district_code="652"))
    (period,) = list_periods(writing)
    assert period.district_codes == ("651", "652")
    assert len(period.snapshot_ids) == 2  # the first file of 652 is superseded as a whole
    assert signs(writing, period) == {"24001": "✓xx", "24003": "✓✓x"}


def test_marks_of_two_sets_are_never_in_one_period(writing):
    load(writing, snapshot())
    load(writing, snapshot(marks(c24003="✓✓"), district_code="652", set_id=OTHER_SET))
    (period,) = list_periods(writing)
    assert (period.set_id, period.district_codes) == (OTHER_SET, ("652",))
    assert signs(writing, period) == {"24003": "✓✓"}


def test_a_period_carries_what_the_newest_snapshot_says_about_itself(writing):
    load(writing, snapshot(title_vi="Cuối năm", basis_vi="Báo cáo", note_vi="Bản chốt"))
    (period,) = list_periods(writing)
    assert (period.title_vi, period.basis_vi, period.note_vi) == ("Cuối năm", "Báo cáo", "Bản chốt")
    assert period.set_id == SET


@pytest.fixture
def three_periods(writing):
    load(writing, snapshot(MARKS_2020, as_of=END_2020))
    load(writing, snapshot(MARKS_2021))
    load(writing, snapshot(marks(c24001="✓xx"), district_code="651", as_of=START_2022))
    return list_periods(writing)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (END_2021, END_2021),  # the very date
        (START_2022, START_2022),  # the very date, although only a district
        (date(2021, 12, 30), END_2020),  # the last one before
        (date(2022, 6, 30), END_2021),  # the last whole province before, never a district alone
        (END_2020, END_2020),
        (date(2020, 12, 30), None),  # nothing as old
    ],
)
def test_a_date_is_answered_with_its_own_period_or_the_last_whole_one(
    three_periods, asked, answered
):
    period = choose_period(three_periods, asked)
    assert (period and period.as_of) == answered


def test_without_periods_no_date_is_answered():
    assert choose_period([], END_2021) is None
