"""``python -m data``: what staff do in the browser, without a browser."""

from data.cli import app

app(prog_name="python -m data")
