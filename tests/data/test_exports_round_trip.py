"""What is exported can be read again by the importer with no mark lost."""

from datetime import date

import pytest
from exports_store import DAY

from data import paths, queries
from data.exports.tidy import build_tidy_csv
from data.exports.workbook import build_summary_workbook
from data.intake.context import build_context
from data.intake.limits import configured_limits
from data.intake.reading import read_here
from domain.intake.recognise import read_marks

TODAY = date(2026, 11, 22)
EVERY_PERIOD = sorted(
    (path.stem.split("_")[0], path.stem.split("_")[-1])
    for path in (paths.ILLUSTRATIVE / "assessments").glob("*.csv")
)
"""Province and date of every illustrative period, by the names of their files."""


def read_back(connection, content, name, province, day):
    """Read a file as the importer does, asked for nothing but the province and the set."""
    period = queries.find_period(connection, province, day)
    context = build_context(
        connection,
        province_code=province,
        as_of=None,
        day=day,
        today=TODAY,
        set_id=period.set_id,
    )
    return read_marks(read_here(content, name, configured_limits()), context)


def assert_same_marks(connection, reading, province, day):
    period = queries.find_period(connection, province, day)
    marks = queries.read_situation(connection, period).marks.stack()
    wanted = {(code, number): str(status) for (code, number), status in marks.items()}
    read = {(m.commune_code, m.criterion_no): m.status.value for m in reading.marks}
    assert read == wanted
    assert (reading.as_of, reading.set_id) == (day, period.set_id)
    assert reading.questions == ()
    assert [(p.code, p.sheet, p.cell) for p in reading.problems if p.severity == "error"] == []
    assert reading.can_load


def test_there_are_periods_to_try():
    assert len(EVERY_PERIOD) == 16


@pytest.mark.parametrize(("province", "text"), EVERY_PERIOD)
def test_the_workbook_of_every_period_reads_back_the_same(connection, province, text):
    day = date.fromisoformat(text)
    content = build_summary_workbook(connection, province, day)
    reading = read_back(connection, content, "bieu.xlsx", province, day)
    assert_same_marks(connection, reading, province, day)


@pytest.mark.parametrize(
    ("province", "text"), [("66", "2021-12-31"), ("20", "2020-12-31"), ("67", "2022-01-01")]
)
def test_the_long_table_reads_back_the_same(connection, province, text):
    day = date.fromisoformat(text)
    reading = read_back(
        connection, build_tidy_csv(connection, province, day), "dai.csv", province, day
    )
    assert_same_marks(connection, reading, province, day)


@pytest.mark.parametrize("kind", ["workbook", "tidy"])
def test_every_status_and_a_hostile_name_read_back_the_same(official, kind):
    build = {"workbook": build_summary_workbook, "tidy": build_tidy_csv}[kind]
    name = {"workbook": "bieu.xlsx", "tidy": "dai.csv"}[kind]
    reading = read_back(official, build(official, "66", DAY), name, "66", DAY)
    assert_same_marks(official, reading, "66", DAY)
