"""Importing from the command line: real files, stable keys, exit codes, undo, the list of loads."""

import csv
import io
import json

import openpyxl
import pytest
from intake_files import (
    DAY,
    NUMBERS,
    PROVINCE,
    SET,
    communes,
    met_of,
    write_annex,
    write_flat,
)
from typer.testing import CliRunner

from data.cli import app
from data.schemas import read_table
from data.store.audit import read_audit
from data.store.engine import get_engine


@pytest.fixture
def run(own_store, monkeypatch):
    """Run a command; every result is checked for what must never be shown."""

    monkeypatch.setenv("USER", "an")

    def invoke(*arguments):
        result = CliRunner().invoke(app, [str(a) for a in arguments], prog_name="python -m data")
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return invoke


def told(result, code=0):
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def load(run, file, *more, code=0):
    arguments = ("--province", PROVINCE, "--as-of", DAY, "--format", "json")
    return told(run("import", file, *arguments, *more), code)


KEYS = {
    "status",
    "batch_id",
    "file",
    "sha256",
    "province_code",
    "district_codes",
    "as_of",
    "set_id",
    "communes",
    "marks",
    "counts",
    "missing_codes",
    "layouts",
    "questions",
    "problems",
    "changes",
}
MET = sum(met_of(position) for position in range(60))


def exported(run):
    result = run("export", "--province", PROVINCE, "--as-of", DAY, "--format", "csv")
    assert result.exit_code == 0, result.output
    rows = csv.DictReader(io.StringIO(result.stdout))
    return {(r["commune_code"], int(r["criterion_no"])): r["status"] for r in rows}


def expected():
    return {
        (code, n): "met" if n <= met_of(position) else "not_met"
        for position, (code, _, _) in enumerate(communes())
        for n in NUMBERS
    }


@pytest.mark.parametrize("write", [write_flat, write_annex])
def test_a_file_is_loaded_and_comes_out_as_it_went_in(run, tmp_path, write):
    path = write(tmp_path / ("a.csv" if write is write_flat else "a.xlsx"))
    report = load(run, path)
    assert set(report) >= KEYS
    assert (report["status"], report["communes"], report["marks"]) == (
        "loaded",
        60,
        60 * len(NUMBERS),
    )
    assert report["counts"]["met"] == MET
    assert (report["as_of"], report["set_id"], report["province_code"]) == (DAY, SET, PROVINCE)
    assert report["missing_codes"] == report["questions"] == []
    assert not [p for p in report["problems"] if p["severity"] == "error"]
    assert exported(run) == expected()


def test_what_export_writes_is_read_again(run, tmp_path):
    marks = tmp_path / "marks.csv"
    asked = ("--province", "66", "--as-of", "2021-12-31")
    assert run("export", *asked, "-o", marks).exit_code == 0
    read = told(run("import", marks, *asked, "--dry-run", "--format", "json"))
    assert (read["communes"], read["counts"]["met"], read["counts"]["not_assessed"]) == (
        152,
        2432,
        0,
    )
    assert sum(read["counts"].values()) == 152 * 19
    [warning] = read["problems"]  # made-up marks do not come back as official ones
    assert (warning["code"], warning["cell"]) == ("marked_illustrative", "F2")


def test_a_dry_run_says_the_same_and_writes_nothing(run, own_store, tmp_path):
    path = write_flat(tmp_path / "a.csv")
    before = told(run("status"))["data_version"]
    report = load(run, path, "--dry-run")
    assert (report["status"], report["batch_id"], report["marks"]) == (
        "dry_run",
        None,
        60 * len(NUMBERS),
    )
    assert told(run("status"))["data_version"] == before


def test_a_name_nobody_knows_is_refused_with_file_sheet_and_cell(run, own_store, tmp_path):
    def spoil(rows):
        rows[5][0], rows[5][2] = "", "Xã Không Có Thật"

    path = write_flat(tmp_path / "sai.csv", change=spoil)
    before = told(run("status"))["data_version"]
    report = load(run, path, code=1)
    assert (report["status"], report["batch_id"]) == ("refused", None)
    places = {(p["file"], p["cell"]) for p in report["problems"] if p["severity"] == "error"}
    places |= {("sai.csv", q["cell"]) for q in report["questions"]}
    assert ("sai.csv", "C6") in places or ("sai.csv", "A6") in places
    assert all(p["why"] and p["do"] for p in report["problems"])
    assert told(run("status"))["data_version"] == before
    with get_engine().connect() as connection:
        line = read_audit(connection, 1)[0]
    assert (line.action, line.actor, line.detail["file_name"]) == ("refused", "an", "sai.csv")
    assert line.detail["errors"] + line.detail["questions"] >= 1


@pytest.mark.parametrize("output_format", ["csv", "table"])
def test_reasons_are_listed_in_the_other_formats_too(run, tmp_path, output_format):
    def spoil(rows):
        rows[5][0], rows[5][2] = "", "Xã Không Có Thật"

    path = write_flat(tmp_path / "sai.csv", change=spoil)
    arguments = ("--province", PROVINCE, "--as-of", DAY, "--format", output_format)
    result = run("import", path, *arguments)
    assert result.exit_code == 1
    assert "Xã Không Có Thật" in result.stdout
    assert "sai.csv" in result.stdout


def test_a_question_is_answered_by_cell(run, tmp_path):
    first = communes()[0]

    def spoil(rows):
        rows[1][0], rows[1][2] = "", "Xã Không Có Thật"

    path = write_flat(tmp_path / "sai.csv", change=spoil)
    report = load(run, path, code=1)
    blocked = [p for p in report["problems"] if p["severity"] == "error"]
    (cell,) = {p["cell"] for p in [*blocked, *report["questions"]]}
    answered = load(run, path, "--match", f"{cell}={first[0]}")
    assert (answered["status"], answered["communes"]) == ("loaded", 60)
    assert exported(run) == expected()


def test_the_same_file_twice_is_told_with_who_and_when(run, tmp_path):
    path = write_flat(tmp_path / "a.csv")
    first = load(run, path, "--actor", "bình")
    second = load(run, path)
    assert (second["status"], second["batch_id"]) == ("already_loaded", first["batch_id"])
    assert second["loaded_by"] == "bình"
    assert second["loaded_at"]
    again = load(run, path, "--again")
    assert again["status"] == "loaded"
    assert again["batch_id"] > first["batch_id"]


def test_undo_brings_back_what_was_there_and_the_list_tells_it(run, tmp_path):
    district = communes()[0][2]
    load(run, write_flat(tmp_path / "a.csv"))

    def lose(rows):
        rows[1][3] = "Chưa đạt"

    part = load(run, write_flat(tmp_path / "b.csv", districts={district}, change=lose))
    assert len(part["district_codes"]) == 1
    (against,) = part["changes"]["provinces"]
    assert (against["same_date"]["lost"], against["same_date"]["gained"]) == (1, 0)
    assert against["same_date"]["losing_codes"] == [communes()[0][0]]
    assert exported(run)[(communes()[0][0], 1)] == "not_met"
    assert len(exported(run)) == 60 * len(NUMBERS)
    undone = told(run("undo", "last", "--actor", "bình", "--note", "nhầm"))
    assert (undone["status"], undone["batch_id"]) == ("undone", part["batch_id"])
    assert exported(run) == expected()
    listed = {b["batch_id"]: b for b in told(run("batches", "--province", PROVINCE))}
    assert listed[part["batch_id"]]["state"] == "undone"
    assert listed[undone["undo_batch_id"]]["undoes_batch_id"] == part["batch_id"]
    assert listed[undone["undo_batch_id"]]["actor"] == "bình"
    refused = run("undo", part["batch_id"])
    assert refused.exit_code == 1
    assert "bình" in refused.stderr
    told(run("undo", undone["undo_batch_id"]))  # redo
    assert exported(run)[(communes()[0][0], 1)] == "not_met"


def test_undo_says_when_there_is_nothing_to_undo(run):
    assert run("undo", "last").exit_code == 1
    assert "Không có lần nạp số 999" in run("undo", "999").stderr
    assert run("undo", "hôm qua").exit_code == 2


def test_a_marked_copy_has_the_reasons_at_their_cells(run, tmp_path):
    path = write_annex(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book.active["B8"] = "Xã Không Có Thật"
    book.save(path)
    copy = tmp_path / "copy.xlsx"
    report = load(run, path, "--marked-copy", copy, code=1)
    blocked = [p for p in report["problems"] if p["severity"] == "error"]
    cells = {p["cell"] for p in [*blocked, *report["questions"]]}
    assert "B8" in cells
    marked = openpyxl.load_workbook(copy)
    assert marked["Biểu 01"]["B8"].comment is not None


def test_a_file_that_is_no_table_is_refused_and_logged(run, own_store, tmp_path):
    path = tmp_path / "anh.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    report = load(run, path, code=1)
    assert report["status"] == "refused"
    assert report["problems"][0]["severity"] == "error"
    assert report["problems"][0]["why"]
    with get_engine().connect() as connection:
        assert read_audit(connection, 1)[0].action == "refused"
    (listed,) = told(run("refused"))
    assert (listed["file"], listed["actor"], listed["size"]) == ("anh.xlsx", "an", 508)
    assert listed["why"] == report["problems"][0]["why"]
    back = tmp_path / "back"
    assert run("original", listed["sha256"], "-o", back).exit_code == 0
    assert back.read_bytes() == path.read_bytes()
    assert run("original", "0" * 64, "-o", back).exit_code == 1


def test_the_district_asked_for_narrows_what_is_missing(run, tmp_path):
    district = communes()[0][2]
    own = [c for c in communes() if c[2] == district]
    path = write_flat(tmp_path / "a.csv", districts={district})
    units = read_table("units")
    code = units[units["full_name"] == district].iloc[0]["code"]
    report = load(run, path, "--district", code)
    assert report["district_codes"] == [code]
    assert (report["communes"], report["missing_codes"]) == (len(own), [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["khong-co.csv", "--province", PROVINCE], "giá trị của"),
        (["{file}", "--province", "99"], "không có tỉnh mang mã '99'"),
        (["{file}", "--province", PROVINCE, "--district", "643"], "không có huyện mang mã '643'"),
        (["{file}", "--province", PROVINCE, "--as-of", "30/6/2021"], "không phải ngày"),
        (["{file}", "--province", PROVINCE, "--set", "QD318_2022_NANGCAO"], "bộ tiêu chí xã"),
        (["{file}", "--province", PROVINCE, "--match", "B18"], "không có dạng Ô=MÃ_XÃ"),
        (["{file}", "--province", PROVINCE, "--blank", "met"], "--blank chỉ nhận"),
        (["{file}", "--province", "vn", "--kind", "funding"], "nạp theo từng tỉnh"),
        (["{file}"], "thiếu"),
    ],
)
def test_wrong_usage_is_exit_code_2(run, tmp_path, arguments, said):
    path = write_flat(tmp_path / "a.csv")
    result = run("import", *(a.replace("{file}", str(path)) for a in arguments))
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_registered_plans_are_loaded_by_the_same_command(run, tmp_path):
    path = tmp_path / "dang-ky.csv"
    code, name, _ = communes()[0]
    rows = [
        ["Xã đăng ký", "Năm đăng ký", "Mức đăng ký", "Ghi chú"],
        [f"{code} – {name}", "2022", "Đạt chuẩn nông thôn mới", "đợt 1"],
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    arguments = ("--province", PROVINCE, "--kind", "registered_plan")
    report = told(run("import", path, *arguments))
    assert (report["status"], report["kind"], report["rows"]) == ("loaded", "registered_plan", 1)
    assert told(run("import", path, *arguments))["status"] == "already_loaded"


def test_the_checks_are_printed_as_json_and_csv(run):
    report = told(run("check", "--province", PROVINCE))
    assert report["province_code"] == PROVINCE
    assert report["findings"]
    rows = run("check", "--province", PROVINCE, "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(rows.stdout)))) == len(report["findings"])
    assert run("check", "--province", "01").exit_code == 1
