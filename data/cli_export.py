"""``python -m data export``: everything that leaves the product as a file, without a browser."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from sqlalchemy import Connection

from data import outputs, queries
from data.access import needs
from data.cli_export_files import (
    ENDINGS,
    OF_THE_COUNTRY,
    OPTIONS,
    Kind,
    Wish,
    build,
    file_name,
    no_district_words,
)
from data.cli_faults import RefusedError
from data.cli_output import Format, FormatOption, OutputOption, tell, write_rows
from data.cli_store import check_unit, connect, parse_day
from data.exports.file_names import export_file_name
from data.schemas import to_records
from data.store import snapshots
from data.store.snapshots import Period
from domain.access import Permission
from domain.catalog import COUNTRY, LANGUAGES
from domain.outputs import Order, OutputKind, Refused
from domain.report.periods import ReportKind
from domain.vocabulary import Provenance, UnitLevel

if TYPE_CHECKING:
    import pandas as pd

MARK_FIELDS = ("as_of", "commune_code", "criterion_no", "status", "set_id", "provenance")


ProvinceOption = Annotated[
    str | None,
    typer.Option(
        "--province",
        help=f"Mã tỉnh; {COUNTRY} là cả nước (tidy, geopackage, package). Package không bắt buộc.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="Ngày số liệu, NĂM-THÁNG-NGÀY; package không cần, cả nước mặc định kỳ mới nhất.",
    ),
]
KindOption = Annotated[
    Kind,
    typer.Option(
        "--kind",
        help="marks: mã xã, tiêu chí, kết quả; workbook: biểu tổng hợp; report: báo cáo; "
        "geopackage: bản đồ; package: gói dữ liệu; tidy: bảng dài đủ tên; slides: trang chiếu "
        "PowerPoint; slides-pdf: trang chiếu PDF; snapshot: trang tĩnh.",
    ),
]
LanguageOption = Annotated[
    Literal["vi", "en"] | None,
    typer.Option("--lang", help="Ngôn ngữ trang chiếu: vi hoặc en; mặc định vi."),
]
IssuedOption = Annotated[
    str | None,
    typer.Option(
        "--issued-on", help="Ngày ban hành báo cáo; chỉ so với kế hoạch có trước ngày này."
    ),
]
DeckOption = Annotated[
    int | None, typer.Option("--deck", help="Số của bộ trang đã lưu; mặc định bộ thường dùng.")
]
ReportOption = Annotated[ReportKind, typer.Option("--report", help="Loại báo cáo.")]


def add_commands(app: typer.Typer) -> None:
    """Add ``export`` to the command line."""
    app.command()(export)


def find_period(connection: Connection, province: str, day: date) -> Period:
    """Return the period a date is answered with, saying so when it is another date.

    Raises:
        RefusedError: Nothing is loaded for the province on or before that day.
    """
    try:
        period = queries.find_period(connection, province, day)
    except queries.NoDataError as error:
        raise RefusedError(
            f"Chưa có số liệu của tỉnh {province} tại hoặc trước ngày {day.isoformat()}. "
            "Xem các kỳ đang có: python -m data status"
        ) from error
    if period.as_of != day:
        tell(f"Không có kỳ {day.isoformat()}; dùng kỳ gần nhất trước đó: {period.as_of}.")
    if period.provenance is Provenance.ILLUSTRATIVE:
        tell("Lưu ý: kết quả từng xã của kỳ này là số liệu minh họa.")
    return period


@needs(Permission.EXPORT)
def export(
    context: typer.Context,
    province: ProvinceOption = None,
    as_of: AsOfOption = None,
    kind: KindOption = Kind.MARKS,
    output_format: FormatOption = Format.CSV,
    output: OutputOption = None,
    district: Annotated[str | None, typer.Option("--district", help="Mã huyện.")] = None,
    plan: Annotated[str | None, typer.Option("--plan", help="Mã kế hoạch.")] = None,
    criterion: Annotated[int | None, typer.Option("--criterion", help="Số tiêu chí.")] = None,
    group: Annotated[int | None, typer.Option("--group", help="Số nhóm tiêu chí.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Kỳ so sánh; mặc định kỳ chốt liền trước.")
    ] = None,
    report: ReportOption = ReportKind.QUARTERLY,
    issued_on: IssuedOption = None,
    deck: DeckOption = None,
    language: LanguageOption = None,
) -> None:
    """Xuất tệp: kết quả đánh giá (mặc định), biểu tổng hợp, báo cáo, bản đồ, gói dữ liệu."""
    given = {"--district": district, "--plan": plan, "--criterion": criterion, "--group": group}
    given |= {"--since": since, "--deck": deck, "--lang": language}
    given |= {"--issued-on": issued_on}
    for name, value in given.items():
        if value is not None and kind not in OPTIONS[name]:
            raise typer.BadParameter(f"{name} không dùng với --kind {kind.value}", ctx=context)
    if output_format is not Format.CSV and kind is not Kind.MARKS:
        raise typer.BadParameter("--format chỉ dùng với --kind marks", ctx=context)
    if kind is Kind.PACKAGE:
        _export_package(None if province == COUNTRY else province, output)
        return
    if province == COUNTRY:
        narrowing = next((name for name, value in given.items() if value is not None), None)
        if narrowing is not None or kind not in OF_THE_COUNTRY:
            wrong = narrowing or f"--kind {kind.value}"
            raise typer.BadParameter(f"{wrong} không dùng cho cả nước", ctx=context)
        _export_country(kind, parse_day(as_of) if as_of else None, output)
        return
    missing = [n for n, v in (("--province", province), ("--as-of", as_of)) if v is None]
    if province is None or as_of is None:
        raise typer.BadParameter(f"thiếu {missing[0]}", ctx=context)
    compared = parse_day(since) if since else None
    wish = Wish(
        kind,
        province,
        parse_day(as_of),
        district,
        plan,
        criterion,
        group,
        compared,
        report,
        deck,
        language or LANGUAGES[0],
        parse_day(issued_on) if issued_on else None,
    )
    with connect() as connection:
        check_unit(connection, province, UnitLevel.PROVINCE)
        if district is not None:
            check_unit(connection, district, UnitLevel.DISTRICT, province)
        _check_choice(connection, wish)
        period = find_period(connection, province, wish.day)
        if kind is Kind.MARKS:
            frame = _marks(connection, period, district).assign(
                as_of=period.as_of.isoformat(),
                set_id=period.set_id,
                provenance=period.provenance.value,
            )
            write_rows(to_records(frame[list(MARK_FIELDS)]), MARK_FIELDS, output_format, output)
            return
        content = _snapshot(wish, period) if kind is Kind.SNAPSHOT else build(connection, wish)
    write_file(content, file_name(wish, period), output)


def _marks(connection: Connection, period: Period, district: str | None) -> "pd.DataFrame":
    """Return the marks of a period, of one district if asked.

    Raises:
        RefusedError: The period holds nothing of the district.
    """
    frame = snapshots.read_assessments(connection, period)
    if district is None:
        return frame
    communes = queries.read_communes(connection, period.province_code, period.as_of)
    own = communes.loc[communes["district_code"] == district, "code"]
    frame = frame[frame["commune_code"].isin(own)]
    if frame.empty:
        raise RefusedError(no_district_words(district))
    return frame


def _snapshot(wish: Wish, period: Period) -> bytes:
    """Return the view as one HTML file.

    Raises:
        RefusedError: The district has no data at the date.
    """
    order = Order(
        OutputKind.SNAPSHOT,
        wish.province,
        period.as_of,
        wish.district,
        plan=wish.plan,
        criterion=wish.criterion,
        group=wish.group,
    )
    made = outputs.build_output(order)
    if isinstance(made, Refused):
        raise RefusedError("Kỳ này chưa có số liệu của nơi được chọn. Xem: python -m data status")
    return made.content


def _export_package(province: str | None, output: Path | None) -> None:
    from data.exports.package import build_data_package

    with connect() as connection:
        if province is not None:
            check_unit(connection, province, UnitLevel.PROVINCE)
        content = build_data_package(connection, province)
    write_file(content, export_file_name("package", province, None, None, "zip"), output)


def _export_country(kind: Kind, as_of: date | None, output: Path | None) -> None:
    """Write a table or map of every province that has data, each at its own date.

    Raises:
        RefusedError: No province has data up to the day.
    """
    from data.exports.country import country_scope, read_country
    from data.exports.geopackage import build_country_geopackage
    from data.exports.tidy import build_country_csv

    with connect() as connection:
        try:
            subjects = read_country(connection, as_of)
        except queries.NoDataError as error:
            raise RefusedError(
                "Chưa có số liệu của tỉnh nào. Xem các kỳ đang có: python -m data status"
            ) from error
        tell(f"{country_scope(subjects)}.")
        if kind is Kind.TIDY:
            content = build_country_csv(subjects)
        else:
            content = build_country_geopackage(connection, subjects)
    made_up = any(subject.is_illustrative for subject in subjects)
    name = export_file_name(kind.value, None, None, as_of, ENDINGS[kind], is_illustrative=made_up)
    write_file(content, name, output)


def _check_choice(connection: Connection, wish: Wish) -> None:
    """Check that the plan, criterion and group asked for exist.

    Raises:
        typer.BadParameter: One does not.
    """
    plans = [p.plan_id for p in queries.read_plans(connection) if p.province_code == wish.province]
    if wish.plan is not None and wish.plan not in plans:
        listed = ", ".join(plans) or "không có"
        raise typer.BadParameter(f"không có kế hoạch '{wish.plan}'; các mã: {listed}")
    periods = snapshots.list_periods(connection, wish.province)
    period = snapshots.choose_period(periods, wish.day)
    if period is None:
        return  # told by find_period, with what there is
    criteria_set = queries.read_criteria_set(connection, period.set_id)
    comparable = {
        p.as_of.isoformat()
        for p in periods
        if p.as_of < period.as_of
        and (p.set_id, p.district_codes) == (period.set_id, period.district_codes)
    }
    if wish.since is not None and wish.since.isoformat() not in comparable:
        listed = ", ".join(sorted(comparable)) or "không có"
        raise typer.BadParameter(f"không so được với kỳ {wish.since}; các kỳ so được: {listed}")
    if wish.criterion is not None and wish.criterion not in criteria_set.numbers:
        raise typer.BadParameter(f"bộ {period.set_id} không có tiêu chí {wish.criterion}")
    if wish.group is not None and not criteria_set.group_numbers(wish.group):
        raise typer.BadParameter(f"bộ {period.set_id} không có nhóm {wish.group}")


def write_file(content: bytes, name: str, output: Path | None) -> None:
    """Write a file where asked, else under its own name in the folder the command runs in."""
    path = output / name if output is not None and output.is_dir() else output or Path(name)
    path.write_bytes(content)
    tell(f"Đã ghi {path} ({len(content)} byte).")
