"""What keeps hostile text and addresses harmless, wherever a file is written or opened."""

import ast
import re

import pytest
from source_tree import dotted, name_of, product_files, tree

from components import downloads
from domain.spreadsheet import neutralise

HOSTILE = ("=HYPERLINK(1)", "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1")


def calls_of(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_a_formula_is_told_to_be_text(text):
    assert neutralise(text) == f"'{text}"
    assert downloads.neutralise(text) == f"'{text}"
    cells = downloads.csv_bytes([text], [[text, -5, None]]).decode("utf-8-sig")
    assert cells.count("'") == 2
    assert "-5" in cells


def test_every_csv_file_is_written_with_formulas_neutralised():
    writers = []
    for path in product_files():
        called = {dotted(call.func) for call in calls_of(path)}
        if called & {"csv.writer", "csv.DictWriter"}:
            writers.append(name_of(path))
            source = path.read_text(encoding="utf-8")
            # The package's tables come through package_cells, which neutralises every cell.
            assert "neutralise" in source or "package_cells" in source, name_of(path)
        assert not {name for name in called if name.endswith(".to_csv")}, name_of(path)
    assert len(writers) >= 4


def test_every_workbook_takes_text_for_text():
    writers = []
    for path in product_files():
        source = path.read_text(encoding="utf-8")
        made = {dotted(call.func) for call in calls_of(path)} & {"Workbook", "xlsxwriter.Workbook"}
        if made and "xlsxwriter" in source:
            writers.append(name_of(path))
            safe = '"strings_to_formulas": False' in source and '"strings_to_urls": False' in source
            assert safe or re.search(r"import .*OPTIONS", source), name_of(path)
        assert ".to_excel(" not in source, name_of(path)
    assert len(writers) >= 3


FETCHERS = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib", "socket"}


def test_nothing_fetches_an_address():
    for path in product_files():
        for node in ast.walk(tree(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [str(node.module), *(f"{node.module}.{a.name}" for a in node.names)]
            assert not FETCHERS & set(names), name_of(path)


def test_no_command_goes_through_a_shell():
    for path in product_files():
        for call in calls_of(path):
            keywords = {k.arg: k.value for k in call.keywords}
            shell = keywords.get("shell")
            assert shell is None or getattr(shell, "value", True) is False, name_of(path)
            assert dotted(call.func) not in ("os.system", "os.popen"), name_of(path)
