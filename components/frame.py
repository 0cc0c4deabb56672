"""What stands around every page: heading, illustrative banner, notices, empty states, sources."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from components import state
from components.navigation import tab_title
from components.text import day, has_text, t, words
from components.tips import tip_style
from domain import source_words
from domain.catalog import Catalog, Selection
from domain.plans import Plan
from domain.situation import Situation
from domain.view import View

ICON = str(Path(__file__).with_name("icon.png"))
STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")


_parts: ContextVar[list[Markup] | None] = ContextVar("parts of the piece being drawn", default=None)


def render(markup: Markup) -> None:
    """Put safe markup on the page. ``Markup`` has escaped everything that was formatted into it."""
    parts = _parts.get()
    if parts is None:
        st.html(str(markup))
    else:
        parts.append(Markup("<div>{}</div>").format(markup))


@contextmanager
def one_piece(css: str = "ntm-piece") -> Iterator[None]:
    """Draw all markup rendered inside as one element; pieces inside it become parts of it.

    Every element costs the browser a few milliseconds a rerun, the more so on the page that leaders
    open first. Only markup may be drawn inside: a widget would stand before it.

    Args:
        css: Class of the element; ``ntm-halves`` sets its parts side by side.
    """
    parts: list[Markup] = []
    token = _parts.set(parts)
    try:
        yield
    finally:
        _parts.reset(token)
    render(Markup('<div class="{}">{}</div>').format(css, join(parts)))


def join(parts: Iterable[Markup]) -> Markup:
    """Join pieces of safe markup."""
    return Markup("").join(parts)


def section_head(title: str, note: str = "") -> Markup:
    """Return the heading of a part of a page, to be drawn in one piece with what it heads.

    Streamlit's own headings and captions read Markdown, which costs the browser the most.
    """
    below = Markup('<p class="ntm-note">{}</p>').format(note) if note else ""
    return Markup('<h3 class="ntm-section">{}</h3>{}').format(title, below)


def render_style() -> None:
    """Add the product's style sheet to the page."""
    st.html(f"<style>{STYLE}{tip_style()}</style>")


def render_header(title: str, chips: Sequence[str]) -> None:
    """Write the page's title, also in the browser's tab, and what it speaks of.

    Args:
        title: Of the page: "Nhiệm vụ", or what it is about: "Sở Xây dựng".
        chips: Place, date, set, plan.
    """
    st.set_page_config(page_title=tab_title(title, t("app.title")))
    pills = join(Markup('<span class="ntm-chip">{}</span>').format(chip) for chip in chips)
    render(
        Markup('<div class="ntm-head"><h1>{}</h1><div class="ntm-chips">{}</div></div>').format(
            title, pills
        )
    )


def situation_chips(situation: Situation, place: str, plan: str = "") -> list[str]:
    """Return the chips of a page about one province and date."""
    standing = t(f"status.snapshot.{situation.status.value}")
    decision = situation.criteria_set.short_decision
    chips = [
        place,
        f"{day(situation.as_of)} · {standing}",
        t("frame.set", decision=decision, count=situation.criteria_set.size),
    ]
    return [*chips, t("frame.plan", plan=plan)] if plan else chips


def view_chips(view: View | None, place: str) -> list[str]:
    """Return the chips of a page: what it speaks of, or the place alone where nothing is loaded."""
    if view is None or not view.has_marks:
        return [place]
    plan = plan_name(view.plan) if view.plan else ""
    return situation_chips(view.scope, place, plan)


def render_banners(*situations: Situation) -> None:
    """Say that marks of a situation shown are illustrative, or its recognitions not whole."""
    # A place even when it stays empty: what follows keeps its own, and so the map its zoom.
    with st.container() if _parts.get() is None else nullcontext():
        if any(situation.is_illustrative for situation in situations):
            render_illustrative_banner()
        if not all(situation.knows_recognitions for situation in situations):
            _render_banner("recognitions")


def render_illustrative_banner() -> None:
    """Say that marks shown are illustrative."""
    _render_banner("illustrative")


def _render_banner(about: str) -> None:
    title, text = t(f"frame.{about}_title"), t(f"frame.{about}_text")
    render(Markup('<div class="ntm-banner" role="note"><b>{}</b> {}</div>').format(title, text))


def render_dropped_notice() -> None:
    """Say once which parts of the link could not be understood."""
    names = state.dropped_params()
    if names:
        labels = ", ".join(t(f"param.{n}") if has_text(f"param.{n}") else n for n in names)
        st.warning(t("frame.dropped", names=labels), icon=":material/link_off:")


def render_empty(reason: str) -> None:
    """Say why there is nothing to show and what to do about it."""
    st.info(reason, icon=":material/info:")


def render_footer(sources: Iterable[str], *, illustrative: bool) -> None:
    """Close the page with where its figures come from."""
    lines = [t("frame.illustrative_source")] if illustrative else []
    shown = [line for line in [*lines, *sources] if line]
    if not shown:
        return
    items = join(Markup("<div>{}</div>").format(line) for line in shown)
    render(Markup('<div class="ntm-foot"><b>{}</b>{}</div>').format(t("frame.sources"), items))


def render_first_run(prepare: Callable[[Callable[[str, float], None]], object]) -> None:
    """Fill the store on the first run, with a progress bar, then start afresh."""
    bar = st.progress(0.0, text=t("setup.title"))

    def tell(step: str, share: float) -> None:
        kind, _, name = step.partition(":")
        bar.progress(share, text=f"{t(f'setup.{kind}')} {name}".strip())

    prepare(tell)
    bar.empty()


def plan_name(plan: Plan) -> str:
    """Return how a plan is called in a line: its number and issuer, and its years."""
    return source_words.plan_name(plan)


def issued_text(plan: Plan) -> str:
    """Write when a plan was issued; drafts carry only the month."""
    return source_words.issued_text(words(), plan)


def source_lines(view: View) -> list[str]:
    """Return where the figures of a page about one province come from."""
    return source_words.source_lines(words(), view)


def render_no_data(catalog: Catalog, selection: Selection) -> None:
    """Say that nothing is loaded for the choice, and which choices have data."""
    render_empty(no_data_text(catalog, selection))


def no_data_text(catalog: Catalog, selection: Selection) -> str:
    """Return that nothing is loaded for the choice, and which choices have data."""
    names = {p.code: p.name for p in catalog.provinces}
    names |= {d.code: d.name for d in catalog.districts.get(selection.province, ())}
    periods = catalog.periods.get(selection.province, ())
    place = names.get(selection.district or selection.province, selection.province)
    lines = [t("frame.no_data", place=place)]
    current = next((p for p in periods if p.as_of == selection.as_of), None)
    if current and current.district_codes:
        only = ", ".join(names[code] for code in current.district_codes)
        lines.append(t("frame.no_data_district", date=day(current.as_of), districts=only))
    elif not periods:
        available = ", ".join(names[code] for code in catalog.periods)
        lines.append(t("frame.no_data_provinces", provinces=available))
    return " ".join(lines)
