"""Every way of laying out a sheet of marks gives the same marks."""

from dataclasses import asdict
from datetime import date

from hypothesis import HealthCheck, given, settings
from intake_sheets import build, context, styles

from domain.intake.problems import has_errors
from domain.intake.recognise import read_marks

DAY = date(2021, 12, 31)


def read(style):
    built = build(style)
    reading = read_marks(built.workbook, context(as_of=DAY))
    marks = {(mark.commune_code, mark.criterion_no): mark.status.value for mark in reading.marks}
    return built, reading, marks


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(styles())
def test_any_style_is_read_whole(style):
    built, reading, marks = read(style)
    wrong = {
        key: (marks.get(key), status)
        for key, status in built.truth.items()
        if marks.get(key) != status
    }
    assert (wrong, set(marks) - set(built.truth)) == ({}, set()), asdict(style)
    assert not has_errors(reading.problems), (asdict(style), reading.problems)
    assert reading.questions == ()
    assert [p for p in reading.problems if p.code == "total_mismatch"] == [], asdict(style)
