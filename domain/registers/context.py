"""What a register's reader knows besides the file, and what it hands back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.intake.matcher import Matcher
from domain.intake.problems import Problem, Question, has_errors
from domain.registers.fields import Kind


@dataclass(frozen=True)
class TargetChoice:
    """A target a figure can be entered for.

    Attributes:
        label: What it counts, of whom, its goal and unit.
        most: Highest figure that can be true: 100 for a share, all villages for villages.
        is_whole: Only whole numbers can be true: of villages, products, communes.
    """

    label: str
    most: int | None = None
    is_whole: bool = False


@dataclass(frozen=True)
class ReportChoice:
    """A reporting duty, as a register can speak of it.

    Attributes:
        label: What it is and who bears it.
        deadlines: Day, first and last day of the period, of each of its deadlines; none of a duty
            without days.
        bodies: Who has to hand it in; one empty name of what is held once, a meeting.
    """

    label: str
    deadlines: tuple[tuple[date, date, date], ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class RegisterContext:
    """What the reader knows besides the file.

    Attributes:
        province_code: Province the file is loaded for.
        today: For "this date lies in the future".
        matcher: Communes the programme counts in the province, folded to look names up in.
        districts: Full name of each district of the province, by code: "Huyện Đình Lập".
        provinces: Name of each province with its kind, by code.
        other_districts: Province code of each district of another province, by code.
        tasks: Short title of each task of the province's plans, by its number.
        sources: Sources of funding known in the province.
        targets: Targets of the province's plans that figures are entered for, by id.
        reports: Reporting duties of the province's plans, by id.
        answers: Answers to questions of an earlier reading: a unit's code, or "" to leave the row
            out, by :func:`~domain.intake.problems.question_key` or by the address alone.
        defaults: Text to read for a column the file does not have, by the field's name: a list of
            "communes registered for 2025" names the year in its title only.
    """

    province_code: str
    today: date
    matcher: Matcher
    districts: Mapping[str, str]
    provinces: Mapping[str, str] = field(default_factory=dict)
    other_districts: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    targets: Mapping[str, TargetChoice] = field(default_factory=dict)
    reports: Mapping[str, ReportChoice] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where a row was read: sheet and row number as the file shows it."""

    sheet: str
    row: int


@dataclass(frozen=True, eq=False)
class RegisterReading:
    """A register understood: ready to load when nothing blocks.

    Attributes:
        kind: Which register.
        rows: Rows without fault, with the columns of the store's table of that name.
        places: Where each row was read, in the same order.
        problems: Everything found, in the order of file, sheet, row, column.
        questions: Names to be answered; they block.
        unfilled: Pre-filled rows nobody wrote anything into; they are left out.
    """

    kind: Kind
    rows: tuple[Mapping[str, object], ...]
    places: tuple[Place, ...]
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()
    unfilled: int = 0

    @property
    def is_blocked(self) -> bool:
        """Tell whether an error or an open question stands."""
        return bool(self.questions) or has_errors(self.problems)

    @property
    def can_load(self) -> bool:
        """Tell whether nothing blocks and there is something to load."""
        return bool(self.rows) and not self.is_blocked
