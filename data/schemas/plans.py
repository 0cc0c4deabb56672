"""Tables of what the five plans set: the plans and their targets."""

from data.schemas import plan_words as words
from data.schemas.core import Column, Table
from data.schemas.units import COMMUNE_CODE, DISTRICT_CODE, PROVINCE_CODE

LIST = ";"
PLAN_ID = Column("plan_id", "str", "Plan the row comes from.", references="plans.plan_id")
CLAUSE = Column("clause", "str", "Place in the document.")
NOTE_VI = Column("note_vi", "str", "Note in Vietnamese (our wording).", nullable=True)
PROVINCE = Column(
    "province_code",
    "str",
    "Province of the plan.",
    pattern=PROVINCE_CODE,
    references="units.code",
)
DISTRICT = Column(
    "district_code",
    "str",
    "District the row concerns; empty when it is not one district.",
    nullable=True,
    pattern=DISTRICT_CODE,
    references="units.code",
)
COMMUNE = Column(
    "commune_code", "str", "Code of the commune.", pattern=COMMUNE_CODE, references="units.code"
)

PLANS = Table(
    name="plans",
    file="plans.csv",
    key=("plan_id",),
    description="The five plans everything else in the plan tables is taken from.",
    columns=(
        Column("plan_id", "str", "Short name of the plan.", pattern=r"[a-z]+-\d{4}"),
        Column("number", "str", "Number of the document; says so when it is left blank."),
        Column("title", "str", "Title."),
        Column("issuer", "str", "Body that issued it."),
        Column("province", "str", "Province."),
        Column("district", "str", "District, for a district's plan.", nullable=True),
        Column(
            "issued_on",
            "str",
            "Date of issue; year and month only where the document leaves the day blank.",
            pattern=r"\d{4}-\d{2}(-\d{2})?",
        ),
        Column("period_start_year", "int", "First year of the plan.", unit="year"),
        Column("period_end_year", "int", "Last year of the plan.", unit="year"),
        Column(
            "criteria_set",
            "str",
            "Period of the national set the plan works with, read from its own references.",
            pattern=r"\d{4}-\d{4}",
        ),
        Column("notes", "str", "Notes in Vietnamese.", nullable=True),
        Column("document", "str", "Name of the text the rows were read from (not shipped)."),
        Column("set_id", "str", "That set by name.", references="criteria_sets.set_id"),
        PROVINCE,
        DISTRICT,
    ),
)

TARGETS = Table(
    name="targets",
    file="targets.csv",
    key=("target_id",),
    description=(
        "Every number the plans set or quote, one row each. Bodies may set different numbers for "
        "the same thing: both rows stay."
    ),
    columns=(
        Column("target_id", "str", "Short name of the target.", pattern=r"[a-z]+-t\d{2}"),
        PLAN_ID,
        Column("scope_level", "str", "What the target covers.", meanings=words.SCOPE_LEVELS),
        Column("scope_name", "str", "The same in Vietnamese, with its name."),
        Column("metric", "str", "What is counted.", meanings=words.METRICS),
        Column(
            "criterion_no",
            "int",
            "Criterion of the plan's set it concerns (three rows inferred: health insurance 15, "
            "lower-secondary progression 14, cooperatives 13).",
            nullable=True,
        ),
        Column(
            "criterion_list",
            "str",
            "Criteria of a group or of one commune's list.",
            nullable=True,
            separator=LIST,
            pattern=r"\d{1,2}",
        ),
        Column("comparator", "str", "How value is meant.", meanings=words.COMPARATORS),
        Column("value", "float", "Number set, in the unit of the row."),
        Column("value_max", "float", "Upper end of a range.", nullable=True),
        Column("unit", "str", "Unit of value."),
        Column("denominator", "int", "Denominator printed with it.", nullable=True),
        Column(
            "stated_percent",
            "str",
            "Percentage as printed, digit by digit.",
            nullable=True,
            unit="%",
            pattern=r"\d+(\.\d+)?",
        ),
        Column(
            "increment",
            "str",
            "Increase as printed (thêm N), with its sign.",
            nullable=True,
            pattern=r"\+\d+",
        ),
        Column(
            "due",
            "date",
            "Last day of the printed year or of the plan; empty when no deadline is given.",
            nullable=True,
        ),
        Column(
            "is_cumulative",
            "bool",
            "True for a level to hold at the due date, false for a quantity to deliver by it.",
        ),
        Column(
            "band_min",
            "int",
            "Lowest count of a band (communes_in_band).",
            nullable=True,
            unit="criteria",
        ),
        Column(
            "band_max",
            "int",
            "Highest count of a band (communes_in_band).",
            nullable=True,
            unit="criteria",
        ),
        Column(
            "named_communes",
            "str",
            "Communes the target names, with the district in brackets where the plan needs it; "
            "their codes are in named_communes.",
            nullable=True,
            separator=LIST,
        ),
        Column("set_by", "str", "Body and document that set the number."),
        CLAUSE,
        NOTE_VI,
        PROVINCE,
        DISTRICT,
    ),
)

COMMUNE_TARGETS = Table(
    name="commune_targets",
    file="commune_targets.csv",
    key=("row_id",),
    description="What the plans ask of one commune by name.",
    columns=(
        Column("row_id", "str", "Short name of the row.", pattern=r"[a-z]+-c\d{2}"),
        PLAN_ID,
        Column("province", "str", "Province."),
        Column("district", "str", "District."),
        Column("commune", "str", "Commune; names repeat, so use commune_code."),
        Column("name_as_printed", "str", "Name as the document prints it."),
        Column("target_type", "str", "What is asked.", meanings=words.TARGET_TYPES),
        Column(
            "criterion_no",
            "int",
            "Criterion; Krông Nô prints names only, so the number is inferred.",
            nullable=True,
        ),
        Column("criterion_name", "str", "Name of the criterion.", nullable=True),
        Column("criterion_name_as_printed", "str", "The same as printed.", nullable=True),
        Column(
            "commune_new_criteria_total",
            "int",
            "Criteria the commune is to meet newly in all.",
            nullable=True,
            unit="criteria",
        ),
        Column("due", "date", "Deadline; empty when none is given.", nullable=True),
        Column("gso_code_ext", "str", "Code from the registry; not in the plan.", pattern=r"\d{5}"),
        CLAUSE,
        NOTE_VI,
        PROVINCE,
        DISTRICT,
        COMMUNE,
    ),
)

NAMED_COMMUNES = Table(
    name="named_communes",
    file="named_communes.csv",
    key=("target_id", "commune_code"),
    description="Every commune named in a target, by code.",
    columns=(
        Column("target_id", "str", "Target.", references="targets.target_id"),
        COMMUNE,
        Column("name_as_listed", "str", "Name as it stands in targets.named_communes."),
    ),
)

DISTRICT_TARGETS = Table(
    name="district_targets",
    file="district_targets.csv",
    key=("plan_id", "district_code"),
    description=(
        "Đắk Nông's targets per district-level unit; repeats the district rows of targets. An "
        "empty cell means the plan sets no number."
    ),
    columns=(
        PLAN_ID,
        Column("province", "str", "Province."),
        Column("unit_type", "str", "Kind of unit.", allowed=("huyện", "thị xã", "thành phố")),
        Column("district", "str", "District-level unit."),
        Column("name_as_printed", "str", "Name as the document prints it."),
        Column("total_communes", "int", "Communes (xã) of the unit.", unit="communes"),
        Column("communes_ntm_target", "int", "Communes to be NTM.", nullable=True, unit="communes"),
        Column(
            "ntm_comparator", "str", "How it is meant.", nullable=True, meanings=words.COMPARATORS
        ),
        Column("ntm_is_printed", "bool", "False only for Gia Nghĩa, implied by 2/2 advanced."),
        Column(
            "communes_advanced_target", "int", "Communes advanced.", nullable=True, unit="communes"
        ),
        Column(
            "advanced_comparator",
            "str",
            "How it is meant.",
            nullable=True,
            meanings=words.COMPARATORS,
        ),
        Column("communes_model_target", "int", "Model communes.", nullable=True, unit="communes"),
        Column(
            "model_comparator", "str", "How it is meant.", nullable=True, meanings=words.COMPARATORS
        ),
        Column(
            "min_criteria_rest",
            "int",
            "Floor for the other communes.",
            nullable=True,
            unit="criteria",
        ),
        Column("district_to_meet_ntm", "bool", "Whether the unit itself is to be NTM."),
        Column("district_already_ntm", "bool", "Whether it already is."),
        Column("due", "date", "Deadline."),
        CLAUSE,
        NOTE_VI,
        PROVINCE,
        Column("district_code", "str", "Code of the unit.", references="units.code"),
    ),
)

TABLES = (PLANS, TARGETS, COMMUNE_TARGETS, NAMED_COMMUNES, DISTRICT_TARGETS)
