"""A recipe and the figures make a deck: every slide written, empty ones left out by their rules."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import ceil

from domain.slides import ahead, opening, places, reports, targets, work
from domain.slides.given import Given
from domain.slides.model import Deck, Lines, Slide
from domain.slides.paging import chunks, paged
from domain.slides.recipe import Item, Recipe, SlideKind

PROPOSALS_A_SLIDE = 6
LETTERS_A_SLIDE = 900
"""Letters of proposals that are still read from the back of a hall."""

Write = Callable[[Given, Item], list[Slide]]
"""Writes the slides of an item: none when it has nothing to say, several when it has much."""


def compose(given: Given, recipe: Recipe) -> Deck:
    """Write a deck.

    Args:
        given: The figures.
        recipe: Which slides, in which order.
    """
    words, scope = given.words, given.scope
    usual = words.text("slides.cover.title", place=given.place_within)
    slides: list[Slide] = []
    for item in recipe.items:
        if item.kind is SlideKind.COVER and not item.title and recipe.title:
            item = replace(item, title=recipe.title)
        slides += [_titled(slide, item) for slide in WRITERS[item.kind](given, item)]
    if not slides:
        slides = opening.cover(given, Item(SlideKind.COVER, recipe.title))
    basis = words.text(
        "slides.basis",
        place=given.place,
        date=given.date,
        standing=opening.standing_word(given),
        set=opening.set_line(given),
    )
    least = "" if scope.knows_recognitions else "_least"
    return Deck(
        title=recipe.title or usual,
        place=given.place,
        slides=tuple(slides),
        basis=basis,
        source=words.text(f"slides.source{least}", plan=given.plan_name)
        if given.plan_name
        else words.text(f"slides.source_marks{least}"),
        illustrative=words.text("slides.illustrative") if scope.is_illustrative else "",
        sources=given.sources,
        language=words.language,
    )


def _titled(slide: Slide, item: Item) -> Slide:
    """Put a typed title above the sentence, which then stands below it: the figures stay."""
    if not item.title or slide.kind in (SlideKind.COVER, SlideKind.PROPOSALS):
        return slide
    lead = f"{slide.title}. {slide.lead}".rstrip(". ") + "."
    return replace(slide, title=item.title, lead=lead)


def proposals(given: Given, item: Item) -> list[Slide]:
    """Return what staff typed, each line a proposal; left out when nothing was typed."""
    words = given.words
    lines = [" ".join(line.split()) for line in item.text.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        return []
    title = item.title or words.text("slides.proposals.title")
    slide = Slide(SlideKind.PROPOSALS, title, words.text("slides.topic.proposals"))
    slides = max(len(lines) / PROPOSALS_A_SLIDE, sum(map(len, lines)) / LETTERS_A_SLIDE)
    parts = chunks(lines, -(-len(lines) // ceil(slides)))
    return paged(slide, [Lines(part, is_numbered=True) for part in parts])


def sources(given: Given, _item: Item) -> list[Slide]:
    """Return where the figures come from."""
    words = given.words
    lines = list(given.sources)
    if given.scope.is_illustrative:
        lines.insert(0, words.text("slides.sources.illustrative"))
    title = words.text("slides.sources.title", date=given.date)
    return [
        Slide(
            SlideKind.SOURCES, title, words.text("slides.topic.sources"), body=Lines(tuple(lines))
        )
    ]


WRITERS: Mapping[SlideKind, Write] = {
    SlideKind.COVER: opening.cover,
    SlideKind.HEADLINE: opening.headline,
    SlideKind.TARGETS: targets.targets,
    SlideKind.MAP: opening.map_of_bands,
    SlideKind.DISTRICTS: places.districts,
    SlideKind.CRITERIA: work.criteria,
    SlideKind.NEAREST: places.nearest,
    SlideKind.LOST: places.lost,
    SlideKind.TASKS: work.tasks,
    SlideKind.REPORTS: reports.reports,
    SlideKind.FORECAST: ahead.forecast,
    SlideKind.SCENARIO: ahead.scenario,
    SlideKind.PROPOSALS: proposals,
    SlideKind.SOURCES: sources,
}
