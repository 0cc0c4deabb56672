"""A file examined and accepted: dates of its own, corrections remembered, what it would hide."""

from dataclasses import replace
from datetime import date

import pytest
from intake_files import PROVINCE, SET, communes, met_of, write_annex, write_flat

from data import queries
from data.exports.tidy import build_tidy_csv
from data.intake import service
from data.intake.refusals import AlreadyLoadedError, NotLoadableError
from data.intake.report import tell_changes
from data.intake.stages import Stage
from data.store.audit import read_audit
from data.store.engine import get_engine
from domain.intake.problems import Severity
from domain.vocabulary import Provenance, Status

MID_2021, END_2021 = date(2021, 6, 30), date(2021, 12, 31)


def examine(path, **options):
    options = {"province_code": PROVINCE, "as_of": MID_2021, **options}
    return service.examine(path.read_bytes(), path.name, **options)


def codes_of(examination):
    return {problem.code for problem in examination.reading.problems}


def test_without_a_date_asked_for_the_file_s_own_date_and_set_count(own_store, tmp_path):
    stages = []
    examination = examine(write_annex(tmp_path / "a.xlsx"), as_of=None, tell=stages.append)
    assert stages == list(Stage)
    assert (examination.reading.as_of, examination.reading.set_id) == (MID_2021, SET)
    result = service.accept(examination, actor="an")
    assert (result.as_of, result.communes, result.district_codes) == (MID_2021, 60, ())


def test_rows_that_alone_give_the_date_are_read_by_the_units_and_set_of_that_date(
    own_store, tmp_path
):
    path = tmp_path / "dai.csv"
    code = communes()[0][0]
    path.write_text(f"ngày,mã xã,tiêu chí,kết quả\n31/12/2022,{code},1,đạt\n", encoding="utf-8")
    reading = examine(path, as_of=None).reading
    assert (reading.as_of, reading.set_id) == (date(2022, 12, 31), "QD318_2022")


def test_a_correction_is_remembered_for_the_next_file_of_the_form(own_store, tmp_path):
    path = write_annex(tmp_path / "a.xlsx")
    usual = examine(path)
    met = sum(met_of(position) for position in range(len(communes())))
    assert usual.reading.counts[Status.MET] == met
    assert usual.reading.counts[Status.NOT_ASSESSED] == 0
    corrected = examine(path, blank=Status.NOT_ASSESSED)
    assert corrected.reading.counts[Status.NOT_MET] == 0
    service.accept(corrected, actor="an")
    # The next file of the form: another quarter, with nothing said about blanks.
    later = examine(path, as_of=date(2021, 9, 30))
    assert "layout_remembered" in codes_of(later)
    assert (
        later.reading.counts[Status.NOT_ASSESSED] == corrected.reading.counts[Status.NOT_ASSESSED]
    )
    assert later.corrected == {}
    assert "layout_remembered" not in codes_of(usual)


def test_layouts_given_by_hand_are_used_as_they_are(own_store, tmp_path):
    path = write_annex(tmp_path / "a.xlsx")
    (guessed,) = examine(path).guessed
    columns = sorted(guessed.criteria)
    without_last = {column: guessed.criteria[column] for column in columns[:-1]}
    by_hand = replace(guessed, criteria=without_last)
    examination = examine(path, layouts={guessed.sheet: by_hand})
    numbers = {mark.criterion_no for mark in examination.reading.marks}
    assert numbers == set(without_last.values())
    assert examination.guessed == (guessed,)


def test_what_blocks_is_logged_and_loads_nothing(own_store, tmp_path):
    def spoil(rows):
        rows[3][0], rows[3][2] = "", "Xã Không Có Thật"

    examination = examine(write_flat(tmp_path / "sai.csv", change=spoil))
    with pytest.raises(NotLoadableError):
        service.accept(examination, actor="an")
    with get_engine().connect() as connection:
        line = read_audit(connection, 1)[0]
    assert (line.action, line.actor) == ("refused", "an")
    assert line.detail["sha256"] == examination.workbook.sha256


def test_a_file_loaded_since_it_was_examined_is_told_and_logged(own_store, tmp_path):
    path = write_flat(tmp_path / "a.csv")
    one, other = examine(path), examine(path)
    loaded = service.accept(one, actor="an")
    with pytest.raises(AlreadyLoadedError) as told:
        service.accept(other, actor="bình")
    assert told.value.loaded.actor == "an"
    assert examine(path).already_loaded.batch_id == loaded.batch_id
    with get_engine().connect() as connection:
        line = read_audit(connection, 1)[0]
    assert (line.actor, line.detail["already_loaded"]) == ("bình", loaded.batch_id)


def test_a_file_of_another_set_warns_that_it_would_hide_what_is_loaded(own_store, tmp_path):
    service.accept(examine(write_flat(tmp_path / "a.csv")), actor="an")
    district = communes()[0][2]
    path = write_flat(tmp_path / "b.csv", districts={district})
    examination = examine(path, set_id="QD318_2022")
    (warning,) = [p for p in examination.reading.problems if p.code == "set_hides_loaded"]
    assert warning.severity is Severity.WARNING
    assert warning.params == {"set": "QĐ 1980/QĐ-TTg"}
    assert "set_hides_loaded" not in codes_of(examine(path))


def test_a_set_nobody_knows_is_an_error(own_store, tmp_path):
    with pytest.raises(KeyError):
        examine(write_flat(tmp_path / "a.csv"), set_id="NO_SET")


def test_columns_beyond_the_set_asked_for_are_told_and_nothing_is_compared(own_store, tmp_path):
    examination = examine(write_annex(tmp_path / "a.xlsx"), set_id="QD51_2025")
    beyond = [p for p in examination.reading.problems if p.code == "criterion_outside_set"]
    assert len(beyond) == 9  # 11 to 19
    assert examination.comparisons == ()
    with pytest.raises(NotLoadableError):
        service.accept(examination, actor="an")


def test_marks_that_left_as_illustrative_come_back_as_such(own_store, tmp_path):
    with get_engine().connect() as connection:
        content = build_tidy_csv(connection, PROVINCE, END_2021)
        period = queries.find_period(connection, PROVINCE, END_2021)
    path = tmp_path / "out.csv"
    path.write_bytes(content)
    examination = examine(path, as_of=END_2021, set_id=period.set_id)
    assert "marked_illustrative" in codes_of(examination)
    service.accept(examination, actor="an")
    with get_engine().connect() as connection:
        again = queries.find_period(connection, PROVINCE, END_2021)
    assert (period.provenance, again.provenance) == (Provenance.ILLUSTRATIVE,) * 2
    assert again.batch_ids != period.batch_ids


def test_a_file_that_says_nothing_of_the_kind_is_official(own_store, tmp_path):
    examination = examine(write_annex(tmp_path / "a.xlsx"))
    assert not examination.reading.is_illustrative
    service.accept(examination, actor="an")
    with get_engine().connect() as connection:
        period = queries.find_period(connection, PROVINCE, MID_2021)
    assert period.provenance is Provenance.IMPORTED


def test_a_file_of_the_whole_province_is_set_beside_what_was_published(own_store, tmp_path):
    path = write_flat(tmp_path / "a.csv")
    (comparison,) = examine(path, as_of=END_2021).comparisons
    (line,) = comparison.published  # an average of 16, the only figure of the date marks answer
    met = [met_of(position) for position in range(len(communes()))]
    assert line.published.metric == "avg_criteria"
    assert int(line.computed) == int(sum(met) / len(met) + 0.5)
    assert line.difference == line.computed - 16
    ((told,),) = (each["published"] for each in tell_changes([comparison])["provinces"])
    assert (told["metric"], told["printed"]) == ("avg_criteria", "16")
    assert told["computed"] == str(line.computed)
    (comparison,) = examine(path, as_of=MID_2021).comparisons
    assert comparison.published == ()
    part = write_flat(tmp_path / "b.csv", districts={communes()[0][2]})
    (comparison,) = examine(part, as_of=END_2021).comparisons
    assert comparison.published == ()
