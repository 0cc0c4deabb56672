"""The command line: stable keys and figures."""

import csv
import io
import json
import os
import re
import subprocess
import sys

import pytest

from data import reports
from data.paths import REFERENCE, ROOT


def done(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


# units


@pytest.mark.parametrize(
    ("province", "communes"), [("66", 152), ("20", 181), ("67", 60), ("62", 85)]
)
def test_units_gives_the_communes_of_a_province(run, province, communes):
    units = done(run("units", "--province", province, "--level", "commune", "--format", "json"))
    assert list(units[0]) == [
        "code",
        "name",
        "kind",
        "district_code",
        "district_name",
        "province_code",
    ]
    assert sum(unit["kind"] == "xã" for unit in units) == communes
    assert {unit["province_code"] for unit in units} == {province}
    assert {unit["kind"] for unit in units} <= {"xã", "phường", "thị trấn"}
    assert all(re.fullmatch(r"\d{5}", unit["code"]) for unit in units)


def test_units_of_the_whole_country_by_level(run):
    assert len(done(run("units", "--level", "province"))) == 63
    assert len(done(run("units"))) == 10599
    provinces = rows_of(run("units", "--level", "province", "--format", "csv").stdout)
    assert provinces[0]["code"] == "01"  # codes keep their zeros
    names = {unit["code"]: unit for unit in done(run("units", "--province", "66"))}
    assert names["24496"] == {
        "code": "24496",
        "name": "Ea Kly",
        "kind": "xã",
        "district_code": "654",
        "district_name": "Huyện Krông Pắc",
        "province_code": "66",
    }


# targets


def test_targets_are_the_files_own_fields_and_cells(run):
    targets = done(run("targets", "--format", "json"))
    with (REFERENCE / "targets.csv").open(encoding="utf-8", newline="") as stream:
        in_file = list(csv.DictReader(stream))
    assert len(targets) == len(in_file) == 127
    by_id = {target["target_id"]: target for target in targets}
    for row in in_file:
        target = by_id[row["target_id"]]
        assert list(target) == list(row)
        for name, cell in row.items():
            assert same(target[name], cell), (row["target_id"], name)


def same(value, cell):
    """Tell whether a JSON value is what a cell of the file says."""
    if cell == "" or value is None:
        return cell == "" and value is None
    if isinstance(value, bool):
        return cell == str(value).lower()
    return float(cell) == value if isinstance(value, int | float) else value == cell


def test_targets_of_one_plan(run):
    targets = done(run("targets", "--plan", "daklak-2021"))
    assert {target["plan_id"] for target in targets} == {"daklak-2021"}
    values = {t["value"] for t in targets if t["metric"] == "communes_ntm"}
    assert {69, 71, 100} <= values  # two bodies, two targets for 2021: both are kept
    refused = run("targets", "--plan", "nope")
    assert refused.exit_code == 2
    assert "không có kế hoạch 'nope'" in refused.stderr
    assert "daklak-2021" in refused.stderr


# summary

SUMMARY_KEYS = {
    "communes",
    "recognised",
    "recognised_codes",
    "all_met",
    "all_met_codes",
    "criteria_met_total",
    "criteria_possible_total",
    "average",
    "bands",
    "per_criterion",
    "provenance",
    "reconciliation",
}


def summary(run, province, day, *more):
    return done(run("summary", "--province", province, "--as-of", day, "--format", "json", *more))


def test_summary_of_dak_lak_at_the_end_of_2021(run):
    figures = summary(run, "66", "2021-12-31")
    assert set(figures) >= SUMMARY_KEYS
    assert (figures["communes"], figures["recognised"], figures["all_met"]) == (152, 71, 71)
    assert (figures["criteria_met_total"], figures["criteria_possible_total"]) == (2432, 2888)
    assert figures["average"] == 16.0
    assert len(set(figures["recognised_codes"])) == 71
    assert sum(figures["bands"].values()) == 152
    assert figures["bands"]["19"] == 71
    assert list(figures["per_criterion"]) == [str(no) for no in range(1, 20)]
    assert sum(figures["per_criterion"].values()) == 2432
    assert figures["minimum"] >= 7
    assert (figures["provenance"], figures["status"]) == ("illustrative", "final")
    agreed = {line["metric"]: line["holds"] for line in figures["reconciliation"]}
    assert agreed["communes_ntm"]
    assert agreed["criteria_total"]
    for counts in figures["per_criterion_status"].values():
        assert sum(counts.values()) == 152


def test_summary_of_dak_lak_at_the_end_of_2015(run):
    figures = summary(run, "66", "2015-12-31")
    assert list(figures["per_criterion"].values()) == [
        152, 13, 61, 95, 53, 15, 39, 137, 48, 74, 68, 123, 95, 113, 132, 67, 36, 123, 142,
    ]  # fmt: skip
    assert (figures["recognised"], figures["all_met"]) == (5, 7)
    assert set(figures["all_met_codes"]) - set(figures["recognised_codes"]) == {"24166", "24577"}
    assert (figures["criteria_met_total"], figures["average"]) == (1586, 10.43)
    printed = {"19": 7, "13-18": 43, "10-12": 34, "5-9": 62, "3-4": 6}
    assert {key: n for key, n in figures["bands"].items() if n} == printed
    assert all(line["holds"] for line in figures["reconciliation"])
    assert len(figures["reconciliation"]) >= 19


def test_summary_of_a_district_alone(run):
    figures = summary(run, "67", "2022-01-01")
    assert figures["district_codes"] == ["664"]
    assert (figures["communes"], figures["recognised"]) == (11, 3)
    assert figures["criteria_met_total"] == 57 + 121
    assert figures["average"] == 16.18  # 178 / 11
    assert figures["reconciliation"] == []


def test_summary_of_a_district_of_a_whole_province(run):
    figures = summary(run, "66", "2021-12-31", "--district", "654")
    assert figures["district_codes"] == ["654"]
    assert figures["communes"] == 15
    assert figures["criteria_possible_total"] == 15 * 19
    assert figures["reconciliation"] == []


def test_an_earlier_date_is_answered_and_said(run):
    result = run("summary", "--province", "66", "--as-of", "2021-06-01")
    figures = done(result)
    assert (figures["requested_as_of"], figures["as_of"]) == ("2021-06-01", "2020-12-31")
    assert (figures["recognised"], figures["criteria_met_total"]) == (66, 2359)
    assert "dùng kỳ gần nhất trước đó: 2020-12-31" in result.stderr


# export


def test_export_is_a_long_table_that_adds_up(run, tmp_path):
    target = tmp_path / "ket-qua.csv"
    result = run(
        *("export", "--province", "66", "--as-of", "2021-12-31", "--format", "csv"),
        *("-o", str(target)),
    )
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "số liệu minh họa" in result.stderr
    content = target.read_bytes()
    assert b"\r" not in content
    rows = rows_of(content.decode("utf-8"))
    assert {row["provenance"] for row in rows} == {"illustrative"}
    assert len(rows) == 152 * 19
    assert sum(row["status"] == "met" for row in rows) == 2432
    assert len({(row["commune_code"], row["criterion_no"]) for row in rows}) == len(rows)


def test_export_prints_the_same_as_json_and_as_csv(run):
    asked = ("export", "--province", "67", "--as-of", "2022-01-01")
    as_csv = run(*asked)
    as_json = done(run(*asked, "--format", "json"))
    in_csv = [
        (r["commune_code"], int(r["criterion_no"]), r["status"]) for r in rows_of(as_csv.stdout)
    ]
    assert in_csv == [(r["commune_code"], r["criterion_no"], r["status"]) for r in as_json]
    assert len(in_csv) == 11 * 19


def test_a_file_that_cannot_be_written_is_one_clear_line(run, tmp_path):
    target = tmp_path / "no-such-folder" / "x.csv"
    result = run("export", "--province", "66", "--as-of", "2021-12-31", "-o", str(target))
    assert result.exit_code == 1
    assert f"Không đọc hoặc ghi được {target}" in result.stderr


# status, init


def test_status_lists_the_periods(run):
    report = done(run("status"))
    periods = [(p["province_code"], p["as_of"]) for p in report["periods"]]
    assert len(periods) == 16
    assert periods == sorted(periods)
    assert ("66", "2021-12-31") in periods
    assert report["data_version"] >= 1
    as_csv = rows_of(run("status", "--format", "csv").stdout)
    assert tuple(as_csv[0]) == reports.PERIOD_FIELDS
    krong_no = next(row for row in as_csv if row["as_of"] == "2022-01-01")
    assert krong_no["district_codes"] == "664"


def test_init_fills_an_empty_store_and_does_nothing_the_second_time(run, own_var):
    first = run("init", "--no-boundaries")
    assert first.exit_code == 0
    assert first.stdout == "Xong: kho dữ liệu đã sẵn sàng.\n"
    assert "Nạp dữ liệu gốc: units" in first.stderr
    assert (own_var / "ntm.sqlite3").is_file()
    again = run("init", "--no-boundaries")
    assert again.exit_code == 0
    assert "Nạp" not in again.stderr
    assert summary(run, "66", "2021-12-31")["recognised"] == 71


def test_a_command_on_an_empty_store_fills_it_first_and_keeps_its_output_clean(run, own_var):
    result = run("units", "--level", "province")
    assert len(done(result)) == 63
    assert "Tạo bảng" in result.stderr


# the real process


def test_python_m_data_is_the_command(ready_var):
    environment = {**os.environ, "NTM_VAR_DIR": str(ready_var), "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(
        [sys.executable, "-m", "data", "units", "--level", "province"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert len(json.loads(result.stdout.decode("utf-8"))) == 63
