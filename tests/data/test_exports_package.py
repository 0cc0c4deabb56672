"""The data package: its description fits its tables, keys hold, nothing is lost or let out."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date

import pytest
from exports_store import HOSTILE, STATUSES

from data import paths
from data.exports.package import build_data_package
from data.exports.package_tables import DESCRIBED, WITHHELD
from data.schemas import REFERENCE_TABLES
from data.store import audit
from data.store.tables import metadata

READERS = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ").fullmatch,
}


class Package:
    """An opened package: description, and rows of each table as texts."""

    def __init__(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.description = json.loads(self.files["datapackage.json"])
        self.resources = {r["name"]: r for r in self.description["resources"]}
        self.rows = {name: self.read(r["path"]) for name, r in self.resources.items()}

    def read(self, path):
        text = self.files[path].decode("utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def content(official):
    return build_data_package(official)


@pytest.fixture(scope="module")
def package(content):
    return Package(content)


def test_the_description_is_a_tabular_data_package(package):
    description = package.description
    assert description["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[-a-z0-9._/]+", description["name"])
    assert description["contains_illustrative"] is True
    assert "SỐ LIỆU MINH HỌA" in description["description"]
    for resource in description["resources"]:
        assert resource["profile"] == "tabular-data-resource"
        assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
        assert not resource["path"].startswith(("/", "."))
        assert resource["encoding"] == "utf-8"
        assert all(
            re.fullmatch(r"[-a-zA-Z0-9._]+", x["name"]) for x in resource.get("licenses", ())
        )
        assert all(source["title"] for source in resource.get("sources", ()))


def test_every_file_is_described_with_its_size_and_hash(package):
    described = {resource["path"] for resource in package.resources.values()}
    assert described | {"datapackage.json", "README.md"} == set(package.files)
    for resource in package.resources.values():
        held = package.files[resource["path"]]
        assert resource["bytes"] == len(held)
        assert resource["hash"] == f"sha256:{hashlib.sha256(held).hexdigest()}"


def test_every_cell_is_of_its_declared_type(package):
    for name, resource in package.resources.items():
        fields = resource["schema"]["fields"]
        header = package.files[resource["path"]].split(b"\n", 1)[0].decode().rstrip("\r")
        assert header == ",".join(field["name"] for field in fields)
        for field in fields:
            limits = field.get("constraints", {})
            for row in package.rows[name]:
                cell = row[field["name"]]
                if cell == "":
                    assert not limits.get("required"), (name, field["name"])
                    continue
                value = READERS[field["type"]](cell)
                assert value is not None, (name, field["name"], cell)
                assert "enum" not in limits or value in limits["enum"], (name, field["name"], cell)
                if "pattern" in limits:
                    assert re.fullmatch(limits["pattern"], cell), (name, field["name"], cell)


def test_keys_are_unique_and_references_lead_somewhere(package):
    checked = 0
    for name, resource in package.resources.items():
        rows, schema = package.rows[name], resource["schema"]
        keys = [tuple(row[column] for column in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys), name
        for foreign in schema.get("foreignKeys", ()):
            target = foreign["reference"]["resource"] or name
            columns = foreign["reference"]["fields"]
            known = {tuple(row[c] for c in columns) for row in package.rows[target]}
            used = {tuple(row[c] for c in foreign["fields"]) for row in rows}
            missing = {key for key in used - known if all(key)}
            assert missing == set(), (name, foreign)
            checked += 1
    assert checked > 30


def test_reference_tables_leave_as_they_are(package):
    for name, table in REFERENCE_TABLES.items():
        assert package.files[f"data/{name}.csv"] == (paths.REFERENCE / table.file).read_bytes()
        assert package.resources[name]["sources"][0]["title"]
    assert package.resources["units"]["licenses"][0]["name"] == "MIT"


def test_marks_in_force_of_every_period(package):
    marks = package.rows["marks"]
    dak_lak = [m for m in marks if (m["province_code"], m["as_of"]) == ("66", "2021-12-31")]
    assert len(dak_lak) == 152 * 19
    assert sum(m["status"] == "met" for m in dak_lak) == 2432
    loaded = {m["commune_code"]: [] for m in marks if m["as_of"] == "2026-06-30"}
    for mark in marks:
        if mark["as_of"] == "2026-06-30":
            loaded[mark["commune_code"]].append(mark["status"])
            assert mark["provenance"] == "imported"
    assert loaded == STATUSES
    assert len(package.rows["periods"]) == 17


def test_every_table_of_the_store_leaves_or_is_withheld_on_purpose(package):
    assert set(DESCRIBED) | set(WITHHELD) == set(metadata.tables)
    assert set(DESCRIBED) <= set(package.resources)
    assert set(WITHHELD).isdisjoint(package.resources)
    fields = [f["name"] for f in package.resources["original_file"]["schema"]["fields"]]
    assert "sha256" in fields
    assert "content" not in fields


def test_loads_say_who_and_whether_they_count(package):
    batch = package.rows["batch"][-1]
    assert (batch["kind"], batch["in_force"], batch["file_sha256"]) == ("import", "true", "ab" * 32)
    # Other tests of this store may have signed somebody in; that is no load.
    logged = [line for line in package.rows["audit_log"] if line["batch_id"]]
    assert len(logged) == len(package.rows["batch"]) == 2


def test_texts_people_typed_do_not_begin_a_formula(package):
    assert package.rows["extra_unit"][-1]["name"] == f"'{HOSTILE}"
    assert package.rows["batch"][-1]["actor"].startswith("'=cmd")
    for name in DESCRIBED:
        texts = [
            f["name"] for f in package.resources[name]["schema"]["fields"] if f["type"] == "string"
        ]
        for row in package.rows[name]:
            assert not any(row[text].startswith(("=", "+", "-", "@")) for text in texts)


def test_the_same_data_give_the_same_bytes(official, content):
    assert build_data_package(official) == content


def test_a_province_takes_nothing_of_the_others_with_it(official):
    package = Package(build_data_package(official, "67"))
    assert {row["province_code"] for row in package.rows["marks"]} == {"67"}
    assert {row["province_code"] for row in package.rows["snapshot"]} == {"67"}
    assert len(package.rows["assessment"]) == len(package.rows["marks"]) == 71 * 19
    assert [row["kind"] for row in package.rows["batch"]] == ["illustrative"]
    assert [row["action"] for row in package.rows["audit_log"]] == ["illustrative"]
    assert {row["unit_code"][:3] for row in package.rows["recognition"]} <= {"246", "247", "66"}
    assert len(package.rows["units"]) == 11367  # reference tables stay whole
    with pytest.raises(KeyError):
        build_data_package(official, "99")


def test_nothing_about_who_comes_in_leaves(official):
    for action in audit.ABOUT_ACCESS:
        audit.record(official, "an@example.vn", action, name="binh@example.vn", label="Sở A")
    try:
        package = Package(build_data_package(official))
    finally:
        official.rollback()
    assert not {row["action"] for row in package.rows["audit_log"]} & audit.ABOUT_ACCESS
    assert not any(b"example.vn" in content for content in package.files.values())


def test_every_line_the_doors_of_access_write_is_kept_back():
    written = set()
    for name in ("data/sign_in.py", "data/store/accounts.py", "data/store/share_links.py"):
        source = (paths.ROOT / name).read_text(encoding="utf-8")
        written |= set(re.findall(r'record\(\s*\w+, [\w.()"]+, "(\w+)"', source))
    assert written == audit.ABOUT_ACCESS
