"""``python -m data export``: what each kind writes, where, and what is refused."""

import csv
import io
import zipfile

import openpyxl
import pytest
from typer.testing import CliRunner

from data.cli import app

ASKED = ("export", "--province", "66", "--as-of", "2021-12-31")


@pytest.fixture
def run(ready_var, tmp_path, monkeypatch):
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments):
        result = CliRunner().invoke(app, list(arguments), prog_name="python -m data")
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return invoke


def test_marks_stay_the_default(run):
    plain, named = run(*ASKED), run(*ASKED, "--kind", "marks")
    assert plain.exit_code == 0
    assert plain.stdout == named.stdout
    heading, first, *_ = plain.stdout.splitlines()
    assert heading == "as_of,commune_code,criterion_no,status,set_id,provenance"
    assert first == "2021-12-31,24157,1,met,QD1980_2016,illustrative"


def test_marks_of_a_district_are_its_own(run):
    whole, part = run(*ASKED).stdout.splitlines(), run(*ASKED, "--district", "654").stdout
    assert len(part.splitlines()) == 1 + 15 * 19  # Krông Pắc has 15 communes
    assert set(part.splitlines()) < set(whole)
    refused = run(*ASKED, "--district", "643", "--kind", "package")
    assert refused.exit_code == 2
    assert "--district" in refused.stderr


def test_a_workbook_is_written_under_its_own_name(run, tmp_path):
    result = run(*ASKED, "--kind", "workbook")
    assert result.exit_code == 0
    assert result.stdout == ""
    [path] = tmp_path.iterdir()
    assert path.name == "bieu-tong-hop_66_2021-12-31_minh-hoa.xlsx"
    assert path.name in result.stderr
    assert openpyxl.load_workbook(path).sheetnames[0] == "Biểu 01"


def test_a_file_goes_where_it_is_sent(run, tmp_path):
    target = tmp_path / "mot.csv"
    told = ("--district", "654", "--criterion", "17", "-o", str(target))
    assert run(*ASKED, "--kind", "tidy", *told).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    assert len(rows) == 15
    folder = tmp_path / "folder"
    folder.mkdir()
    assert run("export", "--kind", "package", "-o", str(folder)).exit_code == 0
    with zipfile.ZipFile(folder / "goi-du-lieu_vn.zip") as archive:
        assert "datapackage.json" in archive.namelist()


def test_the_country_is_written_at_the_newest_dates(run, tmp_path):
    result = run("export", "--province", "vn", "--kind", "tidy")
    assert result.exit_code == 0
    assert "Cả nước: 4 tỉnh có số liệu" in result.stderr
    rows = list(
        csv.DictReader(
            io.StringIO((tmp_path / "ket-qua-dang-dai_vn_minh-hoa.csv").read_text("utf-8-sig"))
        )
    )
    assert len({row["Mã tỉnh"] for row in rows}) == 4
    refused = run("export", "--province", "vn", "--kind", "tidy", "--as-of", "1999-01-01")
    assert refused.exit_code == 1
    assert "Chưa có số liệu của tỉnh nào" in refused.stderr


def test_a_report_is_a_word_file(run, tmp_path):
    target = tmp_path / "bao-cao.docx"
    result = run(*ASKED, "--kind", "report", "--report", "annual", "-o", str(target))
    assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(target) as archive:
        assert "word/document.xml" in archive.namelist()


def test_a_map_without_polygons_is_refused_with_the_reason(run, tmp_path):
    result = run(*ASKED, "--kind", "geopackage")
    assert result.exit_code == 1
    assert "Chưa có ranh giới xã của tỉnh Đắk Lắk" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export",), "thiếu --province"),
        (("export", "--province", "66"), "thiếu --as-of"),
        ((*ASKED, "--kind", "pdf"), "giá trị của --kind không dùng được"),
        ((*ASKED, "--criterion", "1"), "--criterion không dùng với --kind marks"),
        ((*ASKED, "--kind", "tidy", "--format", "json"), "--format chỉ dùng với --kind marks"),
        ((*ASKED, "--kind", "tidy", "--criterion", "20"), "không có tiêu chí 20"),
        ((*ASKED, "--kind", "tidy", "--group", "9"), "không có nhóm 9"),
        ((*ASKED, "--kind", "tidy", "--since", "2022-12-31"), "không so được với kỳ 2022-12-31"),
        (("export", "--province", "vn", "--kind", "report"), "--kind report không dùng cho cả"),
        (
            ("export", "--province", "vn", "--kind", "tidy", "--group", "1"),
            "--group không dùng cho cả nước",
        ),
        ((*ASKED, "--kind", "workbook", "--plan", "nope"), "không có kế hoạch 'nope'"),
        ((*ASKED, "--kind", "workbook", "--district", "664"), "không có huyện mang mã '664'"),
        (("export", "--kind", "package", "--province", "99"), "không có tỉnh mang mã '99'"),
    ],
)
def test_wrong_usage_is_exit_code_2(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert lines[0].startswith("Sai cách dùng: ")
    assert said in lines[0]
    assert len(lines) <= 2


def test_a_district_without_data_is_exit_code_1(run):
    asked = ("export", "--province", "67", "--as-of", "2022-01-01", "--kind", "workbook")
    result = run(*asked, "--district", "660")
    assert result.exit_code == 1
    assert "Kỳ này chưa có số liệu của huyện 660" in result.stderr


def test_slides_are_written_in_both_forms_and_languages(run, tmp_path):
    assert run(*ASKED, "--kind", "slides").exit_code == 0
    assert run(*ASKED, "--kind", "slides-pdf", "--lang", "en").exit_code == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"trinh-chieu_66_2021-12-31_minh-hoa.{ending}" for ending in ("pdf", "pptx")]
    wrong = run(*ASKED, "--kind", "slides", "--deck", "99")
    assert wrong.exit_code == 1
    assert "Không có bộ trang số 99" in wrong.stderr
    assert run(*ASKED, "--kind", "workbook", "--deck", "1").exit_code == 2
