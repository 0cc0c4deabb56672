"""What a command refuses and what breaks: exit codes 1 and 2, and never a traceback."""

import re

import pytest
from typer.testing import CliRunner

from data import cli_faults, queries, setup
from data.boundaries.faults import BoundaryFileError
from data.cli import app
from data.paths import log_path
from data.schemas import TableError
from data.store import schema
from data.store.engine import begin_write, get_engine

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
        (
            ["plan", "--province", "66", "--as-of", "2021-12-31", "--targets", "x", "--limit=-1"],
            "giá trị của --limit không dùng được, cần số từ 0 trở lên.",
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


@pytest.mark.usefixtures("ready_var")
def test_a_password_that_is_not_repeated_alike_makes_no_account():
    asked = ["user", "add", "hoa", "--role", "staff", "--password"]
    result = CliRunner().invoke(app, asked, input="mat-khau-Dai-1\nmat-khau-Dai-2\n")
    assert result.exit_code == 1
    assert "Hai lần nhập mật khẩu không giống nhau; chưa ghi gì." in result.stderr
    assert "hoa" not in CliRunner().invoke(app, ["user", "list"]).stdout


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
