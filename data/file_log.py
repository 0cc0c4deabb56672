"""Lines of the log about files that were not loaded: unreadable, or looked at and put away."""

import hashlib
import logging
from dataclasses import dataclass, field

from data import access
from data.intake import register_service, service
from data.intake.refusals import StoreBusyError, record_looked_at, record_refusal
from data.store.engine import get_engine
from domain.access import Permission
from domain.intake.problems import Problem, Severity

LOG = logging.getLogger("ntm")


@dataclass(frozen=True)
class Unreadable:
    """A file that cannot or must not be read; ``problems`` say why and what to do."""

    file_name: str
    content: bytes = field(repr=False)
    problems: tuple[Problem, ...]

    @property
    def sha256(self) -> str:
        """Return the hash of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@access.needs(Permission.LOAD)
def log_unreadable(found: Unreadable, province_code: str, actor: str) -> None:
    """Log that a file was refused and keep its bytes; a busy store is no reason to fail."""
    try:
        record_refusal(
            get_engine(),
            file_name=found.file_name,
            sha256=found.sha256,
            content=found.content,
            province_code=province_code,
            actor=access.actor(actor),
            problems=found.problems,
        )
    except StoreBusyError:
        LOG.warning("the refusal of %s was not logged: the store is busy", found.sha256)


@access.needs(Permission.LOAD)
def log_looked_at(
    found: service.Examination | register_service.RegisterExamination, actor: str
) -> None:
    """Log that a file was looked at whose errors only its sender can mend; see the decision.

    A file that merely lacks its date is not such a one: the page asks for it.
    """
    reading, workbook = found.reading, found.workbook
    codes = {p.code for p in reading.problems if p.severity is Severity.ERROR}
    if codes <= {"no_date"}:
        return
    try:
        record_looked_at(
            get_engine(),
            file_name=workbook.file_name,
            sha256=workbook.sha256,
            province_code=found.province_code,
            actor=access.actor(actor),
            problems=reading.problems,
            questions=reading.questions,
        )
    except StoreBusyError:
        LOG.warning("the look at %s was not logged: the store is busy", workbook.sha256)
