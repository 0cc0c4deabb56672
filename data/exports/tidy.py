"""Marks as a long table: one row a commune and criterion, for any tool and our own importer."""

import csv
import io
from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection

from data.exports.subject import Subject, read_subject
from domain.vocabulary import Status

COLUMNS = (
    "Ngày",
    "Mã xã",
    "Tên xã",
    "Mã huyện",
    "Huyện",
    "Tiêu chí số",
    "Tên tiêu chí",
    "Kết quả",
    "Trạng thái",
    "Bộ tiêu chí",
    "Nguồn số liệu",
    "Căn cứ",
    "Lưu ý",
)
WORDS = {
    Status.MET: "Đạt",
    Status.NEARLY_MET: "Cơ bản đạt",
    Status.NOT_MET: "Chưa đạt",
    Status.NOT_ASSESSED: "Chưa đánh giá",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters by which a spreadsheet would take a text for a formula."""

ILLUSTRATIVE = "số liệu minh họa"


def neutralise(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def build_tidy_csv(
    connection: Connection,
    province_code: str,
    as_of: date,
    *,
    district_code: str | None = None,
    criterion_no: int | None = None,
    group_no: int | None = None,
    only: Collection[int] | None = None,
) -> bytes:
    """Build the long table of a view as CSV: UTF-8 with a byte-order mark, comma, CRLF.

    Args:
        connection: Any connection.
        province_code: The province.
        as_of: The date; the last period of the whole province before it answers when there is none
            of that day.
        district_code: One district only.
        criterion_no: One criterion only.
        group_no: One group of criteria only.
        only: Criteria that may be shown at all; ``None`` = every one.

    Returns:
        Rows by commune code and criterion; status both as a word and as ``met``, ``nearly_met``,
        ``not_met`` or ``not_assessed``.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place on or before that day.
        KeyError: The set has no such criterion or group.
    """
    subject = read_subject(
        connection, province_code, as_of, district_code=district_code, is_judged=False
    )
    chosen = chosen_numbers(subject, criterion_no, group_no)
    numbers = tuple(no for no in chosen if only is None or no in only)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for code in sorted(subject.scope.marks.index):
        writer.writerows(_rows(subject, str(code), numbers))
    return stream.getvalue().encode("utf-8-sig")


def chosen_numbers(
    subject: Subject, criterion_no: int | None, group_no: int | None
) -> tuple[int, ...]:
    """Return the criteria chosen: one, those of a group, else all of the set.

    Raises:
        KeyError: The set has no such criterion or group.
    """
    criteria_set = subject.scope.criteria_set
    if criterion_no is not None:
        return (criteria_set.criterion(criterion_no).no,)
    numbers = criteria_set.chosen_numbers(group_no)
    if not numbers:
        raise KeyError(f"{criteria_set.set_id} has no group {group_no}")
    return numbers


def _rows(subject: Subject, code: str, numbers: tuple[int, ...]) -> list[list[object]]:
    scope = subject.scope
    district = scope.district_by_commune[code]
    criteria = {criterion.no: criterion.name_vi for criterion in scope.criteria_set.criteria}
    name = neutralise(subject.full_names.get(code, code))
    where = [code, name, district, neutralise(subject.districts.get(district, district))]
    about = [
        scope.criteria_set.set_id,
        scope.provenance.value,
        neutralise(scope.basis_vi),
        ILLUSTRATIVE if subject.is_illustrative else "",
    ]
    rows: list[list[object]] = []
    for number in numbers:
        status = Status(str(scope.marks.at[code, number]))
        what = [number, criteria[number], WORDS[status], status.value]
        rows.append([scope.as_of.isoformat(), *where, *what, *about])
    return rows
