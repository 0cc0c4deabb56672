"""The checks on a store: official loads and their days, notes, and the shipped figures."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest
import sqlalchemy as sa
from tiny_store import (
    END_2020,
    END_2021,
    MARKS_664,
    MARKS_2020,
    SET,
    START_2022,
    import_batch,
    marks,
    recognition,
    snapshot,
    write_csv,
)

from data import checks, queries, setup
from data.schemas import REFERENCE_TABLES
from data.store.engine import begin_write, get_engine
from data.store.finding_notes import NoteAction, add_finding_note
from data.store.snapshots import add_batch, undo_batch
from data.store.tables import batch
from data.texts import text
from domain.checks.notes import State
from domain.vocabulary import SnapshotStatus

TODAY = date(2022, 1, 10)
DECEMBER_10 = date(2021, 12, 10)
PLAN = {
    "plan_id": "p-2021",
    "number": "1/KH",
    "title": "Kế hoạch",
    "issuer": "UBND tỉnh",
    "province": "Đắk Lắk",
    "issued_on": "2021-01-01",
    "period_start_year": "2021",
    "period_end_year": "2021",
    "criteria_set": "2016-2020",
    "document": "test",
    "set_id": SET,
    "province_code": "66",
}
REPORT = {
    "report_id": "p-r01",
    "plan_id": "p-2021",
    "kind": "report",
    "who": "UBND các huyện",
    "frequency": "quarterly",
    "due_rule": "before day 15 of the last month of the quarter (15/3, 15/6, 15/9, 15/12)",
    "content_vi": "Kết quả",
    "legal_basis": "QĐ 1",
    "clause": "IV.2",
}


@pytest.fixture
def calendar(empty_engine, tiny_files):
    """Return the engine of a tiny store whose province 66 has a reporting calendar."""
    for name, row in (("plans", PLAN), ("reporting", REPORT)):
        table = REFERENCE_TABLES[name]
        write_csv(tiny_files / "reference" / table.file, table.column_names, [row])
    setup.prepare_store(lambda _step, _share: None, empty_engine)
    return empty_engine


def load(connection, moment, rows, **changes):
    """Load official marks as somebody did at a moment (UTC); return the batch."""
    changes = {"as_of": DECEMBER_10, **changes}
    batch_id = add_batch(connection, import_batch(snapshot(rows, **changes)))
    connection.execute(sa.update(batch).where(batch.c.id == batch_id).values(created_at=moment))
    return batch_id


def moment(*parts):
    return datetime(*parts, tzinfo=UTC)


def found(report, *wanted):
    """Return (rule, units, days) of the findings of some rules."""
    return [
        (f.rule, f.unit_codes, f.params.get("days")) for f in report.findings if f.rule in wanted
    ]


REPORTING = ("nothing_official", "district_overdue", "district_expected", "district_late")
MARKS_651 = marks(c24001="✓✓✓", c24002="✓✓x")
MARKS_652 = marks(c24003="✓xx", c24004="✓xx")


def test_illustrative_figures_are_no_report(calendar):
    with calendar.connect() as connection:
        report = checks.run_checks(connection, "66", END_2021, TODAY)
    assert report.is_illustrative
    assert found(report, *REPORTING) == [("nothing_official", (), None)]


def test_the_day_ends_in_viet_nam_not_in_london(calendar):
    with begin_write(calendar) as connection:
        # 23:59 of the 14th in Việt Nam, in time; one minute later it is the 15th.
        load(connection, moment(2021, 12, 14, 16, 59), MARKS_651, district_code="651")
        load(connection, moment(2021, 12, 14, 17, 0), MARKS_652, district_code="652")
        report = checks.run_checks(connection, "66", DECEMBER_10, TODAY)
    assert not report.is_illustrative
    assert found(report, *REPORTING) == [("district_late", ("652",), 1)]


def test_the_first_load_in_force_says_when_a_district_reported(calendar):
    with begin_write(calendar) as connection:
        early = load(connection, moment(2021, 12, 12, 3), MARKS_651, district_code="651")
        load(connection, moment(2021, 12, 20, 3), MARKS_651, district_code="651")
        before = checks.run_checks(connection, "66", DECEMBER_10, TODAY)
        undo_batch(connection, early, "an")
        after = checks.run_checks(connection, "66", DECEMBER_10, TODAY)
    overdue = ("district_overdue", ("652",), 27)
    assert found(before, *REPORTING) == [overdue]
    assert found(after, *REPORTING) == [overdue, ("district_late", ("651",), 6)]


def test_a_file_of_the_province_covers_the_districts_it_assesses(calendar):
    rows = [*MARKS_651, *marks(c24003="---", c24004="---")]
    with begin_write(calendar) as connection:
        load(connection, moment(2021, 12, 12, 3), rows)
        report = checks.run_checks(connection, "66", DECEMBER_10, date(2021, 12, 14))
    assert found(report, *REPORTING, "not_assessed") == [
        ("not_assessed", ("24003", "24004"), None),
        ("district_expected", ("652",), 0),
    ]


def test_official_marks_are_compared_with_official_marks_only(filled):
    lost = marks(c24001="✓✓✓", c24002="x✓✓", c24003="✓xx", c24004="xxx")
    with begin_write(filled) as connection:
        add_batch(connection, import_batch(snapshot(lost)))
        alone = checks.run_checks(connection, "66", END_2021, TODAY)
        add_batch(connection, import_batch(snapshot(MARKS_2020, as_of=END_2020)))
        both = checks.run_checks(connection, "66", END_2021, TODAY)
    # On 31/12/2020 the commune 24002 met criterion 1; the illustrative figures said so as well.
    assert "criteria_lost" not in {f.rule for f in alone.findings}
    losses = [f for f in both.findings if f.rule == "criteria_lost"]
    assert [(f.unit_codes, f.criterion_nos) for f in losses] == [(("24002",), (1,))]
    assert not losses[0].is_illustrative


def test_made_up_recognitions_do_not_stand_beside_official_marks(filled):
    full = marks(c24001="✓✓✓", c24002="✓✓x", c24003="✓xx", c24004="xxx")
    with begin_write(filled) as connection:
        add_batch(connection, import_batch(snapshot(full)))
        before = checks.run_checks(connection, "66", END_2021, TODAY)
        given = [recognition("24002", "ntm", date(2021, 6, 30))]
        add_batch(connection, import_batch(recognitions=given))
        after = checks.run_checks(connection, "66", END_2021, TODAY)
    assert [
        run.blocked for r in (before, after) for run in r.rules_run if run.code == "nesting"
    ] == [
        "no_recognitions",
        "",
    ]
    # Without any decision nobody is known to wait for one; with them it is 24001.
    assert [r.blocked for r in before.rules_run if r.code == "waiting"] == ["no_decisions"]
    assert [f for f in before.findings if f.rule == "full_not_recognised"] == []
    assert [f.unit_codes for f in after.findings if f.rule == "full_not_recognised"] == [("24001",)]


def test_provisional_figures_grow_old(filled):
    with begin_write(filled) as connection:
        provisional = snapshot(
            MARKS_651, as_of=date(2021, 9, 30), status=SnapshotStatus.PROVISIONAL
        )
        add_batch(connection, import_batch(provisional))

        def rules_on(day):
            report = checks.run_checks(connection, "66", date(2021, 9, 30), day)
            return {f.rule for f in report.findings}

        assert "provisional_old" not in rules_on(date(2021, 12, 30))
        assert "provisional_old" in rules_on(date(2021, 12, 31))
        # Final figures of the same quarter settle it, illustrative ones did not.
        add_batch(connection, import_batch(snapshot(MARKS_651, as_of=date(2021, 12, 20))))
        assert "provisional_old" not in rules_on(date(2021, 12, 31))


def test_notes_stay_with_a_finding_from_run_to_run(filled):
    with begin_write(filled) as connection:
        first = checks.run_checks(connection, "66", END_2021, TODAY)
        finding = next(f for f in first.findings if f.rule == "not_assessed")
        write = partial(add_finding_note, connection, finding.key, "66", END_2021)
        write(NoteAction.COMMENT, "Đã hỏi huyện", "an")
        write(NoteAction.EXPLAINED, "Xã mới tách", "bình", finding.figures)
        second = checks.run_checks(connection, "66", END_2021, date(2022, 5, 1))
        write(NoteAction.REOPENED, "Xem lại", "an")
        third = checks.run_checks(connection, "66", END_2021, TODAY)
        row = next(
            f for f in checks.as_dict(connection, second)["findings"] if f["key"] == finding.key
        )
    assert first.state_of(finding) is State.OPEN
    assert second.state_of(finding) is State.EXPLAINED
    assert third.state_of(finding) is State.OPEN
    assert [n.text for n in third.notes_of(finding)] == ["Đã hỏi huyện", "Xã mới tách", "Xem lại"]
    group = next(g for g in second.groups() if g.rule == "not_assessed")
    assert (group.count, group.open, group.explained) == (1, 0, 1)
    assert (row["state"], row["state_name"]) == ("explained", "Đã giải trình")
    assert row["unit_names"] == ["Xã Đông, Huyện Hai"]
    assert [note["actor"] for note in row["notes"]] == ["an", "bình"]


def test_the_newest_date_of_the_whole_province_is_checked_without_a_date(filled):
    with filled.connect() as connection:
        newest = checks.run_checks(connection, "66", today=TODAY)
        part = checks.run_checks(connection, "67", today=TODAY)
        with pytest.raises(queries.NoDataError):
            checks.run_checks(connection, "99", today=TODAY)
        every = checks.check_all(connection, TODAY)
    assert newest.as_of == END_2021
    assert (part.as_of, part.district_codes) == (START_2022, ("664",))
    assert [(r.province_code, r.as_of) for r in every] == [("66", END_2021), ("67", START_2022)]


def test_a_district_alone_is_checked_for_itself(filled):
    with begin_write(filled) as connection:
        own = snapshot(MARKS_664, province_code="67", district_code="664", as_of=date(2022, 3, 31))
        add_batch(connection, import_batch(own))
        report = checks.run_checks(connection, "67", date(2022, 3, 31), date(2022, 4, 1))
    # Without a calendar the quarter itself has to end first; district 665 has not reported.
    assert found(report, "district_overdue", "partly_assessed", "not_assessed") == [
        ("district_overdue", ("665",), 1),
        ("partly_assessed", ("24701",), None),
    ]


@pytest.fixture(scope="module")
def shipped(ready_var):
    """Return a function that checks the shipped figures of a province and date."""
    with get_engine().connect() as connection:
        yield lambda province, as_of: checks.run_checks(
            connection, province, date.fromisoformat(as_of), date(2026, 11, 22)
        )


def counts(report, but="neighbour_"):
    """Return findings by rule, without those that only the making of the marks decides."""
    return dict(Counter(f.rule for f in report.findings if not f.rule.startswith(but)))


def test_dak_lak_2015_two_communes_wait_for_their_decision(shipped):
    report = shipped("66", "2015-12-31")
    waiting = [f for f in report.findings if f.rule == "full_not_recognised"]
    # Hòa Thắng (Buôn Ma Thuột) and Quảng Điền (Krông Ana): 7 communes at 19/19, 5 recognised.
    assert [f.unit_codes for f in waiting] == [("24166",), ("24577",)]
    assert counts(report) == {"full_not_recognised": 2, "nothing_official": 1}
    blocked = {run.code: run.blocked for run in report.rules_run}
    assert blocked["revocation"] == "set_without_rule"
    assert blocked["lost"] == "no_past"


def test_dak_lak_2021_two_bodies_set_two_values(shipped):
    report = shipped("66", "2021-12-31")
    conflicts = [f.params for f in report.findings if f.rule == "targets_conflict"]
    assert {(p["target_metric"], p["lowest"], p["highest"]) for p in conflicts} == {
        ("communes_ntm", 69, 71),
        ("avg_criteria_per_commune", Decimal("15.4"), 16),
    }
    # 71 and 2.432 agree with what was published; no commune lost a criterion.
    assert counts(report) == {"targets_conflict": 2, "nothing_official": 1}


def test_dak_lak_provisional_figures_were_made_final(shipped):
    report = shipped("66", "2021-12-09")
    assert report.status is SnapshotStatus.PROVISIONAL
    assert "provisional_old" not in counts(report)


def test_lang_son_2020_a_printed_percentage_and_another_source(shipped):
    report = shipped("20", "2020-12-31")
    assert counts(report) == {
        "percent_differs": 1,
        "published_differs": 1,
        "nothing_official": 1,
    }
    percent, other = (
        next(f for f in report.findings if f.rule == rule)
        for rule in ("percent_differs", "published_differs")
    )
    # Criterion 19: 171/181, printed 95%, is 94,475%. One source has 62 communes, the plan 65.
    assert percent.criterion_nos == (19,)
    assert (percent.params["part"], percent.params["printed"]) == (171, 95)
    assert (other.params["printed"], other.params["computed"]) == (62, 65)


def test_kon_tum_2019_an_average_that_cannot_be(shipped):
    report = shipped("62", "2019-09-30")
    assert counts(report) == {
        "average_impossible": 1,
        "published_differs": 1,
        "full_not_recognised": 1,
        "nothing_official": 1,
    }
    impossible = next(f for f in report.findings if f.rule == "average_impossible")
    assert (impossible.params["below"], impossible.params["above"]) == (1039, 1040)


@pytest.mark.parametrize(
    ("as_of", "waiting"),
    [("2016-12-31", 4), ("2019-05-31", 1), ("2021-06-30", 1), ("2022-11-30", 2)],
)
def test_kon_tum_communes_that_wait(shipped, as_of, waiting):
    # 13 − 9, 18 − 17, 29 − 28 and 38 − 36 communes at 19/19 and recognised.
    assert counts(shipped("62", as_of))["full_not_recognised"] == waiting


def test_dak_nong_agrees_with_every_district(shipped):
    report = shipped("67", "2021-12-31")
    assert counts(report) == {"nothing_official": 1}
    compared = next(run for run in report.rules_run if run.code == "districts")
    assert (compared.findings, compared.blocked) == (0, "")


def test_every_message_can_be_written_and_says_that_marks_are_made_up(shipped, ready_var):
    with get_engine().connect() as connection:
        for province in ("66", "20", "67", "62"):
            report = checks.run_checks(connection, province, today=TODAY)
            for language in ("vi", "en"):
                row = checks.as_dict(connection, report, language)
                assert len(row["findings"]) == len(report.findings) > 0
                for item in row["findings"]:
                    made_up = text("check.illustrative", language) in item["message"]
                    assert made_up == (item["provenance"] == "illustrative")
                    assert len(item["unit_names"]) == len(item["unit_codes"])
                    assert item["unit_codes"] == [] or item["unit_names"] != item["unit_codes"]
