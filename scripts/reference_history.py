"""Derived columns of ``history.csv``: codes, dates, numbers and criteria set of each figure."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scripts.reference_names import NameIndex

Row = dict[str, str]

# Provinces by the name published before and after 2025-07-01; "(mới)" ones are not in the registry.
PROVINCES = {
    "Lạng Sơn": "20",
    "Điện Biên": "11",
    "Lai Châu": "12",
    "Quảng Ngãi (cũ)": "51",
    "Kon Tum": "62",
    "Kon Tum (cũ)": "62",
    "Gia Lai (cũ)": "64",
    "Đắk Lắk": "66",
    "Đắk Lắk (cũ)": "66",
    "Đắk Nông": "67",
    "Lâm Đồng (cũ)": "68",
}
NEW_PROVINCES = {"Đắk Lắk (mới)", "Lâm Đồng (mới)", "Quảng Ngãi (mới)"}
COUNTRY = "Cả nước"

# Page number -> its day: it reports the year before it was closed (69 communes, 2.382 criteria).
PAGES_BEFORE_YEAR_END = {"2021120917272022": "2021-12-09"}
QUALIFIERS = {
    "plan": "plan",
    "target": "target",
    "final": "final",
    "change on 2020": "change",
    "expected after merger": "expected",
    "trước sáp nhập": "before_merger",
    "sau sáp nhập": "after_merger",
}
LAST_DAY_BEFORE_MERGER = "2025-06-30"

PART_METRICS = ("border_avg_criteria", "border_communes_ntm")
SETLESS_METRICS = re.compile(
    r"districts_ntm|provinces_ntm|units_commune_level|communes_total|communes_xa_dac_khu"
    r"|communes_advanced|communes_advanced_new|communes_model|commune_advanced_recognised"
)
ADVANCED_SET = "QD318_2022_NANGCAO"
STATED_SET = {"(QĐ 318)": "QD318_2022"}
# Results reported at a date were judged over the weeks before it: a set that took effect in the
# month of the report cannot lie behind it (Kon Tum's series has no break at December 2016).
SET_LAG = dt.timedelta(days=31)


@dataclass(frozen=True)
class Place:
    """Where a figure lies: scope, label for display and codes ('' where there is none)."""

    scope: str
    label: str
    province_code: str = ""
    district_code: str = ""
    commune_code: str = ""


def derive_history(rows: Iterable[Row], index: NameIndex, sets: Iterable[Row]) -> list[Row]:
    """Fill the derived columns of every row from the published ones.

    Args:
        rows: Rows of ``history.csv``; only columns up to ``verification`` are read.
        index: Names of the units.
        sets: Rows of ``criteria_sets.csv``, for the set in force at a date.

    Raises:
        ValueError: A date, an area or a figure is written in a way not known here.
    """
    sets = list(sets)
    return [row | _derive(row, index, sets) for row in rows]


def unresolved_units(rows: Iterable[Row]) -> list[str]:
    """Return the names of named units that have no code, as ``area: name``, once each."""
    return sorted(
        {
            f"{row['province']}: {row['unit_name']}"
            for row in rows
            if (row["scope"] == "commune" and not row["commune_code"])
            or (row["scope"] == "district" and not row["district_code"])
        }
    )


def _derive(row: Row, index: NameIndex, sets: list[Row]) -> Row:
    as_of, qualifier = _date(row["date_text"], row["source_url"])
    place = find_place(row, index)
    set_id, is_assumed = _criteria_set(row, as_of, sets)
    return {
        "scope": place.scope,
        "area_label": place.label,
        "province_code": place.province_code,
        "district_code": place.district_code,
        "commune_code": place.commune_code,
        "as_of": as_of,
        "qualifier": qualifier,
        "set_id": set_id,
        "is_set_assumed": is_assumed,
        **parse_figure(row["value"], row["source_note_vi"]),
    }


def _date(text: str, url: str) -> tuple[str, str]:
    """Return the ISO date a published date stands for, and the qualifier it carries."""
    for page, day in PAGES_BEFORE_YEAR_END.items():
        if page in url:
            return day, "provisional"
    match = re.fullmatch(r"(<=)?(\S+?)(?: \((.+)\))?", text)
    if match is None:
        raise ValueError(f"date {text!r}")
    upto, day, remark = match.groups()
    remark = "" if remark in (None, "QĐ 318") else remark
    qualifier = "by" if upto else QUALIFIERS[remark] if remark else ""
    if qualifier == "before_merger":
        return LAST_DAY_BEFORE_MERGER, qualifier
    return last_day(day), qualifier


def last_day(text: str) -> str:
    """Return the last day of ``2021``, ``2021-12``, ``2015-H2``, ``2025-Q4`` or a day itself.

    Raises:
        ValueError: The text is none of these.
    """
    match = re.fullmatch(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?", text)
    if match is None:
        raise ValueError(f"date {text!r}")
    year, half, quarter, month_text, day = match.groups()
    if day:
        return dt.date.fromisoformat(text).isoformat()
    month = int(half) * 6 if half else int(quarter) * 3 if quarter else int(month_text or 12)
    return f"{year}-{month:02d}-{calendar.monthrange(int(year), month)[1]:02d}"


def find_place(row: Mapping[str, str], index: NameIndex) -> Place:
    """Return where the figure of a row lies.

    Raises:
        ValueError: The area is not known here.
    """
    area, name, metric = row["province"], row["unit_name"], row["metric"]
    province_code = PROVINCES.get(area, "")
    if not province_code:
        if area in NEW_PROVINCES:
            return Place("province", area)
        if area == COUNTRY:
            return Place("country", area)
        if area in ("Tây Nguyên", "Trung du miền núi phía Bắc"):
            return Place("region", area)
        raise ValueError(f"area {area!r}")
    if metric in PART_METRICS:
        return Place("part", f"các xã biên giới, {area}", province_code)
    if metric.startswith("district_"):
        for mark in STATED_SET:
            name = name.removesuffix(f" {mark}")
        code = index.find("district", province_code, name) or ""
        return Place("district", f"{name}, {area}", province_code, code)
    if metric.startswith("commune_"):
        return _find_commune(area, province_code, name, index)
    if name:
        return Place("part", f"{name}, {area}", province_code)
    return Place("province", area, province_code)


def _find_commune(area: str, province_code: str, name: str, index: NameIndex) -> Place:
    """Read ``district/commune``, ``commune (district)`` or ``commune`` alone."""
    district, _, commune = name.rpartition("/")
    district = "" if district.startswith("(") else district
    bracketed = re.fullmatch(r"(.+?) \((.+)\)", commune)
    if bracketed and not district:
        commune, district = bracketed.groups()
    if district == "mới":
        return Place("commune", f"{commune} (mới), {area}", province_code)
    label = ", ".join(part for part in (commune, district, area) if part)
    district_code = index.find("district", province_code, district) or "" if district else ""
    if re.match(r"\d+ xã", commune):
        return Place("part", label, province_code, district_code)
    spellings = (commune, *bracketed.groups()) if bracketed else (commune,)
    above = district_code or province_code
    code = next(filter(None, (index.find("commune", above, text) for text in spellings)), "")
    district_code = district_code or index.districts.get(code, "")
    return Place("commune", label, province_code, district_code, code)


def _criteria_set(row: Row, as_of: str, sets: list[Row]) -> tuple[str, str]:
    """Return the set behind a figure and whether it is assumed from the date."""
    if row["metric"] == "commune_advanced_criteria":
        return ADVANCED_SET, "false"
    if SETLESS_METRICS.fullmatch(row["metric"]):
        return "", ""
    for mark, set_id in STATED_SET.items():
        if mark in row["date_text"] or mark in row["unit_name"]:
            return set_id, "false"
    day = (dt.date.fromisoformat(as_of) - SET_LAG).isoformat()
    for item in sets:
        in_force = item["valid_from"] <= day <= (item["valid_to"] or day)
        if item["level"] == "commune" and in_force:
            return item["set_id"], "true"
    raise ValueError(f"no criteria set in force on {day}")


def parse_figure(text: str, note: str = "") -> Row:
    """Return the number, the range and the comparator of a published figure.

    Args:
        text: ``69``, ``15-18``, ``>9``, ``~15`` or a word such as ``đạt chuẩn``.
        note: What the page says about it; ``gần`` (near) makes it approximate.
    """
    empty = {"value_num": "", "value_min": "", "value_max": "", "comparator": ""}
    if match := re.fullmatch(r"([\d.]+)-([\d.]+)", text):
        low, high = match.groups()
        return empty | {"value_min": low, "value_max": high, "comparator": "range"}
    if match := re.fullmatch(r"([>~]?)([\d.]+)", text):
        sign, number = match.groups()
        about = "~" if "gần" in note else "="
        return empty | {"value_num": number, "comparator": sign or about}
    if re.search(r"\d", text):
        raise ValueError(f"figure {text!r}")
    return empty
