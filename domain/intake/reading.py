"""What a file of marks was understood to say: the terms between reader, store, page and command."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.criteria import CriteriaSet
from domain.intake.problems import Problem, Question, has_errors
from domain.vocabulary import Status


class Shape(StrEnum):
    """How a sheet is laid out."""

    ANNEX = "annex"  # title block, two-row header, district rows in Roman numerals, signatures
    FLAT = "flat"  # one header row, one row a commune
    LONG = "long"  # one row a commune and criterion
    TURNED = "turned"  # one column a commune, one row a criterion


class Role(StrEnum):
    """What a column holds, other than the marks of one criterion."""

    CODE = "code"
    NAME = "name"
    DISTRICT = "district"
    PROVINCE = "province"
    AS_OF = "as_of"
    CRITERION = "criterion"
    RESULT = "result"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True)
class Unit:
    """A commune of the registry that a row may speak of."""

    code: str
    name: str  # without its kind: "Ea Blang"
    district_code: str
    district_name: str  # with its kind: "Thị xã Buôn Hồ"
    province_code: str
    aliases: tuple[str, ...] = ()
    kind: str = "xã"  # or "phường", "thị trấn"


@dataclass(frozen=True)
class Context:
    """What the reader knows besides the file.

    Attributes:
        units: Communes (``xã``) the programme counts, of the provinces asked for.
        sets: Criteria sets a file can be of, by id.
        province_code: The province asked for; "" when the file may speak of several.
        district_code: The district asked for, if any.
        as_of: The date asked for; ``None`` = as the file says.
        set_id: The set asked for; "" = ``default_set_id``, unless the file says otherwise.
        default_set_id: The set in use in the province at the date.
        today: For "this date lies in the future".
        others: Every other commune-level unit known (wards, townships, communes of other
            provinces): to say of a row that is not in ``units`` what it is. May be empty.
        provinces: Names of the provinces with their kind, by code: to notice a file of another.
        district_aliases: Other spellings of districts' names, by code.
    """

    units: tuple[Unit, ...]
    sets: Mapping[str, CriteriaSet]
    province_code: str
    as_of: date | None
    default_set_id: str
    today: date
    district_code: str | None = None
    set_id: str = ""
    others: tuple[Unit, ...] = ()
    provinces: Mapping[str, str] = field(default_factory=dict)
    district_aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """How a sheet is read: guessed, shown, corrected by hand, remembered for its sender.

    Attributes:
        sheet: Name of the sheet.
        shape: Its kind.
        header_rows: First and last row of the header, from 0. Rows and columns of
            ``Shape.TURNED`` are those of the turned sheet.
        last_row: Last row of the data, before totals and signatures.
        roles: Column of each role that was found.
        criteria: Criterion number of each column of marks (empty for ``Shape.LONG``).
        words: What each written mark means; keys as ``fold_word`` writes them.
        blank: What an empty mark means: ``not_met`` only where the sheet's convention says so.
        blank_reason: Code of why, text in ``i18n`` under ``problem``.
        as_of: Date the sheet itself gives, if any.
        as_of_cell: Where.
        fingerprint: Same for two sheets of one form, so that a correction can be remembered.
        column_statuses: Where a criterion has a column for each result ("Đạt", "Chưa đạt"): what
            a tick in that column means; both columns stand in ``criteria`` with one number.
    """

    sheet: str
    shape: Shape
    header_rows: tuple[int, int]
    last_row: int
    roles: Mapping[Role, int]
    criteria: Mapping[int, int]
    words: Mapping[str, Status]
    blank: Status
    blank_reason: str
    as_of: date | None = None
    as_of_cell: str = ""
    fingerprint: str = ""
    column_statuses: Mapping[int, Status] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """One result read from one cell."""

    commune_code: str
    criterion_no: int
    status: Status
    sheet: str
    cell: str
    read: str


@dataclass(frozen=True, eq=False)
class Reading:
    """A file understood: ready to load when nothing blocks.

    Attributes:
        layouts: How each sheet that holds marks was read.
        marks: Every mark, at most one a commune and criterion.
        set_id: The criteria set the marks belong to.
        as_of: The date they are loaded for; ``None`` blocks.
        communes: Codes read, in the order of the file.
        missing_codes: Communes of the scope the file does not speak of.
        district_codes: Districts the file speaks of.
        covers_whole_province: Every district of the province appears.
        questions: Names to be answered; they block.
        problems: Everything found, in the order of file, sheet, row, column.
        sender: District or body that sent it, as the file says; "" when it does not.
        is_illustrative: The file itself says its marks are made up.
    """

    layouts: tuple[Layout, ...]
    marks: tuple[Mark, ...]
    set_id: str
    as_of: date | None
    communes: tuple[str, ...]
    missing_codes: tuple[str, ...]
    district_codes: tuple[str, ...]
    covers_whole_province: bool
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    sender: str = ""
    counts: Mapping[Status, int] = field(default_factory=dict)
    is_illustrative: bool = False

    @property
    def can_load(self) -> bool:
        """Tell whether nothing blocks: no error, no open question, at least one mark, a date."""
        return bool(self.marks) and self.as_of is not None and not self.is_blocked

    @property
    def is_blocked(self) -> bool:
        """Tell whether an error or an open question stands."""
        return bool(self.questions) or has_errors(self.problems)
