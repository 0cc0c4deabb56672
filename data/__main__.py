"""``python -m data``: what staff do in the browser, without a browser."""

import io
import sys

from data import access
from data.cli import app
from domain.access import OWNER

for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, io.TextIOWrapper):
        # Vietnamese is written whatever the terminal or a scheduled job is set to.
        stream.reconfigure(encoding="utf-8")
access.act_as(OWNER)
app(prog_name="python -m data")
