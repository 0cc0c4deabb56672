"""Who holds the programme back: districts, criteria, communes nearest to the line."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from components import state
from components.bars import Bar, link, render_bars, render_list
from components.cards import pill
from components.frame import render, section_head
from components.headline import actual_text, metric_name, target_value
from components.names import Names
from components.text import day, fraction, number, t
from domain.board import TargetStanding
from domain.standing import Blocker, CommuneStanding, DistrictStanding, NearCommune
from domain.targets import Target


def _district_bars(districts: Sequence[DistrictStanding], names: Names, set_size: int) -> list[Bar]:
    """Return districts with their communes recognised and average, in the order given."""
    return [
        Bar(
            name=names.district(d.district_code),
            share=_filled(d, set_size),
            figure=_figure(d),
            href=state.link("tong-quan", district=d.district_code, commune=None),
        )
        for d in districts
    ]


def _filled(standing: DistrictStanding, set_size: int) -> float:
    """Return how full a district's bar is: by the average where not all recognised are known."""
    if standing.is_least:
        return float(standing.average or 0) / set_size
    return standing.recognised.part / standing.recognised.whole


def _figure(standing: DistrictStanding) -> str:
    recognised, average = standing.recognised, number(standing.average, 2)
    if not standing.is_least:
        return f"{fraction(recognised)} · {average}"
    return f"{average} · {fraction(recognised, is_least=True)}" if recognised.part else average


def render_places(
    districts: Sequence[DistrictStanding],
    communes: Sequence[CommuneStanding],
    names: Names,
    set_size: int,
) -> None:
    """Draw the districts of a province, or the communes when there is only one district."""
    if len(districts) > 1:
        note = "districts_note_least" if districts[0].is_least else "districts_note"
        head = section_head(t("overview.districts"), t(f"overview.{note}"))
        render_bars(_district_bars(districts, names, set_size), head)
    else:
        head = section_head(t("overview.communes"), t("overview.communes_note"))
        render_bars(_commune_bars(communes, names), head)


def _commune_bars(communes: Sequence[CommuneStanding], names: Names) -> list[Bar]:
    """Return communes by criteria met, each with the level it is recognised at."""
    return [
        Bar(
            name=names.commune(c.commune_code),
            share=c.met.part / c.met.whole if c.is_assessed else 0.0,
            figure=f"{fraction(c.met)} · {t(f'level.{c.level.value}')}"
            if c.level
            else (fraction(c.met) if c.is_assessed else t("status.not_assessed")),
            href=commune_link(c.commune_code),
        )
        for c in communes
    ]


def render_blockers(
    blockers: Sequence[Blocker], leads: Mapping[int, tuple[str, ...]], names: Names
) -> None:
    """Draw the criteria most communes lack, with the agency that answers for each."""
    lacked = [b for b in blockers if b.lacking]
    if not lacked:
        render(section_head(t("overview.blockers"), t("overview.no_blockers")))
        return
    render_bars(
        [
            Bar(
                name=names.criterion(b.criterion_no),
                share=b.met.part / b.met.whole if b.met.whole else 0.0,
                figure=fraction(b.met),
                note=_blocker_note(b, leads),
                href=state.link("tieu-chi", criterion=b.criterion_no),
            )
            for b in lacked
        ],
        section_head(t("overview.blockers")),
    )


def _blocker_note(blocker: Blocker, leads: Mapping[int, tuple[str, ...]]) -> str:
    note = t("standing.blocker", lacking=number(blocker.lacking), only=number(blocker.only))
    if not leads:  # the plan divides no duties, so that there is nothing to miss
        return note
    lead = "; ".join(leads.get(blocker.criterion_no, ())) or t("standing.no_lead")
    return f"{note} · {lead}"


def render_nearest(
    communes: Sequence[NearCommune], names: Names, set_size: int, *, is_least: bool = False
) -> None:
    """List the communes nearest to the line and what each lacks.

    Where not all recognised communes are known (``is_least``) the line is that of the criteria.
    """
    rows = []
    for item in communes:
        missing = "; ".join(
            names.criterion(no) + (f" ({t('status.nearly_met')})" if no in item.nearly else "")
            for no in item.missing
        )
        rows.append(
            [
                link(names.place(item.commune_code), commune_link(item.commune_code)),
                f"{number(item.met)}/{number(set_size)}",
                missing or t("standing.waiting"),
            ]
        )
    tips = {2: t("tip.status.waiting")} if any(not c.missing for c in communes) else {}
    headings = [t("standing.commune"), t("standing.met"), t("standing.missing")]
    title = t("overview.nearest_least" if is_least else "overview.nearest")
    render_list(headings, rows, frozenset({1}), head=section_head(title), tips=tips)


def commune_link(code: str) -> str:
    """Return the address of a commune's profile with the present choice."""
    return state.link("ho-so-xa", commune=code)


BOARD = ("target", "actual", "goal", "due", "status")


def _what(target: Target, criterion: str) -> Markup:
    """Return what a target counts, and under it who set it and where it stands."""
    return Markup('{}<div class="ntm-note">{} · {}</div>').format(
        metric_name(target, criterion), target.set_by, target.clause
    )


def _verdict(standing: TargetStanding) -> Markup:
    """Return the status word, with the reason where there is no judgement."""
    judgement = standing.judgement
    if not judgement.reason:
        return pill(judgement.status, standing.target.target_id)
    return Markup('{}<div class="ntm-note">{}</div>').format(
        pill(judgement.status, standing.target.target_id), t(f"reason.{judgement.reason}")
    )


def render_board(
    standings: Sequence[TargetStanding], criteria: Mapping[int, str], place: str, title: str
) -> None:
    """List targets with figure, goal, due date and status word; says so when a place has none."""
    if not standings:
        render(section_head(title, t("board.none", place=place)))
        return
    rows: list[list[str | Markup]] = [
        [
            _what(s.target, criteria.get(s.target.criterion_no or 0, "")),
            actual_text(s),
            target_value(s.target),
            day(s.target.due),
            _verdict(s),
        ]
        for s in standings
    ]
    headings = [t(f"board.{name}") for name in BOARD]
    render_list(headings, rows, frozenset({1, 2, 3}), head=section_head(title))
