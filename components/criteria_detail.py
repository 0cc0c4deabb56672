"""One criterion: who lacks it, district by district, its indicators, its agencies, its targets."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Cell, link, render_list
from components.cards import Tile, pill, render_tiles
from components.criteria_ranking import goal_line
from components.frame import render
from components.headline import actual_text, metric_name, target_value
from components.marks import SIGNS
from components.names import Names
from components.standing import commune_link
from components.text import MISSING, day, fraction, number, percent, plain, signed, t
from domain.board import TargetStanding
from domain.criteria_board import CriterionStanding, DistrictMarks
from domain.situation import Situation
from domain.view import View
from domain.vocabulary import Status


def render_heading(standing: CriterionStanding, view: View, names: Names, *, fits: bool) -> None:
    """Name the criterion, say how the scope stands on it, and lead back to all criteria."""
    share, criterion = standing.count.share_met, standing.criterion
    lead = "; ".join(standing.leads)
    lead = lead or t("standing.no_lead" if fits else "criteria.lead_other_set")
    flag = "" if criterion.is_verified else t("criteria.name_unverified")
    render(
        Markup('<p class="ntm-lead"><b>{}</b>: {} {} {}</p>').format(
            names.criterion(criterion.no),
            t("criteria.detail_met", share=f"{fraction(share)} ({percent(share.percent())})"),
            t("criteria.lead_agency", lead=lead),
            flag,
        )
    )
    if standing.target:
        render(Markup("<div>{}</div>").format(goal_line(standing.target)))
    render_back(t("criteria.back"), criterion=None)
    render_tiles(build_tiles(standing, view))


def render_back(text: str, **changes: object) -> None:
    """Draw a link that widens the choice again."""
    render(Markup("<div>{}</div>").format(link(text, state.link("tieu-chi", **changes))))


def build_tiles(standing: CriterionStanding, view: View) -> list[Tile]:
    """Build the tiles of a criterion: communes by status, those it alone holds back, the change."""
    count, share = standing.count, standing.count.share_met
    delta = ""
    if standing.change is not None and view.before:
        key = "tile.change" if standing.change else "tile.unchanged"
        delta = t(key, change=signed(standing.change), since=day(view.before.as_of))
    unit = t("criteria.unit_communes")
    tiles = [
        Tile(
            t("status.met"),
            fraction(share),
            t("tile.of_communes", percent=percent(share.percent())),
            delta=delta,
        ),
        Tile(t("status.not_met"), number(count.not_met), unit),
        Tile(t("status.nearly_met"), number(count.nearly_met), unit, t("criteria.nearly_note")),
        Tile(t("criteria.only_title"), number(standing.only), unit, t("criteria.only_note")),
    ]
    if count.not_assessed:
        tiles.append(Tile(t("status.not_assessed"), number(count.not_assessed), unit))
    return tiles


def render_districts(
    districts: Sequence[DistrictMarks], names: Names, known: frozenset[str]
) -> None:
    """List the districts with the communes that lack the criterion, and those that have it.

    Args:
        districts: Communes by district and mark, most lacking first.
        names: Names of units.
        known: Communes that have a profile.
    """
    st.subheader(t("criteria.lacking_title"))
    rows: list[list[Cell]] = [
        [names.district(d.district_code), fraction(d.met), list_communes(d, LACKING, names, known)]
        for d in districts
        if d.lacking or d.by_status[Status.NOT_ASSESSED]
    ]
    if rows:
        headings = ("district", "met", "lacking_communes")
        render_list([t(f"criteria.head_{h}") for h in headings], rows, frozenset({1}))
    else:
        st.caption(t("criteria.nobody_lacks"))
    with st.expander(t("criteria.met_title"), icon=":material/check_circle:"):
        render_list(
            [t(f"criteria.head_{h}") for h in ("district", "met", "met_communes")],
            [
                [
                    names.district(d.district_code),
                    fraction(d.met),
                    list_communes(d, (Status.MET,), names, known),
                ]
                for d in sorted(districts, key=lambda d: names.district(d.district_code))
                if d.by_status[Status.MET]
            ],
            frozenset({1}),
        )


LACKING = (Status.NOT_MET, Status.NEARLY_MET, Status.NOT_ASSESSED)


def list_communes(
    district: DistrictMarks, statuses: Iterable[Status], names: Names, known: frozenset[str]
) -> Markup:
    """Return the communes with some marks as links; what is not plainly "not met" is said."""
    items = []
    for status in statuses:
        for code in district.by_status[status]:
            name = link(names.commune(code), commune_link(code) if code in known else "")
            if status in (Status.NEARLY_MET, Status.NOT_ASSESSED):
                name = Markup("{} ({} {})").format(
                    name, SIGNS[status], t(f"status.{status.value}").lower()
                )
            items.append(name)
    return Markup("; ").join(items) if items else Markup("{}").format(MISSING)


def render_indicators(
    indicators: Iterable[Mapping[str, Any]],
    parts: Mapping[str, tuple[str, ...]],
    scope: Situation,
    criterion_no: int,
) -> None:
    """List the criterion's indicators with what is known of their thresholds and agencies.

    Args:
        indicators: Rows of ``indicators.csv``.
        parts: Agencies by printed number of the part; empty when the plan numbers another set.
        scope: Gives the criteria set.
        criterion_no: The criterion.
    """
    st.subheader(t("criteria.indicators"))
    set_id = scope.criteria_set.set_id
    own = [
        row for row in indicators if row["set_id"] == set_id and row["criterion_no"] == criterion_no
    ]
    if not own:
        st.caption(t("criteria.no_indicators", decision=scope.criteria_set.decision))
        return
    columns = ["name", "threshold", *(["part_lead"] if parts else [])]
    rows: list[list[Cell]] = []
    for row in own:
        cells: list[Cell] = [_indicator(row), _thresholds(row)]
        if parts:
            cells.append("; ".join(parts.get(row["indicator_no"] or "", ())) or MISSING)
        rows.append(cells)
    render_list(
        [t(f"criteria.indicator_{name}") for name in columns],
        rows,
        tips={0: t("tip.status.verified")},
    )
    unlisted = [part for part in parts if part not in {row["indicator_no"] for row in own}]
    for part in unlisted:
        st.caption(t("criteria.part", part=part, lead=plain("; ".join(parts[part]))))
    st.caption(t("criteria.indicator_note"))


def _indicator(row: Mapping[str, Any]) -> Markup:
    name = f"{row['indicator_no']}. {row['short_name_vi']}".removeprefix("None. ")
    return Markup('{}<div class="ntm-note">{} {}</div>').format(
        name, row["unit"] or "", _check(bool(row["is_verified"]))
    )


REGIONS = ("taynguyen", "tdmnpb")


def _thresholds(row: Mapping[str, Any]) -> Markup:
    """Return the thresholds found for the regions of the plans; most are not known."""
    lines = []
    for region in REGIONS:
        text = row[f"threshold_{region}"]
        if text:
            text = text.replace(">=", "≥ ").replace("<=", "≤ ")
            lines.append(
                Markup("<div>{}: {}</div>").format(t(f"criteria.indicator_{region}"), text)
            )
    return Markup("").join(lines) if lines else Markup("{}").format(t("criteria.no_threshold"))


def _check(is_verified: bool) -> Markup:
    tone, sign, key = (
        ("achieved", "✓", "verified") if is_verified else ("no_data", "?", "unverified")
    )
    return Markup('<span class="ntm-pill ntm-{}">{} {}</span>').format(
        tone, sign, t(f"criteria.{key}")
    )


def render_targets(standings: Sequence[TargetStanding], names: Names, plan_name: str) -> None:
    """List the plan's targets that speak of the criterion, each with the place it is set for."""
    st.subheader(t("criteria.targets"))
    if not standings:
        st.caption(t("criteria.no_targets", plan=plan_name or t("filter.no_plan")))
        return
    render_list(
        [t("board.target"), t("board.actual"), t("board.status")],
        [[_what(s, names), _figures(s), _verdict(s)] for s in standings],
        tips={2: t("tip.status.verdict")},
    )


def _what(standing: TargetStanding, names: Names) -> Markup:
    target = standing.target
    title = metric_name(target, names.criteria.get(target.criterion_no or 0, ""))
    return Markup('{}, {}<div class="ntm-note">{} · {}</div>').format(
        title, target.scope_name, target.set_by, target.clause
    )


def _figures(standing: TargetStanding) -> Markup:
    goal = t("criteria.goal", value=target_value(standing.target), due=day(standing.target.due))
    return Markup('{}<div class="ntm-note">{}</div>').format(actual_text(standing), goal)


def _verdict(standing: TargetStanding) -> Markup:
    reason = standing.judgement.reason
    return Markup('{}<div class="ntm-note">{}</div>').format(
        pill(standing.judgement.status, standing.target.target_id),
        t(f"reason.{reason}") if reason else "",
    )
