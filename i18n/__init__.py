"""Texts of the interface by key, Vietnamese first. Both languages hold the same keys (tested).

A text names the values it asks for in braces. Where a word follows a number it gives both forms,
``{count} {count:commune|communes}``: the first after a one, the second after anything else, as
English needs and Vietnamese does not. ``{place:small}`` writes a unit within a sentence, where its
kind takes a small letter: "nạp cho tỉnh Đắk Lắk".
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent
FORMS = "|"
SMALL = "small"
KINDS = ("Tỉnh", "Thành phố", "Huyện", "Thị xã", "Quận", "Xã", "Phường", "Thị trấn", "Toàn")
"""First words of a unit's full name that are no part of its proper name."""


def text(language: str, key: str, /, **values: object) -> str:
    """Return the text of a key with its values filled in.

    Raises:
        KeyError: There is no such key, or the text asks for a value that was not given.
    """
    written = load(language)[key]
    if not values:
        return written
    is_plain = FORMS not in written and f":{SMALL}}}" not in written
    return written.format(**values) if is_plain else _FITTING.format(written, **values)


def within(name: str) -> str:
    """Return a unit's name as it stands within a sentence: "Tỉnh Đắk Lắk" as "tỉnh Đắk Lắk".

    Only a kind is written small; a name without one ("Ea Blang") stays as it is.
    """
    return name[:1].lower() + name[1:] if name.startswith(_BEGINNINGS) else name


_BEGINNINGS = (*(f"{kind} " for kind in KINDS), "Cả nước")


class _Fitting(Formatter):
    """Fills in values, chooses a word's form by the number before it, writes kinds small."""

    def format_field(self, value: object, spec: str) -> str:
        if spec == SMALL:
            return within(str(value))
        one, bar, other = spec.partition(FORMS)
        if not bar:
            return str(super().format_field(value, spec))
        return one if is_one(value) else other


_FITTING = _Fitting()


def is_one(value: object) -> bool:
    """Tell whether a word after a number stands in the singular: 1, "+1", "1/1", "1 (0,7%)".

    Of a fraction the whole decides: "1/13 communes".
    """
    number, *_ = str(value).split(" ") or [""]
    return number.rpartition("/")[2].lstrip("+-\N{MINUS SIGN}") == "1"


@lru_cache(maxsize=4)
def load(language: str) -> Mapping[str, str]:
    """Return the texts of one language, from every file of its folder, keys joined by dots.

    Raises:
        ValueError: There is no such language, or two files hold the same key.
    """
    texts: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.yml")):
        for key, text in _flatten(yaml.safe_load(path.read_text(encoding="utf-8")), ""):
            if key in texts:
                raise ValueError(f"{path.name} repeats {key}")
            texts[key] = text
    if not texts:
        raise ValueError(f"no texts in {language!r}")
    return texts


def _flatten(node: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    texts: list[tuple[str, str]] = []
    for key, value in node.items():
        if isinstance(value, Mapping):
            texts += _flatten(value, f"{prefix}{key}.")
        else:
            texts.append((f"{prefix}{key}", str(value)))
    return texts
