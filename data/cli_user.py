"""``python -m data user``: who may sign in, and a way in for staff of this machine."""

from typing import Annotated

import typer

from data import sharing, sign_in
from data.access import needs
from data.cli_faults import RefusedError
from data.cli_output import Format, FormatOption, tell, write_json, write_rows
from data.cli_store import connect, default_actor, local_address
from data.store import accounts, visits
from data.store.accounts import AccountError
from data.store.engine import begin_write, get_engine
from domain.access import Permission, Role

app = typer.Typer(help="Người được đăng nhập.", no_args_is_help=True)

FIELDS = ("name", "role", "full_name", "has_password", "added_at")
_REASONS = {
    "name": "Tên đăng nhập không được để trống và không có ký tự điều khiển.",
    "role": "Vai trò chỉ có thể là leader (lãnh đạo, chỉ xem) hoặc staff (cán bộ).",
    "password": f"Mật khẩu cần ít nhất {accounts.PASSWORD_LENGTH} ký tự.",
    "unknown": "Không có tài khoản này. Xem danh sách: python -m data user list",
}

NameArgument = Annotated[str, typer.Argument(help="Địa chỉ thư điện tử hoặc tên đăng nhập.")]


@app.command()
@needs(Permission.ADMINISTER)
def add(
    name: NameArgument,
    role: Annotated[str, typer.Option("--role", help="leader hoặc staff.")] = Role.STAFF.value,
    full_name: Annotated[str, typer.Option("--full-name", help="Họ và tên.")] = "",
    *,
    password: Annotated[
        bool, typer.Option("--password", help="Hỏi mật khẩu; không có thì chỉ đăng nhập OIDC.")
    ] = False,
) -> None:
    """Thêm người được đăng nhập, hoặc đổi vai trò, họ tên, mật khẩu của người đã có."""
    connect().close()
    # Asked for, never an option: options stand in the shell's history and in lists of processes.
    typed = typer.prompt("Mật khẩu", hide_input=True) if password else ""
    # Typer's own repetition says in English that the two differ.
    if typed and typer.prompt("Nhập lại mật khẩu", hide_input=True) != typed:
        raise RefusedError("Hai lần nhập mật khẩu không giống nhau; chưa ghi gì. Chạy lại lệnh.")
    try:
        with begin_write(get_engine()) as connection:
            accounts.add_account(
                connection,
                name,
                Role(role) if role in list(Role) else Role.NOBODY,
                full_name=full_name,
                password=typed,
                actor=default_actor(),
            )
            if typed:
                visits.end_visits_of(connection, accounts.normalise(name), sign_in.now())
    except AccountError as error:
        raise RefusedError(_REASONS[error.reason]) from error
    tell(f"Đã ghi tài khoản {accounts.normalise(name)}, vai trò {role}.")


@app.command("list")
@needs(Permission.ADMINISTER)
def list_(output_format: FormatOption = Format.JSON) -> None:
    """Những người được đăng nhập."""
    with connect() as connection:
        found = accounts.list_accounts(connection)
    rows = [
        {
            "name": one.name,
            "role": one.role.value,
            "full_name": one.full_name,
            "has_password": one.has_password,
            "added_at": one.added_at.isoformat(),
        }
        for one in found
    ]
    write_json(rows) if output_format is Format.JSON else write_rows(
        rows, FIELDS, output_format, None
    )


@app.command()
@needs(Permission.ADMINISTER)
def remove(name: NameArgument) -> None:
    """Không cho đăng nhập nữa; phiên đang mở kết thúc ngay."""
    connect().close()
    try:
        with begin_write(get_engine()) as connection:
            accounts.remove_account(connection, name, actor=default_actor())
            visits.end_visits_of(connection, accounts.normalise(name), sign_in.now())
    except AccountError as error:
        raise RefusedError(_REASONS[error.reason]) from error
    tell(f"Đã bỏ tài khoản {accounts.normalise(name)}.")


@app.command()
@needs(Permission.ADMINISTER)
def link(
    address: Annotated[str, typer.Option("--address", help="Địa chỉ của bảng theo dõi.")] = "",
) -> None:
    """In liên kết để một cán bộ đăng nhập một lần trên máy này."""
    connect().close()
    home = address.rstrip("/") or sharing.public_address() or local_address()
    typer.echo(f"{home}/vao/{sign_in.make_ticket(default_actor())}")
