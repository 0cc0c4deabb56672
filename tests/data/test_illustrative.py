"""The illustrative files: their form, and the script that makes the same bytes again."""

import csv
import unicodedata
from hashlib import sha256

import numpy as np
import pytest
import yaml
from illustrative_files import ALL_KEYS, STATUSES, all_communes, read, reference, totals

from data.paths import ILLUSTRATIVE, REFERENCE
from scripts.build_illustrative import PROVINCES, find_differences, main, write_files
from scripts.illustrative.inputs import load_inputs
from scripts.illustrative.margins import assign_bands, spread_total
from scripts.illustrative.matrix import fill_table
from scripts.illustrative.output import build_files, province_files


def test_columns_of_the_lists() -> None:
    assert list(read("snapshots.csv").columns) == [
        "snapshot_key", "province_code", "district_code", "as_of", "set_id", "status",
        "title_vi", "basis_vi", "note_vi",
    ]  # fmt: skip
    assert list(read("recognitions.csv").columns) == [
        "unit_code", "unit_level", "level", "effective_on", "is_exact_date", "for_year",
        "decision_number", "revoked_on", "provenance", "source_url", "note_vi",
    ]  # fmt: skip


def test_snapshots_are_those_listed() -> None:
    assert list(read("snapshots.csv")["snapshot_key"]) == ALL_KEYS
    files = {path.stem for path in (ILLUSTRATIVE / "assessments").glob("*.csv")}
    assert files == set(ALL_KEYS)


def test_values_of_the_lists_are_known() -> None:
    snapshots, rows = read("snapshots.csv"), read("recognitions.csv")
    assert set(snapshots["set_id"]) == {"QD491_2009", "QD1980_2016", "QD318_2022"}
    assert set(snapshots.loc[snapshots["status"] == "provisional", "snapshot_key"]) == {
        "66_2021-12-09"
    }
    assert set(rows["level"]) <= {"ntm", "advanced", "model"}
    assert set(rows["provenance"]) == {"published", "illustrative"}
    assert set(rows["unit_level"]) == {"commune"}
    assert set(rows["unit_code"]) <= set(all_communes())
    assert (rows["note_vi"] != "").all()
    assert not rows.duplicated(["unit_code", "level", "effective_on"]).any()


@pytest.mark.parametrize("key", ALL_KEYS)
def test_one_row_for_every_commune_and_criterion(key: str) -> None:
    table = read(f"assessments/{key}.csv")
    snapshot = read("snapshots.csv").set_index("snapshot_key").loc[key]
    criteria = reference("criteria.csv")
    numbers = criteria.loc[criteria["set_id"] == snapshot["set_id"], "criterion_no"]
    codes = set(table["commune_code"])
    assert list(table.columns) == ["commune_code", "criterion_no", "status"]
    assert not table.duplicated(["commune_code", "criterion_no"]).any()
    assert len(table) == len(codes) * len(numbers)
    assert set(table["criterion_no"]) == set(numbers)
    assert set(table["status"]) <= STATUSES
    assert {all_communes()[code] for code in codes} == {snapshot["province_code"]}
    order = table.assign(number=table["criterion_no"].astype(int))
    assert order.equals(order.sort_values(["commune_code", "number"]))


def test_communes_are_all_of_the_area() -> None:
    units = reference("units.csv").query("kind == 'xã'").groupby("province_code")["code"].agg(set)
    krong_no = set(reference("units.csv").query("kind == 'xã' and district_code == '664'")["code"])
    for key in ALL_KEYS:
        expected = krong_no if key.startswith("67_664") else set(units[key[:2]])
        assert set(totals(key).index) - {"62X01"} == expected, key
    assert [len(totals(key)) for key in ALL_KEYS] == [
        181, 86, 86, 86, 86, 85, 85, 85, 85, 85, 152, 152, 152, 152, 60, 11,
    ]  # fmt: skip


def test_the_former_commune_ends_where_the_denominator_falls() -> None:
    unit = read("units.csv").iloc[0]
    assert len(read("units.csv")) == 1
    assert (unit["code"], unit["kind"], unit["province_code"]) == ("62X01", "xã", "62")
    assert unit["valid_to"] == "2019-08-31"
    holders = {key for key in ALL_KEYS if "62X01" in totals(key).index}
    assert holders == {"62_2016-06-30", "62_2016-12-31", "62_2017-11-30", "62_2019-05-31"}


def test_text_is_nfc_with_line_feeds() -> None:
    for path in sorted(ILLUSTRATIVE.rglob("*.*")):
        content = path.read_bytes()
        assert b"\r" not in content, path
        text = content.decode()
        assert text == unicodedata.normalize("NFC", text), path


def test_every_basis_says_it_is_illustrative() -> None:
    assert read("snapshots.csv")["basis_vi"].str.startswith("Minh họa theo").all()


@pytest.mark.parametrize("name", ["snapshots.csv", "recognitions.csv", "units.csv"])
def test_neighbour_holds_the_hash(name: str) -> None:
    source = yaml.safe_load((ILLUSTRATIVE / f"{name}.source.yml").read_text(encoding="utf-8"))
    assert source["synthetic"] is True
    assert source["sha256"] == sha256((ILLUSTRATIVE / name).read_bytes()).hexdigest()


def test_neighbour_of_the_assessments_holds_every_hash() -> None:
    path = ILLUSTRATIVE / "assessments.source.yml"
    source = yaml.safe_load(path.read_text(encoding="utf-8"))
    files = {f"assessments/{key}.csv" for key in ALL_KEYS}
    assert set(source["files"]) == files
    for name in files:
        assert source["files"][name] == sha256((ILLUSTRATIVE / name).read_bytes()).hexdigest()
    assert source["seed"] == 20211231
    assert source["published_totals"]["66_2015-12-31"]


def test_the_script_makes_the_same_bytes_again(tmp_path) -> None:
    inputs = load_inputs(REFERENCE, ILLUSTRATIVE)
    files = build_files(inputs, [build(inputs) for build in PROVINCES.values()])
    write_files(files, tmp_path)
    for name in files:
        assert (tmp_path / name).read_bytes() == (ILLUSTRATIVE / name).read_bytes(), name
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    committed = {path.relative_to(ILLUSTRATIVE).as_posix() for path in ILLUSTRATIVE.rglob("*.*")}
    assert committed - made == {"constraints.yml"}
    assert made <= committed


def test_one_province_alone_gives_the_same_tables() -> None:
    inputs = load_inputs(REFERENCE, ILLUSTRATIVE)
    files = province_files(PROVINCES["67"](inputs))
    assert set(files) == {"assessments/67_2021-12-31.csv", "assessments/67_664_2022-01-01.csv"}
    for name, content in files.items():
        assert content == (ILLUSTRATIVE / name).read_bytes()


def test_check_accepts_the_committed_files() -> None:
    assert main(["--check"]) == 0


def test_a_changed_missing_or_foreign_file_is_reported(tmp_path) -> None:
    write_files({"assessments/a.csv": b"1\n", "b.csv": b"2\n"}, tmp_path)
    (tmp_path / "assessments" / "c.csv").write_text("3\n")
    wanted = {"assessments/a.csv": b"9\n", "b.csv": b"2\n", "d.csv": b"4\n"}
    assert find_differences(wanted, tmp_path) == [
        "differs: assessments/a.csv",
        "missing: d.csv",
        "not made by the script: assessments/c.csv",
    ]
    write_files(wanted, tmp_path)
    assert not (tmp_path / "assessments" / "c.csv").exists()


def test_another_seed_gives_other_tables_with_the_same_totals() -> None:
    inputs = load_inputs(REFERENCE, ILLUSTRATIVE)
    inputs.spec["seed"] += 1
    result = PROVINCES["66"](inputs)
    table = result.assessments["66_2021-12-31"]
    assert (table["status"] == "met").sum() == 2432
    rows = list(
        csv.reader(province_files(result)["assessments/66_2021-12-31.csv"].decode().split())
    )
    assert len(rows) == 1 + 152 * 19
    assert table["status"].tolist() != read("assessments/66_2021-12-31.csv")["status"].tolist()


def test_spread_total_keeps_bounds_and_sum() -> None:
    lower, upper = np.array([0, 5, 2]), np.array([3, 5, 9])
    values = spread_total(lower, upper, 12, np.array([1.0, 0.0, 4.0]), np.random.default_rng(1))
    assert values.sum() == 12
    assert (values >= lower).all()
    assert (values <= upper).all()
    with pytest.raises(ValueError, match=r"outside 7\.\.17"):
        spread_total(lower, upper, 18, np.zeros(3), np.random.default_rng(1))


def test_assign_bands_gives_the_best_to_the_first() -> None:
    lower, upper = assign_bands([2, 0, 1], [(0, 4, 2), (5, 9, 1)])
    assert lower.tolist() == [0, 0, 5]
    assert upper.tolist() == [4, 4, 9]
    with pytest.raises(ValueError, match="do not hold 3"):
        assign_bands([2, 0, 1], [(0, 4, 2)])


def test_fill_table_holds_margins_or_says_there_is_none() -> None:
    allowed = np.ones((3, 3), dtype=bool)
    allowed[0, 0] = False
    table = fill_table(allowed, np.array([2, 1, 1]), np.array([1, 2, 1]), np.random.default_rng(1))
    assert table.sum(axis=1).tolist() == [2, 1, 1]
    assert table.sum(axis=0).tolist() == [1, 2, 1]
    assert not table[0, 0]
    with pytest.raises(ValueError, match="no table"):
        fill_table(allowed, np.array([3, 1, 0]), np.array([1, 2, 1]), np.random.default_rng(1))
