"""The committed reference files: rows, form, neighbours, links and the build that makes them."""

import re
import subprocess
import sys
import unicodedata

import pytest

from data import paths
from data.schemas import REFERENCE_TABLES
from data.schemas.checks import check_references, to_pandera
from data.schemas.sources import read_source

ROWS = {
    "units": 63 + 705 + 10_599,
    "unit_links": 0,
    "criteria_sets": 8,
    "criteria": 104,
    "indicators": 113,
    "plans": 5,
    "targets": 127,
    "commune_targets": 42,
    "district_targets": 8,
    "agencies": 115,
    "tasks": 126 + 59,
    "coverage": 257,
    "funding": 33,
    "reporting": 46,
    "inconsistencies": 48,
    "history": 391,
}


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_each_table_has_the_rows_of_its_source(frames, name, rows):
    assert len(frames[name]) == rows


@pytest.mark.parametrize("name", REFERENCE_TABLES)
def test_frame_passes_the_schema_made_for_frames(frames, name):
    to_pandera(REFERENCE_TABLES[name]).validate(frames[name], lazy=True)


@pytest.mark.parametrize("name", REFERENCE_TABLES)
def test_file_is_normalised_text(name):
    raw = (paths.REFERENCE / REFERENCE_TABLES[name].file).read_bytes()
    text = raw.decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("name", REFERENCE_TABLES)
def test_neighbour_is_complete_and_its_hash_is_that_of_the_file(name):
    source = read_source(REFERENCE_TABLES[name])
    assert source.title
    assert source.producer
    assert source.coverage
    assert source.licence_name
    assert source.licence_note
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", source.date_accessed)
    assert (paths.ROOT / source.produced_by).is_file()


def test_every_file_in_the_folder_is_described():
    expected = {table.file for table in REFERENCE_TABLES.values()}
    found = {path.name for path in paths.REFERENCE.iterdir()}
    assert found == expected | {f"{name}.source.yml" for name in expected}


def test_plan_facts_name_the_five_documents(frames):
    documents = read_source(REFERENCE_TABLES["targets"]).documents
    plans = frames["plans"]
    assert [d["number"] for d in documents] == list(plans["number"])
    assert [d["issuer"] for d in documents] == list(plans["issuer"])
    assert [d["issued_on"] for d in documents] == list(plans["issued_on"])


def test_every_reference_resolves(frames):
    assert check_references(REFERENCE_TABLES, frames) == []


def test_a_broken_reference_is_named(frames):
    targets = frames["targets"].copy()
    targets.loc[0, "province_code"] = "99"
    problems = check_references(REFERENCE_TABLES, frames | {"targets": targets})
    assert problems == ["targets.province_code: '99' is not in units.code"]


def test_tables_come_after_the_tables_they_refer_to():
    seen = set()
    for name, table in REFERENCE_TABLES.items():
        seen.add(name)
        for column in table.columns:
            if column.references and not column.separator:
                assert column.references.split(".")[0] in seen, (name, column.name)


def test_build_changes_nothing():
    command = [sys.executable, "-m", "scripts.build_reference", "--check"]
    result = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)
    assert result.stdout + result.stderr == ""
    assert result.returncode == 0
