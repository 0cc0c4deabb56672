"""The reporting duties of a province's plans: what a register of reports can speak of."""

from sqlalchemy import Connection

from data import queries
from data.schemas import to_records
from data.store import reference
from data.texts import text
from domain.duties.agencies import Agency, build_agency
from domain.duties.receipts import bodies_of
from domain.duties.reports import Duty, build_duty, list_deadlines
from domain.registers.context import ReportChoice


def read_report_choices(connection: Connection, province_code: str) -> dict[str, ReportChoice]:
    """Return, by id, the duties with their deadlines, in the documents' order."""
    every = queries.read_plans(connection)
    plans = {p.plan_id: p for p in every if p.province_code == province_code}
    agencies: dict[str, list[Agency]] = {plan_id: [] for plan_id in plans}
    for row in to_records(reference.read(connection, "agencies")):
        if row["plan_id"] in plans:
            agencies[row["plan_id"]].append(build_agency(row))
    found = {}
    for row in to_records(reference.read(connection, "reporting")):
        if plan := plans.get(row["plan_id"]):
            duty = build_duty(row, plan)
            deadlines = list_deadlines([duty], plan)
            found[row["report_id"]] = ReportChoice(
                _describe(duty),
                tuple((d.day, d.due.first, d.due.last) for d in deadlines),
                bodies_of(duty, agencies[plan.plan_id]),
            )
    return found


def _describe(duty: Duty) -> str:
    rule = duty.rule
    what = (
        f"{text(f'duties.kind.{rule.kind}')} {text(f'duties.frequency.{rule.frequency}').lower()}"
    )
    return f"{what}: {duty.content.rstrip('.')} ({rule.who})"
