"""Who has handed in for a deadline: signs and words, and the list of the districts."""

import streamlit as st
from markupsafe import Markup

from components.duties_reports import period_text
from components.frame import join, render
from components.glossary import render_how
from components.names import Names
from components.text import day, number, t
from domain.duties.calendar import Calendar
from domain.duties.receipts import BodyReceipt, Receipt

SIGNS = {
    Receipt.IN_TIME: ("ntm-achieved", "✓"),
    Receipt.LATE: ("ntm-behind", "✓"),
    Receipt.MISSING: ("ntm-missed", "!"),
    Receipt.AWAITED: ("", "·"),
}


def render_receipts(calendar: Calendar, names: Names) -> None:
    """Draw, district by district, what has come in for each deadline districts report by."""
    asked = [d for d in calendar.deadlines if d.duty.rule.is_for_districts]
    if not asked or not calendar.loads:
        return
    st.subheader(t("duties.receipts"))
    render_how(t("tip.status.receipt"), "receipt")
    by_deadline = [{r.body: r for r in calendar.receipts(d)} for d in asked]
    head = join(Markup("<th>{}<br>{}</th>").format(period_text(d), day(d.day)) for d in asked)
    body = join(
        Markup("<tr><td>{}</td>{}</tr>").format(
            names.district(code), join(receipt_cell(found[code]) for found in by_deadline)
        )
        for code in calendar.districts
    )
    render(
        Markup(
            '<div class="ntm-scroll"><table class="ntm-receipts"><thead><tr><th>{}</th>{}</tr>'
            "</thead><tbody>{}</tbody></table></div>"
        ).format(t("duties.receipts_district"), head, body)
    )
    st.caption(t("duties.receipts_note"))


def receipt_cell(receipt: BodyReceipt) -> Markup:
    """Draw a cell of the districts' list."""
    return Markup("<td>{}</td>").format(receipt_sign(receipt))


def receipt_sign(receipt: BodyReceipt) -> Markup:
    """Draw what has come in from one body: a sign and the day."""
    tone, sign = SIGNS[receipt.receipt]
    word = t(
        f"duties.receipt.{receipt.receipt.value}",
        date=day(receipt.received_on),
        days=number(receipt.days_late),
    )
    return Markup('<span class="ntm-receipt"><i class="{}">{}</i>{}</span>').format(
        tone, sign, word
    )
