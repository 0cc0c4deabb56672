"""Build the approximate polygons of provinces and keep them under ``var/boundaries``.

``approximate-<version>/<province>.parquet`` is made once for each version of the packages and of
the method; ``official/<province>.parquet``, where present, takes its place.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

import geopandas as gpd

from data import paths
from data.boundaries.allocate import allocate
from data.boundaries.faults import BoundaryError
from data.boundaries.files import exclusive, replacing
from data.boundaries.locations import approximate_path, available_path, built_path
from data.boundaries.progress import Progress, tell_nobody
from data.boundaries.repair import load_sites
from data.boundaries.shapes import to_coverage


def build_province(code: str, progress: Progress | None = None) -> gpd.GeoDataFrame:
    """Compute the approximate polygons of a province's communes; nothing is written.

    Args:
        code: Two-character province code.
        progress: Told each step.

    Returns:
        One row a commune-level unit of 2021, by code: code, name, district_code, district_name,
        basis (box, point or guess), geometry (EPSG:4326). The geometries form a valid coverage.

    Raises:
        BoundarySourceMissingError: A package that the polygons come from is not installed.
        BoundaryError: There is no such province.
    """
    tell = progress or tell_nobody
    tell("sources", 0.0)
    sites = load_sites()
    tell(f"province:{code}", 0.3)
    try:
        labels, scene = allocate(sites, code)
    except KeyError:
        raise BoundaryError(
            f"Không có tỉnh nào mang mã “{code}”.", "Hãy dùng mã tỉnh hai chữ số, ví dụ 66."
        ) from None
    polygons = to_coverage(labels, scene, sites, code)
    tell("done", 1.0)
    return polygons


def build_provinces(
    codes: Sequence[str], progress: Progress | None = None, workers: int = 1
) -> list[str]:
    """Build and keep the approximate polygons of those provinces that have none yet.

    Safe to run in several processes at once: each province is built by one of them.

    Args:
        codes: Two-character province codes.
        progress: Told each province as it is done.
        workers: Processes to build with. More than one only outside a running dashboard, whose
            threads a new process would have to start without.

    Returns:
        The codes built now, in the order of completion.

    Raises:
        BoundarySourceMissingError: A package that the polygons come from is not installed.
        BoundaryError: There is no such province.
    """
    tell = progress or tell_nobody
    todo = [code for code in dict.fromkeys(codes) if not approximate_path(code).exists()]
    if todo:
        tell("sources", 0.0)
    run = _in_order if workers <= 1 or len(todo) <= 1 else _in_processes
    built = []
    for done, code in enumerate(run(todo, workers), 1):
        built.append(code)
        tell(f"province:{code}", done / len(todo))
    return built


def read_province(code: str) -> gpd.GeoDataFrame | None:
    """Read a province's polygons, the official ones if loaded, else the approximate; or None."""
    path = available_path(code)
    return None if path is None else gpd.read_parquet(path)


def read_approximate(code: str) -> gpd.GeoDataFrame | None:
    """Read a province's approximate polygons, whatever official ones there are; or None."""
    path = built_path(code)
    return None if path is None else gpd.read_parquet(path)


def _in_order(codes: list[str], _workers: int) -> Iterator[str]:
    for code in codes:
        yield _build_and_keep(code)


def _in_processes(codes: list[str], workers: int) -> Iterator[str]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        futures = [pool.submit(_build_and_keep, code) for code in codes]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _build_and_keep(code: str) -> str:
    path = approximate_path(code)
    with exclusive(paths.boundaries_dir() / f".{code}.lock"):
        if not path.exists():
            polygons = build_province(code)
            with replacing(path) as temporary:
                polygons.to_parquet(temporary, compression="zstd")
    return code
