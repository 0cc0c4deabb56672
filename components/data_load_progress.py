"""How far the reading of files has come: the stage of each, as a share that truly advances."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from components.data_load_door import MARKS
from components.text import t

REACHED = {
    "marks": {"file": 0.0, "layout": 0.15, "marks": 0.3, "comparison": 0.85},
    "register": {"file": 0.0, "lists": 0.2, "rows": 0.7},
}
"""Share of the time that is over as a stage begins, by what is read; the stages in their order as
``data.actions.examine`` tells them. Measured on a file of 10,599 units, and on a register of
5,000 rows."""

QUICK_SECONDS = 1.0
QUICK_BYTES = 200_000
"""A file as small as this is read in about a second; a bar would only flash."""


class Progress:
    """A bar over several files, drawn only where reading takes longer than a moment."""

    def __init__(self, count: int, kind: str) -> None:
        self._reached = REACHED["marks" if kind == MARKS else "register"]
        self._count, self._done, self._since = count, 0, time.monotonic()
        self._place = st.empty()

    def of(self, size: int) -> Callable[[Any], None]:
        """Return what to call with each stage of the next file of some bytes."""
        self._done += 1

        def tell(stage: Any) -> None:
            is_slow = time.monotonic() - self._since > QUICK_SECONDS
            if size > QUICK_BYTES or is_slow:
                share = (self._done - 1 + self._reached[stage]) / self._count
                self._place.progress(share, text=self._words(stage))

        return tell

    def end(self) -> None:
        """Take the bar away."""
        self._place.empty()

    def _words(self, stage: str) -> str:
        which = {"done": self._done, "count": self._count}
        number = list(self._reached).index(stage) + 1
        step = t("load.step_of", number=number, count=len(self._reached))
        doing = f"{step}: {t(f'load.stage.{stage}')}"
        return doing if self._count == 1 else f"{t('load.file_of', **which)} · {doing}"
