"""Running the planner in a process of its own, so that whoever asks is never held up.

A job is started with :func:`start`, asked with ``poll`` and ended with ``cancel``. Nothing is
shared but a folder of JSON files; the process ends with the one that started it.
"""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.paths import ROOT
from data.planner.child import write_values
from domain.planner.curve import CurvePoint, Weight
from domain.planner.exchange import problem_to_values, result_from_values
from domain.planner.problem import PlanProblem
from domain.planner.result import UNKNOWN, PlanResult
from domain.planner.solve import Phase

GRACE_SECONDS = 15.0
"""What a job may take beyond its time limit (start, the conflict, HiGHS noticing) before it is
ended from outside."""

RUNNING, DONE, FAILED, CANCELLED, OVERDUE = "running", "done", "failed", "cancelled", "overdue"


@dataclass(frozen=True)
class JobState:
    """How a job stands.

    Attributes:
        state: ``running``, ``done``, ``failed``, ``cancelled`` or ``overdue``.
        phase: What it is at, ``None`` before the first word.
        elapsed: Seconds since the start.
        error: Last line the process complained with, when failed.
    """

    state: str
    phase: Phase | None
    elapsed: float
    error: str = ""


class Job:
    """A plan being made."""

    def __init__(self, values: dict[str, Any], seconds: float) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ntm-plan-"))
        self._task, self._limit = values["task"], seconds + GRACE_SECONDS
        self._ended: str | None = None
        write_values(self.folder / "job.json", {**values, "seconds": seconds})
        self._began, self._took = time.monotonic(), 0.0
        with (self.folder / "errors.txt").open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 -- our own module, no shell
                [sys.executable, "-m", "data.planner.child", str(self.folder)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        self._clean = weakref.finalize(self, _clean_up, self._process, self.folder)

    @property
    def pid(self) -> int:
        """Return the id of the process."""
        return self._process.pid

    def poll(self) -> JobState:
        """Tell how the job stands; never waits."""
        if self._ended is None:
            self._look()
        elapsed = self._took if self._ended else time.monotonic() - self._began
        error = self._complaint() if self._ended == FAILED else ""
        return JobState(self._ended or RUNNING, self._phase(), elapsed, error)

    def _look(self) -> None:
        if self._process.poll() is not None:
            self._end(DONE if (self.folder / "result.json").is_file() else FAILED)
        elif time.monotonic() - self._began > self._limit:
            self._stop(OVERDUE)

    def _end(self, state: str) -> None:
        self._ended, self._took = state, time.monotonic() - self._began

    def _stop(self, state: str) -> None:
        self._process.kill()
        self._process.wait()
        self._end(state)

    def cancel(self) -> None:
        """End the job; a job that is over stays as it ended."""
        if self.poll().state == RUNNING:
            self._stop(CANCELLED)

    def pause(self, seconds: float = 0.05) -> None:
        """Wait a moment, less when the process ends."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)

    def wait(self) -> JobState:
        """Wait for the end of the job, at most its time limit and the grace."""
        while (state := self.poll()).state == RUNNING:
            self.pause()
        return state

    def close(self) -> None:
        """End the process if it runs and remove the folder; the results are gone afterwards."""
        self.cancel()
        self._clean()

    def _phase(self) -> Phase | None:
        values = _read(self.folder / "progress.json")
        return None if values is None else Phase(**values)

    def _complaint(self) -> str:
        try:
            text = (self.folder / "errors.txt").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return (text.strip().splitlines() or [""])[-1]

    def _values(self, task: str) -> Any:
        if self._task != task:
            raise TypeError(f"this job is {self._task}, not {task}")
        return _read(self.folder / "result.json") if self.poll().state == DONE else None

    def result(self) -> PlanResult:
        """Return the plan of a ``solve`` job; ``unknown`` when it did not end by itself."""
        values = self._values("solve")
        return PlanResult(UNKNOWN) if values is None else result_from_values(values)

    def weights(self) -> list[Weight]:
        """Return what each target costs, of a ``weigh`` job."""
        return [Weight(**item) for item in self._values("weigh") or []]

    def curve(self) -> list[CurvePoint]:
        """Return the points of a ``curve`` job."""
        points = self._values("curve") or []
        return [CurvePoint(**{**item, "newly": tuple(item["newly"])}) for item in points]


def start(problem: PlanProblem, seconds: float = 60.0) -> Job:
    """Start making a plan."""
    return Job({"task": "solve", "problem": problem_to_values(problem)}, seconds)


def start_weighing(problem: PlanProblem, effort: int, seconds: float = 60.0) -> Job:
    """Start computing what each target costs, given the effort of the plan."""
    values = {"task": "weigh", "problem": problem_to_values(problem), "effort": effort}
    return Job(values, seconds)


def start_curve(problem: PlanProblem, counts: Sequence[int], seconds: float = 60.0) -> Job:
    """Start computing the effort for several numbers of communes at the line."""
    values = {"task": "curve", "problem": problem_to_values(problem), "counts": list(counts)}
    return Job(values, seconds)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def _clean_up(process: subprocess.Popen[bytes], folder: Path) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
    shutil.rmtree(folder, ignore_errors=True)
