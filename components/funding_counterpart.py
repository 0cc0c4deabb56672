"""The calculator of local money beside central money, by a plan's own ratio and parts."""

from decimal import Decimal
from enum import StrEnum

import streamlit as st
from markupsafe import Markup

from components.bars import render_list
from components.frame import join, render
from components.text import number, percent, t
from domain.duties.funding import Counterpart, CounterpartRule, split_counterpart
from domain.figures import round_half_up
from domain.registers.values import AmbiguousAmountError, parse_amount

START = 100
MOST = 1_000_000
COLOURS = ("#0b6e4f", "#2b6cb0", "#9a5b00", "#5c6b70")


def render_calculator(rule: CounterpartRule) -> None:
    """Ask for central money and show the local money it asks for, budget by budget."""
    st.subheader(t("funding.calculator"))
    shares = " · ".join(f"{name}: {number(share)}" for name, share in _shares(rule))
    st.caption(
        t(
            "funding.calculator_rule",
            ratio=number(round_half_up(rule.ratio)),
            shares=shares,
            clause="; ".join(rule.clauses),
        )
    )
    with st.container(width=420):
        asked = st.text_input(
            t("funding.central"), value=number(START), key="funding__central", max_chars=20
        )
    central = read_amount(asked)
    if isinstance(central, Decimal):
        _render_answer(split_counterpart(central, rule), rule)
    else:
        told = t(f"funding.amount.{central.value}", most=number(MOST))
        st.error(told, icon=":material/error:")


class Refusal(StrEnum):
    """Why what a reader typed is no amount to reckon with."""

    NO_AMOUNT = "no_amount"
    AMBIGUOUS = "ambiguous"
    TOO_LARGE = "too_large"


def read_amount(text: str) -> Decimal | Refusal:
    """Return the amount a reader typed in the language's way, or why it is none.

    A text that is a plain number in both languages' ways but means different ones in them
    ("1,234") is refused rather than guessed.
    """
    try:
        amount = parse_amount(text)
    except AmbiguousAmountError:
        return Refusal.AMBIGUOUS
    if amount is None or amount.value < 0:
        return Refusal.NO_AMOUNT
    return Refusal.TOO_LARGE if amount.value > MOST else amount.value


def exact(amount: Decimal) -> str:
    """Write an amount with every decimal it has: five million of a budget's part are not 0."""
    least = amount.normalize().as_tuple().exponent
    return number(amount, min(6, max(0, -least)) if isinstance(least, int) else None)


def _shares(rule: CounterpartRule) -> list[tuple[str, Decimal]]:
    return [(name, round_half_up(share)) for name, share in rule.shares]


def _render_answer(answer: Counterpart, rule: CounterpartRule) -> None:
    text = t(
        "funding.calculator_lead",
        central=exact(answer.central),
        local=exact(answer.local),
        total=exact(answer.total),
    )
    render(Markup('<p class="ntm-lead">{}</p>').format(text))
    shares = [share for _, share in _shares(rule)]
    spans = join(
        Markup('<span style="width:{}%;background:{}">{}</span>').format(
            f"{100 * share:.2f}", colour, exact(amount)
        )
        for (_, amount), (_, share), colour in zip(
            answer.parts, _shares(rule), COLOURS, strict=False
        )
    )
    keys = join(
        Markup('<span class="key"><i class="swatch" style="background:{}"></i>{}</span>').format(
            colour, name
        )
        for (name, _), colour in zip(answer.parts, COLOURS, strict=False)
    )
    render(
        Markup(
            '<div class="ntm-calc"><div class="ntm-split">{}</div>'
            '<div class="ntm-legend">{}</div></div>'
        ).format(spans, keys)
    )
    rows: list[list[str | Markup]] = [[t("funding.central_row"), "", exact(answer.central)]]
    rows += [
        [name, percent(100 * share, 0), exact(amount)]
        for (name, amount), share in zip(answer.parts, shares, strict=True)
    ]
    rows.append([t("funding.local_row"), percent(100, 0), exact(answer.local)])
    rows.append([t("funding.total_row"), "", exact(answer.total)])
    names = ("budget", "share", "amount")
    render_list([t(f"funding.column.{name}") for name in names], rows, frozenset({1, 2}))
