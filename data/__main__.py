"""``python -m data``: what staff do in the browser, without a browser."""

import io
import sys

from data import access
from data.cli import app
from data.cli_role import UnknownRoleError, read_access

for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, io.TextIOWrapper):
        # Vietnamese is written whatever the terminal or a scheduled job is set to.
        stream.reconfigure(encoding="utf-8")
try:
    access.act_as(read_access())
except UnknownRoleError as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(2)
app(prog_name="python -m data")
