"""Reading a table by its description: types, refusals that name the cell, and the dictionary."""

import datetime as dt
import unicodedata

import pandas as pd
import pandera.errors
import pytest
import yaml

from data.schemas import REFERENCE_TABLES, Column, Table, TableError, read_table, split_list
from data.schemas import to_records as records_of
from data.schemas.checks import to_pandera
from data.schemas.dictionary import render_dictionary
from data.schemas.reading import read_frame
from data.schemas.sources import REQUIRED, hash_file, read_source

TABLE = Table(
    name="wells",
    file="wells.csv",
    key=("code",),
    description="Wells.",
    columns=(
        Column("code", "str", "Code.", pattern=r"\d{3}"),
        Column("depth", "int", "Depth.", nullable=True, unit="m"),
        Column("flow", "float", "Flow.", nullable=True),
        Column("is_open", "bool", "Whether it is open."),
        Column("dug_on", "date", "Day it was dug.", nullable=True),
        Column("kind", "str", "Kind.", meanings={"a": "Artesian", "b": "Bored"}),
        Column("uses", "str", "Uses.", nullable=True, separator=";", pattern=r"[a-z]+"),
    ),
)
HEADER = "code,depth,flow,is_open,dug_on,kind,uses"
GOOD = "007,12,1.5,true,2021-12-31,a,farm;home"


def write(folder, *lines):
    (folder / TABLE.file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_values_get_their_types_and_codes_keep_their_zeros(tmp_path):
    frame = read_frame(TABLE, write(tmp_path, HEADER, GOOD, "010,,,false,,b,"))
    assert list(frame["code"]) == ["007", "010"]
    assert str(frame["depth"].dtype) == "Int64"
    assert frame["depth"].sum() == 12
    assert frame["dug_on"].iloc[0] == dt.date(2021, 12, 31)
    assert records_of(frame)[1] == {
        "code": "010",
        "depth": None,
        "flow": None,
        "is_open": False,
        "dug_on": None,
        "kind": "b",
        "uses": None,
    }


def test_a_file_without_rows_keeps_its_columns(tmp_path):
    frame = read_frame(TABLE, write(tmp_path, HEADER))
    assert list(frame.columns) == HEADER.split(",")
    assert records_of(frame) == []


@pytest.mark.parametrize(
    ("line", "column", "problem"),
    [
        ("7,12,1.5,true,,a,", "code", "does not match"),
        (",12,1.5,true,,a,", "code", "a value is needed"),
        ("007,12.5,1.5,true,,a,", "depth", "is not a int"),
        ("007,12,nan,true,,a,", "flow", "is not a float"),
        ("007,12,1.5,yes,,a,", "is_open", "is not a bool"),
        ("007,12,1.5,true,31/12/2021,a,", "dug_on", "is not a date"),
        ("007,12,1.5,true,,c,", "kind", "is not one of a, b"),
        ("007,12,1.5,true,,a,farm;Home", "uses", "'Home' does not match"),
        (unicodedata.normalize("NFD", "007,12,1.5,true,,é,"), "kind", "NFC"),
    ],
)
def test_a_bad_cell_is_refused_by_file_row_and_column(tmp_path, line, column, problem):
    with pytest.raises(TableError, match=r"wells\.csv, row 3") as caught:
        read_frame(TABLE, write(tmp_path, HEADER, GOOD, line))
    assert (caught.value.row, caught.value.column) == (3, column)
    assert problem in caught.value.problem


def test_a_repeated_key_names_both_rows(tmp_path):
    with pytest.raises(TableError, match=r"row 3, column code: .*already stands in row 2"):
        read_frame(TABLE, write(tmp_path, HEADER, GOOD, GOOD))


def test_a_row_with_too_few_cells_is_refused(tmp_path):
    with pytest.raises(TableError, match="row 2: 2 cells, 7 expected"):
        read_frame(TABLE, write(tmp_path, HEADER, "007,12"))


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (HEADER.replace("kind", "sort"), r"missing: \['kind'\]; .*not described: \['sort'\]"),
        ("depth,code,flow,is_open,dug_on,kind,uses", "out of order"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path, header, problem):
    with pytest.raises(TableError, match=problem):
        read_frame(TABLE, write(tmp_path, header, GOOD))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(TableError, match=r"units\.csv: not found"):
        read_table("units", tmp_path)


def test_an_unknown_table_is_an_error():
    with pytest.raises(KeyError):
        read_table("nothing")


@pytest.mark.parametrize(
    "change",
    [{"code": "7"}, {"kind": "c"}, {"code": None}, {"dug_on": "2021-12-31"}],
)
def test_frame_schema_refuses_what_the_file_reader_refuses(tmp_path, change):
    frame = read_frame(TABLE, write(tmp_path, HEADER, GOOD))
    schema = to_pandera(TABLE)
    assert schema.validate(frame).equals(frame)
    bad = frame.assign(
        **{name: pd.Series([value], dtype="object") for name, value in change.items()}
    )
    with pytest.raises(pandera.errors.SchemaErrors):
        schema.validate(bad, lazy=True)


def test_frame_schema_refuses_a_repeated_key(tmp_path):
    frame = read_frame(TABLE, write(tmp_path, HEADER, GOOD))
    with pytest.raises(pandera.errors.SchemaErrors):
        to_pandera(TABLE).validate(pd.concat([frame, frame], ignore_index=True), lazy=True)


@pytest.mark.parametrize(("cell", "items"), [("1;2", ("1", "2")), ("", ()), (None, ())])
def test_list_cells_are_split(cell, items):
    assert split_list(cell) == items


def test_every_column_of_every_table_is_described_once():
    for table in REFERENCE_TABLES.values():
        assert len(set(table.column_names)) == len(table.columns), table.name
        assert set(table.key) <= set(table.column_names), table.name
        assert not any(table.column(name).nullable for name in table.key), table.name
        for column in table.columns:
            assert column.description.endswith((".", ")")) or column.meanings, column.name


def test_dictionary_lists_every_column_unit_and_word():
    page = render_dictionary([TABLE])
    for column in TABLE.columns:
        assert f"| `{column.name}` | {column.dtype} |" in page
    assert "Unit: m." in page
    assert "- `b`: Bored" in page


def source(folder, **changes):
    write(folder, HEADER, GOOD)
    content = dict.fromkeys(REQUIRED, "x") | {
        "licence": {"name": "MIT", "note": "x"},
        "usage_warnings": ["a"],
        "unverified": [],
        "sha256": hash_file(folder / TABLE.file),
    }
    content = {name: value for name, value in (content | changes).items() if value != "drop"}
    text = yaml.safe_dump(content, allow_unicode=True)
    (folder / f"{TABLE.file}.source.yml").write_text(text, encoding="utf-8")
    return folder


def test_neighbour_is_read(tmp_path):
    found = read_source(TABLE, source(tmp_path, url_main=None, date_published="2021-06-08"))
    assert found.licence_name == "MIT"
    assert found.usage_warnings == ("a",)
    assert found.url_main is None


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({"licence": "drop"}, "fields missing: licence"), ({"sha256": "0" * 64}, "sha256 is not")],
)
def test_a_neighbour_that_lacks_a_field_or_has_another_hash_is_refused(tmp_path, changes, problem):
    with pytest.raises(TableError, match=problem):
        read_source(TABLE, source(tmp_path, **changes))


def test_a_missing_neighbour_is_refused(tmp_path):
    with pytest.raises(TableError, match=r"wells.csv.source.yml: not found"):
        read_source(TABLE, write(tmp_path, HEADER, GOOD))
