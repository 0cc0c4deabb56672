"""What every test stands on: a folder of its own, a filled store, and the pages without a browser.

No test touches the real ``var/``: ``NTM_VAR_DIR`` points at a folder of this run from before the
first test until after the last. With ``NTM_NO_SKIPS=1`` a test that would be skipped fails instead,
so that a machine meant to run everything (continuous integration) cannot leave anything out.
"""

import fcntl
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit import config as streamlit_config
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from components import visitor
from components.navigation import PAGES
from data import access, setup, sign_in
from data.store.engine import get_engine
from domain.access import OWNER, Access, Role, Visitor

ROOT = Path(__file__).resolve().parent.parent
NO_SKIPS = os.environ.get("NTM_NO_SKIPS") == "1"

# The first example of a run pays for imports and caches, so a time limit would fail at random.
settings.register_profile("ntm", deadline=None, print_blob=True)
settings.load_profile("ntm")

# Without a browser Streamlit warns at every widget that there is none.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True


@pytest.fixture(scope="session", autouse=True)
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Point the product at an empty folder and at no database server, for the whole run."""
    folder = tmp_path_factory.mktemp("var")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NTM_VAR_DIR", str(folder))
        patch.delenv("NTM_DATABASE_URL", raising=False)
        yield folder


@pytest.fixture(scope="session", autouse=True)
def known_packages() -> Iterator[None]:
    """Look through the installed packages for Streamlit's components once, not for every page."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(autouse=True)
def acting_owner() -> Iterator[None]:
    """Let a test ask the doors of the data as the command line does; a test may act otherwise."""
    with access.acting(OWNER):
        yield


@pytest.fixture(scope="session")
def fill_store(var_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Return a function that puts a filled store into a folder and returns the folder.

    It holds what a first run puts there: reference and illustrative data, no boundaries. It is
    filled once in a test run, however many processes share the run, and copied from then on.
    """
    base = tmp_path_factory.getbasetemp()
    filled = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "filled.sqlite3"
    with filled.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not filled.exists():
            setup.prepare_store(lambda _step, _share: None)
            _copy_store(var_dir / "ntm.sqlite3", filled)

    def fill(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        _copy_store(filled, folder / "ntm.sqlite3")
        return folder

    return fill


def _copy_store(source: Path, target: Path) -> None:
    """Copy a store as a whole, what its log still holds included."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture(scope="session")
def ready_var(var_dir: Path, fill_store: Callable[[Path], Path]) -> Path:
    """Return the folder of a filled store shared by all tests that only read."""
    return fill_store(var_dir)


@pytest.fixture
def own_store(
    fill_store: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Point the product at a filled store of the test's own, to write to; return its folder."""
    monkeypatch.setenv("NTM_VAR_DIR", str(fill_store(tmp_path / "var")))
    yield tmp_path / "var"
    get_engine().dispose()


@pytest.fixture
def as_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages opened by ``open_page`` be opened by somebody signed in as staff.

    Without it they are opened as on a fresh machine: by a viewer, who changes nothing.
    """
    signed_in = Access(Role.STAFF, is_signed_in=True)
    monkeypatch.setattr(sign_in, "who_is", lambda _visitor: signed_in)


@pytest.fixture
def open_page(ready_var: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Return a function that opens a page as a pasted link does, and gives the page drawn.

    ``open_page("pages/targets.py", province="66")`` runs ``app.py`` once, on that page, with those
    URL parameters (``set_`` stands for ``set``). Errors are not tolerated: a page that raises fails
    the test with the error's own text.
    """
    monkeypatch.setattr(visitor, "read_visitor", lambda: Visitor(is_local=True))
    shown = streamlit_config.get_option("client.showErrorDetails")
    # The product hides tracebacks from readers; a failing test should show them.
    streamlit_config.set_option("client.showErrorDetails", "full")

    def open_one(script: str = "pages/overview.py", **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        for name, value in query.items():
            at.query_params[name.rstrip("_")] = value
        spec = next(spec for spec in PAGES if f"pages/{spec.script}.py" == script)
        if spec is not PAGES[0]:
            # AppTest.switch_page knows addresses only after a first run, on another page; a pasted
            # link has no such run before it.
            at._page_hash = calc_hash(spec.url_path)
        at.run()
        assert not at.exception, [(e.message, e.stack_trace) for e in at.exception]
        return at

    yield open_one
    streamlit_config.set_option("client.showErrorDetails", shown)


@pytest.fixture(scope="session")
def pick() -> Callable[[AppTest, str, str], AppTest]:
    """Return a function that changes a filter, by its URL parameter, and runs the page again.

    What the browser's part of the filters sends is covered by the browser tests.
    """

    def pick_one(at: AppTest, name: str, value: str) -> AppTest:
        at.session_state["_picked"] = (name, value)
        at.run()
        assert not at.exception, [(e.message, e.stack_trace) for e in at.exception]
        return at

    return pick_one


@pytest.fixture(scope="session")
def html_of() -> Callable[[AppTest], str]:
    """Return a function that joins the text of every ``st.html`` element of a page, sidebar too."""
    return lambda at: "\n".join(element.proto.body for element in at.get("html"))


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped although NTM_NO_SKIPS=1: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Turn a skipped test into a failed one where nothing may be skipped."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """Turn a skipped file or folder into a failed one where nothing may be skipped."""
    report = yield
    _fail_if_skipped(report)
    return report
