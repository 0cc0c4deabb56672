"""Problems and questions in words, as plain values; the keys are public, scripts depend on them."""

from collections.abc import Iterable
from typing import Any

from data.texts import text
from domain.intake.problems import Problem, Question, question_key
from domain.intake.problems import describe as keys_and_words

PROBLEM_FIELDS = ("severity", "code", "file", "sheet", "cell", "read", "why", "do")


def describe(problem: Problem, language: str = "vi") -> str:
    """Return a problem in words: why on the first line, what to do on the second."""
    why, remedy, words = keys_and_words(problem)
    return f"{text(why, language, **words)}\n{text(remedy, language, **words)}"


def tell_problem(problem: Problem, file_name: str, language: str = "vi") -> dict[str, str]:
    """Return a problem with the keys of ``PROBLEM_FIELDS``."""
    why, _, remedy = describe(problem, language).partition("\n")
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "file": file_name,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "read": problem.read,
        "why": why,
        "do": remedy,
    }


def tell_question(question: Question) -> dict[str, Any]:
    """Return a question with its candidates, the most likely first."""
    return {
        "sheet": question.sheet,
        "cell": question.cell,
        "read": question.read,
        "district_name": question.district_name,
        "candidates": [
            {
                "code": candidate.code,
                "name": candidate.name,
                "district_name": candidate.district_name,
                "score": candidate.score,
            }
            for candidate in question.candidates
        ],
    }


def question_rows(
    questions: Iterable[Question], file_name: str, language: str = "vi"
) -> list[dict[str, str]]:
    """Return questions as rows of ``PROBLEM_FIELDS``, for a table of everything that blocks."""
    rows = []
    for question in questions:
        listed = ", ".join(f"{c.code} {c.name} ({c.district_name})" for c in question.candidates)
        rows.append(
            {
                "severity": "error",
                "code": "question",
                "file": file_name,
                "sheet": question.sheet,
                "cell": question.cell,
                "read": question.read,
                "why": text("intake.question.why", language, candidates=listed or "—"),
                "do": text(
                    "intake.question.do", language, cell=question_key(question.sheet, question.cell)
                ),
            }
        )
    return rows
