from itertools import combinations, pairwise

import pytest

from components import palettes

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
CLEARLY_DIFFERENT = 15  # CIE76 difference; about 2.3 is just noticeable side by side


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    seen = [sum(w * c for w, c in zip(row, linear(colour), strict=True)) for row in VISION[vision]]
    red, green, blue = (min(1.0, max(0.0, c)) for c in seen)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089

    def curve(t: float) -> float:
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    return 116 * curve(y) - 16, 500 * (curve(x) - curve(y)), 200 * (curve(y) - curve(z))


def difference(first: str, second: str, vision: str) -> float:
    pairs = zip(lab(first, vision), lab(second, vision), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def test_the_simulation_sees_what_is_known() -> None:
    # Pure red and a dark yellow-green are one colour to a deuteranope, not to others.
    assert difference("#d73027", "#7a7a00", "normal") > 60
    assert difference("#d73027", "#7a7a00", "deuteranopia") < 25


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_neighbouring_bands_differ_for_everyone(count: int, vision: str) -> None:
    for first, second in pairwise(palettes.ordinal(count)):
        assert difference(first, second, vision) > CLEARLY_DIFFERENT


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(
    "colours",
    [palettes.STATUS_COLOURS, palettes.LEVEL_COLOURS, palettes.CHANGE_COLOURS],
    ids=["status", "level", "change"],
)
def test_named_classes_differ_for_everyone(colours: dict[str, str], vision: str) -> None:
    for first, second in combinations(colours.values(), 2):
        assert difference(first, second, vision) > CLEARLY_DIFFERENT


@pytest.mark.parametrize("count", [3, 5, 7, 12])
def test_bands_darken_with_rank(count: int) -> None:
    lightness = [palettes.luminance(colour) for colour in palettes.ordinal(count)]
    assert len(lightness) == count
    assert lightness == sorted(lightness, reverse=True)


def test_no_data_and_not_counted_are_no_class_of_the_scale() -> None:
    scale = [*palettes.ordinal(5), *palettes.LEVEL_COLOURS.values()]
    for neutral in (palettes.NO_DATA_COLOUR, palettes.NOT_COUNTED_COLOUR):
        assert all(difference(neutral, colour, "normal") > 10 for colour in scale)


def test_text_on_every_colour_can_be_read() -> None:
    keys = ("19", "15-18", "10-14", "5-9", "<5")
    colours = [
        *palettes.STATUS_COLOURS.values(),
        *palettes.LEVEL_COLOURS.values(),
        *palettes.CHANGE_COLOURS.values(),
        *palettes.ordinal(5),
        *palettes.layer_colours("count", keys, palettes.NATIONAL).values(),
        *palettes.layer_colours("level", tuple(palettes.LEVEL_COLOURS), palettes.NATIONAL).values(),
    ]
    for colour in colours:
        assert palettes.contrast(palettes.text_on(colour), colour) >= 4.5


def test_contrast_of_black_and_white_is_the_largest_there_is() -> None:
    assert palettes.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palettes.contrast("#777777", "#777777") == 1


def test_the_national_palette_names_its_colours() -> None:
    levels = palettes.layer_colours("level", ("model", "ntm"), palettes.NATIONAL)
    bands = palettes.layer_colours("band", ("19", "16-18", "12-15", "<12"), palettes.NATIONAL)

    def hue(colour: str) -> str:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        if max(red, green, blue) - min(red, green, blue) < 20:
            return "grey"
        if red > 180 and green > 150 and blue < 120:
            return "yellow"
        return ("red", "green", "blue")[(red, green, blue).index(max(red, green, blue))]

    assert [hue(colour) for colour in levels.values()] == ["red", "yellow"]
    assert [hue(colour) for colour in bands.values()] == ["yellow", "green", "grey", "grey"]
    assert palettes.luminance(bands["<12"]) > palettes.luminance(bands["12-15"])


def test_other_layers_keep_their_colours_under_the_national_palette() -> None:
    order = ("met", "nearly_met", "not_met")
    assert palettes.layer_colours("criterion", order, palettes.NATIONAL) == (
        palettes.layer_colours("criterion", order)
    )


def test_a_class_keeps_its_colour_when_others_are_left_out() -> None:
    scheme = ("19", "15-18", "10-14", "5-9", "<5")
    whole = palettes.layer_colours("count", scheme)
    assert palettes.layer_colours("count", ("10-14",), scheme=scheme) == {"10-14": whole["10-14"]}
    assert whole["19"] == palettes.ordinal(5)[-1]


@pytest.mark.parametrize("count", [1, 6, 9])
def test_the_national_palette_stretches_to_any_number_of_bands(count: int) -> None:
    keys = [str(n) for n in range(count)]
    assert len(set(palettes.layer_colours("count", keys, palettes.NATIONAL).values())) == count


def test_an_unknown_palette_is_refused() -> None:
    with pytest.raises(ValueError, match="rainbow"):
        palettes.layer_colours("count", ("1",), "rainbow")
    with pytest.raises(ValueError, match="at least one"):
        palettes.ordinal(0)
