"""What staff decide about a deck: which slides, in which order, under which titles."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

MOST_SLIDES = 40
TITLE_LENGTH = 200
TEXT_LENGTH = 4000


class SlideKind(StrEnum):
    """What a slide is about, in the usual order."""

    COVER = "cover"
    HEADLINE = "headline"
    TARGETS = "targets"
    MAP = "map"
    DISTRICTS = "districts"
    CRITERIA = "criteria"
    NEAREST = "nearest"
    LOST = "lost"
    TASKS = "tasks"
    REPORTS = "reports"
    FORECAST = "forecast"
    SCENARIO = "scenario"
    PROPOSALS = "proposals"
    SOURCES = "sources"


REPEATABLE = (SlideKind.SCENARIO, SlideKind.PROPOSALS)
"""Kinds a deck may hold several times."""


@dataclass(frozen=True)
class Item:
    """One slide wanted.

    Attributes:
        kind: What it is about.
        title: Typed by staff; "" takes the sentence written from the figures.
        text: Of proposals, as typed; each line is one.
        scenario_id: Of a scenario slide.
    """

    kind: SlideKind
    title: str = ""
    text: str = ""
    scenario_id: int | None = None


USUAL = tuple(
    Item(kind)
    for kind in SlideKind
    if kind not in (SlideKind.FORECAST, SlideKind.SCENARIO, SlideKind.PROPOSALS)
)
"""A deck nobody has arranged: the facts. What is assumed or proposed is added by staff."""


@dataclass(frozen=True)
class Recipe:
    """Slides wanted, in order; ``title`` is that of the deck, "" takes the usual one."""

    items: tuple[Item, ...] = USUAL
    title: str = ""

    def moved(self, position: int, by: int) -> "Recipe":
        """Return the recipe with an item moved up (-1) or down (+1); at either end it stays."""
        items, other = list(self.items), position + by
        if 0 <= position < len(items) and 0 <= other < len(items):
            items.insert(other, items.pop(position))
        return replace(self, items=tuple(items))

    def without(self, position: int) -> "Recipe":
        """Return the recipe without one item."""
        return replace(self, items=self.items[:position] + self.items[position + 1 :])

    def with_item(self, item: Item) -> "Recipe":
        """Return the recipe with a further item: before the sources, where they come last."""
        if len(self.items) >= MOST_SLIDES:
            return self
        ends_with_sources = bool(self.items) and self.items[-1].kind is SlideKind.SOURCES
        at = len(self.items) - (ends_with_sources and item.kind is not SlideKind.SOURCES)
        return replace(self, items=(*self.items[:at], item, *self.items[at:]))

    def with_changed(self, position: int, **values: object) -> "Recipe":
        """Return the recipe with some fields of one item changed."""
        items = list(self.items)
        items[position] = replace(items[position], **values)  # type: ignore[arg-type]
        return replace(self, items=tuple(items))

    @property
    def addable(self) -> tuple[SlideKind, ...]:
        """Return the kinds that can still be added."""
        held = {item.kind for item in self.items}
        return tuple(kind for kind in SlideKind if kind in REPEATABLE or kind not in held)


@dataclass(frozen=True)
class SavedDeck:
    """One saved version of a deck.

    Attributes:
        deck_id: Stays through all versions.
        number: Version, from 1.
        versions: How many versions there are.
        province_code: Province it was made for.
        name: Name given by the author.
        author: Who saved this version.
        saved_at: When, with zone.
        recipe: Its slides.
        is_archived: Put away; still opened by its link.
    """

    deck_id: int
    number: int
    versions: int
    province_code: str
    name: str
    author: str
    saved_at: datetime
    recipe: Recipe
    is_archived: bool = False

    @property
    def is_newest(self) -> bool:
        """Tell whether no later version exists; earlier ones are looked at, not changed."""
        return self.number == self.versions

    @property
    def reference(self) -> str:
        """Return what a link names: the deck, or one of its earlier versions ("7.2")."""
        return str(self.deck_id) if self.is_newest else f"{self.deck_id}.{self.number}"

    @property
    def earlier(self) -> tuple[str, ...]:
        """Return what links name the versions before this one by, the newest first."""
        return tuple(f"{self.deck_id}.{number}" for number in range(self.number - 1, 0, -1))


def recipe_to_values(recipe: Recipe) -> dict[str, Any]:
    """Return a recipe as JSON values; what is empty is left out."""
    items = []
    for item in recipe.items:
        values: dict[str, Any] = {
            "kind": item.kind.value,
            "title": item.title,
            "text": item.text,
            "scenario": item.scenario_id,
        }
        items.append({name: value for name, value in values.items() if value})
    return {"title": recipe.title, "items": items}


def recipe_from_values(values: Mapping[str, Any]) -> Recipe:
    """Return the recipe of :func:`recipe_to_values`; slides of an unknown kind are left out."""
    known = {kind.value for kind in SlideKind}
    return Recipe(
        items=tuple(
            Item(
                SlideKind(row["kind"]),
                title=str(row.get("title", "")),
                text=str(row.get("text", "")),
                scenario_id=row.get("scenario"),
            )
            for row in values["items"]
            if row["kind"] in known
        ),
        title=str(values.get("title", "")),
    )


def tidied(recipe: Recipe) -> Recipe:
    """Return a recipe as it is kept: lengths bounded, titles on one line."""
    items = tuple(
        replace(
            item,
            title=" ".join(item.title.split())[:TITLE_LENGTH],
            text=item.text.strip()[:TEXT_LENGTH],
        )
        for item in recipe.items[:MOST_SLIDES]
    )
    return Recipe(items, " ".join(recipe.title.split())[:TITLE_LENGTH])
