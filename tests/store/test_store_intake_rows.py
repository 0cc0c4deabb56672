"""Recognitions, registered plans, tasks and funding: loaded, replaced by key, revoked, undone."""

from datetime import date

import pytest
from tiny_store import END_2020, END_2021

from data.intake.load import FileInfo, load_rows
from data.intake.refusals import AlreadyLoadedError
from data.store.batch_list import BatchState, list_batches
from data.store.engine import begin_write
from data.store.registers import (
    read_funding,
    read_recognitions,
    read_registered_plans,
    read_task_status,
)
from data.store.snapshots import undo_batch
from domain.recognition import levels_on
from domain.vocabulary import Level, Provenance


def put(engine, subject, rows, content=b"rows", **changes):
    file = FileInfo(content, "so.xlsx", "xlsx")
    values = {"province_code": "66", "actor": "an", **changes}
    return load_rows(engine, subject, rows, file, **values)


def plan(code="24001", year=2022, level="ntm", **changes):
    return {"commune_code": code, "for_year": year, "level": level, **changes}


def decision(code="24002", on=END_2020, **changes):
    return {
        "unit_code": code,
        "unit_level": "commune",
        "level": "ntm",
        "effective_on": on,
        "is_exact_date": True,
        **changes,
    }


def read(engine, reader, *arguments):
    with engine.connect() as connection:
        return reader(connection, *arguments)


def test_registered_plans_newest_wins_by_commune_year_and_level(filled):
    first = put(filled, "registered_plan", [plan(note="lần 1"), plan("24002", 2023)])
    put(filled, "registered_plan", [plan(note="lần 2"), plan("24701", 2022)], b"two")
    rows = read(filled, read_registered_plans)
    assert set(zip(rows["commune_code"], rows["for_year"], rows["note"], strict=True)) == {
        ("24001", 2022, "lần 2"),
        ("24002", 2023, ""),
        ("24701", 2022, ""),
    }
    assert set(read(filled, read_registered_plans, "67")["commune_code"]) == {"24701"}
    assert (first.rows, first.subject, first.province_codes) == (2, "registered_plan", ("66",))
    undo(filled, first.batch_id)
    assert set(read(filled, read_registered_plans)["commune_code"]) == {"24001", "24701"}


def undo(engine, batch_id):
    with begin_write(engine) as connection:
        return undo_batch(connection, batch_id, "bình")


def test_a_task_has_a_status_a_date(filled):
    task = {"task_id": "langson-I.1", "status": "in_progress", "as_of": END_2020}
    put(filled, "task_status", [task, {**task, "as_of": END_2021, "status": "done"}])
    put(filled, "task_status", [{**task, "status": "not_started", "note": "nhầm"}], b"two")
    rows = read(filled, read_task_status).sort_values("as_of")
    assert list(rows["status"]) == ["not_started", "done"]
    assert list(rows["note"]) == ["nhầm", ""]


def test_funding_keeps_what_was_not_reported_apart_from_zero(filled):
    row = {"province_code": "66", "year": 2021, "source_name": "Ngân sách tỉnh", "as_of": END_2021}
    put(
        filled,
        "funding",
        [
            {**row, "planned": 1250.5, "disbursed": 0},
            {**row, "district_code": "651", "planned": 3.25},
        ],
    )
    rows = read(filled, read_funding, "66").sort_values("planned")
    assert list(rows["planned"]) == [3.25, 1250.5]
    assert list(rows["disbursed"].isna()) == [True, False]
    assert list(rows["district_code"].fillna("")) == ["651", ""]
    assert read(filled, read_funding, "67").empty
    put(filled, "funding", [{**row, "planned": 1300}], b"two")
    assert set(read(filled, read_funding)["planned"]) == {3.25, 1300}


def test_a_recognition_is_loaded_and_revoked_by_a_later_row(filled):
    put(filled, "recognition", [decision()])
    held = levels_on(read(filled, read_recognitions), END_2021)
    assert held["24002"] is Level.NTM
    revoked = put(filled, "recognition", [decision(revoked_on=date(2021, 7, 1))], b"two")
    rows = [r for r in read(filled, read_recognitions) if r.unit_code == "24002"]
    assert [(r.effective_on, r.revoked_on) for r in rows] == [(END_2020, date(2021, 7, 1))]
    assert rows[0].provenance is Provenance.IMPORTED
    assert "24002" not in levels_on(rows, END_2021)
    undo(filled, revoked.batch_id)
    assert "24002" in levels_on(read(filled, read_recognitions), END_2021)


def test_a_revocation_ends_what_was_known_by_its_year_only(filled):
    put(filled, "recognition", [decision(on=date(2015, 12, 31), is_exact_date=False)])
    put(filled, "recognition", [decision(on=date(2015, 9, 1), revoked_on=date(2021, 7, 1))], b"two")
    held = read(filled, read_recognitions)
    assert levels_on(held, date(2021, 6, 30))["24002"] is Level.NTM
    assert "24002" not in levels_on(held, date(2021, 7, 1))
    # Recognised again afterwards, it holds again.
    put(filled, "recognition", [decision(on=date(2021, 10, 1))], b"three")
    assert levels_on(read(filled, read_recognitions), END_2021)["24002"] is Level.NTM


def test_a_real_revocation_leaves_made_up_recognitions_alone(filled):
    # The tiny files recognise 24001 on 30/6/2021, made up.
    put(filled, "recognition", [decision("24001", END_2020, revoked_on=END_2021)])
    made_up = [
        r for r in read(filled, read_recognitions) if r.provenance is Provenance.ILLUSTRATIVE
    ]
    assert [r.revoked_on for r in made_up if r.unit_code == "24001"] == [None, None]


def test_the_same_file_of_rows_is_recognised(filled):
    first = put(filled, "registered_plan", [plan()])
    with pytest.raises(AlreadyLoadedError) as told:
        put(filled, "registered_plan", [plan()], actor="bình")
    assert told.value.loaded.batch_id == first.batch_id
    # The same bytes may hold another register, or be loaded for another province.
    assert put(filled, "recognition", [decision()]).rows == 1
    assert put(filled, "registered_plan", [plan()], province_code="67").rows == 1
    assert put(filled, "registered_plan", [plan()], again=True).rows == 1


def test_a_load_of_rows_that_were_all_replaced_is_superseded(filled):
    first = put(filled, "registered_plan", [plan()])
    second = put(filled, "registered_plan", [plan()], b"two")
    states = {b.batch_id: b.state for b in read(filled, list_batches)}
    assert states[first.batch_id] is BatchState.SUPERSEDED
    assert states[second.batch_id] is BatchState.IN_FORCE


@pytest.mark.parametrize(
    ("subject", "rows", "message"),
    [
        ("registered_plan", [], "no rows"),
        ("registered_plan", [plan(colour="đỏ")], "no column"),
    ],
)
def test_what_does_not_fit_the_table_is_refused(filled, subject, rows, message):
    with pytest.raises(ValueError, match=message):
        put(filled, subject, rows)
