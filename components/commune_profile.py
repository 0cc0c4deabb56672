"""One commune at a date: what it holds, what it lacks and who leads it, what plans ask of it."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Bar, link, render_bars
from components.cards import Tile, render_tiles
from components.frame import join, render
from components.names import Names
from components.standing import commune_link
from components.text import day, number, percent, plain, signed, t
from domain.figures import Share
from domain.neighbours import Neighbour, Rank
from domain.profile import DatedMarks, Moves
from domain.recognition import Recognition
from domain.vocabulary import Title

NAMED = 3
"""Up to so many missing criteria are named in the sentence; the table below names all."""


def level_word(title: Title) -> str:
    """Return a level in a word or two; every criterion met is not yet recognised."""
    return t(f"matrix.level_{title}")


def render_steps(before: str | None, after: str | None, names: Names) -> None:
    """Draw links to the list and to the communes before and after."""
    parts = [link(t("commune.back"), state.link("ho-so-xa", commune=None))]
    if before:
        parts.append(link(f"‹ {names.commune(before)}", commune_link(before)))
    if after:
        parts.append(link(f"{names.commune(after)} ›", commune_link(after)))
    render(Markup('<div class="ntm-steps">{}</div>').format(join(parts)))


def status_sentence(
    name: str, now: DatedMarks | None, leads: Mapping[int, tuple[str, ...]], names: Names, on: str
) -> Markup:
    """Say in one sentence how the commune stands and what it lacks.

    Args:
        name: The commune.
        now: Its marks at the date looked at, if any.
        leads: Lead agencies by criterion.
        names: Names of the criteria.
        on: The date looked at, written; empty when there is none.
    """
    if now is None or now.met is None:
        text = t("commune.no_marks" if on else "commune.never", name=name, date=on)
        return Markup('<p class="ntm-lead">{}</p>').format(text)
    count = t("commune.met", met=number(now.met), size=number(now.criteria_set.size))
    is_apart = now.title is Title.WAITING  # its words bring their own comma
    return Markup('<p class="ntm-lead">{} <b>{}</b>{} {}{}</p>').format(
        t("commune.has", name=name),
        count,
        "" if is_apart else ",",
        t(f"commune.level_{now.title}"),
        _lacking(now, leads, names),
    )


def _lacking(now: DatedMarks, leads: Mapping[int, tuple[str, ...]], names: Names) -> Markup | str:
    missing = now.missing
    if not missing:
        return "."
    shown = []
    for no in missing[:NAMED]:
        lead = "; ".join(leads.get(no, ()))
        shown.append(f"{names.criterion(no)} ({lead})" if lead else names.criterion(no))
    rest = len(missing) - len(shown)
    if rest:
        shown.append(t("commune.and_more", count=number(rest)))
    listed = (
        t("commune.list_end")
        .join([", ".join(shown[:-1]), shown[-1]])
        .removeprefix(t("commune.list_end"))
    )
    return Markup("; {} {}.").format(t("commune.lacks"), listed)


def render_profile_tiles(
    now: DatedMarks,
    moves: Moves | None,
    since: Recognition | None,
    ranks: Mapping[str, Rank | None],
) -> None:
    """Draw the tiles: criteria met, recognition, rank in the district and in the province.

    Args:
        now: Marks at the date.
        moves: Change since the date compared with.
        since: The recognition in force.
        ranks: ``district`` and ``province``; ``None`` where there is no rank.
    """
    share = Share(now.met or 0, now.criteria_set.size)
    tiles = [
        Tile(
            t("commune.tile_met"),
            f"{number(now.met)}/{number(share.whole)}",
            t("tile.of_total", percent=percent(share.percent())),
            delta=_moved(moves),
        ),
        Tile(
            t("commune.tile_level"),
            level_word(now.title),
            since_text(since) if since else "",
            provenance_text(since) if since else "",
            help=t("tip.status.level"),
        ),
    ]
    for scope, rank in ranks.items():
        if rank:
            tied = t("commune.tied", count=number(rank.tied)) if rank.tied else ""
            tiles.append(
                Tile(
                    t(f"commune.tile_{scope}"),
                    f"{number(rank.place)}/{number(rank.of)}",
                    t("commune.by_met"),
                    tied,
                )
            )
    render_tiles(tiles)


def _moved(moves: Moves | None) -> str:
    if moves is None:
        return ""
    if not moves.net:
        return t("tile.unchanged", since=day(moves.since))
    return t("tile.change", change=signed(moves.net), since=day(moves.since))


def since_text(item: Recognition) -> str:
    """Write from when a recognition counts: the exact day, or the latest it can have begun."""
    key = "commune.since" if item.is_exact_date else "commune.since_latest"
    return t(key, date=day(item.effective_on))


def provenance_text(item: Recognition) -> str:
    """Write where a recognition is known from, in a word."""
    return t(f"commune.provenance_{item.provenance.value}")


def render_moves(moves: Moves | None, names: Names) -> None:
    """Name the criteria gained and lost since the date compared with."""
    if moves is None or not (moves.gained or moves.lost):
        return
    parts = []
    for key, numbers in (("gained", moves.gained), ("lost", moves.lost)):
        if numbers:
            listed = "; ".join(names.criterion(no) for no in numbers)
            parts.append(t(f"commune.{key}", criteria=listed))
    st.info(t("commune.moved", since=day(moves.since), parts=" ".join(parts)))


def render_neighbours(
    neighbours: Sequence[Neighbour], commune_code: str, size: int, names: Names, district: str
) -> None:
    """Draw the communes of the district by criteria met, this one marked."""
    st.subheader(t("commune.neighbours", district=plain(district)))
    st.caption(t("commune.neighbours_note"))
    render_bars([_neighbour(n, commune_code, size, names) for n in neighbours])


def _neighbour(item: Neighbour, commune_code: str, size: int, names: Names) -> Bar:
    own = item.commune_code == commune_code
    name = names.commune(item.commune_code)
    known = item.commune_code in names.communes
    level = level_word(item.title)
    return Bar(
        name=f"► {name}" if own else name,
        share=(item.met or 0) / size,
        figure=t("status.not_assessed")
        if item.met is None
        else f"{number(item.met)}/{number(size)} · {level}",
        tone="ntm-on_track" if own else "",
        href="" if own or not known else commune_link(item.commune_code),
    )
