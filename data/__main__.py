"""``python -m data``: what staff do in the browser, without a browser."""

import io
import sys

from data.cli import app

for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, io.TextIOWrapper):
        # Vietnamese is written whatever the terminal or a scheduled job is set to.
        stream.reconfigure(encoding="utf-8")
app(prog_name="python -m data")
