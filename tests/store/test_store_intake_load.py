"""Loading a file of marks: all or nothing, recognised again, corrected, undone, one at a time."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from threading import Barrier

import pytest
import sqlalchemy as sa
from tiny_intake import make_file, make_reading
from tiny_store import END_2020, END_2021, OTHER_SET, SET

from data.intake.load import load_marks
from data.intake.refusals import (
    AlreadyLoadedError,
    NotLoadableError,
    StoreBusyError,
    record_refusal,
)
from data.store import engine as store_engine
from data.store.audit import read_audit
from data.store.batch_list import BatchState, list_batches
from data.store.engine import begin_write, get_engine
from data.store.originals import read_original
from data.store.snapshots import list_periods, read_assessments, undo_batch
from data.store.tables import assessment, batch, metadata, original_file, snapshot
from domain.intake.problems import Problem, Question, Severity
from domain.vocabulary import Provenance, SnapshotStatus

WAIT_SECONDS = 30


def put(engine, rows=None, content=b"one", province_code="66", actor="an", **changes):
    options = {k: changes.pop(k) for k in ("status", "note", "again") if k in changes}
    workbook, bytes_ = make_file(content)
    reading = make_reading(rows, **changes)
    return load_marks(
        engine, workbook, bytes_, reading, province_code=province_code, actor=actor, **options
    )


def signs(engine, province="66", as_of=END_2021):
    written = {"met": "✓", "nearly_met": "~", "not_met": "x", "not_assessed": "-"}
    with engine.connect() as connection:
        (period,) = [p for p in list_periods(connection, province) if p.as_of == as_of]
        rows = read_assessments(connection, period)
    return {
        code: "".join(written[status] for status in own)
        for code, own in rows.groupby("commune_code")["status"]
    }


def undo(engine, batch_id):
    with begin_write(engine) as connection:
        return undo_batch(connection, batch_id, "bình")


def row_of(engine, batch_id):
    with engine.connect() as connection:
        return connection.execute(sa.select(batch).where(batch.c.id == batch_id)).mappings().one()


def sizes(engine):
    with engine.connect() as connection:
        return {
            t.name: connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one()
            for t in (batch, snapshot, assessment, original_file, metadata.tables["audit_log"])
        }


def test_a_file_of_the_whole_province_is_one_snapshot_and_says_what_it_holds(filled):
    result = put(filled, note="quý IV")
    assert (result.province_codes, result.district_codes) == (("66",), ())
    assert (result.communes, result.rows, result.as_of, result.set_id) == (4, 12, END_2021, SET)
    # ✓✓✓ ✓✓~ ✓xx ---: 6 met, 1 nearly, 2 not met, 3 not assessed
    assert result.counts == {"met": 6, "nearly_met": 1, "not_met": 2, "not_assessed": 3}
    row = row_of(filled, result.batch_id)
    assert (row["kind"], row["subject"], row["actor"]) == ("import", "marks", "an")
    assert (row["province_code"], row["as_of"], row["set_id"]) == ("66", END_2021, SET)
    assert json.loads(row["counts"]) == {"communes": 4, "marks": result.counts}
    assert json.loads(row["layout"])[0]["criteria"] == {"2": 1, "3": 2, "4": 3}
    with filled.connect() as connection:
        (period,) = [p for p in list_periods(connection, "66") if p.as_of == END_2021]
        kept = read_original(connection, row["file_sha256"])
        line = read_audit(connection, 1)[0]
    assert period.provenance is Provenance.IMPORTED
    assert period.is_whole_province
    assert "bieu.xlsx" in period.basis_vi
    assert (kept.content, kept.file_name, kept.kind, kept.size) == (b"one", "bieu.xlsx", "xlsx", 3)
    assert (line.action, line.actor, line.batch_id) == ("import", "an", result.batch_id)
    assert line.detail["sha256"] == row["file_sha256"]
    assert (line.detail["rows"], line.detail["as_of"]) == (12, "2021-12-31")


def test_a_file_of_some_districts_is_a_snapshot_each(filled):
    result = put(filled, {"c24003": "✓✓✓", "c24004": "✓xx"}, status=SnapshotStatus.PROVISIONAL)
    assert result.district_codes == ("652",)
    with filled.connect() as connection:
        (period,) = [p for p in list_periods(connection, "66") if p.as_of == END_2021]
    assert (period.district_codes, period.status) == (("652",), SnapshotStatus.PROVISIONAL)
    assert signs(filled) == {"24003": "✓✓✓", "24004": "✓xx"}


def test_a_file_of_the_country_is_split_by_province_in_one_batch(filled):
    rows = {"c24001": "✓✓✓", "c24003": "✓xx", "c24701": "xxx"}
    result = put(filled, rows, province_code="vn")
    assert result.province_codes == ("66", "67")
    assert result.district_codes == ("664",)  # 665 of province 67 is not in the file
    assert signs(filled, "66") == {"24001": "✓✓✓", "24003": "✓xx"}
    assert signs(filled, "67") == {"24701": "xxx"}
    undo(filled, result.batch_id)
    with filled.connect() as connection:
        periods = list_periods(connection)
    assert {p.provenance for p in periods} == {Provenance.ILLUSTRATIVE}


@pytest.mark.parametrize(
    "changes",
    [
        {"problems": (Problem("unknown_commune", Severity.ERROR, "Biểu 1", "B9", "Xã Lạ"),)},
        {"questions": (Question("Biểu 1", "B9", "Tân Thành", "", ()),)},
        {"as_of": None},
        {"marks": ()},
    ],
    ids=["error", "question", "no date", "no marks"],
)
def test_what_blocks_is_refused_and_nothing_is_written(filled, changes):
    before = sizes(filled)
    with pytest.raises(NotLoadableError) as refused:
        put(filled, **changes)
    assert refused.value.problems == changes.get("problems", ())
    assert sizes(filled) == before


def test_warnings_do_not_block(filled):
    warning = Problem("total_differs", Severity.WARNING, "Biểu 1", "F9", "2")
    assert put(filled, problems=(warning,)).rows == 12


def test_a_failure_in_the_middle_leaves_nothing(filled, monkeypatch):
    before = sizes(filled)

    def fail(*_args, **_details):
        raise RuntimeError("power cut")

    monkeypatch.setattr("data.store.audit.record", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        put(filled)
    assert sizes(filled) == before
    assert signs(filled)["24001"] == "✓✓✓"  # the illustrative marks still stand


def test_a_commune_of_another_province_is_never_written(filled):
    before = sizes(filled)
    with pytest.raises(ValueError, match="24701"):
        put(filled, {"c24701": "✓✓✓"})
    assert sizes(filled) == before


def test_the_same_file_twice_is_recognised(filled):
    first = put(filled)
    with pytest.raises(AlreadyLoadedError) as told:
        put(filled, actor="bình")
    assert (told.value.loaded.batch_id, told.value.loaded.actor) == (first.batch_id, "an")
    assert told.value.loaded.at.tzinfo is not None
    # Another date or criteria set is another load, and so is one that is asked for.
    assert put(filled, as_of=END_2020).batch_id > first.batch_id
    assert put(filled, {"c24001": "✓x"}, set_id=OTHER_SET, as_of=END_2020)
    assert put(filled, again=True).batch_id > first.batch_id
    assert sizes(filled)["original_file"] == 1


def test_the_same_file_may_be_loaded_again_after_an_undo(filled):
    first = put(filled)
    undone = undo(filled, first.batch_id)
    second = put(filled)
    assert second.batch_id > undone
    with pytest.raises(AlreadyLoadedError):
        put(filled)


def test_a_correction_supersedes_its_communes_and_undo_restores_them(filled):
    put(filled)
    correction = put(filled, {"c24001": "xx✓"}, content=b"two")
    assert correction.district_codes == ("651",)
    assert signs(filled) == {
        "24001": "xx✓",
        "24002": "✓✓~",
        "24003": "✓xx",
        "24004": "---",
    }
    with filled.connect() as connection:
        (period,) = [p for p in list_periods(connection, "66") if p.as_of == END_2021]
    assert period.is_whole_province
    undo(filled, correction.batch_id)
    assert signs(filled)["24001"] == "✓✓✓"


def test_districts_one_by_one_make_the_province_whole(filled):
    put(filled, {"c24001": "✓✓✓", "c24002": "✓✓x"}, content=b"651")
    put(filled, {"c24003": "✓xx"}, content=b"652")
    with filled.connect() as connection:
        (period,) = [p for p in list_periods(connection, "66") if p.as_of == END_2021]
    assert period.is_whole_province
    assert len(period.snapshot_ids) == 2


def test_the_list_of_batches_says_what_counts(filled):
    first = put(filled)
    second = put(filled, {c: "xxx" for c in ("c24001", "c24002", "c24003", "c24004")}, b"two")
    third = put(filled, {"c24001": "✓✓✓"}, b"three")
    undone = undo(filled, third.batch_id)
    with filled.connect() as connection:
        states = {b.batch_id: b for b in list_batches(connection, "66")}
        elsewhere = [b.batch_id for b in list_batches(connection, "67")]
    assert states[first.batch_id].state is BatchState.SUPERSEDED
    assert states[second.batch_id].state is BatchState.IN_FORCE
    assert states[third.batch_id].state is BatchState.UNDONE
    assert states[third.batch_id].undone_by == undone
    assert states[undone].undoes_batch_id == third.batch_id
    assert states[first.batch_id].counts["communes"] == 4
    # Province 67 has the first run's illustrative batch only.
    assert len(elsewhere) == 1
    assert states[elsewhere[0]].state is BatchState.IN_FORCE  # 2020 is still shown
    assert list(states) == sorted(states, reverse=True)


def test_a_refusal_is_logged_with_who_which_file_and_how_many_errors(filled):
    problems = (
        Problem("unknown_commune", Severity.ERROR, "Biểu 1", "B9", "Xã Lạ"),
        Problem("unknown_commune", Severity.ERROR, "Biểu 1", "B10", "Xã Lạ"),
        Problem("hidden_rows", Severity.WARNING),
    )
    record_refusal(
        filled,
        file_name="bieu.xlsx",
        sha256="0" * 64,
        content=b"",
        province_code="66",
        actor="an",
        problems=problems,
    )
    with filled.connect() as connection:
        line = read_audit(connection, 1)[0]
    assert (line.actor, line.action, line.batch_id) == ("an", "refused", None)
    assert line.detail == {
        "file_name": "bieu.xlsx",
        "sha256": "0" * 64,
        "province_code": "66",
        "errors": 2,
        "questions": 0,
        "codes": ["unknown_commune"],
        "first": {
            "code": "unknown_commune",
            "sheet": "Biểu 1",
            "cell": "B9",
            "read": "Xã Lạ",
            "params": {},
        },
        "kept": False,
    }


def load_in_process(url, actor, answers):
    """Run in a process of its own, as a second server would."""
    try:
        answers.put((actor, put(get_engine(url), actor=actor).batch_id))
    except AlreadyLoadedError as told:
        answers.put((actor, told.loaded.actor))


def test_of_two_processes_loading_one_file_at_once_one_is_told_of_the_other(filled):
    # "spawn": a forked child would share the parent's database connections.
    context = get_context("spawn")
    answers = context.Queue()
    url = filled.url.render_as_string(hide_password=False)
    children = [
        context.Process(target=load_in_process, args=(url, actor, answers))
        for actor in ("an", "bình")
    ]
    for child in children:
        child.start()
    told = dict(answers.get(timeout=WAIT_SECONDS) for _ in children)
    for child in children:
        child.join(WAIT_SECONDS)
    ids = [answer for answer in told.values() if isinstance(answer, int)]
    names = [answer for answer in told.values() if isinstance(answer, str)]
    assert (len(ids), len(names)) == (1, 1)
    assert told[names[0]] == ids[0]  # the one named is the one whose load stands


def test_two_threads_loading_two_files_at_once_both_land(filled):
    ready = Barrier(2)

    def run(rows, content):
        ready.wait(WAIT_SECONDS)
        return put(filled, rows, content).batch_id

    with ThreadPoolExecutor(2) as pool:
        futures = [
            pool.submit(run, {"c24001": "xxx", "c24002": "xxx"}, b"651"),
            pool.submit(run, {"c24003": "✓✓✓", "c24004": "✓✓✓"}, b"652"),
        ]
        ids = {future.result(timeout=WAIT_SECONDS) for future in futures}
    assert len(ids) == 2
    assert signs(filled) == {"24001": "xxx", "24002": "xxx", "24003": "✓✓✓", "24004": "✓✓✓"}


def test_who_waits_too_long_is_told_that_the_store_is_busy(tmp_path, tiny_files, monkeypatch):
    monkeypatch.setattr(store_engine, "BUSY_TIMEOUT_MS", 50)
    engine = get_engine(f"sqlite:///{tmp_path / 'busy.sqlite3'}")
    with begin_write(engine), pytest.raises(StoreBusyError):
        put(engine)
    engine.dispose()


def test_a_name_with_markup_is_shown_without_its_brackets(filled):
    workbook, content = make_file()
    hostile = replace(workbook, file_name="<script>{x}</script>.xlsx")
    load_marks(filled, hostile, content, make_reading(), province_code="66", actor="<b>an")
    with filled.connect() as connection:
        (period,) = [p for p in list_periods(connection, "66") if p.as_of == END_2021]
    assert not set("<>{}") & set(period.basis_vi)
