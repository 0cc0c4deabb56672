"""Files that must not be read: each refused for its reason, with the figure and the bound."""

import io
import logging
import random
import re
import resource
import signal
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from reader_files import (
    SHEET,
    cells_xml,
    ods,
    ods_cell,
    ods_row,
    ods_sheet,
    read,
    refused,
    rezipped,
    with_part,
    with_sheet_xml,
    written,
    xls,
    xlsx,
)

import i18n
from data import paths
from data.intake import files
from data.intake.faults import FileRefusedError
from data.intake.limits import MEGABYTE, configured_limits

LIMITS = configured_limits()


def limits(**changes):
    return replace(LIMITS, **changes)


def zipped(*parts, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"   \r\n", b"\xef\xbb\xbf\n", b"\x00" * 50, b"\xff\xfe"])
def test_nothing_in_it(content):
    assert refused(content).code == "file_empty"


def test_a_workbook_without_values_is_empty():
    assert refused(xlsx()).code == "file_empty"
    assert refused(b",,,\n,,,\n", "b.csv").code == "file_empty"


def test_too_many_bytes():
    problem = refused(b"x" * (MEGABYTE + 1), limits=limits(file_mb=1))
    assert (problem.code, dict(problem.params)) == ("file_too_large", {"size": 2, "limit": 1})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"MZ\x90\x00\x03\x00", "EXE"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (zipped(("word/document.xml", "<x/>"), ("[Content_Types].xml", "<x/>")), "Word (docx)"),
        (zipped(("ppt/presentation.xml", "<x/>")), "PowerPoint (pptx)"),
        (zipped(("bieu.xlsx", xlsx(["x"]))), "ZIP"),
        (zipped(("[Content_Types].xml", "<x/>")), "ZIP"),
        (
            zipped(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "")),
            "OpenDocument",
        ),
    ],
)
def test_something_else_with_the_name_of_a_workbook(content, kind):
    problem = refused(content)
    assert (problem.code, problem.params["kind"]) == ("file_other_kind", kind)


def test_words_that_begin_like_another_kind_are_still_a_table():
    assert read(b"BM,MZ\n1,2\n", "b.csv").sheets[0].rows == (("BM", "MZ"), (1, 2))


def test_binary_workbooks_have_their_own_remedy():
    assert refused(zipped(("xl/workbook.bin", b"x")), "b.xlsx").code == "file_xlsb"


def test_noise_is_no_table():
    noise = random.Random(1).randbytes(5000)
    assert refused(noise, "b.csv").code == "file_unknown"
    assert refused(b"a,b\n" + b"\x00\x01\x02" * 100, "b.csv").code == "file_unknown"


def test_a_zero_byte_in_a_text_is_dropped():
    assert read(b"a,b\x00c\n" + b"1,2\n" * 50, "b.csv").sheets[0].rows[0] == ("a", "bc")


def ole(*names):
    """Return the smallest OLE container with streams of these names."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    head[80:512] = b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    directory = b""
    for index, name in enumerate(["Root Entry", *names][:4]):
        words = name.encode("utf-16-le")
        entry = words + bytes(64 - len(words)) + struct.pack("<H", len(words) + 2)
        entry += bytes([5 if index == 0 else 2, 1]) + b"\xff" * 8
        entry += struct.pack("<I", 1 if index == 0 else 0xFFFFFFFF)
        entry += bytes(36) + struct.pack("<III", 0xFFFFFFFE, 0, 0)
        directory += entry
    return bytes(head) + table + directory.ljust(512, b"\x00")


def test_a_password():
    assert refused(ole("EncryptedPackage"), "b.xlsx").code == "file_encrypted"
    content = bytearray(xlsx(["x"]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert refused(bytes(content)).code == "file_encrypted"
    locked = ods(lambda document: ods_row(ods_sheet(document, "A"), ods_cell("x")))
    manifest = (
        b"<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>"
    )
    locked = rezipped(locked, {"META-INF/manifest.xml": manifest})
    assert refused(locked, "b.ods").code == "file_encrypted"


def test_a_word_document_in_an_old_container():
    problem = refused(ole("WordDocument"), "b.xls")
    assert (problem.code, problem.params["kind"]) == ("file_other_kind", "Word (doc)")


def test_an_old_workbook_with_a_password():
    content = bytearray(xls(lambda book: book.add_sheet("A").write(0, 0, "x")))
    # Right behind the first record (BOF) stands one that may be turned into FILEPASS.
    start = content.index(struct.pack("<HHHH", 0x0809, 16, 0x0600, 5)) + 20
    struct.pack_into("<H", content, start, 0x002F)
    assert refused(bytes(content), "b.xls").code == "file_encrypted"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_half_a_file_is_damaged(share):
    rows = [[f"Xã {row}", row, "x"] for row in range(300)]
    for content in (xlsx(*rows), xls(lambda book: fill_xls(book, rows))):
        cut = content[: int(len(content) * share)]
        assert refused(cut).code == "file_damaged"


def fill_xls(book, rows):
    sheet = book.add_sheet("A")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            sheet.write(row, column, value)


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes_are_refused_or_read_but_never_crash(seed):
    source, codes = random.Random(seed), set()
    rows = [[f"Xã {row}", row, "x"] for row in range(40)]
    for content in (xlsx(*rows), xls(lambda book: fill_xls(book, rows))):
        changed = bytearray(content)
        for _ in range(20):
            changed[source.randrange(len(changed))] = source.randrange(256)
        try:
            read(bytes(changed), "b", limits(cells=100_000))
        except FileRefusedError as error:
            codes.add(error.problems[0].code)
    assert all(f"problem.{code}.why" in i18n.load("vi") for code in codes)


def test_a_bomb_is_refused_for_what_it_declares():
    huge = b"\x00" * (3 * MEGABYTE)
    problem = refused(zipped(("xl/workbook.xml", huge)), limits=limits(unpacked_mb=2))
    assert (problem.code, dict(problem.params)) == ("archive_too_large", {"size": 3, "limit": 2})


def test_a_part_packed_a_thousand_times_is_refused():
    content = zipped(("xl/workbook.xml", "<workbook/>"), ("a", b"\x00" * (6 * MEGABYTE)))
    problem = refused(content)
    assert problem.code == "archive_ratio"
    assert problem.params["ratio"] > problem.params["limit"] == LIMITS.unpacked_ratio


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_declared():
    sheet = f"<worksheet><sheetData>{' ' * 4 * MEGABYTE}</sheetData></worksheet>"
    content = bytearray(rezipped(xlsx(["x"]), {SHEET: sheet.encode()}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = (
            content.index(SHEET.encode(), content.index(mark))
            if mark[2] == 3
            else content.rindex(SHEET.encode())
        )
        head = content.rindex(mark, 0, at)
        struct.pack_into("<I", content, head + offset, 1000)
    assert refused(bytes(content), limits=limits(unpacked_mb=1)).code == "file_damaged"


def test_what_is_really_unpacked_is_counted_over_all_parts():
    # Each part alone and as declared fits; read together with the shared texts it does not.
    content = rezipped(xlsx(["x"]), add={"xl/extra.xml": random.Random(2).randbytes(MEGABYTE)})
    assert refused(content, limits=limits(unpacked_mb=1)).code == "archive_too_large"


def test_parts_in_thousands():
    content = zipped(*((f"xl/{n}.xml", "") for n in range(60)))
    problem = refused(content, limits=limits(entries=50))
    assert (problem.code, dict(problem.params)) == ("archive_entries", {"count": 60, "limit": 50})


def test_strange_compression_is_refused():
    content = zipped(("xl/workbook.xml", "<workbook/>"), method=zipfile.ZIP_LZMA)
    assert refused(content).code == "file_damaged"


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
FOREIGN = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>'


@pytest.mark.parametrize("head", [LAUGHS, FOREIGN, PARAMETER, "<!DOCTYPE x SYSTEM 'x.dtd'>"])
def test_xml_entities_are_refused_wherever_they_stand(head):
    cell = '<row><c t="inlineStr"><is><t>&f;</t></is></c></row>'
    assert refused(with_sheet_xml(f"<sheetData>{cell}</sheetData>", head)).code == "xml_entities"
    declared = f'<?xml version="1.0"?>{head}<x/>'.encode()
    workbook = written(lambda _, sheet: sheet.write("A1", "x"))
    for part in ("xl/workbook.xml", "xl/styles.xml", "_rels/.rels", "xl/sharedStrings.xml"):
        assert refused(rezipped(workbook, {part: declared})).code == "xml_entities", part
    table = ods(lambda document: ods_row(ods_sheet(document, "A"), ods_cell("x")))
    for part in ("content.xml", "META-INF/manifest.xml"):
        assert refused(rezipped(table, {part: declared}), "b.ods").code == "xml_entities", part


def test_too_many_sheets():
    problem = refused(
        xls(lambda book: [book.add_sheet(f"S{n}") for n in range(5)]), limits=limits(sheets=4)
    )
    assert (problem.code, problem.params["limit"]) == ("too_many_sheets", 4)


def test_a_value_far_below_or_far_right_is_named():
    below = refused(cells_xml('<row r="1048576"><c r="B1048576"><v>1</v></c></row>'))
    assert (below.code, below.cell) == ("too_many_rows", "B1048576")
    right = refused(cells_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>'))
    assert (right.code, right.cell, right.sheet) == ("too_many_columns", "XFD1", "Sheet")


@pytest.mark.parametrize("place", ["A99999999999", "A0", "1", "AAAA1", "Đ1", "A-1", "A1:B2"])
def test_impossible_places(place):
    problem = refused(cells_xml(f'<row><c r="{place}"><v>1</v></c></row>'))
    assert problem.code in ("file_damaged", "too_many_rows")


@pytest.mark.parametrize(
    "cell",
    ["<c><v>x</v></c>", '<c t="s"><v>7</v></c>', '<c t="s"><v>-1</v></c>', "<c><v>1</v></row>"],
)
def test_impossible_values(cell):
    assert refused(cells_xml(f"<row>{cell}</row>")).code == "file_damaged"


def test_numbers_that_are_none():
    sheet = read(cells_xml("<row><c><v>1E999</v></c><c><v>NaN</v></c><c><v>1</v></c></row>"))
    assert sheet.sheets[0].rows == ((None, None, 1),)
    assert sheet.sheets[0].errors == {(0, 0): "#NUM!", (0, 1): "#NUM!"}


def test_a_million_columns_or_rows_of_text():
    assert refused(b"," * 1_000_000 + b"x\n", "b.csv").code == "too_many_columns"
    assert refused(b"1\n" * 101, "b.csv", limits(rows=100)).code == "too_many_rows"
    many = refused(b"1,2,3\n" * 400, "b.csv", limits(cells=1000))
    assert (many.code, many.params["limit"]) == ("too_many_cells", 1000)


def test_gaps_count_as_cells():
    xml = "".join(f'<row r="{n}"><c r="Z{n}"><v>1</v></c></row>' for n in range(1, 11))
    assert len(read(cells_xml(xml), limits=limits(cells=260)).sheets[0].rows) == 10
    assert refused(cells_xml(xml), limits=limits(cells=259)).code == "too_many_cells"


def test_one_endless_line():
    problem = refused(b"x" * 40_000, "b.csv")
    assert (problem.code, problem.params["limit"]) == ("cell_too_long", 32767)
    problem = refused(xlsx(["a", "y" * 32_767, "z"]), limits=limits(cell_characters=32_766))
    assert (problem.code, problem.cell, problem.params["length"]) == ("cell_too_long", "B1", 32767)


def test_one_shared_text_used_a_thousand_times_counts_a_thousand_times():
    content = written(lambda _, sheet: [sheet.write(row, 0, "x" * 1000) for row in range(1000)])
    assert len(content) < 50_000
    assert refused(content, limits=limits(characters=999_999)).code == "too_much_text"
    assert len(read(content, limits=limits(characters=1_000_000)).sheets[0].rows) == 1000


def test_an_ods_cell_repeated_a_million_times():
    cell = ods_cell("x", valuetype="string", numbercolumnsrepeated=1_000_000)
    wide = ods(lambda document: ods_row(ods_sheet(document, "A"), cell))
    assert refused(wide, "b.ods").code == "too_many_columns"
    tall = ods(
        lambda d: ods_row(
            ods_sheet(d, "A"), ods_cell("x", valuetype="string"), numberrowsrepeated=2**40
        )
    )
    assert refused(tall, "b.ods").code == "too_many_rows"
    hidden = ods(lambda d: ods_row(ods_sheet(d, "A"), ods_cell("x"), visibility="collapse"))
    hidden = with_part(
        hidden,
        "content.xml",
        "<table:table-row",
        '<table:table-row table:number-rows-repeated="99999999999" table:visibility="collapse"/>'
        "<table:table-row",
    )
    assert refused(hidden, "b.ods").code == "too_many_rows"


def test_overlapping_merged_areas_are_damage():
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, 5)
    )
    areas = "<mergeCell ref='A1:B4'/>" * 3
    content = with_sheet_xml(f"<sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells>")
    assert refused(content).code == "file_damaged"


def test_a_workbook_that_lists_a_sheet_it_lacks():
    assert refused(rezipped(xlsx(["x"]), {SHEET: None})).code == "file_damaged"


def test_paths_that_climb_out_are_only_names():
    content = rezipped(xlsx(["x"]), add={"../../../tmp/evil": b"x", "/etc/passwd": b"x"})
    assert read(content).sheets[0].rows == (("x",),)


# The process that reads


def test_another_process_gives_the_same_as_this_one():
    content = xlsx(["Xã Đắk Nuê", 5986.0, True, None, '=COUNTIF(A1:A1,"x")'], ["", 0.5])
    here, there = read(content), files.read_file(content, "bieu.xlsx")
    assert vars(here.sheets[0]) == vars(there.sheets[0])
    assert {**vars(here), "sheets": ()} == {**vars(there), "sheets": ()}


def test_another_process_refuses_with_the_same_words():
    with pytest.raises(FileRefusedError) as caught:
        files.read_file(b"%PDF-1.7", "bieu.xlsx")
    assert caught.value.problems == (refused(b"%PDF-1.7"),)


def test_memory_is_bounded_by_the_system():
    content = ("x" * 1000 + "\n").encode() * 20_000
    with pytest.raises(FileRefusedError) as caught:
        files.read_file(content, "b.csv", limits(memory_mb=60))
    assert caught.value.problems[0].code == "reader_memory"


def test_marks_piled_on_one_letter_are_cut():
    # Sorting them would take quadratic time; eight are more than any letter has.
    sheet = read(("e" + "\u0323\u0302" * 9000 + "x,1\n").encode(), "b.csv").sheets[0]
    assert sheet.rows == (("ệ" + "\u0323" * 3 + "\u0302" * 3 + "x", 1),)


def test_time_is_bounded_by_the_clock():
    content = b'"\n' * 10_000_000
    with pytest.raises(FileRefusedError) as caught:
        files.read_file(content, "b.csv", limits(seconds=1))
    problem = caught.value.problems[0]
    assert (problem.code, problem.params["limit"]) == ("reader_timeout", 1)


def ended(code, errors=b""):
    return lambda *_, **__: subprocess.CompletedProcess([], code, b"", errors)


@pytest.mark.parametrize(
    ("code", "errors", "expected"),
    [
        (-signal.SIGXCPU, b"", "reader_timeout"),
        (1, b"MemoryError", "reader_memory"),
        (-signal.SIGKILL, b"", "reader_memory"),
        (-signal.SIGSEGV, b"", "reader_failed"),
        (1, b"KeyError: 'x'", "reader_failed"),
    ],
)
def test_a_process_that_ends_without_an_answer(monkeypatch, caplog, code, errors, expected):
    monkeypatch.setattr(files.subprocess, "run", ended(code, errors))
    with caplog.at_level(logging.ERROR), pytest.raises(FileRefusedError) as caught:
        files.read_file(b"a,b", "b.csv")
    assert caught.value.problems[0].code == expected
    assert ("KeyError" in caplog.text) == (b"KeyError" in errors)


def test_too_many_at_once_are_told(monkeypatch):
    monkeypatch.setattr(files, "_SLOTS", files.threading.BoundedSemaphore(1))
    with files._SLOTS, pytest.raises(FileRefusedError) as caught:
        files.read_file(b"a,b", "b.csv", limits(seconds=0))
    assert caught.value.problems[0].code == "reader_busy"


def test_the_process_gets_no_secrets_and_bounds_itself(monkeypatch):
    monkeypatch.setenv("NTM_DATABASE_URL", "postgresql://secret")
    assert "NTM_DATABASE_URL" not in files._environment()
    script = (
        "import resource, data.intake.child as c; from data.intake.limits import configured_limits;"
        "c._bound(configured_limits());"
        "print(*[resource.getrlimit(getattr(resource, n))[0] for n in ('RLIMIT_AS', 'RLIMIT_CPU')])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=paths.ROOT, capture_output=True, check=True, text=True
    ).stdout
    assert [int(word) for word in said.split()] == [LIMITS.memory_mb * MEGABYTE, LIMITS.seconds]
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != LIMITS.memory_mb * MEGABYTE


def test_every_refusal_and_remark_has_words():
    folder = paths.ROOT / "data" / "intake"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'refusal\(\s*"([a-z_]+)"', source))
    codes |= set(re.findall(r'remarks\.append\("([a-z_]+)"\)', source))
    assert len(codes) > 25
    missing = {
        f"{language} {code}.{part}"
        for language in ("vi", "en")
        for code in codes
        for part in ("why", "do")
        if f"problem.{code}.{part}" not in i18n.load(language)
    }
    assert missing == set()
