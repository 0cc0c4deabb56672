"""The document of where each sentence of the plans is followed, from ``coverage.csv``."""

from collections.abc import Iterable, Mapping

from components.navigation import PAGES
from data.texts import text

Row = Mapping[str, str]


def render_coverage(plans: Iterable[Row], rows: Iterable[Row]) -> str:
    """Return the document: one table a plan, sections in the plan's order.

    Args:
        plans: Rows of ``plans.csv``.
        rows: Rows of ``coverage.csv``.
    """
    titles = {page.url_path: text(page.title_key) for page in PAGES}
    own = list(rows)
    lines = [
        "# Kế hoạch được theo dõi ở đâu",
        "",
        "Made by `python -m scripts.build_reference` from `data/reference/coverage.csv`; the page",
        "Nguồn số liệu shows the same table with links. What is asked is told in our own words.",
    ]
    for plan in plans:
        found = [row for row in own if row["plan_id"] == plan["plan_id"]]
        lines += ["", f"## {plan['title']}", ""]
        lines += [f"{plan['number']}, {plan['issuer']}, {plan['issued_on']}.", ""]
        lines += [
            "| Điều khoản | Nội dung | Theo dõi ở | Mã | Ghi chú |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [_line(row, titles) for row in found]
    return "\n".join(lines) + "\n"


def _line(row: Row, titles: Mapping[str, str]) -> str:
    kind = text(f"coverage.kind.{row['kind']}")
    ids = _short(row["ids"].split(";")) if row["ids"] else ""
    cells = (row["clause"], row["about_vi"], f"{titles[row['page']]}: {kind}", ids, row["note_vi"])
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _short(ids: list[str]) -> str:
    """Write many ids as the first, the last and how many."""
    return ", ".join(ids) if len(ids) <= 3 else f"{ids[0]} … {ids[-1]} ({len(ids)})"
