"""Slides as files: the deck the page shows, written as PowerPoint or PDF."""

from datetime import date

from sqlalchemy import Connection

from data import cached_slides, queries
from data.exports.subject import choose_plan
from domain.catalog import Selection
from domain.outputs import Order, OutputKind
from domain.slides.recipe import Recipe


def build_slides(connection: Connection, province: str, as_of: date, order: Order) -> bytes:
    """Return the slides of an order.

    Args:
        connection: Any connection.
        province: The province.
        as_of: The date; the last period before it may answer.
        order: District, plan, deck, language and kind. Without a plan, the one that speaks of
            exactly the place is taken.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place on or before that day.
        KeyError: There is no such plan.
    """
    period = queries.find_period(connection, province, as_of)
    only = period.district_codes[0] if len(period.district_codes) == 1 else None
    plan = choose_plan(connection, province, order.district or only, order.plan)
    selection = Selection(
        province,
        district=order.district,
        as_of=period.as_of,
        plan=plan.plan_id if plan else None,
        language=order.language,
    )
    deck = cached_slides.get_deck(selection, order.recipe or Recipe())
    if deck is None:
        raise queries.NoDataError(f"no data for district {order.district} on {as_of}")
    if order.kind is OutputKind.SLIDES:
        from data.exports.slides_pptx import build_pptx

        return build_pptx(deck)
    from data.exports.slides_pdf import build_pdf

    return build_pdf(deck)
