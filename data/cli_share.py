"""``python -m data share``: department links without a browser."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer

from data import sharing
from data.access import needs
from data.cli_export import write_file
from data.cli_faults import RefusedError
from data.cli_output import Format, FormatOption, tell, write_json, write_rows
from data.cli_store import connect, default_actor, local_address, parse_day
from data.store.share_links import ShareLink
from data.texts import text
from domain.access import Permission
from domain.sharing import USUAL_DAYS, ShareWish

app = typer.Typer(help="Liên kết cho sở, ngành, địa phương.", no_args_is_help=True)

ProvinceOption = Annotated[str, typer.Option("--province", help="Mã tỉnh.")]
AgencyOption = Annotated[str, typer.Option("--agency", help="Mã cơ quan trong kế hoạch.")]
PlanOption = Annotated[str, typer.Option("--plan", help="Mã kế hoạch.")]
DistrictOption = Annotated[str, typer.Option("--district", help="Mã huyện.")]
AsOfOption = Annotated[
    str, typer.Option("--as-of", help="Ngày cố định; không có thì luôn là kỳ mới nhất.")
]

FIELDS = (
    *("link_id", "label", "state", "province", "district", "plan", "agency", "criteria"),
    *("as_of", "scenario", "expires_on", "has_passphrase", "created_at", "created_by"),
    *("last_used_at", "use_count", "url"),
)


@app.command()
@needs(Permission.SHARE)
def create(
    province: ProvinceOption,
    agency: AgencyOption = "",
    plan: PlanOption = "",
    district: DistrictOption = "",
    as_of: AsOfOption = "",
    scenario: Annotated[
        int | None, typer.Option("--scenario", help="Số kịch bản được xem.")
    ] = None,
    label: Annotated[str, typer.Option("--label", help="Gửi cho ai.")] = "",
    expires: Annotated[str, typer.Option("--expires", help="Ngày cuối còn dùng được.")] = "",
    address: Annotated[
        str, typer.Option("--address", help="Địa chỉ bảng theo dõi; mặc định NTM_PUBLIC_URL.")
    ] = "",
    *,
    passphrase: Annotated[bool, typer.Option("--passphrase", help="Hỏi mật khẩu riêng.")] = False,
    output_format: FormatOption = Format.JSON,
) -> None:
    """Tạo liên kết; địa chỉ chỉ in ra một lần."""
    connect().close()
    # Asked beside the answer, which programs read.
    asked = "Mật khẩu của liên kết"
    typed = typer.prompt(asked, hide_input=True, err=True) if passphrase else ""
    last = parse_day(expires) if expires else sharing.today() + timedelta(days=USUAL_DAYS)
    wish = ShareWish(
        label=label,
        province=province,
        district=district,
        plan=plan,
        agency=agency,
        as_of=parse_day(as_of) if as_of else None,
        scenario=scenario,
        expires_on=last,
        passphrase=typed,
    )
    made = sharing.create_link(wish, default_actor())
    if isinstance(made, list):
        raise RefusedError(" ".join(text(f"share.fault.{name}") for name in made))
    home = address.rstrip("/") or sharing.public_address() or local_address()
    row = {**_row(made.link), "url": f"{home}/l/{made.token}"}
    _write([row], output_format, one=True)


@app.command()
@needs(Permission.EXPORT)
def page(
    province: ProvinceOption,
    agency: AgencyOption = "",
    plan: PlanOption = "",
    district: DistrictOption = "",
    as_of: AsOfOption = "",
    language: Annotated[Literal["vi", "en"], typer.Option("--lang", help="vi hoặc en.")] = "vi",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Tệp hoặc thư mục kết quả.")
    ] = None,
) -> None:
    """Trang tĩnh (một tệp HTML) của đúng phần mà liên kết sẽ cho xem."""
    connect().close()
    day = parse_day(as_of) if as_of else None
    wish = ShareWish(
        label="", province=province, district=district, plan=plan, agency=agency, as_of=day
    )
    made = sharing.build_page(wish, language)
    if isinstance(made, list):
        raise RefusedError(" ".join(text(f"share.fault.{name}") for name in made))
    write_file(made.content, made.name, output)


@app.command("list")
@needs(Permission.SHARE)
def list_(output_format: FormatOption = Format.JSON) -> None:
    """Các liên kết đã tạo, mới nhất trước; không in lại địa chỉ."""
    connect().close()
    _write([_row(link) for link in sharing.list_links()], output_format)


@app.command()
@needs(Permission.SHARE)
def revoke(
    link_id: Annotated[int, typer.Argument(help="Số liên kết, xem share list.")],
    output_format: FormatOption = Format.JSON,
) -> None:
    """Thu hồi liên kết; ai đang mở cũng không xem tiếp được."""
    connect().close()
    if not sharing.revoke_link(link_id, default_actor()):
        raise RefusedError(f"Không có liên kết {link_id} đang dùng. Xem: python -m data share list")
    tell(f"Đã thu hồi liên kết {link_id}.")
    _write([_row(one) for one in sharing.list_links() if one.link_id == link_id], output_format)


def _row(link: ShareLink) -> dict[str, object]:
    scope = link.scope
    return {
        "link_id": link.link_id,
        "label": link.label,
        "state": link.state(sharing.today()),
        "province": scope.province,
        "district": scope.district or None,
        "plan": scope.plan or None,
        "agency": scope.agency or None,
        "criteria": list(scope.numbers),
        "as_of": scope.as_of.isoformat() if scope.as_of else "latest",
        "scenario": scope.scenario,
        "expires_on": link.expires_on.isoformat(),
        "has_passphrase": link.has_passphrase,
        "created_at": link.created_at.isoformat(),
        "created_by": link.created_by,
        "last_used_at": link.last_used_at.isoformat() if link.last_used_at else None,
        "use_count": link.use_count,
    }


def _write(rows: list[dict[str, object]], output_format: Format, *, one: bool = False) -> None:
    if output_format is Format.JSON:
        write_json(rows[0] if one else rows)
        return
    flat = [{**row, "criteria": ";".join(map(str, row["criteria"]))} for row in rows]  # type: ignore[call-overload]
    write_rows(flat, FIELDS, output_format, None)
