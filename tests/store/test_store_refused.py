"""The files that were refused: kept within bounds, handed back as they came, told by the log."""

import hashlib

import pytest
import sqlalchemy as sa
from tiny_intake import make_file, make_reading

from data.intake.load import load_marks
from data.intake.refusals import AlreadyLoadedError, logging_refusals, record_refusal
from data.store import refused
from data.store.refused import keep_refused, list_refused, read_refused
from data.store.tables import original_file, refused_file
from domain.intake.problems import Problem, Severity

BOMB = Problem("archive_ratio", Severity.ERROR, params={"ratio": 900, "limit": 250})


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def refuse(engine, content, name="x.xlsx", problems=(BOMB,)):
    record_refusal(
        engine,
        file_name=name,
        sha256=sha(content),
        content=content,
        province_code="66",
        actor="an",
        problems=problems,
    )


def kept(connection):
    rows = connection.execute(sa.select(refused_file.c.content).order_by(refused_file.c.content))
    return list(rows.scalars())


def test_a_refused_file_comes_back_as_it_came_with_why(filled):
    refuse(filled, b"PK\x03bomb", "bom.xlsx")
    with filled.connect() as connection:
        (line,) = list_refused(connection, 10)
        assert read_refused(connection, line.sha256) == b"PK\x03bomb"
        assert read_refused(connection, "0" * 64) is None
    assert (line.actor, line.file_name, line.province_code) == ("an", "bom.xlsx", "66")
    assert (line.first, line.errors, line.size) == (BOMB, 1, 7)


def test_refused_twice_it_is_kept_once_and_counts_as_new(writing, monkeypatch):
    monkeypatch.setattr(refused, "MOST_FILES", 2)
    assert all(keep_refused(writing, content, "x") for content in (b"a", b"b", b"a", b"c"))
    assert kept(writing) == [b"a", b"c"]


def test_beyond_the_bounds_those_refused_longest_ago_give_way(writing, monkeypatch):
    monkeypatch.setattr(refused, "MOST_BYTES", 10)
    for content in (b"1234", b"5678", b"90"):
        keep_refused(writing, content, "x")
    assert kept(writing) == [b"1234", b"5678", b"90"]
    keep_refused(writing, b"abcde", "x")
    assert kept(writing) == [b"90", b"abcde"]


def test_a_file_too_large_is_only_named(filled, monkeypatch):
    monkeypatch.setattr(refused, "LONGEST", 3)
    refuse(filled, b"four")
    with filled.connect() as connection:
        (line,) = list_refused(connection, 10)
    assert (line.sha256, line.size) == (sha(b"four"), None)


def test_an_original_is_not_kept_twice(filled):
    workbook, content = make_file(b"one")
    options = {"province_code": "66", "actor": "an"}
    load_marks(filled, workbook, content, make_reading(), **options)
    told = {"file_name": "x", "sha256": workbook.sha256, "content": content}
    with (
        pytest.raises(AlreadyLoadedError),
        logging_refusals(filled, **told, **options, problems=(), questions=()),
    ):
        load_marks(filled, workbook, content, make_reading(), **options)
    with filled.connect() as connection:
        assert kept(connection) == []
        assert connection.execute(sa.select(original_file.c.content)).scalar() == content
        (line,) = list_refused(connection, 10)
    assert (line.already_loaded is not None, line.first) == (True, None)
