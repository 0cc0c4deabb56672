"""Tables of the administrative units and of what became of them."""

from data.schemas.core import Column, Table
from domain.vocabulary import UnitLevel

PROVINCE_CODE = r"\d{2}"
DISTRICT_CODE = r"\d{3}"
COMMUNE_CODE = r"\d{5}"
UNIT_CODE = r"\d{2}|\d{3}|\d{5}"

_ENDED = (
    "Last day the row was right as a whole (name, kind and parents). The district level was "
    "abolished on 2025-07-01, so every district and commune row ends on 2025-06-30 at the latest; "
    "empty for provinces the 2025 reform left as they were."
)

UNITS = Table(
    name="units",
    file="units.csv",
    key=("code",),
    description=(
        "Administrative units of the whole country in the 2021 version: 63 provinces, their "
        "districts and commune-level units, with the codes of the General Statistics Office."
    ),
    columns=(
        Column("code", "str", "Official code: 2, 3 or 5 digits by level.", pattern=UNIT_CODE),
        Column("name", "str", "Name without the kind, for instance Ea Kly."),
        Column("full_name", "str", "Name with the kind, for instance Xã Ea Kly."),
        Column("level", "str", "Level of the unit.", allowed=tuple(UnitLevel)),
        Column(
            "kind",
            "str",
            "Kind in Vietnamese. Only xã count in the programme's denominators.",
            allowed=(
                "tỉnh",
                "thành phố",
                "huyện",
                "quận",
                "thị xã",
                "xã",
                "phường",
                "thị trấn",
            ),
        ),
        Column(
            "parent_code",
            "str",
            "Code of the unit one level up; empty for a province.",
            nullable=True,
            references="units.code",
        ),
        Column(
            "province_code",
            "str",
            "Code of the province the unit lies in (its own code for a province).",
            pattern=PROVINCE_CODE,
            references="units.code",
        ),
        Column(
            "district_code",
            "str",
            "Code of the district the unit lies in (its own for a district); empty for a province.",
            nullable=True,
            pattern=DISTRICT_CODE,
            references="units.code",
        ),
        Column(
            "valid_from",
            "date",
            "First day the row was right; empty where it is not known.",
            nullable=True,
        ),
        Column("valid_to", "date", _ENDED, nullable=True),
        Column("admin_version", "str", "Version of the registry the row was taken from."),
    ),
)

UNIT_LINKS = Table(
    name="unit_links",
    file="unit_links.csv",
    key=("predecessor_code", "successor_code", "effective_on"),
    description=(
        "Which unit became which. Empty for now: it is the place of the crosswalk to the 3,321 "
        "commune-level units in force since 2025-07-01."
    ),
    columns=(
        Column("predecessor_code", "str", "Code of the unit that ended.", pattern=UNIT_CODE),
        Column("successor_code", "str", "Code of the unit that took it over.", pattern=UNIT_CODE),
        Column(
            "share",
            "float",
            "Part of the predecessor that went to the successor, above 0 and up to 1.",
            nullable=True,
            unit="share",
        ),
        Column("effective_on", "date", "First day of the successor."),
        Column("document", "str", "Decision or resolution that ordered the change."),
    ),
)

TABLES = (UNITS, UNIT_LINKS)
