"""What an import says of itself, as plain values; the keys are public, scripts depend on them."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.intake.comparison import Against, ProvinceComparison
from data.intake.layouts import layout_to_dict
from data.intake.problem_words import tell_problem, tell_question
from data.intake.register_service import RegisterExamination
from data.intake.service import Examination
from domain.changes import MarkChange
from domain.intake.grid import column_letters
from domain.intake.reading import Layout
from domain.reconcile import ReconciliationLine
from domain.vocabulary import Status


def report_marks(examination: Examination) -> dict[str, Any]:
    """Return what a file of marks holds, without ``status`` and ``batch_id``."""
    reading, file_name = examination.reading, examination.workbook.file_name
    return {
        "file": file_name,
        "sha256": examination.workbook.sha256,
        "kind": "marks",
        "province_code": examination.province_code,
        "district_codes": list(reading.district_codes),
        "covers_whole_province": reading.covers_whole_province,
        "as_of": reading.as_of.isoformat() if reading.as_of else None,
        "set_id": reading.set_id,
        "sender": reading.sender,
        "communes": len(reading.communes),
        "marks": len(reading.marks),
        "counts": {s.value: int(reading.counts.get(s, 0)) for s in Status},
        "missing_codes": list(reading.missing_codes),
        "layouts": [tell_layout(layout) for layout in reading.layouts],
        "questions": [tell_question(q) for q in reading.questions],
        "problems": [tell_problem(p, file_name) for p in reading.problems],
        "changes": tell_changes(examination.comparisons),
    }


def report_rows(examination: RegisterExamination) -> dict[str, Any]:
    """Return what a file of a register holds, without ``status`` and ``batch_id``."""
    reading, file_name = examination.reading, examination.workbook.file_name
    return {
        "file": file_name,
        "sha256": examination.workbook.sha256,
        "kind": reading.kind.value,
        "province_code": examination.province_code,
        "rows": len(reading.rows),
        "questions": [tell_question(q) for q in reading.questions],
        "problems": [tell_problem(p, file_name) for p in reading.problems],
    }


def tell_layout(layout: Layout) -> dict[str, Any]:
    """Return how a sheet was read, with columns as letters and rows as the sheet numbers them."""
    values = layout_to_dict(layout)
    first, last = layout.header_rows
    return {
        **values,
        "header_rows": [first + 1, last + 1],
        "last_row": layout.last_row + 1,
        "roles": {role.value: column_letters(column) for role, column in layout.roles.items()},
        "criteria": {column_letters(column): no for column, no in layout.criteria.items()},
        "column_statuses": {
            column_letters(column): status.value
            for column, status in layout.column_statuses.items()
        },
    }


def tell_changes(comparisons: Sequence[ProvinceComparison]) -> dict[str, Any]:
    """Return what loading changes by province: against the same date, the period before, print."""
    return {
        "provinces": [
            {
                "province_code": item.province_code,
                "same_date": _tell_against(item.same_date),
                "previous": _tell_against(item.previous),
                "published": [_tell_published(line) for line in item.published],
            }
            for item in comparisons
        ]
    }


def _tell_against(against: Against | None) -> dict[str, Any] | None:
    if against is None:
        return None
    told: dict[str, Any] = {
        "as_of": against.as_of.isoformat(),
        "set_id": against.set_id,
        "provenance": against.provenance.value,
        "is_comparable": against.changes is not None,
    }
    changes = against.changes
    if changes is None:
        return told
    return told | {
        "compared": changes.compared,
        "gained": len(changes.gained),
        "lost": len(changes.lost),
        "withdrawn": len(changes.withdrawn),
        "net": changes.net,
        "losing_codes": list(changes.losing_codes),
        "new_codes": list(changes.new_codes),
        "lost_marks": [_tell_mark(change) for change in changes.lost],
    }


def _tell_published(line: ReconciliationLine) -> dict[str, Any]:
    """Return a published figure as printed beside what the file's marks come to."""
    return {
        "metric": line.published.metric,
        "criterion_no": line.published.criterion_no,
        "printed": line.published.text,
        "computed": str(line.computed),
        "difference": str(line.difference),
        "source_url": line.published.source_url,
    }


def _tell_mark(change: MarkChange) -> Mapping[str, Any]:
    return {
        "commune_code": change.commune_code,
        "criterion_no": change.criterion_no,
        "before": change.before.value,
        "after": change.after.value,
    }
