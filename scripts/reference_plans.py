"""Codes of the units the plan tables name, and the list of named communes."""

import re

from scripts.reference_names import NameIndex

Row = dict[str, str]
Tables = dict[str, list[Row]]

PLAN_SETS = {"2016-2020": "QD1980_2016", "2021-2025": "QD318_2022"}
PROVINCE_BY_NAME = {"Lạng Sơn": "20", "Kon Tum": "62", "Đắk Lắk": "66", "Đắk Nông": "67"}
# A commune with its district in brackets, as in "Tân Thành (Hữu Lũng)".
LISTED_COMMUNE = re.compile(r"(?P<commune>.+?)(?: \((?P<district>.+)\))?")
DISTRICT_IN_SCOPE = re.compile(r"(?:huyện|thị xã|thành phố) (?P<name>\S.*)$")


def derive_plans(tables: Tables, index: NameIndex) -> Tables:
    """Return the tables with the derived columns of the plan tables filled.

    Raises:
        ValueError: A named unit is not in the registry; the closest name is given.
    """
    plans = [_plan(row, index) for row in tables["plans"]]
    by_id = {row["plan_id"]: row for row in plans}
    targets = [row | _target_codes(row, by_id[row["plan_id"]], index) for row in tables["targets"]]
    return tables | {
        "plans": plans,
        "targets": targets,
        "named_communes": [named for row in targets for named in _named(row, index)],
        "commune_targets": [_commune_target(row, index) for row in tables["commune_targets"]],
        "district_targets": [_district_target(row, index) for row in tables["district_targets"]],
    }


def find_district(index: NameIndex, province_code: str, name: str) -> str:
    """Return the code of a district by name.

    Raises:
        ValueError: There is none; the closest name is given.
    """
    return _found(index, "district", province_code, name)


def _found(index: NameIndex, level: str, above: str, name: str) -> str:
    code = index.find(level, above, name)
    if code is None:
        closest = index.closest(level, above, name)
        raise ValueError(f"no {level} {name!r} below {above}; closest: {closest}")
    return code


def _plan(row: Row, index: NameIndex) -> Row:
    province_code = PROVINCE_BY_NAME[row["province"]]
    district = row["district"]
    return row | {
        "set_id": PLAN_SETS[row["criteria_set"]],
        "province_code": province_code,
        "district_code": find_district(index, province_code, district) if district else "",
    }


def _target_codes(row: Row, plan: Row, index: NameIndex) -> Row:
    """A district's plan concerns that district; else the scope's own name may end in one."""
    province_code, district_code = plan["province_code"], plan["district_code"]
    named = DISTRICT_IN_SCOPE.search(row["scope_name"])
    if not district_code and named and row["scope_level"] in ("district", "non_ntm_communes"):
        district_code = find_district(index, province_code, named["name"])
    return {"province_code": province_code, "district_code": district_code}


def _named(target: Row, index: NameIndex) -> list[Row]:
    rows = []
    for listed in filter(None, target["named_communes"].split(";")):
        match = LISTED_COMMUNE.fullmatch(listed)
        if match is None:
            raise ValueError(f"{target['target_id']}: {listed!r}")
        district_code = target["district_code"]
        if match["district"]:
            district_code = find_district(index, target["province_code"], match["district"])
        code = _found(index, "commune", district_code, match["commune"])
        rows.append(
            {"target_id": target["target_id"], "commune_code": code, "name_as_listed": listed}
        )
    return rows


def _commune_target(row: Row, index: NameIndex) -> Row:
    """The code found by name must be the one the row was kept with."""
    province_code = PROVINCE_BY_NAME[row["province"]]
    district_code = find_district(index, province_code, row["district"])
    code = _found(index, "commune", district_code, row["commune"])
    if code != row["gso_code_ext"]:
        raise ValueError(f"{row['row_id']}: {code} by name, {row['gso_code_ext']} as kept")
    return row | {
        "province_code": province_code,
        "district_code": district_code,
        "commune_code": code,
    }


def _district_target(row: Row, index: NameIndex) -> Row:
    province_code = PROVINCE_BY_NAME[row["province"]]
    district_code = find_district(index, province_code, row["district"])
    return row | {"province_code": province_code, "district_code": district_code}
