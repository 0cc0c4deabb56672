"""The servers tests have started, and commands on their stores."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVED: dict[str, dict[str, str]] = {}
"""Environment of each server started here, by its address."""


def run_data(address: str, *words: str) -> str:
    """Run ``python -m data`` on the store of a server; return what it prints."""
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | SERVED[address]
    command = [sys.executable, "-m", "data", *words]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    return done.stdout


def sign_in_link(address: str) -> str:
    """Return a link that signs staff in once at a server started here."""
    return run_data(address, "user", "link", "--address", address).strip()
