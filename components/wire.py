"""How values travel to the browser's parts of a page: as JSON, compressed when that is worth it."""

import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

PLAIN_UP_TO: Final = 2500
"""Bytes of JSON that travel as they are: unpacking takes the browser some milliseconds' wait."""


def pack(payload: Mapping[str, Any]) -> bytes:
    """Return values as JSON, compressed (a third of the size or less) unless they are few."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return text if len(text) <= PLAIN_UP_TO else zlib.compress(text)


def unpack(packed: bytes) -> dict[str, Any]:
    """Return what :func:`pack` wrote; for tests."""
    text = packed if packed.startswith(b"{") else zlib.decompress(packed)
    payload: dict[str, Any] = json.loads(text)
    return payload
