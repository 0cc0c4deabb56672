"""Make raster cells look like land: no notches, no holes, no whiskers, one piece a unit."""

from collections.abc import Iterator

import numpy as np
from scipy import ndimage

from data.boundaries.plane import Booleans, Integers

NOTCH_WIDTH = 0.4  # radius of notches closed, in square roots of the typical unit area
BLUR_PIXELS = 2.0

_distance = ndimage.distance_transform_edt


def tidy(labels: Integers, own: Booleans, typical_area: float, pixel: float) -> Integers:
    """Smooth the cells.

    Args:
        labels: Unit by pixel, -1 outside.
        own: Which units belong to the province.
        typical_area: Median area of its units [km²].
        pixel: Side of a pixel [km].

    Returns:
        New labels; every unit is one piece and the province has no hole.
    """
    land = _close_notches(labels >= 0, NOTCH_WIDTH * np.sqrt(typical_area) / pixel)
    filled = _nearest_label(labels, labels >= 0)
    blurred = ndimage.gaussian_filter(land.astype(np.float32), BLUR_PIXELS)
    land = blurred > 0.5
    cells = np.where(land, _blur_cells(filled), -1)
    main = _largest_pieces(cells)
    cells = np.where(_joined_to(main, land), _nearest_label(cells, main), -1)
    mine = (cells >= 0) & own[cells]
    holes = ndimage.binary_fill_holes(mine) & ~mine
    return np.where(holes, _nearest_label(cells, mine), cells)


def _close_notches(land: Booleans, radius: float) -> Booleans:
    pad = int(radius) + 2
    grown = _distance(~np.pad(land, pad)) <= radius
    closed = ndimage.binary_fill_holes(_distance(grown) > radius)
    return np.asarray(closed[pad:-pad, pad:-pad] | land)


def _nearest_label(labels: Integers, keep: Booleans) -> Integers:
    """Return for each pixel the label of the nearest pixel of ``keep``."""
    nearest = _distance(~keep, return_distances=False, return_indices=True)
    return np.asarray(labels[tuple(nearest)])


def _windows(labels: Integers, margin: int) -> Iterator[tuple[int, tuple[slice, ...]]]:
    """Yield each label present and the window that holds it, ``margin`` pixels wider."""
    for label, window in enumerate(ndimage.find_objects(labels + 1)):
        if window is not None:
            yield label, tuple(slice(max(0, s.start - margin), s.stop + margin) for s in window)


def _blur_cells(labels: Integers) -> Integers:
    """Give each pixel to the label that is strongest there after blurring."""
    strongest, result = np.zeros(labels.shape, np.float32), labels.copy()
    for label, window in _windows(labels, int(3 * BLUR_PIXELS) + 1):
        strength = ndimage.gaussian_filter(
            (labels[window] == label).astype(np.float32), BLUR_PIXELS
        )
        stronger = strength > strongest[window]
        result[window][stronger] = label
        strongest[window][stronger] = strength[stronger]
    return result


def _joined_to(main: Booleans, land: Booleans) -> Booleans:
    """Return the land without the specks that no unit's main piece stands on."""
    pieces = ndimage.label(land)[0]
    return np.asarray(land & np.isin(pieces, np.unique(pieces[main])))


def _largest_pieces(labels: Integers) -> Booleans:
    """Return the pixels that belong to the largest connected piece of their label."""
    keep = np.zeros(labels.shape, bool)
    for label, window in _windows(labels, 0):
        pieces = ndimage.label(labels[window] == label)[0]
        largest = np.argmax(np.bincount(pieces.ravel())[1:]) + 1
        keep[window] |= pieces == largest
    return keep
