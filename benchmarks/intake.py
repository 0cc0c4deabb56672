"""Measure what a file costs on its way in: time and peak memory for 152 and 10,599 communes.

Run from the project's folder: ``.venv/bin/python benchmarks/intake.py``. Each step runs in a fresh
process per round; every figure stands beside the baseline of the same round, a walk over the cells
of the same file with openpyxl in its read-only mode, which keeps nothing. The large file lists
every commune-level unit of 2021; wards and townships among them are read and not counted.

Libraries are imported where they are used: a process counts the memory of the one that started it
as its own peak, so the asking ones stay small. Imports of a step count towards its time.
"""

import argparse
import csv
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.intake.service import Examination

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SIZES = (152, 10_599)
SET_ID = "QD1980_2016"
PROVINCE = "66"


def criteria_count() -> int:
    """Return how many criteria the set of the annex has."""
    with (ROOT / "data/reference/criteria_sets.csv").open(encoding="utf-8", newline="") as file:
        counts = {row["set_id"]: row["criteria_count"] for row in csv.DictReader(file)}
    return int(counts[SET_ID])


def units(communes: int) -> list[tuple[str, str, str]]:
    """Return code, name and district of the communes of Đắk Lắk, or of every unit there is."""
    with (ROOT / "data/reference/units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    districts = {row["code"]: row["full_name"] for row in rows if row["level"] == "district"}
    found = [
        (row["code"], row["full_name"], districts.get(row["district_code"], ""))
        for row in sorted(rows, key=lambda row: (row["district_code"], row["code"]))
        if row["level"] == "commune"
        and (communes > SIZES[0] or (row["province_code"], row["kind"]) == (PROVINCE, "xã"))
    ]
    return found[:communes]


def annex(communes: int) -> bytes:
    """Return the usual annex: a title, two header rows, district rows, marks, live totals."""
    import xlsxwriter

    criteria = criteria_count()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Biểu 01")
    sheet.merge_range(2, 0, 2, criteria + 4, "BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ")
    sheet.write(3, 0, "(Số liệu tính đến ngày 30/6/2021)")
    sheet.write_row(5, 0, ["STT", "Mã xã", "Huyện/Xã", "Tiêu chí"])
    sheet.write_row(6, 3, [f"TC{number}" for number in range(1, criteria + 1)])
    sheet.write(5, criteria + 3, "Tổng số TC đạt")
    row, district = 7, ""
    last = xlsxwriter.utility.xl_col_to_name(criteria + 2)
    for position, (code, name, own) in enumerate(units(communes)):
        if own != district:
            sheet.write_row(row, 0, ["I", None, own])
            row, district = row + 1, own
        marks = ["x" if (position + number) % 3 else None for number in range(criteria)]
        sheet.write_row(row, 0, [position + 1, code, name, *marks])
        formula = f'=COUNTIF(D{row + 1}:{last}{row + 1},"x")'
        sheet.write_formula(row, criteria + 3, formula, None, sum(map(bool, marks)))
        row += 1
    book.close()
    return out.getvalue()


def walk(content: bytes) -> None:
    """Baseline: pass over every cell and keep none."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass


def openpyxl_twice(content: bytes) -> None:
    """The usual way to values and formulas: the whole workbook, twice."""
    import openpyxl

    for data_only in (True, False):
        openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)


def read_in_this_process(content: bytes) -> None:
    """Parse without starting another process."""
    from data.intake.files import configured_limits
    from data.intake.reading import read_here

    read_here(content, "bieu.xlsx", configured_limits())


def read(content: bytes) -> None:
    """Read as the product does, in a process of its own."""
    from data.intake.files import read_file

    read_file(content, "bieu.xlsx")


def read_and_mark(content: bytes) -> None:
    """Read, then make the marked copy with one problem in each of 100 rows."""
    from data.intake.files import read_file, save_marked_copy
    from domain.intake.problems import Problem, Severity

    workbook = read_file(content, "bieu.xlsx")
    name = workbook.sheets[0].name
    problems = [Problem("x", Severity.ERROR, name, f"C{row}") for row in range(9, 109)]
    save_marked_copy(content, workbook, problems, lambda _: "vì sao\nlàm gì")


def examine(content: bytes) -> "Examination":
    """Read, understand, and say what loading would change."""
    from data.intake import service

    # The small file is of one province, the large one of the country.
    province = PROVINCE if len(content) < 200_000 else "vn"
    found = service.examine(content, "bieu.xlsx", province_code=province)
    if not found.reading.can_load:
        raise SystemExit(f"cannot be loaded: {found.reading.problems[:3]}")
    return found


def examine_and_load(content: bytes) -> None:
    """Read, understand and write into a SQLite store, the original kept."""
    from data.intake import service

    service.accept(examine(content), actor="benchmark", again=True)


STEPS: dict[str, Callable[[bytes], None]] = {
    "openpyxl, read-only walk (baseline)": walk,
    "openpyxl, values and formulas": openpyxl_twice,
    "parsed in this process": read_in_this_process,
    "read_file": read,
    "read_file and marked copy": read_and_mark,
    "examined (read, understood, compared)": examine,
    "examined and loaded (SQLite)": examine_and_load,
}


def megabytes(who: int) -> float:
    """Return the peak resident memory of this process or of its largest child."""
    return resource.getrusage(who).ru_maxrss / 1024


def run_step(name: str, path: Path) -> None:
    """Run one step and print what it took; called in a fresh process."""
    content = path.read_bytes()
    start = time.perf_counter()
    STEPS[name](content)
    took = {
        "seconds": time.perf_counter() - start,
        "own": megabytes(resource.RUSAGE_SELF),
        "child": megabytes(resource.RUSAGE_CHILDREN),
    }
    print(json.dumps(took))


def measured(name: str, path: Path) -> dict[str, float]:
    """Return what a step takes in a fresh process."""
    command = [sys.executable, __file__, "--step", name, "--file", str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return {key: float(value) for key, value in json.loads(done.stdout).items()}


def measure(communes: int, rounds: int, path: Path) -> None:
    """Measure every step on a file of so many communes and print the table."""
    command = [sys.executable, __file__, "--make", str(communes), "--file", str(path)]
    subprocess.run(command, cwd=ROOT, check=True)
    print(f"\n{communes:,} communes, file of {path.stat().st_size / 1024:,.0f} kB, {rounds} rounds")
    print("| step | seconds | × baseline (smallest–largest) | peak MB, asking | peak MB, reading |")
    print("|---|---|---|---|---|")
    figures: dict[str, list[dict[str, float]]] = {name: [] for name in STEPS}
    for _ in range(rounds):
        for name in STEPS:
            figures[name].append(measured(name, path))
    baseline = [figure["seconds"] for figure in figures[next(iter(STEPS))]]
    for name, taken in figures.items():
        ratios = [figure["seconds"] / base for figure, base in zip(taken, baseline, strict=True)]
        seconds = statistics.median(figure["seconds"] for figure in taken)
        own = max(figure["own"] for figure in taken)
        child = max(figure["child"] for figure in taken)
        spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
        print(f"| {name} | {seconds:.2f} | {spread} | {own:.0f} | {child:.0f} |")


def main() -> None:
    """Measure all sizes, or make a file or run one step when asked by itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--step")
    parser.add_argument("--make", type=int)
    parser.add_argument("--file", type=Path)
    given = parser.parse_args()
    if given.step:
        run_step(given.step, given.file)
        return
    if given.make:
        given.file.write_bytes(annex(given.make))
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NTM_VAR_DIR"] = folder
        init = [sys.executable, "-m", "data", "init", "--no-boundaries"]
        subprocess.run(init, cwd=ROOT, check=True, capture_output=True)
        for communes in SIZES:
            measure(communes, given.rounds, Path(folder) / "bieu.xlsx")


if __name__ == "__main__":
    main()
