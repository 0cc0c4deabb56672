"""Measure what hostile files cost: time, peak memory, and what the sender is told.

Run from the project's folder: ``.venv/bin/python -m benchmarks.hostile``. Each file is made in a
scratch folder and read as the product reads it, in a fresh process whose child does the parsing;
memory is the larger of both peaks. What must come out is checked by
``tests/data/test_intake_files_hostile.py``; here only the costs are measured.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.intake import ROOT, annex

MEGABYTE = 1024 * 1024
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def with_parts(parts: Iterable[tuple[str, bytes]], *, leave_out: str = "") -> bytes:
    """Return a good annex of 152 communes with parts of its archive added or replaced."""
    given = dict(parts)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(annex(152))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in good.namelist():
            if name not in given and name != leave_out:
                made.writestr(name, good.read(name))
        for name, part in given.items():
            made.writestr(name, part)
    return out.getvalue()


def rows(count: int, text: str) -> bytes:
    """Return a sheet of so many rows of 19 cells."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for _ in range(19))
    return (HEAD + f"<row>{cells}</row>" * count + "</sheetData></worksheet>").encode()


def zip_bomb() -> bytes:
    """Half a gigabyte of spaces in one part."""
    return with_parts([("xl/worksheets/sheet1.xml", b" " * (512 * MEGABYTE))])


def zip_bomb_in_parts() -> bytes:
    """Ten parts of 30 MB, none suspicious alone."""
    line = bytes(range(32, 127)) * 12
    part = b"".join(line[i % 90 :] for i in range(30 * MEGABYTE // 1080))
    return with_parts((f"xl/worksheets/sheet{number}.xml", part) for number in range(1, 11))


def sheet_200_mb() -> bytes:
    """A sheet of 200 MB of XML."""
    return with_parts([("xl/worksheets/sheet1.xml", rows(200 * MEGABYTE // 940, "Đạt" * 3))])


def three_million_cells() -> bytes:
    """A sheet within the bound on bytes and beyond the one on cells."""
    lines = (
        f"<row>{''.join(f'<c><v>{row * 7919 + c}</v></c>' for c in range(19))}</row>"
        for row in range(160_000)
    )
    return with_parts(
        [
            (
                "xl/worksheets/sheet1.xml",
                (HEAD + "".join(lines) + "</sheetData></worksheet>").encode(),
            )
        ]
    )


def text_200_mb() -> bytes:
    """A text file of 200 MB."""
    return ("24001;Xã Ea Kao;" + "x;" * 19 + "\n").encode() * (200 * MEGABYTE // 56)


def rows_a_million() -> bytes:
    """A sheet whose last cell stands in row 1,048,576."""
    far = HEAD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    return with_parts([("xl/worksheets/sheet1.xml", far.encode())])


def entities() -> bytes:
    """A billion laughs."""
    chain = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE x [<!ENTITY a0 "ha">{chain}]><worksheet>&a9;</worksheet>'
    return with_parts([("xl/worksheets/sheet1.xml", laughs.encode())])


def foreign_entity() -> bytes:
    """An entity that asks for a file of the server."""
    asks = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst>&f;</sst>'
    return with_parts([("xl/sharedStrings.xml", asks.encode())])


def macros() -> bytes:
    """A workbook with a macro project."""
    return with_parts([("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(100_000))])


def external_links() -> bytes:
    """A workbook that refers to another one."""
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return with_parts([("xl/externalLinks/externalLink1.xml", link)])


def formula_names() -> bytes:
    """Formulas and markup where names of communes belong."""
    names = ['=HYPERLINK("http://127.0.0.1";"x")', "@SUM(A1)", "<script>alert(1)</script>"]
    head = "Mã xã,Xã," + ",".join(f"TC{n}" for n in range(1, 20))
    marks = "," + ",".join("x" * 19)
    quoted = ['"{}"'.format(name.replace('"', '""')) for name in names]
    return "\n".join([head, *(f",{name}{marks}" for name in quoted * 1000)]).encode()


def marks_piled_up() -> bytes:
    """Letters with thousands of combining marks, quadratic to normalise."""
    pile = "a" + "\u0323\u0301" * 15_000
    return ("Xã,TC1,TC2\n" + f"{pile},x,x\n" * 300).encode()


def one_line() -> bytes:
    """One line of 24 MB without an end."""
    return b"x" * (24 * MEGABYTE)


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a good annex of 152 communes (baseline)": ("good.xlsx", lambda: annex(152)),
    "zip bomb, 512 MB in one part": ("bomb.xlsx", zip_bomb),
    "zip bomb, 300 MB in ten parts": ("bomb10.xlsx", zip_bomb_in_parts),
    "sheet of 200 MB": ("big.xlsx", sheet_200_mb),
    "sheet of three million cells": ("cells.xlsx", three_million_cells),
    "text of 200 MB": ("big.csv", text_200_mb),
    "a value in XFD1048576": ("far.xlsx", rows_a_million),
    "XML entities (billion laughs)": ("laughs.xlsx", entities),
    "XML entity that asks for a file": ("asks.xlsx", foreign_entity),
    "macros": ("macros.xlsm", macros),
    "external links": ("links.xlsx", external_links),
    "formulas and <script> as names, 3,000 rows": ("names.csv", formula_names),
    "piled combining marks": ("marks.csv", marks_piled_up),
    "one line of 24 MB": ("line.csv", one_line),
}


def measure(path: Path) -> dict[str, object]:
    """Read a file in this process, which is a fresh one; return cost and what is told."""
    started = time.perf_counter()
    from data.intake import problem_words
    from data.intake.files import FileRefusedError, configured_limits, read_file

    with path.open("rb") as stream:  # as the command line: a byte too many is refused
        content = stream.read(configured_limits().file_mb * MEGABYTE + 1)
    try:
        book = read_file(content, path.name)
        cells = sum(len(row) for sheet in book.sheets for row in sheet.rows)
        remarks = ", ".join(book.remarks)
        said = f"read: {cells:,} cells" + (f"; {remarks}" if remarks else "")
    except FileRefusedError as error:
        said = problem_words.describe(error.problems[0]).replace("\n", " ")
    seconds = time.perf_counter() - started
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peaks = [resource.getrusage(who).ru_maxrss for who in both]
    return {"s": seconds, "mb": max(peaks) / 1024, "said": said}


def run(*words: str) -> str:
    """Run this program with other words; return what it prints."""
    command = [sys.executable, "-m", "benchmarks.hostile", *words]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def main() -> None:
    """Make and measure every file; print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--make", help="used by the program itself: make this file")
    parser.add_argument("--file", type=Path, help="used by the program itself: measure this file")
    asked = parser.parse_args()
    if asked.make:
        asked.file.write_bytes(FILES[asked.make][1]())
        return
    if asked.file:
        print(json.dumps(measure(asked.file), ensure_ascii=False))
        return
    print("| file | MB | s | peak MB | what is told |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, (file_name, _) in FILES.items():
            path = Path(folder) / file_name
            # A process begins with the peak of the one that started it, so this one makes nothing.
            run("--make", name, "--file", str(path))
            told = json.loads(run("--file", str(path)))
            size = path.stat().st_size / MEGABYTE
            print(f"| {name} | {size:.2f} | {told['s']:.2f} | {told['mb']:.0f} | {told['said']} |")
            path.unlink()


if __name__ == "__main__":
    main()
