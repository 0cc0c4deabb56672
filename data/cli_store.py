"""What commands share to reach the store: opening it, dates, codes of units."""

import getpass
import os
from datetime import date
from typing import Annotated

import streamlit as st
import typer
from sqlalchemy import Connection

from data import access, queries, setup
from data.cli_output import tell_step
from data.store.engine import get_engine
from data.texts import text
from domain.access import Permission
from domain.vocabulary import UnitLevel

ProvinceOption = Annotated[str, typer.Option("--province", help="Mã tỉnh, hai chữ số.")]
AsOfOption = Annotated[str, typer.Option("--as-of", help="Ngày số liệu, NĂM-THÁNG-NGÀY.")]


def connect() -> Connection:
    """Open the store, filling it first when it is new or the committed files have changed.

    Raises:
        NotAllowedError: It has to be filled, and whoever acts may not.
    """
    if not setup.is_ready():
        access.require(Permission.ADMINISTER)
        setup.prepare_store(tell_step)
    return get_engine().connect()


def parse_day(text: str) -> date:
    """Return a date.

    Raises:
        typer.BadParameter: It is not written year-month-day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' không phải ngày dạng NĂM-THÁNG-NGÀY") from error


def check_unit(connection: Connection, code: str, level: UnitLevel, province: str = "") -> None:
    """Check that a province or district exists.

    Raises:
        typer.BadParameter: It does not.
    """
    units = queries.read_units(connection, level, province or None)
    if code not in set(units["code"]):
        kind, where = ("huyện", f" ở tỉnh {province}") if province else ("tỉnh", "")
        raise typer.BadParameter(f"không có {kind} mang mã '{code}'{where}")


def default_actor() -> str:
    """Return who runs the command: the login name, else how commands are called."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a service without a login name; Python before 3.13: KeyError
        return text("access.command_line")


def local_address() -> str:
    """Return where the dashboard of this machine stands unless started otherwise, no slash."""
    return f"http://localhost:{os.environ.get('PORT') or st.get_option('server.port')}"
