"""What a command says when it cannot do its work: one clear line, never a traceback.

Exit codes: 1 when the data is refused, missing or unreadable, 2 for wrong usage. What nobody
foresaw is written with its traceback to ``log/ntm.log`` under the var folder, and the line shown
carries the number it is found by.
"""

import re
import secrets
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import typer
from alembic.util.exc import CommandError
from sqlalchemy.exc import DatabaseError, OperationalError
from typer.core import TyperGroup
from typer.exceptions import TyperException

from data.access import NotAllowedError, find
from data.boundaries.faults import BoundaryError
from data.cli_role import VARIABLE
from data.paths import log_path
from data.schemas import TableError
from data.store.faults import FaultKind, kind_of
from domain.access import Role

_ROLE_NAMES = {Role.LEADER: "lãnh đạo (chỉ xem)", Role.STAFF: "cán bộ", Role.OWNER: "quản trị"}
_BOUND = re.compile(r"(greater|less) than or equal to (\S+)")


class RefusedError(Exception):
    """A command cannot do what was asked, for a reason the user can act on, in Vietnamese."""


class Group(TyperGroup):
    """The commands, with their errors told in one line each."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = False,  # noqa: ARG002 -- part of the signature
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and leave the process with its exit code."""
        try:
            # Not "standalone", so that errors arrive here instead of being printed in English.
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except TyperException as error:
            _tell(_usage_text(error))
            sys.exit(error.exit_code)
        except typer.Abort:
            _tell("Đã dừng theo yêu cầu.")
            sys.exit(1)
        except Exception as error:  # the command line's last line of defence
            _tell(describe(error))
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def describe(error: Exception) -> str:
    """Return the line that tells a user about an error."""
    match error:
        case NotAllowedError():
            who = find()
            role = _ROLE_NAMES.get(who.role, who.role.value) if who else "chưa rõ"
            return (
                f"Vai trò {role} không được dùng lệnh này, nên không có gì thay đổi. Vai trò của "
                f"lệnh do biến {VARIABLE} quy định; không có biến đó, lệnh chạy với quyền quản trị."
            )
        case RefusedError() | BoundaryError():
            return str(error)
        case TableError():
            return f"Tệp dữ liệu gốc không dùng được: {error}"
        case CommandError():
            return (
                "Kho dữ liệu do một phiên bản khác của chương trình tạo ra. "
                "Hãy dùng phiên bản mới nhất, hoặc khôi phục kho từ bản sao lưu. "
                f"{_record(error)}"
            )
        case _ if kind_of(error) is FaultKind.DISK_FULL:
            return (
                "Ổ đĩa đã đầy nên không ghi được; không có gì bị ghi dở dang. "
                f"Hãy giải phóng dung lượng rồi làm lại. {_record(error)}"
            )
        case _ if kind_of(error) is FaultKind.READ_ONLY:
            return (
                "Tài khoản cơ sở dữ liệu đang dùng không có quyền làm việc này; không có gì bị ghi "
                f"dở dang. Hãy dùng tài khoản có quyền trong NTM_DATABASE_URL. {_record(error)}"
            )
        case OperationalError():
            return f"Không mở được kho dữ liệu: {_first_line(error.orig)}. {_record(error)}"
        case DatabaseError():
            return (
                f"Kho dữ liệu không đọc được: {_first_line(error.orig)}. "
                f"Hãy khôi phục kho từ bản sao lưu. {_record(error)}"
            )
        case OSError(filename=str(name)):
            return f"Không đọc hoặc ghi được {name}: {error.strerror}."
    return f"Có lỗi ngoài dự kiến. {_record(error)}"


def _record(error: Exception) -> str:
    """Write an error with its traceback to the log; return how to find it."""
    number = secrets.token_hex(4)
    lines = traceback.format_exception(error)
    entry = f"{datetime.now(UTC).isoformat(timespec='seconds')} {number}\n{''.join(lines)}\n"
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        with log_path().open("a", encoding="utf-8") as stream:
            stream.write(entry)
    except OSError as failure:
        return f"Không ghi được nhật ký {log_path()}: {failure.strerror}."
    return f"Mã lỗi {number}, chi tiết trong {log_path()}."


def _usage_text(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    # Typer does not export the classes of its usage errors; their names are stable.
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return error.message
        case "MissingParameter":
            problem = f"thiếu {_parameter_name(error)}"
        case "NoSuchOption":
            problem = f"không có tùy chọn {getattr(error, 'option_name', '')}"
        case "BadOptionUsage":
            problem = f"tùy chọn {getattr(error, 'option_name', '')} cần một giá trị"
        case "BadParameter" if getattr(error, "param", None) is not None:
            wanted = _bound(error.message) or error.param.display_type(context)  # type: ignore[attr-defined]
            problem = f"giá trị của {_parameter_name(error)} không dùng được, cần {wanted}"
        case "BadParameter":
            problem = error.message
        case _ if context is not None and isinstance(context.command, TyperGroup):
            problem = f"không có lệnh đó; các lệnh: {', '.join(context.command.commands)}"
        case _ if error.message.startswith("Got unexpected extra argument"):
            problem = f"thừa đối số {error.message.rpartition('(')[2].rstrip(')')}"
        case _:
            problem = error.message
    hint = f"\nXem cách dùng: {context.command_path} --help" if context is not None else ""
    return f"Sai cách dùng: {problem}.{hint}"


def _bound(message: str) -> str:
    """Return the bound a number broke, which says more than the name of its type; "" for none."""
    found = _BOUND.search(message)
    if found is None:
        return ""
    words = "số từ {} trở lên" if found[1] == "greater" else "số không quá {}"
    return words.format(found[2])


def _parameter_name(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    return "" if parameter is None else parameter.get_error_hint().replace("'", "")


def _first_line(cause: object) -> str:
    return (str(cause).strip().splitlines() or [""])[0].rstrip(".")


def _tell(text: str) -> None:
    typer.echo(text, err=True)
