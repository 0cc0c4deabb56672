"""Who holds the programme back: districts, criteria, communes nearest to the line."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from components import state
from components.bars import Bar, link, render_bars, render_list
from components.cards import pill
from components.headline import actual_text, metric_name, target_value
from components.names import Names
from components.text import day, fraction, number, t
from domain.board import TargetStanding
from domain.standing import Blocker, DistrictStanding, NearCommune
from domain.targets import Target


def render_districts(districts: Sequence[DistrictStanding], names: Names) -> None:
    """Draw districts by share of communes recognised, each with its average."""
    render_bars(
        [
            Bar(
                name=names.district(d.district_code),
                share=d.recognised.part / d.recognised.whole,
                figure=f"{fraction(d.recognised)} · {number(d.average, 2)}",
                href=state.link("tong-quan", district=d.district_code, commune=None),
            )
            for d in districts
        ]
    )


def render_blockers(
    blockers: Sequence[Blocker], leads: Mapping[int, tuple[str, ...]], names: Names
) -> None:
    """Draw the criteria most communes lack, with the agency that answers for each."""
    render_bars(
        [
            Bar(
                name=names.criterion(b.criterion_no),
                share=b.met.part / b.met.whole if b.met.whole else 0.0,
                figure=fraction(b.met),
                note=t(
                    "standing.blocker",
                    lacking=number(b.lacking),
                    only=number(b.only),
                    lead="; ".join(leads.get(b.criterion_no, ())) or t("standing.no_lead"),
                ),
                href=state.link("tieu-chi", criterion=b.criterion_no),
            )
            for b in blockers
        ]
    )


def render_nearest(communes: Sequence[NearCommune], names: Names, set_size: int) -> None:
    """List the communes nearest to the line and what each lacks."""
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
    headings = [t("standing.commune"), t("standing.met"), t("standing.missing")]
    render_list(headings, rows, frozenset({1}))


def commune_link(code: str) -> str:
    """Return the address of a commune's profile with the present choice."""
    return state.link("ho-so-xa", commune=code)


BOARD = ("target", "actual", "goal", "due", "status")


def _what(target: Target, criterion: str) -> Markup:
    """Return what a target counts, and under it who set it and where it stands."""
    return Markup('{}<div class="ntm-note">{} · {}</div>').format(
        metric_name(target, criterion), target.set_by, target.clause
    )


def render_board(standings: Sequence[TargetStanding], criteria: Mapping[int, str]) -> None:
    """List targets with figure, goal, due date and status word."""
    rows: list[list[str | Markup]] = [
        [
            _what(s.target, criteria.get(s.target.criterion_no or 0, "")),
            actual_text(s),
            target_value(s.target),
            day(s.target.due),
            pill(s.judgement.status),
        ]
        for s in standings
    ]
    headings = [t(f"board.{name}") for name in BOARD]
    render_list(headings, rows, frozenset({1, 2, 3}))
