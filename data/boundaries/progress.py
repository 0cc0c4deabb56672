"""How long work tells how far it is."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, float], None]
"""Told a step (``sources``, ``province:<code>``, ``country``, ``done``) and the share done, 0-1."""


def tell_nobody(_step: str, _share: float) -> None:
    """Take a step's report and do nothing with it."""
