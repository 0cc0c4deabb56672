"""Questions the product asks the store, on a store that can be counted by hand."""

from datetime import date
from decimal import Decimal

import pytest
from tiny_store import (
    END_2020,
    END_2021,
    OTHER_SET,
    SET,
    START_2022,
    import_batch,
    recognition,
    snapshot,
    write_csv,
)

from data import queries, reports
from data.schemas import REFERENCE_TABLES
from data.store.engine import begin_write
from data.store.snapshots import add_batch
from domain.figures import Share
from domain.vocabulary import Level, UnitLevel


@pytest.fixture
def connection(filled):
    with filled.connect() as opened:
        yield opened


def situation(connection, province="66", on=END_2021):
    return queries.read_situation(connection, queries.find_period(connection, province, on))


def test_units_of_a_level_stand_by_code_with_their_districts(connection):
    communes = queries.read_units(connection, UnitLevel.COMMUNE, "66")
    assert list(communes["code"]) == ["24001", "24002", "24003", "24004", "24009"]
    assert list(communes["district_name"]) == [
        "Huyện Một",
        "Huyện Một",
        "Huyện Hai",
        "Huyện Hai",
        "Huyện Một",
    ]
    assert list(queries.read_units(connection, UnitLevel.PROVINCE)["code"]) == ["66", "67"]
    assert list(queries.read_units(connection, UnitLevel.DISTRICT, "67")["name"]) == ["Ba", "Bốn"]
    assert queries.read_units(connection, UnitLevel.COMMUNE, "99").empty


def test_wards_do_not_count_as_communes(connection):
    codes = list(queries.read_communes(connection, "66", END_2021)["code"])
    assert codes == ["24001", "24002", "24003", "24004"]


def test_figures_of_a_province_as_counted_by_hand(connection):
    summary = situation(connection).summary()
    assert (summary.communes, summary.assessed) == (4, 3)
    assert (summary.criteria_met_total, summary.criteria_possible_total) == (6, 12)
    assert summary.average == Decimal("2.00")
    assert summary.minimum == 1
    assert summary.all_met_codes == ("24001",)
    assert summary.recognised == Share(1, 4)
    assert summary.recognised_codes == ("24001",)
    assert summary.bands == {"3": 1, "<3": 2}
    assert [c.met for c in summary.per_criterion] == [3, 2, 1]
    assert [c.nearly_met for c in summary.per_criterion] == [0, 0, 1]
    assert [c.not_assessed for c in summary.per_criterion] == [1, 1, 1]


def test_recognition_follows_the_date_looked_at(connection):
    assert situation(connection, on=END_2020).level_by_commune == {"24003": Level.NTM}
    assert situation(connection).level_by_commune == {"24001": Level.ADVANCED}
    assert situation(connection).level_by_district == {"651": Level.NTM}
    assert situation(connection, on=END_2020).level_by_district == {}


def test_a_district_that_was_never_recorded_is_unknown_not_unrecognised(connection):
    assert situation(connection, "67", START_2022).level_by_district is None


def test_a_period_of_one_district_holds_its_communes_only(connection):
    part = situation(connection, "67", START_2022)
    assert part.district_codes == ("664",)
    assert list(part.marks.index) == ["24701"]
    assert part.summary().criteria_met_total == 1


def test_a_province_without_data_says_so(connection):
    for province, day in (("66", date(2019, 1, 1)), ("67", date(2022, 6, 30)), ("99", END_2021)):
        with pytest.raises(queries.NoDataError):
            queries.find_period(connection, province, day)


def test_criteria_sets_come_with_criteria_and_groups(connection):
    found = queries.read_criteria_set(connection, SET)
    assert (found.size, found.numbers) == (3, (1, 2, 3))
    assert [group.no for group in found.groups] == [1, 2]
    assert found.group_numbers(2) == (2, 3)
    assert [s.set_id for s in queries.list_sets(connection)] == [SET, OTHER_SET]
    with pytest.raises(KeyError):
        queries.read_criteria_set(connection, "NO_SUCH_SET")


HISTORY = REFERENCE_TABLES["history"]


def published(number, metric, value, **changes):
    row = {
        "history_id": f"h{number:03}",
        "province": "Đắk Lắk",
        "date_text": "2021",
        "metric": metric,
        "value": value,
        "source_url": "https://example.org/tin",
        "verification": "verified",
        "scope": "province",
        "area_label": "Đắk Lắk",
        "province_code": "66",
        "as_of": "2021-12-31",
        "is_set_assumed": "false",
        "value_num": value,
        "comparator": "=",
    }
    return {**row, **changes}


def test_published_figures_stand_beside_the_computed_ones(filled, tiny_files):
    rows = [
        published(1, "communes_ntm", "2"),
        published(2, "criteria_total", "6"),
        published(3, "avg_criteria", "2.0"),
        published(4, "criterion_met", "2", criterion_no="2"),
        published(5, "communes_ntm", "4", qualifier="plan"),
        published(6, "communes_ntm", "3", comparator=">"),
        published(7, "communes_ntm", "1", scope="part", unit_name="bốn xã biên giới"),
        published(8, "communes_ntm", "1", as_of="2020-12-31"),
    ]
    write_csv(tiny_files / "reference" / HISTORY.file, HISTORY.column_names, rows)
    with begin_write(filled) as connection:
        queries.reference.load(connection, lambda _name, _share: None)
    with filled.connect() as connection:
        report = reports.build_summary(connection, "66", END_2021)
        in_district = reports.build_summary(connection, "66", END_2021, "651")
    lines = {
        (line["metric"], line["criterion_no"]): (line["published"], line["difference"])
        for line in report["reconciliation"]
    }
    assert lines == {
        ("communes_ntm", None): (2.0, -1.0),
        ("criteria_total", None): (6.0, 0.0),
        ("avg_criteria", None): (2.0, 0.0),
        ("criterion_met", 2): (2.0, 0.0),
    }
    assert in_district["reconciliation"] == []
    assert (in_district["communes"], in_district["criteria_met_total"]) == (2, 5)


def test_a_load_shows_at_once_to_the_next_reader(filled):
    with filled.connect() as connection:
        before = reports.build_status(connection)
    with begin_write(filled) as connection:
        add_batch(connection, import_batch(snapshot(as_of=date(2022, 3, 31))))
    with filled.connect() as connection:
        after = reports.build_status(connection)
    assert after["data_version"] > before["data_version"]
    assert len(after["periods"]) == len(before["periods"]) + 1


def test_official_marks_leave_made_up_recognitions_out(filled):
    with filled.connect() as opened:
        assert situation(opened).summary().recognised_codes == ("24001",)
    decided = recognition("24002", "ntm", END_2020, provenance="imported")
    with begin_write(filled) as writer:
        add_batch(writer, import_batch(snapshot(), recognitions=[decided]))
    with filled.connect() as opened:
        levels = dict(situation(opened).level_by_commune)
    assert levels == {"24002": Level.NTM}  # 24001 was recognised only in the made-up figures


def test_official_marks_without_decisions_know_only_the_fewest_recognised(filled):
    named = recognition("24002", "ntm", END_2020, provenance="published")
    with filled.connect() as opened:
        assert situation(opened).knows_recognitions  # made-up marks and recognitions fit together
    with begin_write(filled) as writer:
        add_batch(writer, import_batch(snapshot(), recognitions=[named]))
    with filled.connect() as opened:
        found = situation(opened)
    assert dict(found.level_by_commune) == {"24002": Level.NTM}
    assert not found.knows_recognitions
    assert "Chưa nạp quyết định công nhận" in found.note_vi
    decided = recognition("24003", "ntm", END_2020, provenance="imported")
    with begin_write(filled) as writer:
        add_batch(writer, import_batch(recognitions=[decided]))
    with filled.connect() as opened:
        found = situation(opened)
    assert found.knows_recognitions
    assert "Chưa nạp" not in found.note_vi
