"""Text files: encodings, delimiters, quotes, and letters of old fonts."""

import unicodedata
from datetime import date

import pytest
from reader_files import read, refused, xlsx

from data.intake.cells import clean, day, is_day_format, number, typed
from data.intake.legacy import legacy_font

ROWS = (
    ("Mã xã", "Huyện", "Xã", "TC 1", "TC 2"),
    ("05986", "Huyện Đắk Glong", "Xã Quảng Khê", "Đạt", "Chưa đạt"),
    (24634, "Thị xã Gia Nghĩa", "Xã Ea R'Bin, thôn Ự", "x", 1),
)


def table(delimiter=",", newline="\r\n"):
    lines = []
    for row in ROWS:
        fields = (f'"{field}"' if delimiter in str(field) else str(field) for field in row)
        lines.append(delimiter.join(fields) + newline)
    return "".join(lines)


def windows_1258(text):
    """Return the bytes as Windows writes them: tones behind their vowel."""
    out = []
    for letter in text:
        base, tones = unicodedata.normalize("NFD", letter), ""
        for tone in "\u0300\u0301\u0303\u0309\u0323":
            if tone in base:
                base, tones = base.replace(tone, ""), tones + tone
        out.append(unicodedata.normalize("NFC", base) + tones)
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize(
    ("encoding", "remarks"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ()),
        ("utf-16-le", ("encoding_guessed",)),
        ("utf-16-be", ("encoding_guessed",)),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_unicode_encodings_and_delimiters(encoding, remarks, delimiter):
    workbook = read(table(delimiter).encode(encoding), "bieu.csv")
    assert workbook.sheets[0].rows == ROWS
    assert (workbook.encoding, workbook.delimiter) == (encoding, delimiter)
    assert workbook.kind == ("tsv" if delimiter == "\t" else "csv")
    assert workbook.remarks == remarks


def test_utf16_of_the_other_byte_order_with_mark():
    content = b"\xfe\xff" + table().encode("utf-16-be")
    assert read(content, "b.csv").sheets[0].rows == ROWS


def test_windows_1258_becomes_nfc():
    content = windows_1258(table(";"))
    assert content != table(";").encode("utf-8")
    workbook = read(content, "bieu.csv")
    assert workbook.sheets[0].rows == ROWS
    assert (workbook.encoding, workbook.remarks) == ("cp1258", ("encoding_guessed",))


def test_decomposed_utf8_becomes_nfc():
    content = unicodedata.normalize("NFD", table()).encode("utf-8")
    assert read(content, "b.csv").sheets[0].rows == ROWS


def test_other_encodings_are_refused():
    assert refused("表,数\n北京,上海\n".encode("gbk"), "b.csv").code == "encoding_unknown"
    assert refused("Имя,Район\nМосква,Тверь\n".encode("koi8-r"), "b.csv").code == "encoding_unknown"


def test_the_delimiter_is_the_one_that_cuts_evenly():
    text = 'Xã;Tỷ lệ;Ghi chú\nA;84,21;"một, hai; ba"\nB;16,00;bốn, năm, sáu\nC;5,5;\n'
    rows = read(text.encode(), "b.csv").sheets[0].rows
    assert rows[1] == ("A", "84,21", "một, hai; ba")
    assert rows[2] == ("B", "16,00", "bốn, năm, sáu")


def test_a_title_block_does_not_hide_the_delimiter():
    text = "BAN CHỈ ĐẠO, TỈNH\n(đến ngày 30/6/2021)\n\nSTT\tXã\tTC1\n1\tA\tx\n2\tB\tx\n3\tC\tx\n"
    workbook = read(text.encode(), "b.csv")
    assert workbook.delimiter == "\t"
    assert workbook.sheets[0].rows[3] == ("STT", "Xã", "TC1")
    assert workbook.sheets[0].rows[0] == ("BAN CHỈ ĐẠO, TỈNH",)


def test_a_line_that_names_the_delimiter_is_obeyed():
    assert read(b"sep=|\r\na|b,c\r\n", "b.csv").sheets[0].rows == (("a", "b,c"),)


def test_quotes_hold_lines_together():
    rows = read(b'a,"TC\r\n1 ""x"""\r\n1,2\r\n', "b.csv").sheets[0].rows
    assert rows == (("a", 'TC 1 "x"'), (1, 2))


def test_a_lost_quote_is_refused_not_swallowed():
    problem = refused(b'a,b\n1,"x\n2,y\n3,z\n', "b.csv")
    assert (problem.code, problem.params["line"]) == ("csv_quotes", 4)


def test_errors_written_as_text():
    sheet = read(b"a,b\n1,#DIV/0!\n", "b.csv").sheets[0]
    assert sheet.rows == (("a", "b"), (1, None))
    assert sheet.errors == {(1, 1): "#DIV/0!"}


def test_empty_rows_keep_their_place():
    assert read(b"a,b\n\n,,\n1,,\n,,,\n", "b.csv").sheets[0].rows == (("a", "b"), (), (), (1,))


TCVN3 = ["X· T©n Thµnh", "HuyÖn L¾k", "§¹t", "Ch­a ®¹t"]
VNI = ["Xaõ Taân Thaønh", "Huyeän Laék", "Ñaït", "Chöa ñaït"]


@pytest.mark.parametrize(("font", "words"), [("TCVN3", TCVN3), ("VNI", VNI)])
def test_old_fonts_are_told_not_converted(font, words):
    assert [legacy_font(word) for word in words] == [font] * 4
    problem = refused(xlsx(*([word] for word in words)))
    assert (problem.code, problem.cell, problem.params["font"]) == ("legacy_font", "A1", font)
    in_text = refused("\n".join(words).encode("latin-1"), "b.csv")
    assert in_text.code == "legacy_font"


def test_a_few_cells_of_an_old_font_do_not_stop_a_file():
    rows = [[word] for word in TCVN3] + [[f"Xã Tân Thịnh {n}"] for n in range(20)]
    workbook = read(xlsx(*rows))
    assert workbook.remarks == ("legacy_font_some",)
    assert workbook.sheets[0].rows[0] == ("X· T©n Thµnh",)


@pytest.mark.parametrize(
    "word",
    [
        "Xã Hoà",
        "Đồng Tháp",
        "Thuỷ Nguyên",
        "Xã Ea Đê",
        "Xã Gia Tô",
        "84 m²",
        "ĐẠT",
        "Xã Cát Bà",
        "Tuyên Hoá",
        "Hoà Thành",
        "Quý Quân",
        "Bình Sơn",
        "Xã Nà Khoá",
        "ÔN THÀNH",
        "Cô Tô",
        "xoè",
    ],
)
def test_true_vietnamese_is_no_old_font(word):
    assert legacy_font(word) == ""


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("  Xã\u00a0A\u200b ", "Xã A"),
        ("TC\r\n1", "TC 1"),
        ("a\x00b\x1f\ufeffc\tđ", "ab c đ"),
        ("\ud800x", "\ufffdx"),
        ("e\u0302\u0301", "ế"),
        ("hai  cách", "hai  cách"),
    ],
)
def test_clean(raw, plain):
    assert clean(raw) == plain.replace("ab c", "ab c" if "\x1f" in raw else "abc")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("5986", 5986),
        ("05986", "05986"),
        ("0", 0),
        ("-3", -3),
        ("-0", "-0"),
        (" 7 ", 7),
        ("12.5", "12.5"),
        ("16,00", "16,00"),
        ("", None),
        ("  ", None),
        ("1" * 16, "1" * 16),
    ],
)
def test_only_plain_whole_numbers_of_a_text_are_numbers(field, value):
    assert typed(field) == value
    assert type(typed(field)) is type(value)


@pytest.mark.parametrize(
    ("serial", "from_1904", "expected"),
    [
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (60, False, date(1900, 2, 28)),
        (61, False, date(1900, 3, 1)),
        (44377.7, False, date(2021, 6, 30)),
        (2958465, False, date(9999, 12, 31)),
        (2958466, False, None),
        (0.5, False, None),
        (-1, True, None),
        (0, True, date(1904, 1, 1)),
        (float("inf"), False, None),
    ],
)
def test_days(serial, from_1904, expected):
    assert day(serial, from_1904) == expected


@pytest.mark.parametrize(
    ("code", "is_day"),
    [
        ("dd/mm/yyyy", True),
        ("[$-1010000]d/m/yyyy;@", True),
        ("mmm", True),
        ("General", False),
        ("hh:mm:ss", False),
        ("0.00", False),
        ('0 "ngày d"', False),
        ("[Red]#,##0", False),
    ],
)
def test_formats_of_days(code, is_day):
    assert is_day_format(code) is is_day


def test_numbers():
    assert number(5986.0) == 5986
    assert number(1e300) == 1e300
    assert type(number(1e300)) is float
    assert number(float("nan")) is None
