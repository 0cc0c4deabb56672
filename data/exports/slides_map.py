"""The map of a slide as a picture, drawn on the server."""

from io import BytesIO
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties

from data.exports.pictures import drawing_lock
from data.exports.pictures_map import draw_bare_map
from data.exports.pictures_style import INK
from data.exports.slides_fonts import font_path
from data.exports.slides_layout import Box
from domain.report.content import MapValues
from domain.slides.model import MapPicture

MM_PER_POINT = 25.4 / 72


def draw_slide_map(body: MapPicture, box: Box) -> tuple[bytes, str]:
    """Draw a map as large as its box.

    Args:
        body: What to draw.
        box: Where it will stand [points].

    Returns:
        The picture (PNG), and the kind of its boundaries (``map.kind.…`` in the texts).
    """
    values = MapValues(
        scope=body.province,
        district_code=body.district,
        band_by_commune=body.class_by_commune,
        bands=tuple((each.key, each.label) for each in body.classes),
        names=body.names,
    )
    with drawing_lock:
        figure, kind = draw_bare_map(values, box.w * MM_PER_POINT, box.h * MM_PER_POINT, _words)
        FigureCanvasAgg(figure)
        stream = BytesIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue(), kind


def _words(size: float) -> dict[str, Any]:
    font = FontProperties(fname=str(font_path(bold=True)), size=size)
    return {"fontproperties": font, "color": INK, "parse_math": False}
