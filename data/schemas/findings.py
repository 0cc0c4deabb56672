"""Table of what was recomputed in the plans: their contradictions and what agrees."""

from data.schemas import plan_words as words
from data.schemas.core import Column, Table
from data.schemas.plans import LIST, NOTE_VI

INCONSISTENCIES = Table(
    name="inconsistencies",
    file="inconsistencies.csv",
    key=("no",),
    description=(
        "What was recomputed in the plans: where they contradict themselves or each other, where "
        "a reading must be chosen, and what agrees. Printed figures stand as printed everywhere."
    ),
    columns=(
        Column("no", "int", "Number of the finding."),
        Column("plan_ids", "str", "Plans concerned.", separator=LIST, references="plans.plan_id"),
        Column("kind", "str", "Kind of finding.", meanings=words.INCONSISTENCY_KINDS),
        Column("subject_vi", "str", "What it is about."),
        Column("printed_vi", "str", "What the document prints."),
        Column("recomputed_vi", "str", "What it recomputes to, or how it can be read."),
        Column(
            "formula",
            "str",
            "Arithmetic behind recomputed_value: numbers, brackets and + - * / only.",
            nullable=True,
            pattern=r"[0-9.+\-*/() ]+",
        ),
        Column("recomputed_value", "float", "Result, rounded as written.", nullable=True),
        Column("printed_value", "float", "Printed figure it stands against.", nullable=True),
        Column("clause", "str", "Places in the documents."),
        Column(
            "target_ids",
            "str",
            "Targets concerned.",
            nullable=True,
            separator=LIST,
            references="targets.target_id",
        ),
        Column(
            "funding_ids",
            "str",
            "Funding rows concerned.",
            nullable=True,
            separator=LIST,
            references="funding.funding_id",
        ),
        Column(
            "task_ids",
            "str",
            "Tasks concerned.",
            nullable=True,
            separator=LIST,
            references="tasks.task_id",
        ),
        NOTE_VI,
    ),
)

TABLES = (INCONSISTENCIES,)
