"""Bands that may be missed where they cannot hold, and what each commune away from one costs."""

from dataclasses import dataclass, replace
from decimal import Decimal

import streamlit as st

from components import state
from components.fields import hold, start_of
from components.scenario_effort import read_field
from components.text import t
from domain.scenario.question import Means

SOFTENED = "scenarios.softened"


def soften() -> None:
    """Tick "bands may be missed" for the reader, who asked for it beside the answer."""
    state.keep(SOFTENED, _times() + 1)


@dataclass(frozen=True)
class Bands:
    """Whether bands may be missed.

    Attributes:
        is_soft: They may be, where they cannot hold.
        price: Effort one commune away from a band costs, if it has a price.
        is_read: The price could be read.
    """

    is_soft: bool = False
    price: Decimal | None = None
    is_read: bool = True


def render_soft_bands() -> Bands:
    """Draw whether bands may be missed, and at what price."""
    key = f"scenarios__soft_{_times()}"
    begins = start_of(key, _times() > 0)
    is_soft = hold(key, st.checkbox(t("scenarios.limit.soft"), value=begins, key=key))
    if not is_soft:
        return Bands()
    price, is_read = read_field("price")
    st.caption(t("scenarios.limit.price_help"))
    return Bands(True, price, is_read)


def with_bands(means: Means, bands: Bands) -> Means:
    """Return the means with what :func:`render_soft_bands` gave."""
    return replace(
        means,
        soft_bands=bands.is_soft,
        deviation_price=bands.price,
        is_complete=means.is_complete and bands.is_read,
    )


def _times() -> int:
    """Return how often the tick was set beside an answer: the field begins anew after each."""
    return state.recall(SOFTENED, 0)
