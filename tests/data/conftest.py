"""Every reference table, read once for the tests of this folder."""

import pytest

from data.schemas import REFERENCE_TABLES, read_table


@pytest.fixture(scope="session")
def frames():
    """Return the committed reference tables by name."""
    return {name: read_table(name) for name in REFERENCE_TABLES}
