"""Files asked for on the page: what is wanted, what came of it, or why it could not be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.report.periods import ReportKind, span_of
from domain.slides.recipe import Recipe


class OutputKind(StrEnum):
    """Files that can be taken away."""

    REPORT = "report"
    WORKBOOK = "workbook"
    TIDY = "tidy"
    GEOPACKAGE = "geopackage"
    PACKAGE = "package"
    SNAPSHOT = "snapshot"
    SLIDES = "slides"
    SLIDES_PDF = "slides-pdf"


class Refusal(StrEnum):
    """Why a file cannot be made."""

    NO_DATA = "no_data"
    GONE = "gone"
    NO_BOUNDARIES = "no_boundaries"
    APPROXIMATE = "approximate"
    BROKEN_REFERENCE = "broken_reference"
    NO_COMMUNES = "no_communes"
    NO_TASKS = "no_tasks"
    NO_TARGETS = "no_targets"
    NO_REPORTS = "no_reports"


@dataclass(frozen=True)
class Refused:
    """A file that was not made, and why."""

    reason: Refusal


@dataclass(frozen=True)
class OutputFile:
    """A file that was made.

    Attributes:
        made_at: When, with its time zone.
        is_illustrative: It holds made-up marks, which its name then says too.
    """

    name: str
    content: bytes = field(repr=False)
    mime: str
    made_at: datetime
    is_illustrative: bool

    @property
    def size(self) -> int:
        """Return how many bytes it has."""
        return len(self.content)


@dataclass(frozen=True)
class ReportForm:
    """What an office fills in for a report, as typed; several lines or paragraphs in one text.

    Empty ones take the usual words of the place, and ``direction`` and ``proposals`` leave their
    section out.
    """

    kind: ReportKind
    issuer: str = ""
    superior: str = ""
    symbol: str = ""
    number: str = ""
    place: str = ""
    issued_on: date | None = None
    signer_title: str = ""
    signer_name: str = ""
    recipients: str = ""
    direction: str = ""
    proposals: str = ""


@dataclass(frozen=True)
class Order:
    """A file wanted.

    Two equal orders on the same data give the same file, so one that was made answers the next.

    Attributes:
        kind: What.
        province: Its code; ``None`` is the whole country: table, map and package only.
        as_of: Date of the figures; of the country ``None`` takes each province's newest.
        since: Date compared with; ``None`` is the period before.
        report: Of a report only.
        recipe: Of slides only.
        language: Of slides and snapshots; the other files are Vietnamese.
        takes_approximate: Of a map: whether approximate polygons are taken with what is open about
            their licence.
        data_version: Of the data it was wanted of.
    """

    kind: OutputKind
    province: str | None
    as_of: date | None = None
    district: str | None = None
    plan: str | None = None
    criterion: int | None = None
    group: int | None = None
    since: date | None = None
    report: ReportForm | None = None
    recipe: Recipe | None = None
    language: str = "vi"
    takes_approximate: bool = False
    data_version: str = ""


def paragraphs(typed: str) -> tuple[str, ...]:
    """Return the lines of a text that say something, each as one paragraph."""
    return tuple(line for line in (" ".join(raw.split()) for raw in typed.splitlines()) if line)


def usual_kind(as_of: date) -> ReportKind:
    """Return the kind of report figures of a date usually go into: that of the longest period.

    Figures of the first day of a quarter close the one before, see
    :func:`~domain.report.periods.span_of`.
    """
    closes = min(as_of, span_of(ReportKind.QUARTERLY, as_of).ends_on)
    by_month: Mapping[int, ReportKind] = {6: ReportKind.SIX_MONTH, 12: ReportKind.ANNUAL}
    return by_month.get(closes.month, ReportKind.QUARTERLY)


MARK_STYLES = ("cross", "signs", "words")
"""How results are written in the form of marks, the usual way first."""


class Reach(StrEnum):
    """What a form of marks is for."""

    PLACE = "place"
    """The place chosen: the province, or its district."""

    EACH_DISTRICT = "each_district"
    """One form a district, to be sent out."""


@dataclass(frozen=True)
class FormOrder:
    """A form of marks wanted.

    Attributes:
        set_id: Criteria set of its columns.
        style: One of :data:`MARK_STYLES`.
        as_of: Date of the figures; ``None`` leaves it to be written.
    """

    province: str
    set_id: str
    reach: Reach = Reach.PLACE
    district: str | None = None
    style: str = MARK_STYLES[0]
    as_of: date | None = None
