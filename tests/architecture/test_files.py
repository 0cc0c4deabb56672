"""Committed files: UTF-8, NFC and LF, pins, docstrings, links that lead somewhere."""

import ast
import re
import unicodedata
from urllib.parse import unquote

import pytest
import typer.main
from source_tree import ROOT, files_of, name_of, product_files, tree

from data.cli import app

DOCUMENTS = [*ROOT.glob("*.md"), *files_of("docs", suffix=".md")]
TEXTS = [
    *(path for folder in ("data", "i18n") for path in files_of(folder, suffix=".csv")),
    *(path for folder in ("data", "i18n") for path in files_of(folder, suffix=".yml")),
    *DOCUMENTS,
]


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_a_text_file_is_utf8_nfc_with_lf(path):
    content = path.read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\n")
    text = content.decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)


def test_there_are_files_to_look_at():
    assert len(TEXTS) > 60


def test_vietnamese_in_code_is_nfc_too():
    for path in [*product_files(), *files_of("scripts", "tests")]:
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text), name_of(path)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line.strip() and not line.startswith(("#", "-r "))]
    assert len(wanted) > 5
    # What has no build for Windows may say so; everything else is wanted everywhere.
    pin = r"[A-Za-z0-9_.-]+(\[[a-z,]+\])?==[\w.]+(; sys_platform != \"win32\")?"
    loose = [w for w in wanted if not re.fullmatch(pin, w)]
    assert loose == []


def test_every_module_says_what_it_is_for():
    paths = [*product_files(), *files_of("scripts", "benchmarks")]
    assert [name_of(path) for path in paths if not ast.get_docstring(tree(path))] == []


ADDRESS = re.compile(r"(localhost|127\.0\.0\.1|0\.0\.0\.0):\d+")
MAY_NAME_A_PORT = {"Makefile", "README.md", ".streamlit/config.toml"}


def test_no_code_names_a_port_of_this_machine():
    paths = [*product_files(), *files_of("scripts", "tests")]
    for suffix in (".js", ".css", ".yml", ".toml"):
        paths += files_of("components", "data", "i18n", ".streamlit", suffix=suffix)
    found = {name_of(path) for path in paths if ADDRESS.search(path.read_text(encoding="utf-8"))}
    assert found - MAY_NAME_A_PORT == set()


FOREIGN = re.compile(r"https?://[^\s\"'`)]+|url\(\s*['\"]?//[^)]*")


def test_nothing_the_browser_gets_names_another_host():
    allowed = ("http://www.w3.org/",)  # names of XML vocabularies, never fetched
    for suffix in (".js", ".css"):
        for path in files_of("components", suffix=suffix):
            addresses = re.findall(
                r"https?://[^\s\"'`)]+|url\(\s*['\"]?//", path.read_text("utf-8")
            )
            assert [a for a in addresses if not a.startswith(allowed)] == [], name_of(path)


LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_between_documents_lead_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        linked = (path.parent / file).resolve() if file else path
        if not linked.exists() or (anchor and anchor not in anchors(linked)):
            broken.append(target)
    assert broken == []


def anchors(path):
    """Return the anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def test_every_command_the_readme_shows_exists():
    shown = set(re.findall(r"-m data ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert shown
    assert shown <= set(typer.main.get_command(app).commands)


def test_every_make_target_the_readme_shows_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    shown = set(re.findall(r"`make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert shown
    assert shown <= targets


def test_every_listed_make_target_is_described_or_an_alias():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE).group(1).split()
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    assert set(phony) == targets
