"""Ask whether a pinned dependency has a known vulnerability; never fail because nobody answers.

``python -m scripts.audit_dependencies``: exit code 0 nothing found or no answer (said in a line),
1 a finding nobody has explained, or a requirement that is not pinned or not what is installed.
``--records PATH`` or ``NTM_ADVISORY_RECORDS`` names records that answer where nobody else does.
"""

import argparse
import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from scripts.advisory_records import Records

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
ACCEPTED = ROOT / "docs" / "accepted-advisories.yml"
SERVICE = "https://pypi.org/pypi"
TIMEOUT_SECONDS = 5
LOOK_AGAIN = timedelta(days=90)

_PIN = re.compile(r"([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==([\w.]+)(?:;.*)?")
Ask = Callable[[str, str], list[dict[str, Any]]]


class NoAnswerError(Exception):
    """The service does not answer, or does not know what it is asked."""


def read_pins(folder: Path = ROOT) -> dict[str, str]:
    """Return the version of each requirement.

    Raises:
        ValueError: A requirement is not pinned exactly.
    """
    pins: dict[str, str] = {}
    for name in REQUIREMENTS:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            wanted = line.split("#")[0].strip()
            if not wanted or wanted.startswith("-r "):
                continue
            pin = _PIN.fullmatch(wanted)
            if pin is None:
                raise ValueError(f"{name}: {wanted} is not pinned exactly")
            pins[pin[1]] = pin[2]
    return pins


def find_strangers(pins: Mapping[str, str]) -> list[str]:
    """Return what is installed in another version than the one pinned."""
    found = []
    for name, version in pins.items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # wanted on another system only
        if installed != version:
            found.append(f"{name}: {version} pinned, {installed} installed")
    return found


def everything_installed() -> dict[str, str]:
    """Return every installed package with its version, what our requirements bring in included."""
    return {d.metadata["Name"]: d.version for d in metadata.distributions() if d.metadata["Name"]}


def ask_service(name: str, version: str) -> list[dict[str, Any]]:
    """Return the advisories of one version.

    Raises:
        NoAnswerError: There is no answer.
    """
    base = os.environ.get("NTM_ADVISORY_SERVICE", SERVICE)
    try:
        with urllib.request.urlopen(
            f"{base}/{name}/{version}/json", timeout=TIMEOUT_SECONDS
        ) as answer:
            told = json.load(answer)
    except urllib.error.HTTPError as error:
        # An index that hands out packages only answers so for every one of them.
        raise NoAnswerError(f"HTTP {error.code}") from error
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise NoAnswerError(f"{type(error).__name__}") from error
    if not isinstance(told, dict) or "vulnerabilities" not in told:
        raise NoAnswerError("the answer says nothing about vulnerabilities")
    return [item for item in told["vulnerabilities"] if not item.get("withdrawn")]


def find_advisories(packages: Mapping[str, str], ask: Ask) -> tuple[list[tuple[str, str]], str]:
    """Ask about every package; stop at the first that is not answered.

    Returns:
        Package with version and advisory of each finding; why the asking stopped, "" if it did not.
    """
    found: list[tuple[str, str]] = []
    for name, version in sorted(packages.items()):
        try:
            found += [(f"{name} {version}", str(item["id"])) for item in ask(name, version)]
        except NoAnswerError as error:
            return found, f"{name}: {error}"
    return found, ""


def main(ask: Ask = ask_service, today: date | None = None, records: Records | None = None) -> int:
    """Check and say what was found; records answer where ``ask`` does not."""
    try:
        pins = read_pins()
    except ValueError as error:
        print(error)
        return 1
    strangers = find_strangers(pins)
    for line in strangers:
        print(line)
    kept = yaml.safe_load(ACCEPTED.read_text(encoding="utf-8"))
    accepted = {item["id"]: item for item in kept["accepted"]}
    for item in accepted.values():
        if (today or date.today()) - item["date"] > LOOK_AGAIN:
            print(f"look again at {item['id']} ({item['package']}), accepted on {item['date']}")
    packages = everything_installed()
    found, silence = find_advisories(packages, ask)
    if silence and records is not None:
        print(f"no service answers ({silence}); asked records as of {records.newest or 'never'}")
        found, silence = find_advisories(packages, records.ask)
    open_ones = [(package, number) for package, number in found if number not in accepted]
    for package, number in open_ones:
        print(f"VULNERABLE {package}: {number}")
    if silence:
        print(
            f"advisories NOT checked, the service does not answer ({silence}); "
            f"last checked {kept['checked'] or 'never'}"
        )
    else:
        print(f"{len(packages)} packages checked, {len(open_ones)} advisories open")
    return 1 if open_ones or strangers else 0


def _kept_records() -> Records | None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--records", default=os.environ.get("NTM_ADVISORY_RECORDS"), help="folder or zip file"
    )
    path = parser.parse_args().records
    return Records(Path(path)) if path else None


if __name__ == "__main__":
    sys.exit(main(records=_kept_records()))
