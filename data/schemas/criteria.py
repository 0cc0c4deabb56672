"""Tables of the criteria sets: the sets, their groups, criteria, indicators and bands."""

from data.schemas.core import Column, Table

SET_ID = Column("set_id", "str", "Criteria set.", references="criteria_sets.set_id")
IS_VERIFIED = Column(
    "is_verified",
    "bool",
    "Whether a published page was found for what the row says; false means recalled, to be "
    "checked against the decision's own text, and shown as unverified.",
)

SET_LEVELS = {
    "commune": "Commune meeting the standard (xã đạt chuẩn)",
    "commune_advanced": "Advanced commune (xã nâng cao)",
    "commune_model": "Model commune (xã kiểu mẫu): conditions, no numbered criteria",
    "district": "District meeting the standard (huyện đạt chuẩn)",
}

CRITERIA_SETS = Table(
    name="criteria_sets",
    file="criteria_sets.csv",
    key=("set_id",),
    description=(
        "Criteria sets as dated decisions. A count of criteria is comparable only inside one set, "
        "and two sets are never joined on the criterion number."
    ),
    columns=(
        Column("set_id", "str", "Short name of the set.", pattern=r"[A-Z0-9_]+"),
        Column("name_vi", "str", "Name in Vietnamese."),
        Column("name_en", "str", "Name in English."),
        Column("decision", "str", "Decision that laid the set down, with its amendments."),
        Column("issued_on", "date", "Day the decision was signed."),
        Column(
            "valid_from",
            "date",
            "First day on which results are judged by the set: the day the decision took effect, "
            "or the day it was signed where the former is not known.",
        ),
        Column(
            "valid_to",
            "date",
            "Last day, the day before the set that replaced it; empty while it is in force.",
            nullable=True,
        ),
        Column("level", "str", "What the set judges.", meanings=SET_LEVELS),
        Column(
            "criteria_count",
            "int",
            "Criteria in the set; empty where it has conditions instead.",
            nullable=True,
            unit="criteria",
        ),
        Column(
            "indicator_count",
            "int",
            "Indicators in the set; empty where not known.",
            nullable=True,
            unit="indicators",
        ),
        Column("period", "str", "Period the decision names.", pattern=r"\d{4}-\d{4}"),
        Column("source", "str", "Page on which the set, its date and its size were found."),
        IS_VERIFIED,
        Column("note_vi", "str", "What is uncertain, in Vietnamese.", nullable=True),
    ),
)

CRITERIA_GROUPS = Table(
    name="criteria_groups",
    file="criteria_groups.csv",
    key=("set_id", "group_no"),
    description="Groups of the criteria in the sets that have them.",
    columns=(
        SET_ID,
        Column("group_no", "int", "Number of the group."),
        Column("name_vi", "str", "Name in Vietnamese."),
        Column("name_en", "str", "Name in English."),
    ),
)

CRITERIA = Table(
    name="criteria",
    file="criteria.csv",
    key=("set_id", "criterion_no"),
    description="Criteria of every set, with their names and groups.",
    columns=(
        SET_ID,
        Column("criterion_no", "int", "Number of the criterion inside its set."),
        Column("name_vi", "str", "Name in Vietnamese."),
        Column("name_en", "str", "Name in English (our translation)."),
        Column("group_no", "int", "Group inside the set; empty where it has none.", nullable=True),
        Column("group_vi", "str", "Name of the group in Vietnamese.", nullable=True),
        Column("source", "str", "Page the name was found on, or why it is unverified."),
        IS_VERIFIED,
    ),
)

INDICATORS = Table(
    name="indicators",
    file="indicators.csv",
    key=("indicator_id",),
    description=(
        "Indicators (chỉ tiêu) of the sets with the thresholds found for the two regions of the "
        "plans. Most thresholds are unverified or unknown: never judge a commune by them alone."
    ),
    columns=(
        Column("indicator_id", "str", "Set and number, unique in the table."),
        SET_ID,
        Column(
            "criterion_no",
            "int",
            "Criterion the indicator belongs to; empty for conditions without a number.",
            nullable=True,
        ),
        Column(
            "indicator_no",
            "str",
            "Printed number, for instance 17.10; empty for conditions without one.",
            nullable=True,
            pattern=r"\d{1,2}(\.\d{1,2})?",
        ),
        Column("short_name_vi", "str", "Short name in Vietnamese (our wording)."),
        Column("unit", "str", "Unit as printed; đạt/không đạt means yes or no.", nullable=True),
        Column("threshold_taynguyen", "str", "Threshold in the Central Highlands.", nullable=True),
        Column("threshold_tdmnpb", "str", "Threshold in the northern mountains.", nullable=True),
        Column("source", "str", "Page of the threshold, or why it is unverified."),
        IS_VERIFIED,
    ),
)

BAND_SCHEMES = Table(
    name="band_schemes",
    file="band_schemes.csv",
    key=("scheme_id", "band_order"),
    description=(
        "Bands of communes by number of criteria met, as the documents print them. The top band "
        "is every criterion of the set, whatever its size."
    ),
    columns=(
        Column("scheme_id", "str", "Scheme.", pattern=r"[a-z0-9-]+"),
        Column("band_order", "int", "1 for the highest band."),
        Column("label", "str", "Label as printed; tất cả for every criterion of the set."),
        Column(
            "min_count",
            "int",
            "Lowest number of criteria; empty in the top band, where it is the size of the set.",
            nullable=True,
            unit="criteria",
        ),
        Column(
            "max_count",
            "int",
            "Highest number of criteria; empty in the top band.",
            nullable=True,
            unit="criteria",
        ),
        Column("source", "str", "Where the bands are printed."),
        Column("note_vi", "str", "What to watch for, in Vietnamese.", nullable=True),
    ),
)

TABLES = (CRITERIA_SETS, CRITERIA_GROUPS, CRITERIA, INDICATORS, BAND_SCHEMES)
