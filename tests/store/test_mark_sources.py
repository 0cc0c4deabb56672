"""Which load each of a commune's marks comes from; names of units that exist no more."""

from dataclasses import replace
from datetime import date

from tiny_store import (
    END_2020,
    END_2021,
    MARKS_2020,
    import_batch,
    marks,
    snapshot,
)

from data.mark_sources import read_former_names, read_mark_sources
from data.store.snapshots import add_batch, undo_batch
from domain.vocabulary import Provenance


def batches(connection, code):
    found = read_mark_sources(connection, "66", code)
    return {on: tuple(s.batch_id for s in own) for on, own in found.items()}


def test_every_date_has_the_load_that_counts_for_the_commune(writing):
    first = add_batch(
        writing,
        import_batch(
            snapshot(MARKS_2020, as_of=END_2020, provenance=Provenance.ILLUSTRATIVE),
            snapshot(provenance=Provenance.ILLUSTRATIVE),
            kind="illustrative",
        ),
    )
    whole = add_batch(writing, import_batch(snapshot(), file_name="tỉnh.xlsx"))
    # A district's later file speaks of one commune only.
    part = add_batch(
        writing, import_batch(snapshot(marks(c24003="✓✓x"), district_code="652"), actor="bình")
    )
    assert batches(writing, "24001") == {END_2020: (first,), END_2021: (whole,)}
    assert batches(writing, "24003") == {END_2020: (first,), END_2021: (part,)}
    assert batches(writing, "24004") == {END_2021: (whole,)}  # absent in 2020
    assert batches(writing, "24702") == {}
    sources = read_mark_sources(writing, "66", "24003")
    assert (sources[END_2020][0].kind, sources[END_2021][0].actor) == ("illustrative", "bình")
    assert read_mark_sources(writing, "66", "24001")[END_2021][0].file_name == "tỉnh.xlsx"


def test_a_file_of_one_criterion_leaves_the_others_to_the_load_before(writing):
    whole = add_batch(writing, import_batch(snapshot()))
    one = replace(snapshot(), marks=[("24003", 2, "met")])
    department = add_batch(writing, import_batch(one))
    loads = read_mark_sources(writing, "66", "24003")[END_2021]
    assert [(s.batch_id, s.criteria) for s in loads] == [(whole, (1, 3)), (department, (2,))]
    assert batches(writing, "24001") == {END_2021: (whole,)}


def test_an_undone_load_is_no_source(writing):
    first = add_batch(writing, import_batch(snapshot()))
    second = add_batch(writing, import_batch(snapshot()))
    undo_batch(writing, second, "an")
    assert batches(writing, "24001") == {END_2021: (first,)}
    undo_batch(writing, first, "an")
    assert batches(writing, "24001") == {}


def test_former_units_are_named_while_their_load_counts(writing):
    unit = {
        "code": "66X01",
        "name": "Xã cũ",
        "kind": "xã",
        "province_code": "66",
        "district_code": "651",
        "valid_from": None,
        "valid_to": date(2019, 8, 31),
        "note_vi": "",
    }
    loaded = add_batch(writing, import_batch(units=[unit]))
    assert read_former_names(writing) == {"66X01": "Xã cũ"}
    undo_batch(writing, loaded, "an")
    assert read_former_names(writing) == {}
