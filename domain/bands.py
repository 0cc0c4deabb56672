"""Bands of communes by the number of criteria they meet (nhóm xã theo số tiêu chí).

The usual bands are all · 15–18 · 10–14 · 5–9 · under 5; documents deviate (Đắk Lắk 2015 prints
13–18 and 10–12), so the scheme is data and the width of the top band is the size of the set.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Band:
    """A closed range of criteria met; ``low`` and ``high`` are counts."""

    low: int
    high: int

    @property
    def key(self) -> str:
        """Return the stable ASCII label: ``19``, ``15-18`` or ``<5``."""
        if self.low == 0:
            return f"<{self.high + 1}"
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"

    @property
    def label(self) -> str:
        """Return the printed label, with an en dash."""
        return self.key.replace("-", "–")

    def __contains__(self, count: int) -> bool:
        """Tell whether a count of criteria met lies in the band."""
        return self.low <= count <= self.high


@dataclass(frozen=True)
class BandScheme:
    """Bands from the highest to the lowest, without gap or overlap."""

    scheme_id: str
    bands: tuple[Band, ...]

    def index(self, count: int) -> int:
        """Return the position of the band that holds ``count``, 0 being the highest.

        Raises:
            ValueError: No band holds it.
        """
        for position, band in enumerate(self.bands):
            if count in band:
                return position
        raise ValueError(f"{count} is in no band of {self.scheme_id}")

    def count(self, counts: Iterable[int]) -> dict[str, int]:
        """Return how many of ``counts`` (criteria met per commune) lie in each band, by key."""
        result = {band.key: 0 for band in self.bands}
        for value in counts:
            result[self.bands[self.index(value)].key] += 1
        return result


def build_scheme(scheme_id: str, lower_edges: Iterable[int], set_size: int) -> BandScheme:
    """Build a scheme from the lower edges below the top band.

    Args:
        scheme_id: Name of the scheme.
        lower_edges: Lower ends in falling order, ``(15, 10, 5)`` by default; the band of all
            criteria is added above and the band from 0 below.
        set_size: Criteria in the set; edges at or above it are dropped (a 10-criterion set keeps
            10 · 5–9 · <5).
    """
    edges = sorted({edge for edge in lower_edges if 0 < edge < set_size}, reverse=True)
    bands, high = [Band(set_size, set_size)], set_size - 1
    for edge in [*edges, 0]:
        if edge <= high:
            bands.append(Band(edge, high))
        high = edge - 1
    return BandScheme(scheme_id, tuple(bands))


def scheme_as_published(
    default_edges: Iterable[int], published: Iterable[tuple[int, int, int]], set_size: int
) -> BandScheme:
    """Return the default bands, or the document's own where the default would cut through them.

    Args:
        default_edges: Lower ends of the usual bands, ``(15, 10, 5)``.
        published: ``(low, high, communes)`` of the bands printed for that date, if any.
        set_size: Criteria in the set.
    """
    edges, printed = tuple(default_edges), [(low, high) for low, high, n in published if n]
    if any(low < edge <= high for low, high in printed for edge in edges):
        return build_scheme("published", (low for low, _ in printed), set_size)
    return build_scheme("default", edges, set_size)
