"""Maps and charts as PNG, drawn on the server without a browser.

Figures are made with matplotlib's object interface and its Agg canvas: nothing global is touched,
so a page of the dashboard may ask for them from any thread. Drawing itself is serialised, because
matplotlib promises nothing about threads that share its fonts.
"""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from data.exports.pictures_charts import draw_line, draw_paired, draw_stacked
from data.exports.pictures_map import draw_map
from data.exports.pictures_style import MM, words
from domain.report.content import Line, MapValues, PairedBars, PictureValues, StackedBars
from domain.report.words import ILLUSTRATIVE

drawing_lock = Lock()
"""Whoever draws holds it: matplotlib promises nothing about threads that share its fonts."""


@dataclass(frozen=True)
class Picture:
    """A drawn picture.

    Attributes:
        png: The file.
        width: Width and ``height`` in millimetres, as it is meant to be printed.
        note: What to say beneath it; empty when there is nothing.
    """

    png: bytes
    width: float
    height: float
    note: str = ""


def draw_picture(values: PictureValues, *, is_illustrative: bool = False) -> Picture:
    """Draw what a report asks for.

    Args:
        values: What to draw.
        is_illustrative: The figures are made up, which the picture itself then says, as it may be
            copied out of the report.

    Raises:
        ValueError: A map of a province that does not exist.
    """
    with drawing_lock:
        figure, note = _draw(values)
        FigureCanvasAgg(figure)
        if is_illustrative:
            figure.text(0.006, 0.008, ILLUSTRATIVE, ha="left", va="bottom", **words(6.5, bold=True))
        stream = BytesIO()
        # No software name and date inside: the same figures give the same file.
        figure.savefig(stream, format="png", metadata={"Software": None})
    width, height = (side / MM for side in figure.get_size_inches())
    return Picture(stream.getvalue(), width, height, note)


def _draw(values: PictureValues) -> tuple[Figure, str]:
    match values:
        case MapValues():
            return draw_map(values)
        case StackedBars():
            return draw_stacked(values), ""
        case PairedBars():
            return draw_paired(values), ""
        case Line():
            return draw_line(values), ""
