"""Maps and charts drawn on the server: what they show, in which colours, in which font."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import numpy as np
import pytest
from matplotlib import font_manager
from PIL import Image

from components import palettes
from data.exports import pictures, pictures_geometry, pictures_style
from data.exports.pictures import draw_picture
from data.exports.pictures_charts import draw_line, draw_paired, draw_stacked
from data.exports.pictures_geometry import Commune, District, Drawing, decode, read_drawing
from data.exports.pictures_map import draw_map
from domain.report.content import Line, MapValues, PairedBars, StackedBars

BANDS = (("3", "3 tiêu chí"), ("2", "2 tiêu chí"), ("<2", "dưới 2 tiêu chí"))
STACKED = StackedBars(BANDS, (("Huyện Một", (2, 1, 0), 1), ("Thị xã Hai", (0, 0, 3), 0)))
PAIRED = PairedBars((("1. Quy hoạch", 4, 3), ("2. Điện", 2, None)), 4, "xã", date(2020, 12, 31))
LINE = Line(
    ((date(2020, 12, 31), 66), (date(2021, 12, 31), 71)),
    ((date(2019, 12, 31), 52),),
    ((date(2021, 12, 31), Decimal(69), "a"), (date(2025, 12, 31), Decimal(100), "b")),
)


def square(x, y):
    return np.array([[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]], float)


@pytest.fixture
def four_communes(monkeypatch):
    """A place of four squares in two districts, one of them a ward."""
    communes = tuple(
        Commune(code, district, (square(x, y),))
        for code, district, x, y in (
            ("a", "1", 0, 0),
            ("b", "1", 1, 0),
            ("c", "2", 0, 1),
            ("ward", "2", 1, 1),
        )
    )
    districts = (
        District("1", "Huyện Một", (1, 0.5), (square(0, 0),)),
        District("2", "Thành phố Hai", (1, 1.5), (square(0, 1),)),
    )
    drawing = Drawing(communes, districts, "approximate")
    monkeypatch.setattr("data.exports.pictures_map.read_drawing", lambda _scope: drawing)
    return drawing


def map_of(district=None, **bands):
    return MapValues("66", district, bands, BANDS, {code: code.upper() for code in bands})


def texts(figure):
    found = [t.get_text() for axes in figure.axes for t in axes.texts]
    found += [t.get_text() for legend in figure.legends for t in legend.get_texts()]
    return found


def labels(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def test_the_map_legend_counts_every_band_and_what_is_unknown(four_communes):
    figure, note = draw_map(map_of(a="3", b=None, c="<2"))
    shown = texts(figure)
    for wanted in (
        "3 tiêu chí: 1 xã",
        "2 tiêu chí: 0 xã",
        "dưới 2 tiêu chí: 1 xã",
        "Chưa có số liệu: 1 xã",
        "Phường, thị trấn\n(không tính)",
    ):
        assert wanted in shown
    assert note == "Ranh giới gần đúng, không dùng để xác định địa giới."


def test_the_map_draws_no_data_hatched_and_wards_apart(four_communes):
    figure, _ = draw_map(map_of(a="3", b=None, c="<2"))
    plain, hatched, _lines = figure.axes[0].collections
    assert plain.get_hatch() is None
    assert hatched.get_hatch()
    assert len(hatched.get_paths()) == 1
    top, *_, low = pictures_style.band_colours(3)
    colours = [tuple(round(v * 255) for v in row[:3]) for row in plain.get_facecolor()]
    wanted = [top, low, pictures_style.NOT_COUNTED]
    assert colours == [tuple(bytes.fromhex(c[1:])) for c in wanted]


def test_a_commune_without_place_is_told(four_communes):
    _, note = draw_map(map_of(a="3", gone="2"))
    assert note.endswith("1 xã có trong số liệu nhưng không có ranh giới để vẽ.")


def test_one_district_is_drawn_alone(four_communes):
    figure, _ = draw_map(map_of("1", a="3", b="2"))
    assert len(figure.axes[0].collections[0].get_paths()) == 2
    assert not [text for text in texts(figure) if text.startswith("Phường")]


def test_names_on_the_map_do_not_lie_on_each_other(four_communes):
    values = MapValues(
        "66", None, {"a": "3", "b": "2"}, BANDS, {"a": "Một cái tên rất dài", "b": "Tên dài khác"}
    )
    figure, _ = draw_map(values)
    first, second = (t.get_window_extent() for t in figure.axes[0].texts)
    assert not first.overlaps(second)


def test_without_polygons_the_tile_map_is_drawn(ready_var):
    drawing = read_drawing("66")
    assert drawing.kind == "tile"
    assert len({c.code for c in drawing.communes}) == len(drawing.communes) > 152
    assert len(drawing.districts) == 15


def test_an_unwritable_folder_still_gives_a_map(ready_var, monkeypatch):
    def fail(_scope):
        raise PermissionError("read-only")

    monkeypatch.setattr(pictures_geometry, "current_geometry", fail)
    assert read_drawing("66").kind == "tile"


def test_degrees_are_squeezed_so_that_a_square_kilometre_is_square(monkeypatch):
    # At 60° north a degree of longitude is half as long as one of latitude: a ring of 2 by 1
    # degrees is a square there. It lies in the middle of the box 0–2° east, 59–61° north.
    ring = [0, 595_000, 20_000, 0, 0, 10_000, -20_000, 0]
    document = {
        "scale": 10_000,
        "bbox": [0, 59, 2, 61],
        "communes": [{"c": "a", "n": "A", "k": "xã", "d": "1", "b": "x", "g": [[ring]]}],
        "districts": [],
    }
    monkeypatch.setattr(pictures_geometry, "_read_document", lambda _s: (document, "approximate"))
    west, south, east, north = read_drawing("01").bounds
    assert east - west == pytest.approx(10_000)
    assert north - south == pytest.approx(10_000)


def test_lines_are_decoded_from_differences():
    assert decode([5, 7, 1, 0, 0, -2]).tolist() == [[5, 7], [6, 7], [6, 5]]


def test_stacked_bars_are_as_long_as_their_communes():
    figure = draw_stacked(STACKED)
    axes = figure.axes[0]
    rows = {}
    for bar in axes.patches:
        rows.setdefault(round(bar.get_y() + bar.get_height() / 2), []).append(bar.get_width())
    assert {row: sum(widths) for row, widths in rows.items()} == {0: 4, 1: 3}
    assert labels(axes.yaxis) == ["Huyện Một", "Thị xã Hai"]
    assert "Chưa có số liệu" in texts(figure)


def test_paired_bars_show_value_and_change():
    figure = draw_paired(PAIRED)
    assert texts(figure)[:2] == ["4 (+1)", "2"]
    assert "Đến 31/12/2020" in texts(figure)
    assert not draw_paired(PairedBars((("A", 1, None),), 4, "xã", None)).legends


def test_a_long_name_takes_two_lines_and_no_more():
    name = f"7. Cơ sở hạ tầng thương mại nông thôn{' và nhiều chữ khác nữa' * 4}"
    (shown,) = labels(draw_paired(PairedBars(((name, 1, None),), 4, "xã", None)).axes[0].yaxis)
    assert shown.count("\n") == 1
    assert shown.endswith("…")


def test_the_line_names_targets_with_their_day():
    shown = texts(draw_line(LINE))
    assert "mục tiêu 100 (31/12/2025)" in shown
    assert "mục tiêu 69 (31/12/2021)" in shown
    assert "71" in shown
    assert "Đã công bố" in shown


@pytest.mark.parametrize("values", [STACKED, PAIRED, LINE], ids=["stacked", "paired", "line"])
def test_a_picture_is_a_png_of_its_printed_size(values):
    drawn = draw_picture(values)
    with Image.open(BytesIO(drawn.png)) as image:
        image.load()
        assert image.format == "PNG"
        assert image.width == pytest.approx(drawn.width / 25.4 * pictures_style.DPI, abs=1)
        assert len(set(image.convert("RGB").resize((60, 60)).getdata())) > 5
    assert drawn.width == pytest.approx(165)


def test_made_up_figures_are_marked_in_the_picture_itself():
    plain, marked = draw_picture(PAIRED), draw_picture(PAIRED, is_illustrative=True)
    assert plain.png != marked.png
    assert draw_picture(PAIRED).png == plain.png  # and the same figures give the same file


def test_names_with_formulas_are_drawn_as_text():
    draw_picture(PairedBars((("$x^{2$ \\frac", 1, None),), 4, "xã", None))
    draw_picture(StackedBars(BANDS, (("$\\undefined$", (1, 0, 0), 0),)))


def test_nothing_global_is_touched():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    draw_picture(PAIRED)
    assert plt.get_fignums() == before
    assert pictures.drawing_lock.acquire(blocking=False)
    pictures.drawing_lock.release()


@pytest.mark.parametrize("count", range(1, 9))
def test_bands_have_the_colours_of_the_screen(count):
    assert pictures_style.band_colours(count) == palettes.ordinal(count)[::-1]


def test_other_colours_are_those_of_the_screen():
    assert pictures_style.NO_DATA == palettes.NO_DATA_COLOUR
    assert pictures_style.NOT_COUNTED == palettes.NOT_COUNTED_COLOUR
    assert pictures_style.INK == palettes.INK
    assert pictures_style.PAPER == palettes.PAPER
    assert palettes.STATUS_COLOURS["met"] == pictures_style.ACCENT
    assert palettes.STATUS_COLOURS["not_met"] == pictures_style.TARGET
    with pytest.raises(ValueError, match="at least one"):
        pictures_style.band_colours(0)


def test_the_font_is_shipped_and_holds_every_vietnamese_letter():
    path = font_manager.findfont(pictures_style.font(), fallback_to_default=False)
    letters = {chr(code) for code in range(0x1EA0, 0x1EFA)} | set("ăâđêôơưĂÂĐÊÔƠƯ")
    held = set(font_manager.get_font(path).get_charmap())
    assert {letter for letter in letters if ord(letter) not in held} == set()
