"""What stops a file from being read."""

from domain.intake.problems import Problem, Severity


class FileRefusedError(Exception):
    """A file cannot or must not be read.

    Attributes:
        problems: Why, at least one, all of severity error.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.code} {dict(p.params)}" for p in problems))
        self.problems = problems


def refusal(
    code: str, *, sheet: str = "", cell: str = "", read: str = "", **params: str | int
) -> FileRefusedError:
    """Return the error of one problem, to be raised; texts in ``i18n/*/problems_file.yml``."""
    return FileRefusedError((Problem(code, Severity.ERROR, sheet, cell, read, params),))
