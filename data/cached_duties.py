"""What staff loaded about duties: status of tasks, money, and which districts have reported.

Everything is kept by the version of the store's data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from data import access, cached, cached_store, check_inputs
from data.access import needs, public
from data.schemas import to_records
from data.store import registers
from data.store.engine import database_url, get_engine
from data.store.origins import read_origins
from domain.access import Permission
from domain.checks.inputs import Load
from domain.duties.agencies import Agency, build_agency, cut_to_receiver
from domain.duties.funding import FundingRow
from domain.duties.receipts import THE_EVENT, ReceiptBook, Received
from domain.duties.status import StatusReport
from domain.registers.fields import TaskStatus
from domain.targets import EnteredValue


@public
def may_enter() -> bool:
    """Tell whether whoever acts may write into the store."""
    found = access.find()
    return found is not None and found.may(Permission.LOAD)


@public
def today() -> date:
    """Return the day it is in Việt Nam."""
    return check_inputs.today_in_vietnam()


@needs(Permission.VIEW)
def get_plan_rows(name: str, plan_id: str) -> list[dict[str, Any]]:
    """Return the rows of a reference table that belong to one plan."""
    return [row for row in cached.get_rows(name) if row["plan_id"] == plan_id]


@needs(Permission.VIEW)
def get_senders(plan_id: str) -> tuple[Agency, ...]:
    """Return who hands figures to the agency a link is for, cut to what they hand to it.

    Whoever sees every agency of the plan sees them there; for them nothing comes back.
    """
    scope = access.scope()
    if not scope.is_agency or scope.plan != plan_id:
        return ()
    rows = to_records(cached_store.reference_table("agencies", cached.data_version()))
    every = (build_agency(row) for row in rows if row["plan_id"] == plan_id)
    cut = (cut_to_receiver(agency, scope.agency_name) for agency in every)
    return tuple(agency for agency in cut if agency is not None)


@needs(Permission.VIEW)
def get_status_reports() -> tuple[StatusReport, ...]:
    """Return what staff reported of the plans' tasks, with who loaded it and when."""
    every = _status_reports(database_url(), cached.data_version())
    if access.scope().is_whole:
        return every
    own = {row["task_id"] for row in cached.get_rows("tasks")}
    return tuple(report for report in every if report.task_id in own)


@lru_cache(maxsize=2)
def _status_reports(store: str, version: str) -> tuple[StatusReport, ...]:
    with get_engine().connect() as connection:
        rows = registers.read_rows(connection, "task_status")
        origins = read_origins(connection)
    return tuple(
        StatusReport(
            task_id=row["task_id"],
            status=TaskStatus(row["status"]),
            as_of=row["as_of"],
            note=row["note"],
            actor=origins[row["batch_id"]].actor,
            entered_on=origins[row["batch_id"]].at.astimezone(check_inputs.VIETNAM).date(),
            batch_id=row["batch_id"],
            period_due=row["period_due"],
            origin=origins[row["batch_id"]].file_name,
        )
        for row in rows
    )


@needs(Permission.VIEW)
def get_receipt_book(plan_id: str, agencies: Sequence[Agency], on: date) -> ReceiptBook:
    """Return the register of a plan's reports on a day, as far as the reader may see it.

    An agency's link sees its own reports and the meetings. A district's link sees none, and so
    is never told that one is missing.
    """
    scope = access.scope()
    if scope.district:
        return ReceiptBook(agencies, (), is_kept=False, on=on, is_seen=False)
    of_plan = {row["report_id"] for row in get_plan_rows("reporting", plan_id)}
    every = _received(database_url(), cached.data_version())
    rows = tuple(row for row in every if row.report_id in of_plan)
    mine = (THE_EVENT, scope.agency_name)
    own = tuple(row for row in rows if not scope.is_agency or row.body in mine)
    # Of duties without days nothing can be late, so their rows say nothing of deadlines.
    is_kept = any(row.due_on for row in rows)
    return ReceiptBook(agencies, own, is_kept=is_kept, on=on)


@lru_cache(maxsize=2)
def _received(store: str, version: str) -> tuple[Received, ...]:
    with get_engine().connect() as connection:
        rows = registers.read_rows(connection, "report_receipt")
        origins = read_origins(connection)
    return tuple(
        Received(
            report_id=row["report_id"],
            due_on=row["due_on"],
            body=row["body"],
            received_on=row["received_on"],
            subject=row["subject"],
            note=row["note"],
            actor=origins[row["batch_id"]].actor,
            entered_on=origins[row["batch_id"]].at.astimezone(check_inputs.VIETNAM).date(),
            batch_id=row["batch_id"],
            origin=origins[row["batch_id"]].file_name,
        )
        for row in rows
    )


@needs(Permission.VIEW)
def get_target_values() -> Mapping[str, tuple[EnteredValue, ...]]:
    """Return what staff entered for targets, by target; a link sees it on the board only."""
    return cached_store.target_values(cached.data_version()) if access.scope().is_whole else {}


@needs(Permission.VIEW)
def get_funding(province_code: str) -> tuple[FundingRow, ...]:
    """Return the funding rows in force of a province; million VND."""
    scope = access.scope()
    if scope.is_agency or scope.province not in ("", province_code):
        return ()
    every = _funding(province_code, database_url(), cached.data_version())
    return tuple(row for row in every if scope.district in ("", row.district_code))


@lru_cache(maxsize=16)
def _funding(province_code: str, store: str, version: str) -> tuple[FundingRow, ...]:
    with get_engine().connect() as connection:
        rows = registers.read_rows(connection, "funding")
        origins = read_origins(connection)
    return tuple(
        FundingRow(
            district_code=row["district_code"],
            year=row["year"],
            source_name=row["source_name"],
            planned=row["planned"],
            allocated=row["allocated"],
            disbursed=row["disbursed"],
            as_of=row["as_of"],
            note=row["note"],
            origin=origins[row["batch_id"]].file_name,
            debt=row["debt"],
        )
        for row in rows
        if row["province_code"] == province_code
    )


@needs(Permission.VIEW)
def get_loads(province_code: str, year: int) -> tuple[Load, ...]:
    """Return the official loads in force with marks of a year: which districts, and when."""
    scope = access.scope()
    if scope.is_agency or scope.province not in ("", province_code):
        return ()
    every = _loads(province_code, year, database_url(), cached.data_version())
    if not scope.district:
        return every
    own = frozenset({scope.district})
    return tuple(replace(one, district_codes=one.district_codes & own) for one in every)


@lru_cache(maxsize=64)
def _loads(province_code: str, year: int, store: str, version: str) -> tuple[Load, ...]:
    with get_engine().connect() as connection:
        return tuple(check_inputs.read_loads(connection, province_code, date(year, 12, 31)))
