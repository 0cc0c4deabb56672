"""Coroutines run by tests that are not asynchronous themselves."""

import asyncio
from collections.abc import Coroutine
from typing import Any


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine to its end in a loop of its own; return its result.

    A browser test leaves the loop of its driver running in the process it shared with other tests,
    and asyncio allows one a thread; that one is put aside meanwhile.
    """
    other = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(coroutine)
    finally:
        asyncio._set_running_loop(other)
