"""The calculator of local money beside central money, by a plan's own ratio and parts."""

from decimal import Decimal

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
    if central is None:
        st.error(t("funding.not_an_amount"), icon=":material/error:")
    else:
        _render_answer(split_counterpart(central, rule), rule)


def read_amount(text: str) -> Decimal | None:
    """Return the amount a reader typed in the language's way, ``None`` when it is none.

    A text that is a plain number in both languages' ways but means different ones in them
    ("1,234") is refused rather than guessed.
    """
    try:
        amount = parse_amount(text)
    except AmbiguousAmountError:
        return None
    if amount is None or not 0 <= amount.value <= MOST:
        return None
    return amount.value


def _shares(rule: CounterpartRule) -> list[tuple[str, Decimal]]:
    return [(name, round_half_up(share)) for name, share in rule.shares]


def _render_answer(answer: Counterpart, rule: CounterpartRule) -> None:
    text = t(
        "funding.calculator_lead",
        central=number(answer.central),
        local=number(answer.local),
        total=number(answer.total),
    )
    render(Markup('<p class="ntm-lead">{}</p>').format(text))
    shares = [share for _, share in _shares(rule)]
    spans = join(
        Markup('<span style="width:{}%;background:{}">{}</span>').format(
            f"{100 * share:.2f}", colour, number(amount)
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
    rows: list[list[str | Markup]] = [[t("funding.central_row"), "", number(answer.central)]]
    rows += [
        [name, percent(100 * share, 0), number(amount)]
        for (name, amount), share in zip(answer.parts, shares, strict=True)
    ]
    rows.append([t("funding.local_row"), percent(100, 0), number(answer.local)])
    rows.append([t("funding.total_row"), "", number(answer.total)])
    names = ("budget", "share", "amount")
    render_list([t(f"funding.column.{name}") for name in names], rows, frozenset({1, 2}))
