"""Write files whole or not at all, and one process at a time."""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside ``path`` that takes its place when the block ends well.

    A reader sees the old file or the new one, never half of it; a block that fails leaves the old.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Hold ``lock`` against other processes and threads; the system frees it if we die."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def stamp(path: Path) -> str | None:
    """Return what tells one version of a file from another without reading it; None if absent."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return f"{path.name}:{status.st_size}:{status.st_mtime_ns}"
