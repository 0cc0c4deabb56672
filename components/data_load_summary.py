"""What a file was understood to say, at a glance."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from components import frame
from components.cards import Tile, render_tiles
from components.data_load_door import Place
from components.text import day, fraction, number, percent, t
from domain.figures import Share
from domain.intake.problems import Severity
from domain.vocabulary import Status


def render_summary(found: Any, place: Place) -> None:
    """Draw one sentence, the tiles of the counts, and what the file says of itself."""
    reading = found.reading
    if not reading.marks:
        frame.render(Markup('<p class="ntm-lead">{}</p>').format(t("load.nothing_read")))
    else:
        frame.render(_sentence(reading, place))
        render_tiles(_tiles(reading))
    if any(problem.code == "layout_remembered" for problem in reading.problems):
        st.info(t("load.remembered"), icon=":material/history:")


def _sentence(reading: Any, place: Place) -> Markup:
    counts = {status.value: number(reading.counts.get(status, 0)) for status in Status}
    results = t("load.results", marks=number(len(reading.marks)), **counts)
    pieces = [
        Markup("<b>{}</b>").format(t("load.communes", count=number(len(reading.communes)))),
        Markup("{}").format(results),
        Markup("{}").format(t("load.of_set", decision=place.decision(reading.set_id))),
        _date(reading),
        Markup("{}").format(_districts(reading, place)),
    ]
    return Markup('<p class="ntm-lead">{}</p>').format(Markup(" · ").join(pieces))


def _date(reading: Any) -> Markup:
    """Say the date, and where it comes from: a cell of the file, or the reader."""
    if reading.as_of is None:
        return Markup('<b class="dl-lack">{}</b>').format(t("load.no_date"))
    source = next((one for one in reading.layouts if one.as_of == reading.as_of), None)
    if source is None:
        where = t("load.date_column" if _has_date_column(reading) else "load.date_chosen")
    elif source.as_of_cell:
        where = t("load.date_cell", cell=source.as_of_cell)
    else:
        where = t("load.date_name")
    return Markup("{}").format(t("load.on_date", date=day(reading.as_of), where=where))


def _has_date_column(reading: Any) -> bool:
    return any("as_of" in one.roles for one in reading.layouts)


def _districts(reading: Any, place: Place) -> str:
    if place.is_country:
        return t("load.districts_count", count=number(len(reading.district_codes)))
    names = place.district_names()
    if reading.covers_whole_province:
        return t("load.whole_province", count=number(len(reading.district_codes)))
    if len(reading.district_codes) == 1:
        return names.get(reading.district_codes[0], reading.district_codes[0])
    counted = {unit.parent_code for unit in place.catalog.communes.get(place.code, ())}
    lacking = [
        name for code, name in names.items() if code in counted - set(reading.district_codes)
    ]
    return t(
        "load.some_districts",
        count=number(len(reading.district_codes)),
        whole=number(len(counted)),
        names=", ".join(lacking),
    )


def _tiles(reading: Any) -> list[Tile]:
    read, lacking = len(reading.communes), len(reading.missing_codes)
    total = len(reading.marks)
    tiles = [
        Tile(
            t("load.tile_communes"),
            fraction(Share(read, read + lacking)),
            unit=t("load.missing", count=number(lacking)) if lacking else t("load.complete"),
        )
    ]
    for status in Status:
        count = int(reading.counts.get(status, 0))
        if count or status is not Status.NEARLY_MET:
            share = percent(Share(count, total).percent())
            tiles.append(
                Tile(
                    t(f"status.{status.value}"),
                    number(count),
                    unit=t("load.of_marks", percent=share, total=number(total)),
                )
            )
    errors = sum(p.severity is Severity.ERROR for p in reading.problems)
    warnings = sum(p.severity is Severity.WARNING for p in reading.problems)
    tiles.append(
        Tile(
            t("load.tile_problems"),
            number(errors + len(reading.questions)),
            unit=t("load.to_fix", errors=number(errors), questions=number(len(reading.questions))),
            goal=t("load.warnings", count=number(warnings)) if warnings else "",
        )
    )
    return tiles
