"""Marks as a long table: one row a commune and criterion, for any tool and our own importer."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import Connection

from data.exports.country import country_scope
from data.exports.subject import Subject, read_subject
from domain.spreadsheet import neutralise
from domain.vocabulary import Status

COLUMNS = (
    "Ngày",
    "Mã xã",
    "Tên xã",
    "Mã huyện",
    "Huyện",
    "Mã tỉnh",
    "Tỉnh",
    "Tiêu chí số",
    "Tên tiêu chí",
    "Kết quả",
    "Trạng thái",
    "Bộ tiêu chí",
    "Nguồn số liệu",
    "Căn cứ",
    "Lưu ý",
    "Kỳ so sánh",
    "Trạng thái kỳ so sánh",
    "Phạm vi",
)
"""The same for every view, so that files can be put one under the other."""

WORDS = {
    Status.MET: "Đạt",
    Status.NEARLY_MET: "Cơ bản đạt",
    Status.NOT_MET: "Chưa đạt",
    Status.NOT_ASSESSED: "Chưa đánh giá",
}
ILLUSTRATIVE = "số liệu minh họa"


def build_tidy_csv(
    connection: Connection,
    province_code: str,
    as_of: date,
    *,
    district_code: str | None = None,
    criterion_no: int | None = None,
    group_no: int | None = None,
    only: Collection[int] | None = None,
    since: date | None = None,
    is_compared: bool = True,
    with_basis: bool = True,
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
        with_basis: Say what the marks rest on, which is told in totals of the province.
        since: Date compared with; by default the last final period of the same set and scope.
        is_compared: Whether the marks of that date may be shown at all.

    Returns:
        Rows by commune code and criterion; status both as a word and as ``met``, ``nearly_met``,
        ``not_met`` or ``not_assessed``, that of the date compared with beside it.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place on or before that day.
        KeyError: The set has no such criterion or group, or nothing is there to compare with.
    """
    subject = read_subject(
        connection,
        province_code,
        as_of,
        district_code=district_code,
        since=since,
        is_judged=False,
    )
    chosen = chosen_numbers(subject, criterion_no, group_no)
    numbers = tuple(no for no in chosen if only is None or no in only)
    about = f"{subject.place}; {limits(criterion_no, group_no)}"
    return _csv(_rows(subject, numbers, about, is_compared=is_compared, with_basis=with_basis))


def build_country_csv(subjects: Sequence[Subject]) -> bytes:
    """Build the long table of every province that has data, each at its own date.

    A column says for each row whether it is made up, and another for the file as a whole how many
    provinces are, so that neither can be read without it.

    Args:
        subjects: Of :func:`data.exports.country.read_country`.
    """
    about = country_scope(subjects)
    return _csv(
        row
        for subject in subjects
        for row in _rows(subject, chosen_numbers(subject, None, None), about)
    )


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def limits(criterion_no: int | None, group_no: int | None) -> str:
    """Say which criteria a file is narrowed to."""
    if criterion_no is not None:
        return f"chỉ tiêu chí {criterion_no}"
    return "mọi tiêu chí" if group_no is None else f"chỉ nhóm tiêu chí {group_no}"


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


def _rows(
    subject: Subject,
    numbers: Sequence[int],
    about: str,
    *,
    is_compared: bool = True,
    with_basis: bool = True,
) -> Iterator[list[object]]:
    scope, before = subject.scope, subject.view.before if is_compared else None
    names = {criterion.no: criterion.name_vi for criterion in scope.criteria_set.criteria}
    province = [scope.province_code, neutralise(subject.province_name)]
    source = [
        scope.criteria_set.set_id,
        scope.provenance.value,
        neutralise(scope.basis_vi) if with_basis else "",
        ILLUSTRATIVE if subject.is_illustrative else "",
        before.as_of.isoformat() if before else "",
    ]
    for code in sorted(str(code) for code in scope.marks.index):
        district = scope.district_by_commune[code]
        name = neutralise(subject.full_names.get(code, code))
        where = [code, name, district, neutralise(subject.districts.get(district, district))]
        for number in numbers:
            status = Status(str(scope.marks.at[code, number]))
            what = [number, names[number], WORDS[status], status.value]
            is_known = before is not None and code in before.marks.index
            earlier = str(before.marks.at[code, number]) if before and is_known else ""
            day = scope.as_of.isoformat()
            yield [day, *where, *province, *what, *source, earlier, neutralise(about)]
