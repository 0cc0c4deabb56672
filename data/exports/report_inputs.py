"""Gather what a report says from the store, in the terms of ``domain.report``."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

import i18n
from data import mark_sources, queries
from data.exports.report_xml import clean
from data.exports.subject import Subject, read_subject, without_later_plan
from data.schemas import to_records
from data.store import reference, snapshots
from data.store.snapshots import Period
from domain.catalog import PeriodOption
from domain.history import series
from domain.named import TaskStanding, build_commune_task, judge_tasks
from domain.plans import Plan
from domain.recognition import Recognition
from domain.report.inputs import Place, ReportInput
from domain.report.periods import ReportKind, choose_before, choose_last_year
from domain.report.words import day, lower_first
from domain.situation import Situation

WORD_FAMILIES = ("metric.", "unit.", "reason.")


def read_report_input(
    connection: Connection,
    province_code: str,
    as_of: date,
    kind: ReportKind,
    *,
    plan_id: str | None = None,
    district_code: str | None = None,
    signed_on: date | None = None,
) -> tuple[ReportInput, Subject]:
    """Read everything a report says.

    Args:
        connection: Any connection.
        province_code: The province.
        as_of: The date asked for; the last period of the province before it may answer.
        kind: Kind of report; decides what is compared.
        plan_id: The plan; by default that of the place.
        district_code: One district only.
        signed_on: Day of issue, if it is set. A plan issued after the report's day is left out: a
            report answers to what was known on its day.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place on or before that day.
        KeyError: There is no such plan.
    """
    subject = read_subject(
        connection, province_code, as_of, district_code=district_code, plan_id=plan_id
    )
    subject = without_later_plan(subject, signed_on or subject.scope.as_of)
    periods = {_option(p): p for p in snapshots.list_periods(connection, province_code)}
    current = _option(subject.period)
    # Real marks and made-up ones are no yardstick for each other.
    alike = [option for option in periods if option.is_illustrative == current.is_illustrative]
    only = subject.period.district_codes
    district = district_code or (only[0] if len(only) == 1 else None)

    def read(option: PeriodOption | None) -> Situation | None:
        if option is None:
            return None
        found = queries.read_situation(connection, periods[option]).in_district(district)
        return None if found.marks.empty else found

    before = choose_before(kind, current, alike)
    last_year = choose_last_year(current, alike)
    view = subject.view
    given = ReportInput(
        kind=kind,
        place=_place(subject, district),
        now=view.scope,
        before=read(before),
        last_year=None if last_year == before else read(last_year),
        names=_cleaned({**mark_sources.read_former_names(connection), **subject.communes}),
        districts=_cleaned(subject.districts),
        plan=view.plan,
        standings=view.scope_standings,
        plan_set=queries.read_criteria_set(connection, view.plan.set_id) if view.plan else None,
        leads=view.leads if _fits(subject) else {},
        reconciliation=subject.reconciliation,
        tasks=_tasks(connection, subject),
        words=_words(),
        recognised_then=tuple(
            (option.as_of, found.summary().recognised.part)
            for option in alike
            if option.as_of <= current.as_of
            and (found := read(option)) is not None
            and found.knows_recognitions
        ),
        published_then=() if district else _published(connection, province_code, current.as_of),
        sources=tuple(_sources(subject)),
        signed_on=signed_on,
        later_plan=subject.later_plan,
    )
    return given, subject


def _cleaned(names: Mapping[str, str]) -> dict[str, str]:
    """Return names as text and nothing else; they are drawn as well as written."""
    return {code: clean(name) for code, name in names.items()}


def _option(period: Period) -> PeriodOption:
    return PeriodOption(
        period.as_of, period.set_id, period.status, period.provenance, period.district_codes
    )


def _place(subject: Subject, district: str | None) -> Place:
    if district is not None:
        name = i18n.within(subject.district_name)
        province = i18n.within(subject.province_name)
        kind = name.split(" ")[0]
        whole = {"thị": "toàn thị xã", "thành": "toàn thành phố"}.get(kind, "toàn huyện")
        return Place(f"{name}, {province}", whole, district)
    name = i18n.within(subject.province_name)
    return Place(name, "toàn thành phố" if name.startswith("thành phố") else "toàn tỉnh")


def _fits(subject: Subject) -> bool:
    plan = subject.view.plan
    return plan is not None and plan.set_id == subject.scope.criteria_set.set_id


def _words() -> dict[str, str]:
    return {k: v for k, v in i18n.load("vi").items() if k.startswith(WORD_FAMILIES)}


def _tasks(connection: Connection, subject: Subject) -> tuple[TaskStanding, ...]:
    plan, scope = subject.view.plan, subject.scope
    if plan is None:
        return ()
    rows = to_records(reference.read(connection, "commune_targets", plan_id=plan.plan_id))
    tasks = [build_commune_task(row) for row in rows]
    if subject.view.selection.district:
        tasks = [task for task in tasks if task.commune_code in scope.marks.index]
    recognitions: dict[str, list[Recognition]] = {}
    for item in snapshots.read_recognitions(connection):
        recognitions.setdefault(item.unit_code, []).append(item)
    return tuple(judge_tasks(tasks, scope, plan.set_id, recognitions))


def _published(
    connection: Connection, province_code: str, until: date
) -> tuple[tuple[date, int], ...]:
    figures = series(queries.read_history(connection, province_code), "communes_ntm")
    return tuple(
        (f.on, int(f.value))
        for f in figures
        if f.value is not None and not f.is_planned and f.on <= until
    )


def _sources(subject: Subject) -> list[str]:
    lines = []
    if subject.requested != subject.period.as_of:
        lines.append(
            f"Không có kỳ số liệu ngày {day(subject.requested)}; dùng kỳ gần nhất trước đó."
        )
    for load in subject.loads:
        lines.append(_load_line(load.kind, load.file_name, load.sha256, load.at.date()))
    plan = subject.view.plan
    if plan is not None:
        lines.append(f"Mục tiêu: {_cited(plan)}.")
    elif subject.later_plan is not None:
        lines.append(
            f"Mục tiêu: không so sánh, vì {lower_first(_cited(subject.later_plan))} ban hành sau "
            "ngày của báo cáo."
        )
    else:
        lines.append("Mục tiêu: không so sánh, vì chưa có kế hoạch nào trong phần mềm.")
    lines.append("Danh sách xã: danh mục đơn vị hành chính năm 2021 của Tổng cục Thống kê.")
    return lines


def _cited(plan: Plan) -> str:
    number = f"số {plan.number}" if plan.has_number else "bản chưa vào số"
    return f"{plan.title}, {plan.issuer}, {number}"


def _load_line(kind: str, file_name: str, sha256: str, on: date) -> str:
    if kind == "illustrative":
        return f"Số liệu minh họa: bộ số liệu kèm theo phần mềm, nạp ngày {day(on)}."
    stamp = f", mã băm SHA-256 {sha256[:12]}…" if sha256 else ""
    return f"Tệp số liệu: {file_name or 'không rõ tên'}, nạp ngày {day(on)}{stamp}."
