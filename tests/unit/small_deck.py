"""A deck of the small place of ``small_plan``: four communes, two districts, three criteria."""

from datetime import date

from small_plan import NTM, START, make_plan, make_situation

from domain.board import assess_targets
from domain.catalog import Selection
from domain.progress import ProgressRule
from domain.slides.given import Given
from domain.slides.recipe import Item, SlideKind
from domain.view import View
from i18n.words import Words

COMMUNES = {"00001": "Xã An", "00002": "Xã Bình", "00003": "Xã Cư", "00004": "Xã Đông"}
DISTRICTS = {"001": "Huyện Một", "002": "Thị xã Hai"}
ROWS = ("+++", "+++", "++-", "---")
"""Two communes hold all three criteria, one lacks criterion 3, one lacks all."""


def make_view(
    *rows,
    before=None,
    levels=None,
    targets=(),
    leads=None,
    district=None,
    on=None,
    codes=None,
    set_id=None,
):
    changes = {} if on is None else {"on": on}
    held = {"00001": NTM, "00002": NTM} if levels is None else levels
    situation = make_situation(*(rows or ROWS), levels=held, **changes)
    earlier = make_situation(*before, on=START) if before else None
    plan = make_plan(**({"set_id": set_id} if set_id else {})) if targets else None
    board = (
        assess_targets(targets, plan, situation, earlier, codes or {}, ProgressRule(0))
        if targets
        else ()
    )
    return View(
        selection=Selection("01", district=district, as_of=situation.as_of),
        situation=situation,
        scope=situation.in_district(district),
        before=earlier,
        plan=plan,
        standings=tuple(board),
        leads=leads or {},
    )


def make_given(view=None, language="vi", **changes):
    values = {
        "view": view or make_view(),
        "words": Words(language),
        "place": "Nhỏ",
        "place_within": "tỉnh Nhỏ",
        "districts": DISTRICTS,
        "communes": COMMUNES,
        "plan_name": "1/KH (2021)",
    }
    return Given(**values | changes)


def item(kind, **changes):
    return Item(SlideKind(kind), **changes)


def day(year, month, number):
    return date(year, month, number)
