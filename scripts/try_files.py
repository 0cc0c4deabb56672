"""Try the reading of files whose true content is known, and print how much of it was found.

Run ``python -m scripts.try_files FOLDER``. For each ``NAME_PP.EXT`` (``PP`` the province's code) a
neighbour says what is true: ``NAME_PP.truth.csv`` (``commune_code, criterion_no, status``) or
``NAME_PP.faults.csv`` (``cell, fault``). A file that gives no date is read for ``--as-of``. Nothing
is loaded.
"""

import argparse
import csv
from datetime import date
from pathlib import Path

from data import setup
from data.intake import service
from data.intake.faults import FileRefusedError
from data.intake.service import Examination

NEIGHBOURS = (".truth.csv", ".faults.csv")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a small table; none when there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def examine(path: Path, as_of: date) -> Examination:
    """Read a file for the date it gives, else for ``as_of``."""
    province = path.stem.rsplit("_", 1)[-1]
    found = service.examine(path.read_bytes(), path.name, province_code=province)
    if found.reading.as_of is not None:
        return found
    return service.examine(path.read_bytes(), path.name, province_code=province, as_of=as_of)


def tell_marks(found: Examination, truth: list[dict[str, str]]) -> str:
    """Say how many of the true marks were read right."""
    if not truth:
        return ""
    read = {(m.commune_code, str(m.criterion_no)): m.status.value for m in found.reading.marks}
    true = {(row["commune_code"], row["criterion_no"]): row["status"] for row in truth}
    right = sum(read.get(place) == status for place, status in true.items())
    more = len(read.keys() - true.keys())
    return f"{right}/{len(true)}" + (f", {more} too many" if more else "")


def find_faults(found: Examination, faults: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Return cell, planted fault and what was told at that cell, "" for nothing."""
    told = {problem.cell: problem.code for problem in found.reading.problems}
    told |= {question.cell: "question" for question in found.reading.questions}
    return [(row["cell"], row["fault"], told.get(row["cell"], "")) for row in faults]


def main(folder: Path, as_of: date) -> None:
    """Print a row for each file of the folder, then every planted fault."""
    setup.prepare_store(lambda _step, _share: None)
    print("| file | marks right | faults told at their cell | as it stands |\n|---|---|---|---|")
    listed: list[tuple[str, str, str]] = []
    for path in sorted(folder.iterdir()):
        truth, faults = (rows_of(path.with_suffix(ending)) for ending in NEIGHBOURS)
        if not truth and not faults:
            continue
        try:
            found = examine(path, as_of)
        except FileRefusedError as refused:
            print(f"| {path.name} | | | refused: {refused.problems[0].code} |")
            continue
        checked = find_faults(found, faults)
        share = f"{sum(bool(told) for _, _, told in checked)}/{len(checked)}" if checked else ""
        loads = "loads" if found.reading.can_load else "is refused"
        print(f"| {path.name} | {tell_marks(found, truth)} | {share} | {loads} |")
        listed += checked
    if listed:
        print("\n| cell | planted | told there |\n|---|---|---|")
    for cell, fault, code in listed:
        print(f"| {cell} | {fault} | {code or 'nothing'} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2021, 12, 31))
    asked = parser.parse_args()
    main(asked.folder, asked.as_of)
