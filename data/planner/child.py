"""The process a plan is made in: ``python -m data.planner.child FOLDER``.

Reads ``job.json`` in the folder, keeps ``progress.json`` up to date, leaves ``result.json``. It
ends as soon as its standard input closes, so that it never outlives the process that started it.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from domain.planner.curve import plan_curve, weigh_targets
from domain.planner.exchange import problem_from_values, result_to_values
from domain.planner.problem import PlanProblem
from domain.planner.solve import Listener, Phase, solve


def write_values(path: Path, values: Any) -> None:
    """Write JSON so that a reader sees the old file or the new one, never half of it."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(values), encoding="utf-8")
    part.replace(path)


def _solve(problem: PlanProblem, job: Mapping[str, Any], tell: Listener) -> Any:
    return result_to_values(solve(problem, job["seconds"], tell))


def _weigh(problem: PlanProblem, job: Mapping[str, Any], tell: Listener) -> Any:
    weights = weigh_targets(problem, job["effort"], job["seconds"], tell)
    return [asdict(weight) for weight in weights]


def _curve(problem: PlanProblem, job: Mapping[str, Any], tell: Listener) -> Any:
    return [asdict(p) for p in plan_curve(problem, job["counts"], job["seconds"], tell)]


TASKS: dict[str, Callable[[PlanProblem, Mapping[str, Any], Listener], Any]] = {
    "solve": _solve,
    "weigh": _weigh,
    "curve": _curve,
}


def work(folder: Path) -> None:
    """Do the job of a folder."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))

    def tell(phase: Phase) -> None:
        write_values(folder / "progress.json", asdict(phase))

    problem = problem_from_values(job["problem"])
    write_values(folder / "result.json", TASKS[job["task"]](problem, job, tell))


def end_with_parent() -> None:
    """End this process when the other end of standard input is closed."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    # The solver holds the main thread and cannot be asked to stop.
    os._exit(3)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    work(Path(sys.argv[1]))
