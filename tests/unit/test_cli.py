"""The command line: stable keys and figures, exit codes 0, 1 and 2, and never a traceback."""

import csv
import io
import json
import os
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from data import cli_faults, queries, reports, setup
from data.boundaries import commands, official
from data.boundaries.faults import BoundaryFileError
from data.cli import app
from data.paths import REFERENCE, ROOT, log_path
from data.schemas import TableError
from data.store import schema
from data.store.engine import begin_write, get_engine


@pytest.fixture
def run(ready_var):
    """Run a command; every result is checked for what must never be shown."""

    def invoke(*arguments):
        result = CliRunner().invoke(app, list(arguments), prog_name="python -m data")
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return invoke


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
    assert list(rows[0]) == ["commune_code", "criterion_no", "status"]
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


@pytest.fixture
def own_var(tmp_path, monkeypatch):
    """An empty var folder for a test that makes or breaks a store."""
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path / "var"))
    (tmp_path / "var").mkdir()
    yield tmp_path / "var"
    get_engine().dispose()


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


# what is refused


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["units", "--province", "zz"], "không có tỉnh mang mã 'zz'"),
        (["units", "--province", "6"], "không có tỉnh mang mã '6'"),
        (["units", "--province", "66 "], "không có tỉnh mang mã '66 '"),
        (["units", "--level", "hamlet"], "giá trị của --level không dùng được"),
        (["units", "--format", "xml"], "giá trị của --format không dùng được"),
        (["units", "--nope"], "không có tùy chọn --nope"),
        (["units", "extra"], "thừa đối số extra"),
        (["units", "--province"], "tùy chọn --province cần một giá trị"),
        (["nope"], "không có lệnh đó; các lệnh: init, status, units"),
        (["summary"], "thiếu --province"),
        (["summary", "--province", "66"], "thiếu --as-of"),
        (["export", "--province", "66", "--as-of", "31/12/2021"], "không phải ngày dạng"),
        (["summary", "--province", "66", "--as-of", "2021-02-30"], "không phải ngày dạng"),
        (["summary", "--province", "66", "--as-of", "2021-12-31", "--format", "csv"], "chỉ in"),
        (
            ["summary", "--province", "66", "--as-of", "2021-12-31", "--district", "664"],
            "không có huyện mang mã '664' ở tỉnh 66",
        ),
        (["boundaries", "nope"], "không có lệnh đó; các lệnh: build, status, load, remove"),
        (["boundaries", "build"], "thiếu"),
        (["boundaries", "build", "all", "66"], "không dùng cả hai"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_one_vietnamese_line(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert lines[0].startswith("Sai cách dùng: ")
    assert said in lines[0]
    assert len(lines) <= 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["summary", "--province", "66", "--as-of", "2010-01-01"],
        ["export", "--province", "01", "--as-of", "2021-12-31"],
    ],
)
def test_missing_data_is_exit_code_1(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Chưa có số liệu của tỉnh")


def test_help_is_no_error(run):
    assert run("--help").exit_code == 0
    assert "boundaries" in run("--help").stdout
    assert run("summary", "--help").exit_code == 0
    assert run().exit_code == 2  # no command at all: the help, and "wrong usage"


# what breaks


def test_a_corrupt_store_is_a_clear_message_with_a_number(run, own_var):
    (own_var / "ntm.sqlite3").write_bytes(b"this is not a database file" * 100)
    result = run("status")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Kho dữ liệu không đọc được: file is not a database.")
    assert_logged(result.stderr, "DatabaseError")


def test_a_store_that_cannot_be_opened_is_a_clear_message(run, own_var):
    (own_var / "ntm.sqlite3").mkdir()
    result = run("status")
    assert result.exit_code == 1
    assert result.stderr.startswith("Không mở được kho dữ liệu: unable to open database file.")
    assert_logged(result.stderr, "OperationalError")


def test_a_store_made_by_a_newer_version_is_a_clear_message(run, own_var):
    engine = get_engine()
    schema.upgrade(engine)
    with begin_write(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    result = run("status")
    assert result.exit_code == 1
    assert "phiên bản khác của chương trình" in result.stderr
    assert_logged(result.stderr, "CommandError")


def test_a_broken_reference_file_is_named(run, own_var, monkeypatch):
    def refuse(*_):
        raise TableError("units.csv", "empty, a value is needed", row=3, column="name")

    monkeypatch.setattr(setup, "prepare_store", refuse)
    result = run("init")
    assert result.exit_code == 1
    assert result.stderr.strip() == (
        "Tệp dữ liệu gốc không dùng được: units.csv, row 3, column name: empty, a value is needed"
    )


def test_what_nobody_foresaw_gets_a_number_and_its_traceback_goes_to_the_log(
    run, own_var, monkeypatch
):
    def fail(*_):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(queries, "read_units", fail)
    result = run("units")
    assert result.exit_code == 1
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("Có lỗi ngoài dự kiến. Mã lỗi ")
    assert "secret detail" not in result.stderr
    assert_logged(last, "ZeroDivisionError: secret detail")


def test_without_a_place_for_the_log_the_message_still_comes(run, own_var, monkeypatch):
    (own_var / "log").write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setattr(queries, "read_units", lambda *_: 1 / 0)
    result = run("units")
    assert result.exit_code == 1
    assert "Không ghi được nhật ký" in result.stderr


def test_a_stop_from_the_keyboard_is_no_traceback(run, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(queries, "read_units", stop)
    assert run("units").exit_code == 130


def assert_logged(message, detail):
    number = re.search(r"Mã lỗi ([0-9a-f]{8})", message).group(1)
    log = log_path().read_text(encoding="utf-8")
    entry = log[log.index(number) :]
    assert "Traceback" in entry
    assert detail in entry


def test_every_kind_of_error_has_words():
    assert cli_faults.describe(cli_faults.RefusedError("Không được.")) == "Không được."
    assert cli_faults.describe(BoundaryFileError("Hỏng.", "Sửa đi.")) == "Hỏng. Sửa đi."


# boundaries


def test_boundaries_build_hands_on_the_codes(run, monkeypatch):
    asked = []

    def build(codes, progress, workers):
        asked.append(codes)
        progress("province:66", 0.5)
        return ["66"] if codes == ["66"] else []

    monkeypatch.setattr(commands, "build", build)
    result = run("boundaries", "build", "66")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Dựng ranh giới gần đúng, tỉnh 66" in result.stderr
    assert "Đã dựng 1 tỉnh: 66." in result.stderr
    assert "Mọi tỉnh đã được dựng." in run("boundaries", "build", "all").stderr
    assert asked == [["66"], "all"]


def test_boundaries_build_refuses_a_province_that_is_not_there(run):
    result = run("boundaries", "build", "zz")
    assert result.exit_code == 1
    assert "Không có tỉnh nào mang mã zz" in result.stderr


def test_boundaries_status_has_a_row_for_every_province(run):
    rows = done(run("boundaries", "status"))
    assert len(rows) == 63
    assert set(rows[0]) == {
        "province",
        "name",
        "kind",
        "communes",
        "basis",
        "built_at",
        "version",
        "source",
    }
    assert {row["kind"] for row in rows} == {"tile"}
    assert next(row for row in rows if row["province"] == "66")["communes"] == 184


def test_boundaries_load_reports_what_matched(run, monkeypatch):
    report = official.LoadReport(
        file_name="xa.geojson",
        crs="EPSG:4326",
        provinces=("66",),
        features=184,
        matched=183,
        matched_by={"code": 183},
        merged=(),
        renamed=(),
        unmatched=(),
        without_area=(),
        elsewhere=0,
        units_without_polygon=({"code": "24157"},),
        overlap_share=0.0,
    )
    asked = []

    def load(path, province, layer):
        asked.append((path.name, province, layer))
        return report

    monkeypatch.setattr(commands, "load_official", load)
    result = run("boundaries", "load", "xa.geojson", "--province", "66")
    assert done(result)["matched"] == 183
    assert "Đã nạp 183 xã của tỉnh 66" in result.stderr
    assert asked == [("xa.geojson", "66", None)]


def test_boundaries_load_refuses_a_file_that_is_not_there(run, tmp_path):
    result = run("boundaries", "load", str(tmp_path / "nothing.geojson"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing.geojson" in result.stderr


def test_boundaries_remove_says_when_there_is_nothing_to_remove(run):
    result = run("boundaries", "remove", "66")
    assert result.exit_code == 1
    assert "Tỉnh 66 không có ranh giới chính thức nào." in result.stderr


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
