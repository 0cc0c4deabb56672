"""Files that come in, as cells: any format and encoding, hostile or not, within bounds.

A file is read by a process of its own (:mod:`data.intake.child`). Bounds on bytes, cells and text
stop most hostile files by themselves; but xlrd cannot be stopped from inside, Unicode
normalisation and the XML parser take quadratic time on made-up input, and any of them would hold
up every reader of the dashboard, because Python runs one thread at a time. The process has its
memory and time bounded by the system and starts in about the time of a small file
(``benchmarks/intake.py`` measures it). It is started as a program, not forked or spawned by
``multiprocessing``: that would run Streamlit's own start script again.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from data import paths
from data.intake.faults import FileRefusedError, refusal
from data.intake.limits import Limits, configured_limits
from data.intake.reading import check_size
from data.intake.transfer import raise_refusal, unpacked
from domain.intake.grid import Workbook
from domain.intake.problems import Problem

__all__ = ["FileRefusedError", "Limits", "configured_limits", "read_file", "save_marked_copy"]

_log = logging.getLogger(__name__)
_SLOTS = threading.BoundedSemaphore(2)
_OUT_OF_TIME = -24  # SIGXCPU: its processor time is used up
_KILLED = -9  # SIGKILL: the system itself ran out of memory
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH")


def read_file(content: bytes, file_name: str, limits: Limits | None = None) -> Workbook:
    """Return the cells of a file.

    Args:
        content: xlsx, xlsm, xls, ods, or csv in any usual encoding; told from content alone.
        file_name: As the sender named it.
        limits: Bounds; those of ``data/settings.yml`` by default.

    Raises:
        FileRefusedError: The file cannot or must not be read; its ``problems`` say why.
    """
    limits = limits or configured_limits()
    check_size(content, limits)
    return unpacked(_run({"kind": "read"}, content, file_name, limits)[1:])


def save_marked_copy(
    content: bytes,
    workbook: Workbook,
    problems: Sequence[Problem],
    describe: Callable[[Problem], str],
    limits: Limits | None = None,
) -> bytes:
    """Return a copy of a file, as xlsx, with its problems marked and listed.

    Args:
        content: The file as it came.
        workbook: What :func:`read_file` gave for it.
        problems: What was found.
        describe: Gives the words of a problem: first line why, the rest what to do.
        limits: Bounds; those of ``data/settings.yml`` by default.

    Raises:
        FileRefusedError: The file cannot be read any more within the bounds.
    """
    marks = [_mark(problem, describe(problem)) for problem in problems]
    answer = _run(
        {"kind": "mark", "marks": marks},
        content,
        workbook.file_name,
        limits or configured_limits(),
    )
    if not answer.startswith(b"B"):
        raise_refusal(json.loads(answer[1:]))
    return answer[1:]


def _mark(problem: Problem, text: str) -> Mapping[str, str]:
    why, _, remedy = text.partition("\n")
    return {
        "severity": problem.severity.value,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "read": problem.read,
        "why": why,
        "do": remedy,
    }


def _run(task: Mapping[str, Any], content: bytes, file_name: str, limits: Limits) -> bytes:
    """Return the answer of a process to a task."""
    head = {**task, "file_name": file_name, "limits": asdict(limits)}
    sent = json.dumps(head, ensure_ascii=True).encode("ascii") + b"\n" + content
    if not _SLOTS.acquire(timeout=limits.seconds):
        raise refusal("reader_busy")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "data.intake.child"],
            input=sent,
            capture_output=True,
            cwd=paths.ROOT,
            env=_environment(),
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("reader_timeout", limit=limits.seconds) from error
    finally:
        _SLOTS.release()
    if done.returncode == 0 and done.stdout:
        return done.stdout
    raise _failure(done, limits)


def _failure(done: "subprocess.CompletedProcess[bytes]", limits: Limits) -> FileRefusedError:
    """Return why a process ended without an answer."""
    said = done.stderr[-4000:].decode("utf-8", "replace")
    if done.returncode == _OUT_OF_TIME:
        return refusal("reader_timeout", limit=limits.seconds)
    if done.returncode == _KILLED or "MemoryError" in said:
        return refusal("reader_memory", limit=limits.memory_mb)
    _log.error("reading a file ended with %s: %s", done.returncode, said)
    return refusal("reader_failed")


def _environment() -> dict[str, str]:
    """Return the few variables the process needs; none of the dashboard's secrets."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    # A thread's stack of numpy's linear algebra, which openpyxl loads, would count as memory.
    return kept | {"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
