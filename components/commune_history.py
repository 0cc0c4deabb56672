"""One commune over time: marks at every date, recognitions, and where each mark comes from."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Cell, link, render_list
from components.commune_profile import level_word, provenance_text, since_text
from components.downloads import csv_bytes
from components.frame import join, render
from components.marks import CSS, SIGNS, render_legend
from components.text import MISSING, day, number, t
from domain.criteria import CriteriaSet
from domain.profile import DatedMarks, MarkSource
from domain.recognition import Recognition
from domain.vocabulary import Status

Blocks = Sequence[tuple[CriteriaSet, Sequence[DatedMarks]]]
Sources = Mapping[date, Sequence[MarkSource]]


def render_dates(blocks: Blocks, on: date | None) -> None:
    """Draw one table a criteria set, that of the date looked at first; never one over two sets."""
    st.subheader(t("commune.dates"))
    if not blocks:
        st.caption(t("commune.no_dates"))
        return
    render_legend()
    current = [block for block in blocks if on in {item.as_of for item in block[1]}]
    blocks = [*current, *(block for block in blocks if block not in current)]
    tables = join(
        Markup('<div><div class="ntm-note">{}</div>{}</div>').format(
            t(
                "commune.set_heading",
                decision=criteria_set.decision,
                size=number(criteria_set.size),
            ),
            build_dates(criteria_set, dated, on),
        )
        for criteria_set, dated in blocks
    )
    render(Markup('<div class="ntm-blocks">{}</div>').format(tables))
    if len(blocks) > 1:
        st.caption(t("commune.sets_apart"))


def build_dates(criteria_set: CriteriaSet, dated: Sequence[DatedMarks], on: date | None) -> Markup:
    """Build the table of one set, dates rising to the right; the date looked at is marked."""
    mixed = len({item.is_illustrative for item in dated}) > 1
    heads = [Markup("<th>{}</th>").format(t("filter.criterion"))]
    heads += [
        Markup('<th class="{}">{}<small>{}</small></th>').format(
            "now" if item.as_of == on else "",
            link(day(item.as_of), state.link("ho-so-xa", as_of=item.as_of, criterion=None)),
            _standing(item, mixed=mixed),
        )
        for item in dated
    ]
    rows = [
        Markup("<tr><th>{}. {}</th>{}</tr>").format(
            criterion.no,
            criterion.name(state.language()),
            join(_cell(item.marks[criterion.no]) for item in dated),
        )
        for criterion in criteria_set.criteria
    ]
    totals = join(Markup("<td>{}</td>").format(_total(item)) for item in dated)
    levels = join(Markup("<td>{}</td>").format(level_word(item.title)) for item in dated)
    return Markup(
        '<div class="ntm-matrix dates"><table><thead><tr>{}</tr></thead><tbody>{}</tbody>'
        "<tfoot><tr><th>{}</th>{}</tr><tr><th>{}</th>{}</tr></tfoot></table></div>"
    ).format(join(heads), join(rows), t("matrix.total"), totals, t("matrix.level"), levels)


def _standing(item: DatedMarks, *, mixed: bool) -> str:
    """Return a date's standing; beside real figures an illustrative date says what it is."""
    word = t(f"status.snapshot.{item.status.value}")
    if mixed and item.is_illustrative:
        return f"{word} · {t('commune.provenance_illustrative')}"
    return word


def _cell(mark: Status) -> Markup:
    return Markup('<td class="{}">{}</td>').format(CSS[mark], SIGNS[mark])


def _total(item: DatedMarks) -> str:
    if item.met is None:
        return MISSING
    return f"{number(item.met)}/{number(item.criteria_set.size)}"


def render_recognitions(items: Sequence[Recognition], on: date | None) -> None:
    """List every recognition of the commune with its decision and where it is known from."""
    st.subheader(t("commune.recognitions"))
    if not items:
        st.caption(t("commune.no_recognition"))
        return
    rows: list[list[Cell]] = [
        [_level(item), _when(item, on), _known_from(item)]
        for item in sorted(items, key=lambda r: (r.effective_on, r.level.rank))
    ]
    columns = ("level", "when", "known_from")
    render_list([t(f"commune.head_{name}") for name in columns], rows)


def _noted(text: str, notes: Sequence[str]) -> Markup:
    return Markup('{}<div class="ntm-note">{}</div>').format(text, "; ".join(n for n in notes if n))


def _level(item: Recognition) -> Markup:
    year = t("commune.for_year", year=item.for_year) if item.for_year else ""
    return _noted(t(f"level.{item.level.value}"), [year])


def _when(item: Recognition, on: date | None) -> Markup:
    decision = item.decision_number or t("commune.no_decision")
    revoked = t("commune.revoked", date=day(item.revoked_on)) if item.revoked_on else ""
    later = t("commune.later") if on is not None and item.effective_on > on else ""
    return _noted(since_text(item), [decision, revoked, later])


def _known_from(item: Recognition) -> Markup:
    url = item.source_url
    label = provenance_text(item)
    shown = link(label, url if url.startswith(("http://", "https://")) else "")
    return Markup('{}<div class="ntm-note">{}</div>').format(shown, item.note_vi)


def render_sources(dated: Sequence[DatedMarks], sources: Sources) -> None:
    """Say for every date where the commune's marks come from and what they rest on."""
    st.subheader(t("commune.sources"))
    rows: list[list[Cell]] = [
        [
            _noted(
                day(item.as_of),
                [
                    t(f"commune.provenance_{item.provenance.value}"),
                    *_batches(sources.get(item.as_of, ())),
                ],
            ),
            _noted(item.basis_vi, [item.note_vi]),
        ]
        for item in sorted(dated, key=lambda d: d.as_of, reverse=True)
    ]
    render_list([t(f"commune.head_{name}") for name in ("date", "basis")], rows)


def _batches(sources: Sequence[MarkSource]) -> list[str]:
    """Name the loads, with their criteria where several speak of one date."""
    named = [_batch(source) for source in sources]
    if len(sources) > 1:
        named = [
            t("commune.batch_criteria", batch=name, criteria=", ".join(map(str, source.criteria)))
            for name, source in zip(named, sources, strict=True)
        ]
    return named or [MISSING]


def _batch(source: MarkSource) -> str:
    return t(
        "commune.batch",
        number=source.batch_id,
        file=source.file_name or MISSING,
        date=day(source.loaded_at.date()),
    )


COLUMNS = (
    "code",
    "commune",
    "date",
    "standing",
    "set",
    "number",
    "criterion",
    "status",
    "level",
    "provenance",
    "source",
    "batch",
)


def file_rows(code: str, name: str, blocks: Blocks, sources: Sources) -> list[list[object]]:
    """Return one row a date and criterion, in the order of ``COLUMNS``."""
    rows: list[list[object]] = []
    for criteria_set, dated in blocks:
        for item in dated:
            prefix = t("frame.illustrative_title") + " " if item.is_illustrative else ""
            own = sources.get(item.as_of, ())
            loads = {no: _batch(source) for source in own for no in source.criteria}
            for criterion in criteria_set.criteria:
                rows.append(
                    [
                        code,
                        name,
                        item.as_of.isoformat(),
                        t(f"status.snapshot.{item.status.value}"),
                        criteria_set.decision,
                        criterion.no,
                        criterion.name(state.language()),
                        t(f"status.{item.marks[criterion.no].value}"),
                        level_word(item.title),
                        t(f"commune.provenance_{item.provenance.value}"),
                        prefix + item.basis_vi,
                        loads.get(criterion.no, MISSING),
                    ]
                )
    return rows


def render_download(code: str, name: str, blocks: Blocks, sources: Sources) -> None:
    """Offer every mark of the commune as a file."""
    st.download_button(
        t("commune.download"),
        csv_bytes(
            [t(f"commune.column_{column}") for column in COLUMNS],
            file_rows(code, name, blocks, sources),
        ),
        file_name=f"ho-so-xa_{code}.csv",
        mime="text/csv",
        icon=":material/download:",
    )
