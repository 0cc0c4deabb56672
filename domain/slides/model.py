"""A deck in figures and sentences, the same for the screen, PowerPoint and PDF.

A slide carries one message: a title, which is a sentence, and at most one body that shows it. What
draws a body computes nothing: every text is written here, and every length of a bar is a figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.slides.recipe import SlideKind


@dataclass(frozen=True)
class Figure:
    """One large figure.

    Attributes:
        value: As written: "71/152 xã".
        label: What it counts.
        notes: What it is held against: its target, the period before.
        tone: Verdict on it (``domain.board.VERDICTS``), "" where there is none.
        verdict: The same in words.
    """

    value: str
    label: str
    notes: tuple[str, ...] = ()
    tone: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Figures:
    """A few large figures side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: What it stands for.
        value: Its length, in the unit of its chart.
        text: Its figure as written, with numerator and denominator.
        part: Numerator and denominator alone, where the text says more.
        detail: A second, smaller line under the label.
        tone: Verdict, or ``accent`` for the bar the title speaks of.
    """

    label: str
    value: float
    text: str
    part: str
    detail: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars below each other.

    Attributes:
        caption: What their lengths count, with the unit.
        rows: From the top.
        whole: The length of a full bar.
        is_percent: Lengths are percentages.
        digits: Decimals a length is written with, where it is no percentage.
        chart_caption: The same for a chart whose labels say the lengths alone.
    """

    caption: str
    rows: tuple[Bar, ...]
    whole: float
    is_percent: bool = False
    chart_caption: str = ""
    digits: int = 0


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it holds numbers."""

    heading: str
    width: int
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """A row of cells; ``tone`` colours its last cell, which then holds the verdict's word."""

    cells: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True)
class Table:
    """A table of at most as many rows as one reads from ten metres."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class MapClass:
    """A class of communes on a map: key, name and how many communes are in it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class MapPicture:
    """Communes of a province by class.

    Attributes:
        province: Whose geometry is drawn.
        district: Drawn alone; ``None`` = the whole province.
        heading: What the classes tell.
        classes: From best to worst.
        class_by_commune: Class key; ``None`` = no data. Units that are absent do not count.
        no_data: Name of the communes without data, and how many they are.
        not_counted: Name of the units that do not count.
        names: Names of the communes by code.
    """

    province: str
    district: str | None
    heading: str
    classes: tuple[MapClass, ...]
    class_by_commune: Mapping[str, str | None]
    no_data: MapClass
    not_counted: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Lines:
    """Paragraphs; numbered where each is a proposal of its own."""

    items: tuple[str, ...]
    is_numbered: bool = False


Body = Figures | Bars | Table | MapPicture | Lines


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes:
        kind: What it is about.
        title: A sentence.
        topic: The few words above the title.
        lead: A sentence below the title, "" where the title says it all.
        body: What shows it; ``None`` where the sentence is all there is to say.
        rest: What was left out of the body, "" where nothing was.
        formulas: How each figure is counted, for the speaker's notes.
        stamp: "KỊCH BẢN" or "DỰ BÁO" on what is no fact, else "".
    """

    kind: SlideKind
    title: str
    topic: str = ""
    lead: str = ""
    body: Body | None = None
    rest: str = ""
    formulas: tuple[str, ...] = ()
    stamp: str = ""


@dataclass(frozen=True)
class Deck:
    """A deck written from one choice of place, date and plan.

    Attributes:
        title: Of the whole deck.
        place: Whose figures it shows.
        slides: In order, at least the cover.
        basis: Date, standing and criteria set, which every slide carries.
        source: Where the figures come from, in one line, which every slide carries.
        illustrative: The words "số liệu minh họa" where marks are made up, else "".
        sources: Every source, for the speaker's notes and the last slide.
        language: ``vi`` or ``en``.
    """

    title: str
    place: str
    slides: tuple[Slide, ...]
    basis: str
    source: str
    illustrative: str
    sources: tuple[str, ...]
    language: str
