"""What a register is made of: its columns, what may stand in them, and how staff write it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The registers staff keep."""

    RECOGNITION = "recognition"
    REGISTERED_PLAN = "registered_plan"
    TASK_STATUS = "task_status"
    FUNDING = "funding"
    TARGET_VALUE = "target_value"
    REPORT_RECEIPT = "report_receipt"


class TaskStatus(StrEnum):
    """What staff say of a task; "overdue" is never said, it follows from the dates."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


class FieldType(StrEnum):
    """How a cell of a column is read."""

    UNIT = "unit"  # a commune or a district
    COMMUNE = "commune"
    DISTRICT = "district"
    UNIT_NAME = "unit_name"  # name written beside a code, or instead of it
    DISTRICT_NAME = "district_name"  # district a commune's name is looked for in
    TASK = "task"
    TASK_TITLE = "task_title"  # title written beside a task's number, or instead of it
    SOURCE = "source"  # source of funding
    TARGET = "target"  # target of a plan that is not counted from the communes' marks
    REPORT = "report"  # reporting duty of a plan that has days
    BODY = "body"  # who hands in a report, as the plan calls it
    NUMBER = "number"  # in the unit of what the row is about
    CHOICE = "choice"
    DAY = "day"
    DAY_OR_YEAR = "day_or_year"  # a year or month stands for its last day, marked as not exact
    YEAR = "year"
    AMOUNT = "amount"  # million VND
    TEXT = "text"
    URL = "url"


@dataclass(frozen=True)
class Field:
    """One column of a register.

    Attributes:
        name: Column of the store the value goes to; of a helper column (a name beside its code)
            just a name.
        type: How its cells are read.
        heading: Vietnamese heading in the template.
        variants: Other headings that mean the same; compared without marks, case and punctuation.
        is_required: A row without it is refused.
        is_in_template: Whether the template has the column; helper columns are only understood.
        labels: Vietnamese word of each stored value (``FieldType.CHOICE``), as the template offers.
        words: Further words for a stored value, without marks, in lower case.
        help: How to fill it, in Vietnamese, at most 255 characters (a limit of Excel's tips).
        max_length: Of a text.
        is_nullable: A blank text is stored as nothing rather than as an empty text.
        years_ahead: How many years after this one a year or day may lie; 0 = no later than today.
        width: Of the column in the template, in characters.
    """

    name: str
    type: FieldType
    heading: str
    variants: tuple[str, ...] = ()
    is_required: bool = False
    is_in_template: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    help: str = ""
    max_length: int = 2000
    is_nullable: bool = False
    years_ahead: int = 0
    width: int = 16


@dataclass(frozen=True)
class Register:
    """One register.

    Attributes:
        kind: Which.
        title: Title of the template, in Vietnamese.
        instruction: One line below the title.
        fields: Columns, in the order of the template.
        key: Stored columns that tell two rows apart.
        open_key: Those that do so where one of ``key`` is empty; by default ``key`` all the same.
        prefilled: Name of a field the template fills in; a row with nothing else is not yet filled
            and left out.
    """

    kind: Kind
    title: str
    instruction: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    prefilled: str = ""
    open_key: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """Return the field of a name.

        Raises:
            KeyError: The register has no such field.
        """
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(f"{self.kind} has no field {name}")

    @property
    def template_fields(self) -> tuple[Field, ...]:
        """Return the columns the template has, in order."""
        return tuple(item for item in self.fields if item.is_in_template)


def text_key(kind: Kind) -> str:
    """Return the key of a register's name in ``i18n``."""
    return f"register.kind.{kind}"


def about_key(kind: Kind) -> str:
    """Return the key of the sentence that says what a register holds."""
    return f"register.about.{kind}"
