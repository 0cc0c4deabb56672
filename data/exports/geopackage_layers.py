"""The layers of a GeoPackage: figures of communes, districts, provinces beside their polygons."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.boundaries.sites import Basis
from data.exports.subject import Subject
from data.exports.tidy import ILLUSTRATIVE, WORDS
from data.exports.workbook_words import LEVELS
from data.texts import text
from domain.assessment import count_met, is_assessed
from domain.criteria import CriteriaSet
from domain.situation import Situation
from domain.vocabulary import Status, UnitKind

if TYPE_CHECKING:
    import geopandas as gpd

APPROXIMATE_LABEL = "ranh giới gần đúng"
OFFICIAL_LABEL = "ranh giới do đơn vị nạp vào"
NO_DATA = "chưa có số liệu"
BASIS_WORDS = {
    Basis.BOX.value: "dựng từ khung tọa độ",
    Basis.POINT.value: "dựng từ điểm tâm",
    Basis.GUESS.value: "vị trí ước đoán",
    Basis.OFFICIAL.value: "do đơn vị nạp vào",
}
WHOLE = frozenset({"criteria_met", "criteria_total", "criteria_met_before", "change"})
FIGURES = ("communes", "assessed", "recognised", "all_met", "criteria_met", "average")


def mark_column(number: int, criteria_set: CriteriaSet | None = None) -> str:
    """Return the column of a criterion: ``tc05``, with its set where a file holds several."""
    return f"{criteria_set.set_id.lower()}_tc{number:02d}" if criteria_set else f"tc{number:02d}"


def communes_layer(
    subject: Subject,
    polygons: "gpd.GeoDataFrame",
    numbers: Sequence[int],
    *,
    names_set: bool = False,
) -> "gpd.GeoDataFrame":
    """Return every commune-level unit of the scope with its polygon and figures.

    Args:
        subject: What is spoken of.
        polygons: Of the province, see :func:`data.boundaries.build.read_province`.
        numbers: Criteria that get a column.
        names_set: Whether those columns carry the criteria set in their name.

    Returns:
        Wards and townships too, with ``in_programme`` false and no figures.
    """
    scope = subject.scope
    district = subject.view.selection.district
    wanted = {district} if district else set(subject.period.district_codes)
    kept = polygons[polygons["district_code"].isin(wanted)] if wanted else polygons
    kept = kept.sort_values("code", ignore_index=True)
    columns = {
        number: mark_column(number, scope.criteria_set if names_set else None) for number in numbers
    }
    rows = _rows(subject, [str(code) for code in kept["code"]], columns)
    table = kept[["code", "name", "district_code", "district_name"]].copy()
    for column in rows[0] if rows else ():
        table[column] = pd.Series([row[column] for row in rows], dtype=_dtype(column))
    return _with_basis(table, kept)


def silent_communes(
    polygons: "gpd.GeoDataFrame", province: tuple[str, str], counted: frozenset[str]
) -> "gpd.GeoDataFrame":
    """Return the units of a province nothing is loaded for: polygons without figures.

    Args:
        polygons: Of the province.
        province: Its code and name.
        counted: Codes of the communes the programme counts.
    """
    kept = polygons.sort_values("code", ignore_index=True)
    table = kept[["code", "name", "district_code", "district_name"]].copy()
    table["province_code"], table["province_name"] = province
    table["in_programme"] = kept["code"].isin(counted)
    table["note"] = NO_DATA
    return _with_basis(table, kept)


def _with_basis(table: pd.DataFrame, kept: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    import geopandas as gpd

    official = kept["basis"] == Basis.OFFICIAL.value
    table["boundary_basis"] = kept["basis"].map(BASIS_WORDS).fillna(kept["basis"])
    table["boundary_label"] = official.map({True: OFFICIAL_LABEL, False: APPROXIMATE_LABEL})
    return gpd.GeoDataFrame(table, geometry=kept.geometry, crs=kept.crs)


def _dtype(column: str) -> str:
    return "Int64" if column in WHOLE else {"in_programme": "bool"}.get(column, "object")


def _counts(situation: Situation | None) -> dict[str, int]:
    """Return criteria met by commune, of those assessed."""
    if situation is None:
        return {}
    met, assessed = count_met(situation.marks), is_assessed(situation.marks)
    return {str(code): int(met[code]) for code in met.index if assessed[code]}


def _rows(subject: Subject, codes: Sequence[str], columns: dict[int, str]) -> list[dict[str, Any]]:
    met, before = _counts(subject.scope), _counts(subject.view.before)
    return [_attributes(subject, code, columns, met.get(code), before.get(code)) for code in codes]


def _attributes(
    subject: Subject, code: str, columns: dict[int, str], count: int | None, earlier: int | None
) -> dict[str, Any]:
    scope, before = subject.scope, subject.view.before
    inside = code in scope.marks.index
    level, bands = scope.level_by_commune.get(code), scope.scheme
    is_compared = count is not None and earlier is not None
    attributes: dict[str, Any] = {
        "province_code": scope.province_code,
        "province_name": subject.province_name,
        "in_programme": inside,
        "criteria_met": count,
        "criteria_total": scope.criteria_set.size if inside else None,
        "band": None if count is None else bands.bands[bands.index(count)].label,
        "level": LEVELS[level] if level else None,
        "compared_with": before.as_of.isoformat() if before and inside else None,
        "criteria_met_before": earlier if inside else None,
        "change": count - earlier if is_compared else None,  # type: ignore[operator]
    }
    for number, column in columns.items():
        status = Status(str(scope.marks.at[code, number])) if inside else None
        attributes[column] = WORDS[status] if status else None
    return attributes | _about(scope)


def _about(scope: Situation) -> dict[str, Any]:
    notes = [ILLUSTRATIVE] if scope.is_illustrative else []
    notes += [] if scope.knows_recognitions else [text("frame.recognitions_note")]
    return {
        "as_of": scope.as_of.isoformat(),
        "set_id": scope.criteria_set.set_id,
        "provenance": scope.provenance.value,
        "note": "; ".join(notes) or None,
    }


def districts_layer(subject: Subject, communes: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Return the communes' polygons joined by district, with the figures of each."""
    outlines = joined(communes, ["district_code", "district_name"])
    grouped = subject.communes_by_district()
    rows = [_figures(subject.scope, grouped.get(c, [])) for c in outlines["district_code"]]
    for column in rows[0] if rows else ():
        outlines[column] = [row[column] for row in rows]
    outlines["province_code"] = subject.scope.province_code
    return outlines


def joined(communes: "gpd.GeoDataFrame", by: list[str]) -> "gpd.GeoDataFrame":
    """Return polygons joined by code and name; one approximate part makes the whole approximate."""
    outlines = communes[[*by, "geometry"]].dissolve(by=by[0], as_index=False)
    labels = communes.groupby(by[0])["boundary_label"].agg(
        lambda own: APPROXIMATE_LABEL if APPROXIMATE_LABEL in set(own) else OFFICIAL_LABEL
    )
    outlines["boundary_label"] = outlines[by[0]].map(labels)
    return outlines


def province_figures(subject: Subject) -> dict[str, Any]:
    """Return the figures of a whole province, by column."""
    return _figures(subject.scope, [str(code) for code in subject.scope.marks.index])


def _figures(scope: Situation, codes: list[str]) -> dict[str, Any]:
    summary = scope.narrowed_to(codes).summary()
    values = (
        summary.communes,
        summary.assessed,
        summary.recognised.part,
        summary.all_met.part,
        summary.criteria_met_total,
        None if summary.average is None else float(summary.average),
    )
    return dict(zip(FIGURES, values, strict=True)) | _about(scope)


def counted_communes(units: pd.DataFrame) -> frozenset[str]:
    """Return the codes of the communes (``xã``) among units of commune level."""
    return frozenset(units.loc[units["kind"] == UnitKind.XA.value, "code"])
