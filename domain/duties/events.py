"""Deadlines as days of a calendar, with what has come in for each.

A calendar taken in again replaces the days it holds already by their identity. What came in since
changes a day's text and the moment it was revised, and nothing else: the day stays where it is.
"""

from collections.abc import Iterable, Mapping

from domain.duties.ical import Event
from domain.duties.receipts import BodyReceipt, ReceiptBook, is_held_once
from domain.duties.reports import Deadline
from domain.duties.tasks import issue_day
from domain.plans import Plan

DONE = "[Xong] "
"""Stands before what everybody asked has handed in, or what was held."""


def list_events(
    deadlines: Iterable[Deadline], plan: Plan, kinds: Mapping[str, str], book: ReceiptBook
) -> list[Event]:
    """Return deadlines as days of a calendar; those before the plan came out are no days to keep.

    Args:
        deadlines: What is due.
        plan: The plan they stand in.
        kinds: Word for each kind of duty.
        book: What staff say came in; nothing is said of it where none is kept.
    """
    return [
        _event(d, plan, kinds[d.duty.rule.kind], book) for d in deadlines if not d.is_before_plan
    ]


def _event(deadline: Deadline, plan: Plan, kind: str, book: ReceiptBook) -> Event:
    rule = deadline.duty.rule
    receipts = book.at(deadline) if book.is_kept else []
    asked = [r for r in receipts if r.body in book.bodies(deadline.duty)]
    # A report districts share in is never whole by the book alone: theirs come with the figures.
    is_whole = bool(asked) and not rule.is_for_districts
    is_done = is_whole and all(r.received_on is not None for r in asked)
    entered = [r.row.entered_on for r in receipts if r.row and r.row.entered_on]
    return Event(
        uid=f"{rule.report_id}-{deadline.due.last:%Y%m%d}@nong-thon-moi",
        day=deadline.day,
        revised_on=max([issue_day(plan), *entered]),
        summary=f"{DONE if is_done else ''}{kind}: {deadline.duty.content}",
        description="\n".join(_about(deadline, asked)),
        category=kind,
    )


def _about(deadline: Deadline, receipts: list[BodyReceipt]) -> list[str]:
    duty, due = deadline.duty, deadline.due
    by = duty.rule_text if deadline.is_printed else "văn bản không in ngày; lấy ngày cuối kỳ"
    lines = [
        f"Kỳ: {due.first:%d/%m/%Y} - {due.last:%d/%m/%Y}",
        f"Ai làm: {duty.rule.who}",
        f"Gửi: {duty.to_whom}" if duty.to_whom else "",
        f"Hạn: {by}",
        f"Căn cứ: {duty.rule.reference}",
        _come(deadline, receipts),
    ]
    return [line for line in lines if line]


def _come(deadline: Deadline, receipts: list[BodyReceipt]) -> str:
    """Say what came in; "" while nothing did."""
    come = [r for r in receipts if r.received_on is not None]
    if not come:
        return ""
    newest = max(r.received_on for r in come if r.received_on)
    if is_held_once(deadline.duty):
        return f"Đã họp: {newest:%d/%m/%Y}"
    return f"Đã nhận: {len(come)}/{len(receipts)} cơ quan, gần nhất {newest:%d/%m/%Y}"
