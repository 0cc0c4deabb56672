"""Long lists over several slides of one message."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from domain.slides.model import Body, Slide

Item = TypeVar("Item")


def chunks(items: Sequence[Item], most: int) -> list[tuple[Item, ...]]:
    """Cut a list into parts as equal as can be, none longer than ``most``: 17 in 15s is 9 and 8."""
    parts = -(-len(items) // most)
    ends = [round(part * len(items) / parts) for part in range(parts + 1)]
    return [tuple(items[start:end]) for start, end in itertools.pairwise(ends)]


def paged(slide: Slide, bodies: Sequence[Body], titles: Sequence[str] = ()) -> list[Slide]:
    """Return a slide once for each body; of several, the title says how far one is.

    What was left out is told on the last one.

    Args:
        slide: What all have in common.
        bodies: One a slide.
        titles: What each of several says instead of the common title.
    """
    total = len(bodies)
    if total == 1:
        return [replace(slide, body=bodies[0])]
    return [
        replace(
            slide,
            title=f"{title} ({position}/{total})",
            body=body,
            rest=slide.rest if position == total else "",
        )
        for position, (body, title) in enumerate(
            zip(bodies, titles or [slide.title] * total, strict=True), 1
        )
    ]
