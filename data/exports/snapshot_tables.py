"""The tables of the static page: districts or communes, and criteria."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from domain.criteria_board import split_by_district, stand_criteria
from domain.standing import rank_communes, rank_districts
from domain.view import View
from i18n.words import Words


def joined(parts: Iterable[Markup]) -> Markup:
    """Return pieces of markup as one."""
    return Markup("").join(parts)


def places(words: Words, view: View, names: Mapping[str, str]) -> Markup:
    """Return the districts of a province, or the communes of a district, highest first."""
    if view.place_code != view.selection.province:
        return _communes(words, view, names)
    scope = view.scope
    ranked = rank_districts(scope)
    rows = [
        (
            names.get(each.district_code, each.district_code),
            words.fraction(each.recognised, is_least=each.is_least),
            words.number(each.average, 2),
            words.number(each.minimum),
        )
        for each in ranked
    ]
    return _table(words, "districts", ("district", "recognised", "average", "minimum"), rows)


def _communes(words: Words, view: View, names: Mapping[str, str]) -> Markup:
    rows = [
        (
            names.get(each.commune_code, each.commune_code),
            words.fraction(each.met) if each.is_assessed else words.text("snapshot.no_data"),
            words.text(f"level.{each.level.value}") if each.level else "",
        )
        for each in rank_communes(view.scope.marks, view.scope.level_by_commune)
    ]
    return _table(words, "communes", ("commune", "criteria_met", "level"), rows)


def criteria(words: Words, view: View, is_agency: bool, names: Mapping[str, str]) -> Markup:
    """Return the criteria: how many communes meet each; for an agency, where most lack it."""
    rows = []
    for standing in stand_criteria(view):
        count, criterion = standing.count, standing.criterion
        cells = [
            f"{criterion.no}. {criterion.name(words.language)}",
            words.fraction(count.share_met),
            words.number(standing.lacking),
            words.number(count.not_assessed),
        ]
        if is_agency:
            split = split_by_district(view.scope, criterion.no)
            worst = [d for d in split if d.lacking][:3]
            cells.append(
                ", ".join(f"{names.get(d.district_code, '')} ({len(d.lacking)})" for d in worst)
            )
        rows.append(tuple(cells))
    fields = ("criterion", "met", "lacking", "not_assessed", "most")
    return _table(words, "criteria", fields[: 5 if is_agency else 4], rows)


def _table(
    words: Words, name: str, fields: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> Markup:
    heads = joined(Markup("<th>{}</th>").format(words.text(f"snapshot.col.{f}")) for f in fields)
    body = joined(
        Markup("<tr>{}</tr>").format(joined(Markup("<td>{}</td>").format(cell) for cell in row))
        for row in rows
    )
    return Markup(
        "<section><h2>{}</h2><div class='wide'><table><thead><tr>{}</tr></thead>"
        "<tbody>{}</tbody></table></div></section>"
    ).format(words.text(f"snapshot.table.{name}"), heads, body)
