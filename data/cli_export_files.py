"""The files ``python -m data export`` writes: their kinds, what is asked for, how one is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from data import queries
from data.cli_faults import RefusedError
from data.exports.file_names import export_file_name
from data.store.snapshots import Period
from domain.outputs import Order, OutputKind
from domain.report.periods import ReportKind
from domain.vocabulary import Provenance


class Kind(StrEnum):
    """What can be exported."""

    MARKS = "marks"
    WORKBOOK = "workbook"
    REPORT = "report"
    GEOPACKAGE = "geopackage"
    PACKAGE = "package"
    TIDY = "tidy"
    SLIDES = "slides"
    SLIDES_PDF = "slides-pdf"
    SNAPSHOT = "snapshot"


OF_THE_COUNTRY = (Kind.TIDY, Kind.GEOPACKAGE)
ENDINGS = {
    Kind.WORKBOOK: "xlsx",
    Kind.REPORT: "docx",
    Kind.GEOPACKAGE: "gpkg",
    Kind.PACKAGE: "zip",
    Kind.TIDY: "csv",
    Kind.SLIDES: "pptx",
    Kind.SLIDES_PDF: "pdf",
    Kind.SNAPSHOT: "html",
}
OPTIONS = {
    "--district": (
        *(Kind.MARKS, Kind.WORKBOOK, Kind.REPORT, Kind.GEOPACKAGE, Kind.TIDY),
        *(Kind.SLIDES, Kind.SLIDES_PDF, Kind.SNAPSHOT),
    ),
    "--issued-on": (Kind.REPORT,),
    "--plan": (*(Kind.WORKBOOK, Kind.REPORT, Kind.SLIDES, Kind.SLIDES_PDF, Kind.SNAPSHOT),),
    "--deck": (Kind.SLIDES, Kind.SLIDES_PDF),
    "--lang": (Kind.SLIDES, Kind.SLIDES_PDF),
    "--criterion": (Kind.TIDY, Kind.GEOPACKAGE, Kind.SNAPSHOT),
    "--group": (Kind.TIDY, Kind.GEOPACKAGE, Kind.SNAPSHOT),
    "--since": (Kind.TIDY, Kind.GEOPACKAGE),
}
"""Which exports an option narrows; elsewhere it would be ignored, so it is refused."""


@dataclass(frozen=True)
class Wish:
    """What was asked for, looked up and found to exist."""

    kind: Kind
    province: str
    day: date
    district: str | None
    plan: str | None
    criterion: int | None
    group: int | None
    since: date | None
    report: ReportKind
    deck: int | None = None
    language: str = "vi"
    issued_on: date | None = None


def build(connection: Connection, wish: Wish) -> bytes:
    """Build the file asked for; each builder is imported only when it is used.

    Raises:
        RefusedError: The district has no data at the date.
    """
    builders: dict[Kind, Callable[[Connection, Wish], bytes]] = {
        Kind.WORKBOOK: _workbook,
        Kind.REPORT: _report,
        Kind.GEOPACKAGE: _geopackage,
        Kind.TIDY: _tidy,
        Kind.SLIDES: _slides,
        Kind.SLIDES_PDF: _slides,
    }
    try:
        return builders[wish.kind](connection, wish)
    except queries.NoDataError as error:
        raise RefusedError(no_district_words(wish.district or "")) from error


def no_district_words(district: str) -> str:
    """Say that a period holds nothing of a district, and where to see what there is."""
    return f"Kỳ này chưa có số liệu của huyện {district}. Xem các kỳ đang có: python -m data status"


def _workbook(connection: Connection, wish: Wish) -> bytes:
    from data.exports.workbook import build_summary_workbook

    return build_summary_workbook(
        connection, wish.province, wish.day, district_code=wish.district, plan_id=wish.plan
    )


def _report(connection: Connection, wish: Wish) -> bytes:
    from data.exports.report_docx import build_report
    from data.exports.report_options import ReportOptions

    return build_report(
        connection,
        wish.province,
        wish.day,
        wish.report,
        plan_id=wish.plan,
        district_code=wish.district,
        options=ReportOptions(issued_on=wish.issued_on),
    )


def _geopackage(connection: Connection, wish: Wish) -> bytes:
    from data.exports.geopackage import build_geopackage

    return build_geopackage(
        connection,
        wish.province,
        wish.day,
        district_code=wish.district,
        criterion_no=wish.criterion,
        group_no=wish.group,
        since=wish.since,
    )


def _tidy(connection: Connection, wish: Wish) -> bytes:
    from data.exports.tidy import build_tidy_csv

    return build_tidy_csv(
        connection,
        wish.province,
        wish.day,
        district_code=wish.district,
        criterion_no=wish.criterion,
        group_no=wish.group,
        since=wish.since,
    )


def _slides(connection: Connection, wish: Wish) -> bytes:
    from data.exports.slides import build_slides
    from data.store import decks

    recipe = None
    if wish.deck is not None:
        try:
            recipe = decks.read_versions(connection, wish.deck)[-1].recipe
        except decks.UnknownDeckError as error:
            saved = ", ".join(
                f"{deck.deck_id} ({deck.name})"
                for deck in decks.list_decks(connection, wish.province)
                if not deck.is_archived
            )
            raise RefusedError(
                f"Không có bộ trang số {wish.deck}. Các bộ đã lưu của tỉnh: {saved or 'chưa có'}."
            ) from error
    order = Order(
        OutputKind(wish.kind.value),
        wish.province,
        wish.day,
        wish.district,
        plan=wish.plan,
        recipe=recipe,
        language=wish.language,
    )
    return build_slides(connection, wish.province, wish.day, order)


def file_name(wish: Wish, period: Period) -> str:
    """Return what a file is called."""
    made_up = period.provenance is Provenance.ILLUSTRATIVE
    return export_file_name(
        wish.kind.value,
        wish.province,
        wish.district,
        period.as_of,
        ENDINGS[wish.kind],
        is_illustrative=made_up,
    )
