"""Make every file of data/reference/ again, with its hash, and the data dictionary.

    python -m scripts.build_reference           # write what differs
    python -m scripts.build_reference --check   # change nothing, exit 1 when something differs

The units come from the installed package. The other files are kept by hand and are themselves the
source: they are normalised (NFC, line feeds, minimal quoting), their derived columns (codes,
dates, numbers) are filled again, and everything is read back through the schemas.
"""

import argparse
import csv
import io
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from data import paths
from data.schemas import REFERENCE_TABLES, Table, TableError, read_table
from data.schemas.checks import check_references
from data.schemas.dictionary import render_dictionary
from data.schemas.sources import source_path
from scripts import reference_plans
from scripts.plan_coverage import render_coverage
from scripts.reference_history import derive_history, unresolved_units
from scripts.reference_names import NameIndex, build_index
from scripts.reference_units import build_units

Row = dict[str, str]
Tables = dict[str, list[Row]]
BUILT_WHOLE = ("units", "named_communes")
DICTIONARY = paths.ROOT / "docs" / "data-dictionary.md"
COVERAGE = "plan-coverage.md"
"""Document beside the dictionary: where each sentence of the plans is followed."""


@dataclass
class Output:
    """Where files go, and which of them would change or did."""

    is_check: bool
    changed: list[Path]

    def put(self, path: Path, text: str) -> None:
        """Write ``text`` when it differs from the file; only note it in a check."""
        if path.is_file() and path.read_bytes() == text.encode():
            return
        self.changed.append(path)
        if not self.is_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, fail on differences")
    output = Output(is_check=parser.parse_args(arguments).check, changed=[])
    build(output)
    problems = find_problems()
    verb = "differs" if output.is_check else "written"
    for line in [
        *(f"{verb}: {path.relative_to(paths.ROOT)}" for path in output.changed),
        *problems,
    ]:
        sys.stdout.write(f"{line}\n")
    return 1 if problems or (output.is_check and output.changed) else 0


def find_problems(folder: Path = paths.REFERENCE) -> list[str]:
    """Return what is wrong with the files as they stand, as readable lines."""
    try:
        frames = {name: read_table(name, folder) for name in REFERENCE_TABLES}
    except TableError as error:
        return [str(error)]
    return check_references(REFERENCE_TABLES, frames)


def build(output: Output, folder: Path = paths.REFERENCE, dictionary: Path = DICTIONARY) -> None:
    """Build every table, its neighbour and the dictionary.

    Raises:
        FileNotFoundError: A file kept by hand is missing.
        ValueError: A value cannot be read; see the derivations.
    """
    tables = {
        name: [] if name in BUILT_WHOLE else read_rows(folder / table.file)
        for name, table in REFERENCE_TABLES.items()
    }
    tables["units"] = build_units()
    index = build_index(tables["units"], tables["name_aliases"])
    tables = reference_plans.derive_plans(tables, index)
    index.used_aliases.clear()
    tables["history"] = derive_history(tables["history"], index, tables["criteria_sets"])
    for name, table in REFERENCE_TABLES.items():
        text = render_csv(table, tables[name])
        output.put(folder / table.file, text)
        note = _finish_source(table, folder, text, tables, index)
        output.put(source_path(table, folder), note)
    output.put(dictionary, render_dictionary(REFERENCE_TABLES.values()))
    followed = render_coverage(tables["plans"], tables["coverage"])
    output.put(dictionary.with_name(COVERAGE), followed)


def read_rows(path: Path) -> list[Row]:
    """Read a CSV as text."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def render_csv(table: Table, rows: list[Row]) -> str:
    """Return the file's text: columns in the order of the schema, NFC, one line feed a row.

    Raises:
        KeyError: A row lacks a column.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows([row[name].strip() for name in table.column_names] for row in rows)
    return unicodedata.normalize("NFC", stream.getvalue())


def _finish_source(table: Table, folder: Path, text: str, tables: Tables, index: NameIndex) -> str:
    """Return the neighbour's text: what is kept by hand, with the computed fields set."""
    content = yaml.safe_load(source_path(table, folder).read_text(encoding="utf-8"))
    if "plan_id" in table.column_names or "plan_ids" in table.column_names:
        content["documents"] = _documents(table, tables)
    if table.name == "history":
        content["aliases"] = [f"{alias} = {code}" for alias, code in sorted(index.used_aliases)]
        content["unresolved"] = unresolved_units(tables["history"])
    content["rows"] = len(tables[table.name])
    content["sha256"] = sha256(text.encode()).hexdigest()
    dumped: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return unicodedata.normalize("NFC", dumped)


def _documents(table: Table, tables: Tables) -> list[Row]:
    """Return number, issuer, date and title of the plans a table's rows come from."""
    field = "plan_id" if "plan_id" in table.column_names else "plan_ids"
    used = {plan for row in tables[table.name] for plan in row[field].split(";")}
    return [
        {name: plan[name] for name in ("plan_id", "number", "issuer", "issued_on", "title")}
        for plan in tables["plans"]
        if plan["plan_id"] in used
    ]


if __name__ == "__main__":
    sys.exit(main())
