"""Process that reads one file and ends: ``python -m data.intake.child``, used by ``files``.

In: a line of JSON (task, file name, bounds), then the bytes of the file. Out: "J" and JSON, or "B"
and the bytes of a marked copy. Memory and processor time are bounded by the system, so nothing a
file does can take more, and the server's own threads are never held up by it.
"""

import json
import os
import sys
from typing import Any, BinaryIO

from data.intake.faults import FileRefusedError, refusal
from data.intake.limits import MEGABYTE, Limits
from data.intake.reading import read_here
from data.intake.transfer import refusal_json, workbook_json


def main() -> None:
    """Read a task from standard input, write its answer to standard output."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answer
    task = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**task["limits"])
    _bound(limits)
    try:
        _answer(task, limits, sys.stdin.buffer.read(), out)
    except FileRefusedError as error:
        out.write(b"J" + refusal_json(error))
    except MemoryError:
        out.write(b"J" + refusal_json(refusal("reader_memory", limit=limits.memory_mb)))
    out.flush()


def _answer(task: dict[str, Any], limits: Limits, content: bytes, out: BinaryIO) -> None:
    workbook = read_here(content, task["file_name"], limits)
    if task["kind"] == "read":
        out.write(b"J" + workbook_json(workbook))
        return
    from data.intake.marked import marked_copy  # openpyxl takes a while to load

    out.write(b"B" + marked_copy(content, workbook, task["marks"]))


def _bound(limits: Limits) -> None:
    """Bound memory and processor time, where the system can."""
    try:
        import resource
    except ImportError:  # Windows; there the clock and the bounds on cells and bytes remain
        return
    size = limits.memory_mb * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
