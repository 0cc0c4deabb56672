"""What the tests of this folder read: the committed tables, the filled store, an official copy."""

import pytest
from exports_store import copy_with_official

from data.schemas import REFERENCE_TABLES, read_table
from data.store.engine import get_engine


@pytest.fixture(scope="session")
def frames():
    """Return the committed reference tables by name."""
    return {name: read_table(name) for name in REFERENCE_TABLES}


@pytest.fixture(scope="module")
def connection(ready_var):
    """Return a connection to the filled store, for reading."""
    with get_engine(f"sqlite:///{ready_var / 'ntm.sqlite3'}").connect() as opened:
        yield opened


@pytest.fixture(scope="module")
def official(ready_var, tmp_path_factory):
    """Return a connection to a copy of the filled store that holds an official load as well."""
    engine = copy_with_official(ready_var, tmp_path_factory.mktemp("official"))
    with engine.connect() as opened:
        yield opened
    engine.dispose()
