"""The summary workbook: the annex with live formulas, and what is counted from it.

Five sheets: the annex, by district, by criterion, targets, sources. What is exported can be read
again by the importer with no mark lost.
"""

import io
from datetime import date, datetime, time

from sqlalchemy import Connection
from xlsxwriter import Workbook

from data.exports.subject import Subject, read_subject, without_later_plan
from data.exports.workbook_annex import write_annex
from data.exports.workbook_criteria import write_criteria
from data.exports.workbook_districts import write_districts
from data.exports.workbook_paper import Book
from data.exports.workbook_sources import write_sources
from data.exports.workbook_targets import write_targets
from data.exports.workbook_words import ILLUSTRATIVE

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
"""No text from data may turn into anything but a text."""


def build_summary_workbook(
    connection: Connection,
    province_code: str,
    as_of: date,
    *,
    district_code: str | None = None,
    plan_id: str | None = None,
) -> bytes:
    """Build the summary workbook of a province or a district as an xlsx file.

    The same data give the same bytes.

    Args:
        connection: Any connection.
        province_code: The province.
        as_of: The date; the last period of the whole province before it answers when there is none
            of that day.
        district_code: One district only.
        plan_id: The plan whose targets are shown; by default the place's own.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place on or before that day.
        KeyError: There is no such plan for the province.
    """
    subject = read_subject(
        connection, province_code, as_of, district_code=district_code, plan_id=plan_id
    )
    subject = without_later_plan(subject, subject.scope.as_of)
    return write_workbook(subject)


def write_workbook(subject: Subject) -> bytes:
    """Write the workbook of what was read."""
    stream = io.BytesIO()
    workbook = Workbook(stream, OPTIONS)
    title = f"Biểu tổng hợp kết quả thực hiện bộ tiêu chí nông thôn mới, {subject.place}"
    workbook.set_properties(
        {
            "title": title,
            "comments": ILLUSTRATIVE if subject.is_illustrative else "",
            # Not the time of writing, so that the same data give the same file.
            "created": datetime.combine(subject.scope.as_of, time()),
        }
    )
    book = Book(workbook, subject)
    annex = write_annex(book)
    write_districts(book, annex)
    write_criteria(book, annex)
    write_targets(book)
    write_sources(book)
    workbook.close()
    return stream.getvalue()
