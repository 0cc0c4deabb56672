"""Saved scenarios on both databases: versions and events are added, nothing is overwritten."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from tiny_store import END_2021, SET, import_batch, recognition, snapshot

from data import queries
from data.scenario_base import make_base, read_base
from data.store.audit import read_audit
from data.store.engine import begin_write
from data.store.scenarios import (
    UnknownScenarioError,
    list_scenarios,
    read_scenario,
    read_versions,
    save_scenario,
    set_archived,
)
from data.store.snapshots import add_batch, undo_batch
from data.store.tables import scenario_version
from domain.scenario.edit import set_cells
from domain.scenario.model import Base, Content
from domain.vocabulary import Level, Provenance, SnapshotStatus

BASE = Base("66", END_2021, SET, (1,), SnapshotStatus.FINAL, Provenance.IMPORTED)
CONTENT = Content(overrides={("24002", 3): True})


def save(connection, **changes):
    values = {"base": BASE, "content": CONTENT, "name": "Lên 100 xã", "author": "An", **changes}
    return save_scenario(connection, **values)


def test_a_scenario_is_read_back_as_it_was_saved(writing):
    scenario_id = save(writing, note="  họp quý I ")
    found = read_scenario(writing, scenario_id)
    assert (found.name, found.author, found.note) == ("Lên 100 xã", "An", "họp quý I")
    assert (found.number, found.versions, found.is_archived) == (1, 1, False)
    assert (found.base, found.content) == (BASE, CONTENT)
    assert found.saved_at.tzinfo is not None


def test_a_further_version_leaves_the_one_before_as_it_was(writing):
    scenario_id = save(writing)
    assert save(writing, name="Tên mới", content=Content(), scenario_id=scenario_id) == scenario_id
    first, second = read_versions(writing, scenario_id)
    assert (first.number, first.name, first.content) == (1, "Lên 100 xã", CONTENT)
    assert (second.number, second.name, second.versions) == (2, "Tên mới", 2)
    assert read_scenario(writing, scenario_id, 1).content == CONTENT
    assert [s.name for s in list_scenarios(writing)] == ["Tên mới"]


def test_the_list_is_of_one_province_and_starts_with_the_last_saved(writing):
    one, two = save(writing), save(writing, name="Hai")
    other = save(writing, base=replace(BASE, province_code="67"), name="Khác")
    assert [s.scenario_id for s in list_scenarios(writing, "66")] == [two, one]
    assert [s.scenario_id for s in list_scenarios(writing)] == [other, two, one]
    save(writing, scenario_id=one)
    assert [s.scenario_id for s in list_scenarios(writing, "66")] == [one, two]


def test_archiving_is_an_event_and_can_be_taken_back(writing):
    scenario_id = save(writing)
    set_archived(writing, scenario_id, "Bình", archived=True)
    set_archived(writing, scenario_id, "Bình", archived=True)
    assert read_scenario(writing, scenario_id).is_archived
    set_archived(writing, scenario_id, "Bình", archived=False)
    assert not read_scenario(writing, scenario_id).is_archived
    actions = [line.action for line in read_audit(writing)]
    assert actions == ["scenario_restored", "scenario_archived", "scenario_saved"]


def test_what_does_not_exist_is_refused(writing):
    for call in (
        lambda: read_scenario(writing, 7),
        lambda: save(writing, scenario_id=7),
        lambda: set_archived(writing, 7, "An", archived=True),
    ):
        with pytest.raises(UnknownScenarioError):
            call()
    with pytest.raises(UnknownScenarioError):
        read_scenario(writing, save(writing), 2)


@pytest.mark.parametrize("blank", ["name", "author"])
def test_a_scenario_without_name_or_author_is_not_saved(writing, blank):
    with pytest.raises(ValueError, match="needs a name"):
        save(writing, **{blank: "  "})
    assert list_scenarios(writing) == []


def test_a_version_number_exists_once(writing):
    scenario_id = save(writing)
    row = dict(writing.execute(sa.select(scenario_version)).mappings().one())
    row.pop("id")
    with pytest.raises(sa.exc.IntegrityError):
        writing.execute(scenario_version.insert().values(row))
    assert scenario_id == row["scenario_id"]


def test_a_later_load_or_decision_does_not_change_what_a_scenario_starts_from(filled):
    with begin_write(filled) as connection:
        loaded = add_batch(connection, import_batch(snapshot()))
        now = queries.read_situation(connection, queries.find_period(connection, "66", END_2021))
        base = make_base(connection, now, "")
        content = set_cells(Content(), now, [("24002", 3)], True)
        scenario_id = save(connection, base=base, content=content)
    with begin_write(filled) as connection:
        better = [("24002", no, "met") for no in (1, 2, 3)]
        decision = recognition("24002", "ntm", date(2021, 6, 30))
        add_batch(connection, import_batch(snapshot(better), recognitions=[decision]))
        undo_batch(connection, loaded, "an")
    with filled.connect() as connection:
        saved = read_scenario(connection, scenario_id)
        start = read_base(connection, saved.base)
        newest = queries.find_period(connection, "66", END_2021)
        today = queries.read_situation(connection, newest)
    assert start.marks.equals(now.marks)
    assert start.level_by_commune == {}
    assert today.level_by_commune == {"24002": Level.NTM}
    assert today.marks.at["24002", 3] == "met"
