"""What the server writes down: one line of JSON a request, a run of a page, an error.

Every line has ``at`` (UTC), ``level``, ``event`` and, where it can be asked about, ``id``. Nothing
a reader typed, no query of an address, no cookie and no secret part of a path is ever written; a
session is named by a few characters of its hash, which nobody can turn into the session.
"""

import hashlib
import json
import logging
import os
import re
import sys
from datetime import UTC, datetime

LOG = logging.getLogger("ntm")
FIELDS = "ntm"
"""Name under which a line's own fields are handed to the logger: ``extra={FIELDS: {...}}``."""

_TOLD_TWICE = "Uncaught app execution"
"""What Streamlit says, with a traceback, of every error of a page; our own line tells it."""

_SECRET_PART = re.compile(r"[^/]{20,}")


class JsonLines(logging.Formatter):
    """One JSON object a line; a traceback is one field of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "at": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "event": record.getMessage(),
        }
        line |= getattr(record, FIELDS, {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Plain(logging.Formatter):
    """For a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        fields = " ".join(f"{name}={value}" for name, value in getattr(record, FIELDS, {}).items())
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return f"{record.levelname} {record.getMessage()} {fields}".rstrip() + trace


def start_logging() -> None:
    """Send our lines to stderr: all of them as JSON to a service, only the bad ones to a person.

    ``NTM_LOG=json`` asks for JSON at a terminal as well.
    """
    if LOG.handlers:
        return
    for_service = os.environ.get("NTM_LOG") == "json" or not sys.stderr.isatty()
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if for_service else Plain())
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO if for_service else logging.WARNING)
    LOG.propagate = False
    logging.getLogger("streamlit.error_util").addFilter(
        lambda record: record.getMessage() != _TOLD_TWICE
    )


def fingerprint(secret: str) -> str:
    """Return a few characters by which lines about one session are found, and no session."""
    return hashlib.sha256(secret.encode()).hexdigest()[:8]


def safe_path(path: str) -> str:
    """Return a path with its long parts masked: they may be tokens, sessions, files of readers."""
    return _SECRET_PART.sub("…", path)[:200]
