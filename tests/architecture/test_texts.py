"""Every word on screen comes from ``i18n``: same keys in each language, all used, none missing."""

import ast
import re
from functools import cache
from string import Formatter

import pytest
import yaml
from source_tree import ROOT, dotted, files_of, name_of, tree

import i18n
from components import maps
from components.navigation import PAGES
from data.schemas import read_table
from domain.catalog import LANGUAGES
from domain.progress import Progress
from domain.vocabulary import Level, SnapshotStatus, Status

IS_FAMILY = re.compile(r"[a-z][a-z_]*\\\.")
"""Start of a pattern that composes keys: a first word and an (escaped) dot."""


def texts(language="vi"):
    return i18n.load(language)


@cache
def calls():
    """Return every call of ``t`` and ``has_text`` on screen: (place, call)."""
    return [
        (f"{name_of(path)}:{node.lineno}", node)
        for path in files_of("app.py", "pages", "components")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func) in ("t", "text.t", "has_text")
    ]


def family(node):
    """Return a pattern for the keys an expression can give, ``None`` when it says nothing."""
    if isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_.<>+-]+"
            for part in node.values
        ]
        return "".join(parts) if isinstance(node.values[0], ast.Constant) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left = node.left
        if isinstance(left, ast.Constant) and isinstance(left.value, str):
            return re.escape(left.value) + ".+"
    return None


def literals(node):
    """Return the literal keys of a call's argument: one, or both sides of ``a if x else b``."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return [node.value] if is_text else []


def test_every_language_has_its_files():
    folders = {path.name for path in (ROOT / "i18n").iterdir() if (path / "common.yml").is_file()}
    assert folders == set(LANGUAGES)
    names = {lang: {p.name for p in (ROOT / "i18n" / lang).glob("*.yml")} for lang in LANGUAGES}
    assert names["vi"] == names["en"]


def test_every_language_has_the_same_keys():
    assert sorted(texts("vi")) == sorted(texts("en"))


def placeholders(text):
    """Return the values a text writes, without those it only counts by."""
    return {
        name
        for _, name, spec, _ in Formatter().parse(text)
        if name is not None and i18n.FORMS not in spec
    }


def counted(text):
    """Return (value, forms) of the words whose form follows a number."""
    parts = Formatter().parse(text)
    return [(name, spec) for _, name, spec, _ in parts if name and i18n.FORMS in spec]


def test_every_translation_has_the_same_placeholders():
    different = {
        key
        for key in texts("vi").keys() & texts("en").keys()
        if placeholders(texts("vi")[key]) != placeholders(texts("en")[key])
    }
    assert different == set()


def test_a_word_is_counted_by_a_value_the_text_writes():
    # A unit stands alone: the figure is written before it.
    others = [key for key in texts("en") if not key.startswith("unit.")]
    for key in others:
        written = placeholders(texts("en")[key])
        assert {name for name, _ in counted(texts("en")[key])} <= written, key
    assert sum(bool(counted(text)) for text in texts("en").values()) > 150
    assert not any(counted(text) for text in texts("vi").values())


def test_no_word_keeps_its_plural_after_a_one():
    nouns = "communes|criteria|agencies|tasks|targets|districts|days"
    between = "further|measured|more|named|other"
    singular = re.compile(rf"\b1 (?:(?:{between}) )?(?:{nouns})\b")
    for key, text in texts("en").items():
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        filled = i18n.text("en", key, **dict.fromkeys(names, "1"))
        assert not singular.search(filled), f"{key}: {filled}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_left_over(language):
    for key, text in texts(language).items():
        assert text.strip() != "", key
        assert "  " not in text, key
        assert not re.search(r"\b(TODO|FIXME|XXX|lorem)\b", text), key


def test_a_key_stands_once_in_a_file():
    # YAML keeps the last of two equal keys and says nothing.
    class Strict(yaml.SafeLoader):
        pass

    def build(loader, node):
        keys = [loader.construct_object(key) for key, _ in node.value]
        assert len(keys) == len(set(keys)), sorted(keys)
        return loader.construct_mapping(node, deep=True)

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, build)
    for path in files_of("i18n", suffix=".yml"):
        yaml.load(path.read_text(encoding="utf-8"), Strict)


def test_every_literal_key_exists():
    missing = [
        f"{place}: {key}"
        for place, node in calls()
        if node.args
        for key in literals(node.args[0])
        if key not in texts()
    ]
    assert missing == []
    assert len(calls()) > 100


def test_every_composed_key_can_exist():
    families = {(place, family(node.args[0])) for place, node in calls() if node.args}
    assert any(pattern for _, pattern in families)
    lost = [
        f"{place}: {pattern}"
        for place, pattern in families
        if pattern and not any(re.fullmatch(pattern, key) for key in texts())
    ]
    assert lost == []


def test_every_literal_call_gives_what_its_text_asks_for():
    wrong = []
    for place, node in calls():
        keywords = {keyword.arg for keyword in node.keywords}
        if not node.args or None in keywords or dotted(node.func) == "has_text":
            continue
        for key in literals(node.args[0]):
            asked = placeholders(texts().get(key, ""))
            if not asked <= keywords:
                wrong.append(f"{place}: {key} needs {sorted(asked - keywords)}")
    assert wrong == []


def test_every_key_is_used():
    """Any literal or composed text of the code that can give a key counts as a use of it."""
    used: set[str] = set()
    patterns: set[str] = set()
    for path in files_of("app.py", "pages", "components", "domain", "data"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.add(node.value)
            pattern = family(node)
            if pattern and IS_FAMILY.match(pattern):
                patterns.add(pattern)
    unused = [
        key
        for key in texts()
        if key not in used and not any(re.fullmatch(pattern, key) for pattern in patterns)
    ]
    assert unused == []


def words(column):
    return sorted(set(read_table("targets")[column].dropna()))


FAMILIES = {
    "status": list(Status),
    "status.snapshot": list(SnapshotStatus),
    "level": list(Level),
    "progress": list(Progress),
    "language": list(LANGUAGES),
    "map.control": list(maps.MapLabels.__annotations__),
    "param": ["province", "district", "commune", "date", "set", "plan", "criterion", "group"],
}


@pytest.mark.parametrize("prefix", FAMILIES)
def test_every_word_of_a_vocabulary_has_a_text(prefix):
    assert [word for word in FAMILIES[prefix] if f"{prefix}.{word}" not in texts()] == []


def test_every_metric_and_unit_of_a_target_has_a_name():
    assert [metric for metric in words("metric") if f"metric.{metric}" not in texts()] == []
    assert [unit for unit in words("unit") if f"unit.{unit}" not in texts()] == []


def test_every_reason_for_not_judging_has_a_text():
    reasons = {
        keyword.value.value
        for path in files_of("domain")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "reason" and isinstance(keyword.value, ast.Constant)
    }
    assert len(reasons) > 5
    assert {reason for reason in reasons if reason and f"reason.{reason}" not in texts()} == set()


def test_every_page_has_a_title():
    assert [spec.title_key for spec in PAGES if spec.title_key not in texts()] == []


def test_every_action_of_the_log_is_named():
    written = {
        call.args[2].value
        for path in files_of("data")
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and dotted(call.func) in ("record", "audit.record")
        and len(call.args) > 2
        and isinstance(call.args[2], ast.Constant)
    }
    assert {"signed_in", "looked_at", "undo"} <= written
    assert not {action for action in written if f"log.action.{action}" not in texts()}
