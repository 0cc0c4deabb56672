import gzip
import json
import threading

import pytest

from data.boundaries import index


def document(code="00101", basis="box"):
    return {"communes": [{"c": code, "b": basis, "g": []}]}


def test_a_published_file_is_found_by_its_inputs_only():
    ref = index.publish("98", document(), "approximate", "inputs 1")
    assert index.lookup("98", "inputs 1") == ref
    assert index.lookup("98") == ref
    assert index.lookup("98", "inputs 2") is None
    assert index.lookup("99") is None


def test_the_name_changes_with_the_content_and_the_twin_is_compressed():
    one = index.publish("98", document(), "approximate", "1")
    same = index.publish("98", document(), "approximate", "2")
    other = index.publish("98", document(basis="guess"), "approximate", "3")
    assert one.version == same.version != other.version
    assert other.url_path == f"/geo/98-{other.version}.json"
    assert other.guess_codes == ("00101",)
    plain = (index.geo_dir() / f"98-{other.version}.json").read_bytes()
    packed = (index.geo_dir() / f"98-{other.version}.json.gz").read_bytes()
    assert gzip.decompress(packed) == plain


def test_nan_is_refused_and_nothing_is_left():
    broken = document()
    broken["bbox"] = [float("nan")]
    with pytest.raises(ValueError, match="JSON"):
        index.publish("98", broken, "approximate", "1")
    assert index.lookup("98") is None
    assert not list(index.geo_dir().glob("98-*"))


def test_only_the_newest_versions_are_kept():
    refs = [index.publish("98", document(code=f"{n:05}"), "approximate", str(n)) for n in range(6)]
    kept = {path.name for path in index.geo_dir().glob("98-*.json") if "meta" not in path.name}
    assert len(kept) == index.KEPT_VERSIONS
    assert f"98-{refs[-1].version}.json" in kept


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}', '{"format": 1}'])
def test_a_damaged_index_counts_as_empty_and_is_made_anew(content):
    index.publish("98", document(), "approximate", "1")
    (index.geo_dir() / "index.json").write_text(content, "utf-8")
    assert index.lookup("98") is None
    index.publish("98", document(), "approximate", "1")
    assert index.lookup("98", "1") is not None


def test_writers_at_the_same_time_lose_no_scope():
    scopes = [f"{n:02}" for n in range(12)]
    threads = [
        threading.Thread(target=index.publish, args=(scope, document(), "tile", "1"))
        for scope in scopes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = json.loads((index.geo_dir() / "index.json").read_text("utf-8"))["scopes"]
    assert sorted(entries) == scopes
