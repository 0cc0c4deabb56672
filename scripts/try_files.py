"""Try the reading of files whose true content is known, and print how much of it was found.

Run ``python -m scripts.try_files FOLDER``. For each ``NAME_PP.EXT`` (``PP`` the province's code) a
neighbour says what is true: ``NAME_PP.truth.csv`` (``commune_code, criterion_no, status``) or
``NAME_PP.faults.csv`` (``cell, fault``). Nothing is loaded.
"""

import csv
import sys
from pathlib import Path

from data import setup
from data.intake import service
from data.intake.faults import FileRefusedError
from data.intake.service import Examination


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a small table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def tell_marks(found: Examination, truth: Path) -> str:
    """Say how many of the true marks were read right, and whether the file can be loaded."""
    read = {(m.commune_code, str(m.criterion_no)): m.status.value for m in found.reading.marks}
    true = {(row["commune_code"], row["criterion_no"]): row["status"] for row in rows_of(truth)}
    right = sum(read.get(place) == status for place, status in true.items())
    more = len(read.keys() - true.keys())
    loads = "loads" if found.reading.can_load else "is refused"
    return f"{right}/{len(true)} marks right, {more} too many, {loads}"


def tell_faults(found: Examination, faults: Path) -> str:
    """Say which of the planted faults were found at their cell."""
    problems = {problem.cell: problem.code for problem in found.reading.problems}
    asked = {question.cell: "question" for question in found.reading.questions}
    lines = []
    for row in rows_of(faults):
        told = problems.get(row["cell"]) or asked.get(row["cell"]) or "not found"
        lines.append(f"    {row['cell']:>6} {row['fault']:<32} {told}")
    loads = "loads" if found.reading.can_load else "is refused"
    return "\n".join([loads, *lines])


def main(folder: Path) -> None:
    """Print a line or more for each file of the folder."""
    setup.prepare_store(lambda _step, _share: None)
    for path in sorted(folder.iterdir()):
        truth, faults = path.with_suffix(".truth.csv"), path.with_suffix(".faults.csv")
        if path.suffix == ".csv" and not truth.exists():
            continue
        province = path.stem.rsplit("_", 1)[-1]
        try:
            found = service.examine(path.read_bytes(), path.name, province_code=province)
        except FileRefusedError as refused:
            print(f"{path.name}: refused, {refused.problems[0].code}")
            continue
        if truth.exists():
            print(f"{path.name}: {tell_marks(found, truth)}")
        elif faults.exists():
            print(f"{path.name}: {tell_faults(found, faults)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
