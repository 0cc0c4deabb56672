"""What is wrong with a file, where, and what to do; and what only its sender can answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error blocks loading, a warning does not, a note says what was done with the file."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """One finding in a file.

    The words are not here: ``i18n/<language>/problems.yml`` holds, for each code,
    ``problem.<code>.why`` and ``problem.<code>.do`` with the names of ``params`` in braces.

    Attributes:
        code: What kind of problem, for instance ``unknown_commune``.
        severity: Whether it blocks.
        sheet: Name of the sheet, "" for the file as a whole or a text file.
        cell: Address of the cell ("B18"), of a row ("18:18") or column ("E:E"); "" = whole sheet.
        read: What was read there, as text; hostile, to be escaped where it is shown.
        params: Further words of the message: a date, a count, a name.
    """

    code: str
    severity: Severity
    sheet: str = ""
    cell: str = ""
    read: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """A unit a written name may mean, the most likely first; ``score`` from 0 to 100."""

    code: str
    name: str
    district_name: str
    score: float


@dataclass(frozen=True)
class Question:
    """A written name that fits no unit for certain. It blocks until it is answered.

    An answer is the code of a unit, or "" to leave the row out; it is kept by
    :func:`question_key`.
    """

    sheet: str
    cell: str
    read: str
    district_name: str
    candidates: tuple[Candidate, ...]


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether anything blocks."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def question_key(sheet: str, cell: str) -> str:
    """Return the key an answer is kept by: "Biểu 01!B18".

    A key without a sheet ("B18") answers for that cell of every sheet. An answer may be given for
    any cell with a commune's name (or code, where a row has no name), also one that raised an
    error instead of a question: an unknown or repeated commune.
    """
    return f"{sheet}!{cell}"


MAY_LACK = {
    ("unknown_commune", "why"): "district",
    ("unknown_commune", "do"): "nearest",
}
"""Texts that name something not always known, and have a twin ending in ``_without`` for then."""


def describe(problem: Problem) -> tuple[str, str, dict[str, str | int]]:
    """Return what a problem's texts are looked up and filled with.

    Returns:
        Key of why it is wrong, key of what to do, and the words both may ask for: ``params`` and
        ``read``, ``sheet``, ``cell``.
    """
    words: dict[str, str | int] = {
        "read": problem.read,
        "sheet": problem.sheet,
        "cell": problem.cell,
        **problem.params,
    }
    return _key(problem.code, "why", words), _key(problem.code, "do", words), words


def _key(code: str, part: str, words: Mapping[str, str | int]) -> str:
    lacks = words.get(MAY_LACK.get((code, part), ""), True) in ("", "—")  # earlier logs hold a dash
    return f"problem.{code}.{part}{'_without' if lacks else ''}"
