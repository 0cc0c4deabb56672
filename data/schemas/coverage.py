"""Table of where each sentence of the plans is followed in the product."""

from data.schemas import plan_words as words
from data.schemas.core import Column, Table
from data.schemas.plans import CLAUSE, LIST, NOTE_VI, PLAN_ID

COVERAGE = Table(
    name="coverage",
    file="coverage.csv",
    key=("row_id",),
    description=(
        "The five plans clause by clause: what is asked, in our words, and where it is followed."
    ),
    columns=(
        Column("row_id", "str", "Short name of the row.", pattern=r"[a-z]+-k\d{2}"),
        PLAN_ID,
        Column("section", "str", "Main part of the document."),
        CLAUSE,
        Column("about_vi", "str", "What is asked, in Vietnamese (our wording)."),
        Column("kind", "str", "As what it is followed.", meanings=words.COVERAGE_KINDS),
        Column("page", "str", "Address of the page that follows it.", pattern=r"[a-z]+(-[a-z]+)*"),
        Column(
            "ids",
            "str",
            "Rows that follow it: targets, tasks, reporting duties, agencies or funding.",
            nullable=True,
            separator=LIST,
            pattern=r"[a-z]+-([a-z]\d{2}|[IVX]+(\.\d+)*)",
        ),
        NOTE_VI,
    ),
)

TABLES = (COVERAGE,)
