"""What a report is made of, before it becomes a document: sections, paragraphs, tables, pictures.

All texts are Vietnamese and final; whoever lays the report out adds nothing to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Align = Literal["left", "center", "right"]
RowKind = Literal["normal", "group", "total"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``is_item`` marks a line of a list, ``is_note`` small italics."""

    text: str
    is_item: bool = False
    is_note: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: Its heading.
        width: Its share of the table's width, any unit.
        align: How its cells stand.
        group: Heading above it, shared with neighbours of the same group; empty = none.
    """

    title: str
    width: float
    align: Align = "center"
    group: str = ""


@dataclass(frozen=True)
class Row:
    """Cells of a table row as printed text, one a column."""

    cells: tuple[str, ...]
    kind: RowKind = "normal"


@dataclass(frozen=True)
class Table:
    """A table with its caption; ``note`` stands between the two.

    Raises:
        ValueError: A row has another number of cells than there are columns.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse ragged rows: a shifted figure would stand under the wrong heading."""
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{len(row.cells)} cells for {len(self.columns)} columns")


@dataclass(frozen=True)
class MapValues:
    """A map of communes by band.

    Attributes:
        scope: Province code, whose geometry is drawn.
        district_code: District drawn alone, ``None`` for the whole province.
        band_by_commune: Band key by commune code; ``None`` = no data. Communes that are absent do
            not count in the programme.
        bands: Keys and labels of all bands, highest first.
        names: Commune names by code.
    """

    scope: str
    district_code: str | None
    band_by_commune: Mapping[str, str | None]
    bands: tuple[tuple[str, str], ...]
    names: Mapping[str, str]


@dataclass(frozen=True)
class StackedBars:
    """Bars made of bands, best first: (name, communes by band, communes without data)."""

    bands: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]


@dataclass(frozen=True)
class PairedBars:
    """One bar a row, and where it stood before: (name, now, before or ``None``).

    Attributes:
        rows: In the order shown, from the top.
        whole: The largest value possible.
        unit: What is counted.
        before: Day of the earlier values.
    """

    rows: tuple[tuple[str, int, int | None], ...]
    whole: int
    unit: str
    before: date | None


@dataclass(frozen=True)
class Line:
    """Recognised communes over time: measured, published, and the targets to reach.

    Attributes:
        measured: Days and counts of the loaded periods.
        published: Days and counts somebody printed.
        targets: Due day, value and short name, soonest first.
    """

    measured: tuple[tuple[date, int], ...]
    published: tuple[tuple[date, int], ...]
    targets: tuple[tuple[date, Decimal, str], ...]


PictureValues = MapValues | StackedBars | PairedBars | Line


@dataclass(frozen=True)
class PictureRequest:
    """A picture to draw: caption, description for who cannot see it, and its values."""

    caption: str
    description: str
    values: PictureValues


Block = Paragraph | Table | PictureRequest


@dataclass(frozen=True)
class Section:
    """A numbered part; ``level`` 1 is "I.", 2 is "1.", 3 is "a)"."""

    heading: str
    level: int
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Annex:
    """An annex (phụ lục) with its title; a wide one stands on landscape pages."""

    title: str
    blocks: tuple[Block, ...]
    is_wide: bool = False


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes:
        subject: The line under the title (trích yếu).
        opening: Paragraphs before the first section.
        sections: The body.
        closing: Last paragraph.
        annexes: Annexes, in order.
        source_line: Date, set, filters and standing of the figures, for beneath tables.
        is_illustrative: The marks are made up and every page must say so.
    """

    subject: str
    opening: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    closing: str
    annexes: tuple[Annex, ...]
    source_line: str
    is_illustrative: bool
