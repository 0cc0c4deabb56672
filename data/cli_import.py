"""One import from the command line, from a file to what is told of it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.cli_import_order import ALREADY_LOADED, DRY_RUN, LOADED, REFUSED, Order, What
from data.intake import problem_words, register_service, report, service
from data.intake.already import Loaded
from data.intake.files import FileRefusedError, configured_limits, save_marked_copy
from data.intake.limits import MEGABYTE
from data.intake.load import LoadResult
from data.intake.refusals import AlreadyLoadedError, NotLoadableError, record_refusal
from data.store.engine import get_engine
from domain.intake.problems import Problem, Question, Severity
from domain.registers.fields import Kind

Examination = service.Examination | register_service.RegisterExamination


def run_import(order: Order) -> dict[str, Any]:
    """Read a file, load it if nothing blocks, and return what is told of it.

    Raises:
        OSError: The file cannot be read, or the marked copy not written.
        data.intake.refusals.StoreBusyError: Another writer took too long.
    """
    limit = configured_limits().file_mb * MEGABYTE
    with order.file.open("rb") as stream:
        content = stream.read(limit + 1)  # a byte too many is refused, whatever the rest
    try:
        examination = _examine(order, content)
    except FileRefusedError as error:
        return _refuse_file(order, content, error.problems)
    if order.marked_copy is not None:
        _save_marked(order.marked_copy, examination)
    outcome = _settle(order, examination)
    told = _report(examination)
    if outcome["status"] == REFUSED:
        questions = problem_words.question_rows(examination.reading.questions, order.file.name)
        told["blocking"] = [
            *(p for p in told["problems"] if p["severity"] == Severity.ERROR.value),
            *questions,
        ]
    return {**outcome, **told}


def _examine(order: Order, content: bytes) -> Examination:
    if order.kind is not What.MARKS:
        defaults = {"as_of": order.as_of.isoformat()} if order.as_of else {}
        return register_service.examine_register(
            content,
            order.file.name,
            kind=Kind(order.kind.value),
            province_code=order.province,
            answers=order.answers,
            defaults=defaults,
        )
    return service.examine(
        content,
        order.file.name,
        province_code=order.province,
        as_of=order.as_of,
        district_code=order.district,
        set_id=order.set_id,
        answers=order.answers,
        blank=order.blank,
    )


def _settle(order: Order, examination: Examination) -> dict[str, Any]:
    """Load, or say why not."""
    if order.dry_run:
        if not examination.reading.can_load:
            return _outcome(REFUSED)
        if examination.already_loaded is not None and not order.again:
            return _outcome(ALREADY_LOADED, loaded=examination.already_loaded)
        return _outcome(DRY_RUN)
    try:
        result = _accept(order, examination)
    except NotLoadableError:
        return _outcome(REFUSED)
    except AlreadyLoadedError as told:
        return _outcome(ALREADY_LOADED, loaded=told.loaded)
    return _outcome(LOADED, result)


def _accept(order: Order, examination: Examination) -> LoadResult:
    if isinstance(examination, register_service.RegisterExamination):
        return register_service.accept_register(
            examination, actor=order.actor, note=order.note, again=order.again
        )
    return service.accept(
        examination,
        actor=order.actor,
        status=order.status,
        note=order.note,
        again=order.again,
    )


def _outcome(
    status: str, result: LoadResult | None = None, loaded: Loaded | None = None
) -> dict[str, Any]:
    told: dict[str, Any] = {"status": status, "batch_id": result.batch_id if result else None}
    if loaded is not None:
        told |= {
            "batch_id": loaded.batch_id,
            "loaded_by": loaded.actor,
            "loaded_at": loaded.at.isoformat(timespec="seconds"),
        }
    return told


def _report(examination: Examination) -> dict[str, Any]:
    if isinstance(examination, register_service.RegisterExamination):
        return report.report_rows(examination)
    return report.report_marks(examination)


def _refuse_file(order: Order, content: bytes, problems: Sequence[Problem]) -> dict[str, Any]:
    """Tell about a file that could not be read at all."""
    is_whole = len(content) <= configured_limits().file_mb * MEGABYTE
    with order.file.open("rb") as stream:  # the hash is that of the file, not of what was read
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    if not order.dry_run:
        record_refusal(
            get_engine(),
            file_name=order.file.name,
            sha256=sha256,
            content=content if is_whole else b"",
            province_code=order.province,
            actor=order.actor,
            problems=problems,
        )
    told = [problem_words.tell_problem(p, order.file.name) for p in problems]
    empty: list[Question] = []
    return {
        **_outcome(REFUSED),
        "file": order.file.name,
        "sha256": sha256,
        "kind": order.kind.value,
        "province_code": order.province,
        "questions": empty,
        "problems": told,
        "blocking": told,
    }


def _save_marked(path: Path, examination: Examination) -> None:
    reading = examination.reading
    # A question is a problem to the sender: it stands at its cell in the copy.
    asked = [
        Problem("question", Severity.ERROR, q.sheet, q.cell, q.read) for q in reading.questions
    ]
    words = {id(p): q for p, q in zip(asked, reading.questions, strict=True)}

    def describe(problem: Problem) -> str:
        question = words.get(id(problem))
        if question is None:
            return problem_words.describe(problem)
        (row,) = problem_words.question_rows([question], "")
        return f"{row['why']}\n{row['do']}"

    copy = save_marked_copy(
        examination.content, examination.workbook, [*reading.problems, *asked], describe
    )
    path.write_bytes(copy)
