"""Who may import whom, who may touch what, and how long a file may grow."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from source_tree import ROOT, dotted, files_of, line_count, name_of, product_files, tree

from components.navigation import PAGES

LIMITS = {"app.py": 60, "pages": 120, "components": 250, "domain": 300, "data": 300}


def test_the_import_contract_holds():
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"[2-9] kept, 0 broken", result.stdout)


@pytest.mark.parametrize("place", LIMITS)
def test_files_stay_short(place):
    sizes = {name_of(path): line_count(path) for path in files_of(place)}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > LIMITS[place]} == {}


def test_the_menu_and_the_folder_of_pages_agree():
    assert {spec.script for spec in PAGES} == {path.stem for path in files_of("pages")}
    assert len({spec.url_path for spec in PAGES}) == len(PAGES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", spec.url_path) for spec in PAGES)


def imports_of(path):
    """Return what a file imports: ``a.b`` for ``import a.b``, ``a.b`` for ``from a import b``."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


DOORS = {"cached", "cached_intake", "cached_checks", "cached_scenarios"} | {
    *("actions", "outputs", "scenario_actions", "cached_duties"),
    *("cached_slides", "slide_actions", "cached_access", "sharing", "drafts", "kept_files"),
}
PAGES_MAY_IMPORT = {f"data.{name}" for name in DOORS}


def test_pages_reach_data_through_its_doors_only():
    for path in [*files_of("pages"), ROOT / "app.py"]:
        server = {f"data.{name}" for name in ("access", "cached_version")}
        server |= {"data.web.EarlyMap", "data.web.web_options", "data.web.record_fault"}
        allowed = PAGES_MAY_IMPORT | (server if path.name == "app.py" else set())
        found = {name for name in imports_of(path) if name.split(".")[0] == "data"}
        assert found <= allowed, name_of(path)


def test_pages_do_not_import_the_store_libraries():
    for path in files_of("pages"):
        roots = {name.split(".")[0] for name in imports_of(path)}
        assert not roots & {"sqlalchemy", "geopandas", "yaml", "os", "pathlib"}, name_of(path)


def test_pages_read_like_a_table_of_contents():
    for path in files_of("pages"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 15, f"{name_of(path)}: {node.name}"
            if isinstance(node, ast.Call):
                assert not dotted(node.func).startswith("pd.read_"), name_of(path)
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"</?[a-z]+[ >]", node.value), f"{name_of(path)}: raw HTML"


def attributes_used(path):
    return {dotted(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}


def test_only_one_module_touches_session_and_url():
    for path in product_files():
        if name_of(path) == "components/state.py":
            continue
        used = attributes_used(path) | imports_of(path)
        banned = {name for name in used if re.search(r"\b(session_state|query_params)\b", name)}
        assert banned == set(), name_of(path)
    assert "st.session_state" in attributes_used(ROOT / "components" / "state.py")


CACHES = sorted(ROOT.glob("data/cached*.py"))


def cached_functions():
    """Yield every function that Streamlit caches, with the call of its decorator."""
    for path in CACHES:
        for node in ast.walk(tree(path)):
            for decorator in getattr(node, "decorator_list", []):
                call = decorator if isinstance(decorator, ast.Call) else None
                if dotted(call.func if call else decorator).startswith("st.cache_"):
                    yield node, call


def test_only_the_cache_modules_cache_for_streamlit():
    for path in set(product_files()) - set(CACHES):
        used = attributes_used(path) | imports_of(path)
        assert not {name for name in used if ".cache_" in name}, name_of(path)
    assert len(list(cached_functions())) > 10


def test_every_cache_is_bounded():
    for node, call in cached_functions():
        assert call is not None, node.name
        assert "max_entries" in {keyword.arg for keyword in call.keywords}, node.name


def test_every_parameter_of_a_cache_is_part_of_its_key():
    for node, _ in cached_functions():
        # Streamlit leaves parameters with an underscore out of the key.
        names = [argument.arg for argument in node.args.args + node.args.kwonlyargs]
        assert [name for name in names if name.startswith("_")] == [], node.name


def test_no_markup_bypasses_escaping():
    for path in product_files():
        for node in ast.walk(tree(path)):
            keywords = {k.arg for k in node.keywords} if isinstance(node, ast.Call) else set()
            assert "unsafe_allow_html" not in keywords, name_of(path)
            if isinstance(node, ast.Call) and dotted(node.func) == "Markup" and node.args:
                # Markup("…") declares its text safe, so it may only be given a literal, or say
                # on the line itself why the linter's warning does not apply.
                line = path.read_text(encoding="utf-8").splitlines()[node.lineno - 1]
                is_safe = isinstance(node.args[0], ast.Constant) or "noqa: S704 -- " in line
                assert is_safe, f"{name_of(path)}:{node.lineno}"


def test_the_size_of_a_criteria_set_is_written_nowhere():
    paths = [p for p in product_files() if "migrations" not in p.parts]
    for path in paths:
        lines = [
            node.lineno
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and type(node.value) is int and node.value == 19
        ]
        assert lines == [], name_of(path)


def test_nothing_from_outside_is_unpickled_or_evaluated():
    banned = {"pickle", "marshal", "shelve", "dill"}
    for path in product_files():
        assert not {name.split(".")[0] for name in imports_of(path)} & banned, name_of(path)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                called = dotted(node.func)
                assert called not in ("eval", "exec", "yaml.load"), name_of(path)
