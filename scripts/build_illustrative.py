"""Make the illustrative assessments under ``data/illustrative/``, or check the committed ones.

Usage: ``python -m scripts.build_illustrative [--check]``. Everything follows from the seed and the
constraints in ``data/illustrative/constraints.yml`` and from ``data/reference``; two runs give the
same bytes. ``--check`` writes nothing and exits with 1 when a committed file differs.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from data.paths import ILLUSTRATIVE, REFERENCE
from scripts.illustrative import daklak, daknong, kontum, langson
from scripts.illustrative.inputs import Inputs, load_inputs
from scripts.illustrative.output import build_files
from scripts.illustrative.result import ProvinceResult

PROVINCES: dict[str, Callable[[Inputs], ProvinceResult]] = {
    langson.PROVINCE: langson.build,
    kontum.PROVINCE: kontum.build,
    daklak.PROVINCE: daklak.build,
    daknong.PROVINCE: daknong.build,
}


def main(arguments: list[str] | None = None) -> int:
    """Write the files or compare them with the committed ones.

    Returns:
        0 when done or equal, 1 when ``--check`` finds a difference.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    inputs = load_inputs(REFERENCE, ILLUSTRATIVE)
    files = build_files(inputs, [build(inputs) for build in PROVINCES.values()])
    if options.check:
        different = find_differences(files, ILLUSTRATIVE)
        for line in different:
            print(line, file=sys.stderr)
        return 1 if different else 0
    write_files(files, ILLUSTRATIVE)
    return 0


def write_files(files: dict[str, bytes], folder: Path) -> None:
    """Write the files below a folder and remove tables of snapshots that are no longer made."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for path in (folder / "assessments").glob("*.csv"):
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()


def find_differences(files: dict[str, bytes], folder: Path) -> list[str]:
    """Return one line for each file that is missing, differs or should not be there."""
    lines = []
    for name, content in files.items():
        path = folder / name
        if not path.exists():
            lines.append(f"missing: {name}")
        elif path.read_bytes() != content:
            lines.append(f"differs: {name}")
    found = {path.relative_to(folder).as_posix() for path in (folder / "assessments").glob("*.csv")}
    return lines + [f"not made by the script: {name}" for name in sorted(found - files.keys())]


if __name__ == "__main__":
    sys.exit(main())
