"""Tables of who does what in the plans, with which money, and what must be reported when."""

from data.schemas import plan_words as words
from data.schemas.core import Column, Table
from data.schemas.plans import CLAUSE, LIST, NOTE_VI, PLAN_ID

NAMES = "; "

AGENCIES = Table(
    name="agencies",
    file="agencies.csv",
    key=("agency_id",),
    description="Bodies the plans give duties to, and the criteria they answer for.",
    columns=(
        Column("agency_id", "str", "Short name of the row.", pattern=r"[a-z]+-a\d{2}"),
        PLAN_ID,
        Column("agency", "str", "Name of the body; unique inside a plan."),
        Column("agency_level", "str", "Level of the body, in Vietnamese."),
        CLAUSE,
        Column(
            "criteria_led",
            "str",
            "Criteria it answers for as a whole.",
            nullable=True,
            separator=LIST,
            pattern=r"\d{1,2}",
        ),
        Column(
            "subindicators_led",
            "str",
            "Parts of criteria it measures, numbered as in the set of 2016-2020.",
            nullable=True,
            separator=LIST,
            pattern=r"\d{1,2}\.\d",
        ),
        Column(
            "shared_report_to",
            "str",
            "Parts handed to another body, written parts>body.",
            nullable=True,
            separator="|",
            pattern=r"[\d.;]+>.+",
        ),
        Column("reports_to", "str", "To whom it reports, and how often.", nullable=True),
        Column(
            "tasks_led",
            "str",
            "Tasks it leads.",
            nullable=True,
            separator=LIST,
            references="tasks.task_id",
        ),
        Column(
            "tasks_directed",
            "str",
            "Tasks it directs (only Lạng Sơn has that column).",
            nullable=True,
            separator=LIST,
            references="tasks.task_id",
        ),
        Column("other_duties_vi", "str", "Other duties in Vietnamese.", nullable=True),
    ),
)

TASKS = Table(
    name="tasks",
    file="tasks.csv",
    key=("task_id",),
    description=(
        "Tasks in the appendices of Đắk Nông (99) and Lạng Sơn (27), and what the text of the "
        "other plans asks for without an appendix."
    ),
    columns=(
        Column("task_id", "str", "Plan and printed number.", pattern=r"[a-z]+-[IVX]+(\.\d+)*"),
        PLAN_ID,
        Column("group_no", "str", "Printed number of the group.", pattern=r"[IVX]+(\.\d)?"),
        Column("group_name_short", "str", "Short name of the group."),
        Column("task_no", "int", "Number inside the group."),
        Column("title_short", "str", "Short title in Vietnamese (our wording)."),
        Column(
            "directing_agency",
            "str",
            "Bodies in the Chỉ đạo column, which only Lạng Sơn has.",
            nullable=True,
            separator=NAMES,
        ),
        Column(
            "lead_agency",
            "str",
            "Bodies that lead, named as in agencies; empty where the text names none.",
            nullable=True,
            separator=NAMES,
        ),
        Column(
            "coordinating_agencies",
            "str",
            "Bodies that take part.",
            nullable=True,
            separator=NAMES,
        ),
        Column("timing_text", "str", "Time as printed."),
        Column("start", "date", "First day; empty when not given.", nullable=True),
        Column("end", "date", "Last day; empty when not given.", nullable=True),
        Column(
            "recurrence",
            "str",
            "How often; empty when the text only refers to another plan.",
            nullable=True,
            meanings=words.RECURRENCES,
        ),
        Column(
            "checkpoints",
            "str",
            "Named months of a task done several times.",
            nullable=True,
            separator=LIST,
            pattern=r"\d{4}-\d{2}",
        ),
        Column("date_basis", "str", "Where the dates come from.", meanings=words.DATE_BASES),
        Column("outputs", "str", "Printed product; Lạng Sơn prints none.", nullable=True),
        Column("note", "str", "Note in Vietnamese.", nullable=True),
        Column("document", "str", "Name of the text the row was read from (not shipped)."),
    ),
)

FUNDING = Table(
    name="funding",
    file="funding.csv",
    key=("funding_id",),
    description="Amounts, shares and rules on money in the plans.",
    columns=(
        Column("funding_id", "str", "Short name of the row.", pattern=r"[a-z]+-f\d{2}"),
        PLAN_ID,
        Column("kind", "str", "Kind of row.", meanings=words.FUNDING_KINDS),
        Column("source_name", "str", "Source of money, or subject of the rule."),
        Column("amount_bn_vnd", "float", "Amount as printed.", nullable=True, unit="billion VND"),
        Column(
            "stated_percent",
            "str",
            "Percentage as printed, digit by digit.",
            nullable=True,
            unit="%",
            pattern=r"\d+(\.\d+)?",
        ),
        Column(
            "computed_percent",
            "float",
            "Percentage of the printed total, recomputed.",
            nullable=True,
            unit="%",
        ),
        Column(
            "share_ratio",
            "str",
            "Printed ratio (1:1) or part (0.5).",
            nullable=True,
            pattern=r"\d+:\d+|0\.\d+",
        ),
        Column(
            "base_bn_vnd", "float", "Base of the percentage.", nullable=True, unit="billion VND"
        ),
        Column("year", "int", "Year of the amount.", nullable=True, unit="year"),
        CLAUSE,
        NOTE_VI,
    ),
)

REPORTING = Table(
    name="reporting",
    file="reporting.csv",
    key=("report_id",),
    description="Reports, meetings, surveys and checks the plans order.",
    columns=(
        Column("report_id", "str", "Short name of the row.", pattern=r"[a-z]+-r\d{2}"),
        PLAN_ID,
        Column("kind", "str", "What it is.", meanings=words.REPORT_KINDS),
        Column("who", "str", "Who does it."),
        Column("to_whom", "str", "For whom.", nullable=True),
        Column("via", "str", "Through whom.", nullable=True),
        Column("frequency", "str", "How often.", meanings=words.FREQUENCIES),
        Column("due_rule", "str", "Deadline rule, in English.", nullable=True),
        Column("due_rule_vi", "str", "The same in Vietnamese.", nullable=True),
        Column("content_vi", "str", "Content in Vietnamese (our wording)."),
        Column("legal_basis", "str", "Decision it rests on.", nullable=True),
        CLAUSE,
    ),
)

TABLES = (AGENCIES, TASKS, FUNDING, REPORTING)
