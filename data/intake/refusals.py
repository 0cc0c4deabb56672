"""Why something was not loaded, and the log of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from data.intake.already import Loaded
from data.store import audit
from data.store.engine import begin_write
from data.store.faults import FaultKind, kind_of
from data.store.refused import keep_refused
from domain.intake.problems import Problem, Question, Severity

READ_LENGTH = 200
"""Characters of what was read in a file that the log keeps."""


class NotLoadableError(Exception):
    """Errors or open questions stand in the way.

    Attributes:
        problems: Everything found, warnings and notes too.
        questions: Names still to be answered.
    """

    def __init__(self, problems: tuple[Problem, ...], questions: tuple[Question, ...]) -> None:
        errors = [p for p in problems if p.severity is Severity.ERROR]
        super().__init__(f"{len(errors)} errors, {len(questions)} open questions")
        self.problems, self.questions = problems, questions


class AlreadyLoadedError(Exception):
    """The same file is in force already for the same thing."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__(f"loaded already as batch {loaded.batch_id}")
        self.loaded = loaded


class StoreBusyError(Exception):
    """Another writer holds the store for longer than one waits."""


@contextmanager
def one_writer(engine: Engine) -> Iterator[Connection]:
    """Open a writing transaction; a second writer waits, and is told when it takes too long.

    Raises:
        StoreBusyError: Another writer holds the store.
    """
    try:
        with begin_write(engine) as connection:
            yield connection
    except OperationalError as error:
        if kind_of(error) is FaultKind.STORE_BUSY:
            raise StoreBusyError from error
        raise


@contextmanager
def logging_refusals(
    engine: Engine,
    *,
    file_name: str,
    sha256: str,
    content: bytes,
    province_code: str,
    actor: str,
    problems: Iterable[Problem],
    questions: Iterable[Question],
) -> Iterator[None]:
    """Log what is refused inside, then let it go on; arguments as for :func:`record_refusal`."""
    try:
        yield
    except (NotLoadableError, AlreadyLoadedError) as refusal:
        already = refusal.loaded.batch_id if isinstance(refusal, AlreadyLoadedError) else None
        record_refusal(
            engine,
            file_name=file_name,
            sha256=sha256,
            content=content,
            province_code=province_code,
            actor=actor,
            problems=problems,
            questions=questions,
            already=already,
        )
        raise


def record_refusal(
    engine: Engine,
    *,
    file_name: str,
    sha256: str,
    content: bytes,
    province_code: str,
    actor: str,
    problems: Iterable[Problem],
    questions: Iterable[Question] = (),
    already: int | None = None,
) -> None:
    """Log that a file was not loaded (who, which, how many errors) and keep its bytes.

    Args:
        engine: The store.
        file_name: As the sender named it.
        sha256: Of the bytes.
        content: The bytes as they came; kept unless they are empty or too many.
        province_code: Province it was meant for.
        actor: Who tried.
        problems: Everything found.
        questions: Names still to be answered.
        already: The batch that holds the same file.
    """
    with one_writer(engine) as connection:
        audit.record(
            connection,
            actor,
            "refused",
            file_name=file_name,
            sha256=sha256,
            province_code=province_code,
            **_found(problems, questions),
            already_loaded=already,
            kept=keep_refused(connection, content, file_name),
        )


def record_looked_at(
    engine: Engine,
    *,
    file_name: str,
    sha256: str,
    province_code: str,
    actor: str,
    problems: Iterable[Problem],
    questions: Iterable[Question],
) -> None:
    """Log that a file with errors was looked at and not loaded; arguments as for a refusal.

    Its bytes are not kept: nobody asked for it to be loaded yet. One line a file and person: who
    opens the same file again, tomorrow or in another window, has looked at it already.
    """
    with engine.connect() as connection:
        if audit.is_recorded(connection, actor, "looked_at", sha256):
            return
    with one_writer(engine) as connection:
        audit.record(
            connection,
            actor,
            "looked_at",
            file_name=file_name,
            sha256=sha256,
            province_code=province_code,
            **_found(problems, questions),
        )


def _found(problems: Iterable[Problem], questions: Iterable[Question]) -> dict[str, Any]:
    errors = [p for p in problems if p.severity is Severity.ERROR]
    return {
        "errors": len(errors),
        "questions": len(list(questions)),
        "codes": sorted({p.code for p in errors}),
        "first": _told(errors[0]) if errors else None,
    }


def _told(problem: Problem) -> dict[str, Any]:
    """Return a problem for the log; what was read in the file is cut, it may be a whole page."""
    read = problem.read[:READ_LENGTH]
    where = {"code": problem.code, "sheet": problem.sheet, "cell": problem.cell}
    return {**where, "read": read, "params": dict(problem.params)}
