"""Run a command, on the shared store or on one of its own."""

import pytest
from typer.testing import CliRunner

from data.cli import app
from data.store.engine import get_engine


@pytest.fixture
def run(ready_var):
    """Run a command; every result is checked for what must never be shown."""

    def invoke(*arguments):
        result = CliRunner().invoke(app, list(arguments), prog_name="python -m data")
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return invoke


@pytest.fixture
def own_var(tmp_path, monkeypatch):
    """An empty var folder for a test that makes or breaks a store."""
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path / "var"))
    (tmp_path / "var").mkdir()
    yield tmp_path / "var"
    get_engine().dispose()
