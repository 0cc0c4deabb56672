"""The whole country as the product looks at it: every province that has data, each at its own date.

The provinces' dates, criteria sets and origins differ, so each row of such a file says its own,
and the file as a whole says what is mixed in it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection

from data import queries
from data.catalog import catalog_of
from data.exports.subject import Subject, read_subject
from data.exports.workbook_words import day
from data.store import snapshots


def read_country(connection: Connection, as_of: date | None = None) -> tuple[Subject, ...]:
    """Read every province that has data, in the order of the codes.

    Args:
        connection: Any connection.
        as_of: Last day a date may lie on; ``None`` takes the newest, as the pages do.

    Returns:
        Each at the newest period of the whole province up to that day.

    Raises:
        data.queries.NoDataError: No province has any.
    """
    periods = snapshots.list_periods(connection)
    catalog = catalog_of(p for p in periods if as_of is None or p.as_of <= as_of)
    newest = [(code, catalog.default_period(code)) for code in sorted(catalog.periods)]
    subjects = [
        read_subject(connection, code, period.as_of, is_judged=False)
        for code, period in newest
        if period
    ]
    if not subjects:
        raise queries.NoDataError(f"no province has data on or before {as_of}")
    return tuple(subjects)


def country_scope(subjects: Sequence[Subject]) -> str:
    """Say what a file of the country holds: provinces, dates, and how many are made up."""
    days = sorted({subject.scope.as_of for subject in subjects})
    span = day(days[0]) if len(days) == 1 else f"{day(days[0])} đến {day(days[-1])}"
    parts = [f"Cả nước: {len(subjects)} tỉnh có số liệu, mỗi tỉnh một ngày ({span})"]
    made_up = [subject for subject in subjects if subject.is_illustrative]
    if len(made_up) == len(subjects):
        parts.append("tất cả là số liệu minh họa")
    elif made_up:
        named = ", ".join(subject.province_name for subject in made_up)
        official = len(subjects) - len(made_up)
        parts.append(
            f"{len(made_up)} tỉnh là số liệu minh họa ({named}), {official} tỉnh là số liệu đã nạp"
        )
    return "; ".join(parts)


def country_lines(subjects: Sequence[Subject]) -> Iterator[tuple[str, str]]:
    """Return what a file of the country says of itself: label and value, in reading order."""
    from data.exports.workbook_sources import PROVENANCE, UNITS

    yield "Đơn vị", "Cả nước"
    yield "Phạm vi", country_scope(subjects)
    yield "Ngày số liệu", "mỗi tỉnh một ngày, ghi ở từng dòng"
    for subject in subjects:
        scope = subject.scope
        facts = [
            day(scope.as_of),
            scope.criteria_set.set_id,
            PROVENANCE[scope.provenance],
            f"{len(scope.marks)} xã",
            scope.basis_vi,
        ]
        yield f"{subject.province_name} ({scope.province_code})", "; ".join(f for f in facts if f)
    sets = {subject.scope.criteria_set.set_id for subject in subjects}
    if len(sets) > 1:
        yield "Lưu ý", "Các tỉnh theo bộ tiêu chí khác nhau: không so số tiêu chí giữa hai bộ."
    yield "Phiên bản dữ liệu", str(subjects[0].data_version)
    yield "Đơn vị hành chính", UNITS
