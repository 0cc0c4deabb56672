"""The data dictionary: every reference table and column, written out for people."""

from collections.abc import Iterable

from data.schemas.core import Column, Table

INTRODUCTION = """\
# Data dictionary

Every file of `data/reference/`, column by column. Generated from `data/schemas/` by
`python -m scripts.build_reference`; change the schemas, not this page.

Files are UTF-8 (NFC) with line feeds and a header. Codes are text and keep their leading zeros;
an empty cell means that there is no value, never zero; `bool` is `true` or `false`; a date is
`YYYY-MM-DD`; decimals use a point. Each file has a neighbour `<file>.source.yml` that says where
it comes from, under which licence, and what in it is unverified.
"""


def render_dictionary(tables: Iterable[Table]) -> str:
    """Return the whole page as Markdown."""
    tables = list(tables)
    contents = [f"- [`{table.name}`](#{table.name}): {table.key_text}" for table in tables]
    parts = [INTRODUCTION, "\n".join(contents) + "\n"]
    parts += [_render_table(table) for table in tables]
    return "\n".join(parts)


def _render_table(table: Table) -> str:
    lines = [
        f"## {table.name}",
        "",
        table.description,
        "",
        f"File `{table.file}`, {table.key_text}.",
        "",
        "| column | type | empty? | meaning |",
        "| --- | --- | --- | --- |",
    ]
    lines += [_render_column(column) for column in table.columns]
    for column in table.columns:
        if column.meanings is not None:
            lines += ["", f"Values of `{column.name}`:", ""]
            lines += [f"- `{word}`: {meaning}" for word, meaning in column.meanings.items()]
    return "\n".join(lines) + "\n"


def _render_column(column: Column) -> str:
    facts = [column.description]
    if column.unit:
        facts.append(f"Unit: {column.unit}.")
    if column.allowed is not None and column.meanings is None:
        facts.append("One of " + ", ".join(f"`{value}`" for value in column.allowed) + ".")
    if column.separator:
        facts.append(f"List, separated by `{column.separator.strip()}`.")
    if column.pattern:
        facts.append(f"Pattern `{column.pattern}`.")
    if column.references:
        facts.append(f"Refers to `{column.references}`.")
    text = " ".join(facts).replace("|", "\\|")
    empty = "yes" if column.nullable else "no"
    return f"| `{column.name}` | {column.dtype} | {empty} | {text} |"
