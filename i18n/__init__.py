"""Texts of the interface by key, Vietnamese first. Both languages hold the same keys (tested)."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent


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
