import subprocess
import sys

import pytest

from data import paths

HEAVY = {"geopandas", "scipy", "shapely", "pyogrio", "rapidfuzz"}


@pytest.mark.parametrize("module", ["web", "commands"])
def test_what_the_dashboard_imports_loads_no_geometry_library(module):
    code = f"import sys, data.boundaries.{module}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=paths.ROOT, capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(run.stdout.split())
