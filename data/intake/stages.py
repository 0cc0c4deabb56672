"""The stages of reading a file, told as each begins to whoever waits for it."""

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """What is being done with a file of marks, in this order."""

    FILE = "file"  # bytes to cells
    LAYOUT = "layout"  # sheets, headers, date
    MARKS = "marks"  # rows to communes, cells to marks
    COMPARISON = "comparison"  # against what is loaded


class RegisterStage(StrEnum):
    """What is being done with a file of a register, in this order."""

    FILE = "file"  # bytes to cells
    LISTS = "lists"  # what its rows may name: units, tasks, sources, reports
    ROWS = "rows"  # rows to units and values, each checked


Tell = Callable[[Stage | RegisterStage], None]
"""Called with each stage as it begins."""


def tell_nobody(_: Stage | RegisterStage) -> None:
    """Follow the stages of an examination that nobody watches."""
