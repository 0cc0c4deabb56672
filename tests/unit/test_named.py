from dataclasses import replace
from datetime import date

import pytest
from small_plan import ADVANCED, END, NTM, SET, START, make_situation
from test_board import OTHER_SET

from domain.named import CommuneTask, Done, build_commune_task, judge_tasks
from domain.recognition import Recognition
from domain.vocabulary import Level, Provenance

NOW = make_situation("++-", "+~?", "---", "???", levels={"00001": ADVANCED, "00002": NTM})


def task(code="00001", kind="criterion_new", no=None, due=date(2022, 12, 31)):
    return CommuneTask("r1", "small-2021", code, kind, no, due, "I", "Xã", "")


def judge(*tasks, now=NOW, recognitions=None):
    return judge_tasks(tasks, now, SET.set_id, recognitions or {})


@pytest.mark.parametrize(
    ("code", "no", "done", "reason"),
    [
        ("00001", 2, Done.DONE, ""),
        ("00001", 3, Done.NOT_DONE, ""),
        ("00002", 2, Done.NOT_DONE, ""),  # nearly met is not met
        ("00002", 3, Done.NO_DATA, "not_assessed"),
        ("99999", 1, Done.NO_DATA, "outside_data"),
    ],
)
def test_a_criterion_is_done_when_it_is_met(code, no, done, reason):
    (standing,) = judge(task(code, no=no))
    assert (standing.done, standing.reason) == (done, reason)


def test_a_criterion_of_another_set_answers_nothing():
    (standing,) = judge(task(no=2), now=replace(NOW, criteria_set=OTHER_SET))
    assert (standing.done, standing.reason) == (Done.NO_DATA, "other_set")


@pytest.mark.parametrize(
    ("kind", "first", "second", "third"),
    [
        ("ntm_new", "done", "done", "not_done"),
        ("ntm_merged", "done", "done", "not_done"),
        ("advanced_maintain", "done", "done", "not_done"),
        ("advanced_new", "done", "not_done", "not_done"),
        ("model_candidate", "not_done", "not_done", "not_done"),
    ],
)
def test_a_level_is_done_when_it_or_a_higher_one_is_held(kind, first, second, third):
    standings = judge(*(task(code, kind) for code in ("00001", "00002", "00003")))
    assert [s.done.value for s in standings] == [first, second, third]


def recognised(level, on, revoked=None):
    return Recognition(
        "00001", "commune", level, on, True, Provenance.PUBLISHED, revoked_on=revoked
    )


def test_the_decision_that_did_it_is_the_first_that_still_holds():
    own = [
        recognised(Level.NTM, date(2015, 12, 31), revoked=date(2018, 1, 1)),
        recognised(Level.ADVANCED, date(2021, 6, 1)),
        recognised(Level.NTM, date(2019, 5, 1)),
        recognised(Level.NTM, date(2022, 5, 1)),
    ]
    ntm, advanced = judge(
        task(kind="ntm_new"), task(kind="advanced_new"), recognitions={"00001": own}
    )
    assert ntm.recognition.effective_on == date(2019, 5, 1)
    assert advanced.recognition.effective_on == date(2021, 6, 1)


def test_overdue_only_when_due_and_not_done():
    late = judge(task(no=3, due=END), task(no=2, due=END), task(no=3), task(no=3, due=None))
    assert [s.is_overdue for s in late] == [True, False, False, False]
    (unknown,) = judge(task("00004", no=1, due=START))
    assert (unknown.done, unknown.is_overdue) == (Done.NO_DATA, False)


def test_a_row_becomes_a_task():
    row = {
        "row_id": "x-c01",
        "plan_id": "x-2022",
        "commune_code": "24703",
        "target_type": "criterion_new",
        "criterion_no": 5,
        "due": END,
        "clause": "I.2.1",
        "name_as_printed": "Năm Nung",
        "note_vi": None,
    }
    built = build_commune_task(row)
    assert (built.kind, built.criterion_no, built.note_vi) == ("criterion_new", 5, "")
    assert built.name_as_printed == "Năm Nung"
