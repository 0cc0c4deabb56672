"""Find out which columns of a boundary file hold the codes and the names, by what they hold."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from data.boundaries.names import plain_key
from data.boundaries.units import UnitList

MIN_SHARE = 0.5  # of the features that a column must fit to be taken for codes or names
# With codes, names only serve to check them, and few may agree: of the units since 1/7/2025 that
# have the code of one of 2021, between 20% and 73% in a province have its name.
MIN_SHARE_BESIDE_CODES = 0.1
_CODE_HEADER = re.compile(r"ma|code|dvhc|gso|adm|id_?3", re.IGNORECASE)


_Texts: TypeAlias = dict[str, list[str | None]]  # the cells of each column


@dataclass(frozen=True)
class Feature:
    """A feature of a boundary file as far as it can be matched; None where nothing is written.

    Attributes:
        number: Its number in the file, from 1.
        code: Commune code, 5 digits.
        name: Commune name as written.
        district: District name or code as written.
        province: Province name or code as written.
    """

    number: int
    code: str | None
    name: str | None
    district: str | None
    province: str | None


@dataclass(frozen=True)
class FeatureTable:
    """The features of a boundary file, and which kinds of column were found."""

    features: tuple[Feature, ...]
    has_codes: bool
    has_names: bool
    has_districts: bool
    has_provinces: bool


def recognise(table: pd.DataFrame, units: UnitList, country: UnitList) -> FeatureTable:
    """Recognise the columns of a boundary file.

    Args:
        table: The file's columns and ``feature``.
        units: The units that may be meant.
        country: All units; a column of provinces is known by all of them.
    """
    texts: _Texts = {
        str(column): [_to_text(value) for value in table[column]]
        for column in table.columns
        if column not in ("feature", "geometry")
    }
    code = _code_column(texts, units)
    least = MIN_SHARE if code is None else MIN_SHARE_BESIDE_CODES
    name = _named_column(texts, units.communes["name"], least)
    taken = {column for column in (code, name) if column is not None}
    rest = {column: values for column, values in texts.items() if column not in taken}
    district = _parent_column(rest, units.districts, 3)
    rest.pop(str(district), None)
    province = _parent_column(rest, country.provinces, 2)
    nothing = [None] * len(table)

    def values(column: str | None) -> Iterable[str | None]:
        return nothing if column is None else texts[column]

    rows = zip(
        table["feature"],
        map(commune_code, values(code)),
        values(name),
        values(district),
        values(province),
        strict=True,
    )
    features = tuple(Feature(int(number), *cells) for number, *cells in rows)
    found = [column is not None for column in (code, name, district, province)]
    return FeatureTable(features, *found)


def commune_code(text: str | None) -> str | None:
    """Return the 5-digit commune code written in a cell, or None.

    Restores leading zeros that a spreadsheet ate, and takes the end of a code that carries its
    province and district (66 643 24118) or a country prefix (VN24118).
    """
    if text is None:
        return None
    digits = re.sub(r"^VN|[\s.\-_]", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"\d{1,5}|\d{9,10}", digits, flags=re.ASCII):
        return None
    return digits.zfill(5)[-5:]


def parent_code(text: str, length: int) -> str | None:
    """Return a district or province code of that length written in a cell, or None."""
    return text.zfill(length) if re.fullmatch(rf"[0-9]{{1,{length}}}", text) else None


def _to_text(value: object) -> str | None:
    """Return a cell as text; whole numbers without the ".0" that tables give them."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        if value != value:
            return None
        return str(int(value)) if value.is_integer() else str(value)
    text = str(value).strip()
    return re.sub(r"^(\d+)\.0$", r"\1", text) or None


def _code_column(texts: _Texts, units: UnitList) -> str | None:
    known = set(units.communes["code"])
    scores = {}
    for column, values in texts.items():
        codes = [commune_code(value) for value in values]
        share = float(np.mean([code in known for code in codes]))
        if share >= MIN_SHARE and not _is_counter(values):
            # Between columns that fit as well, one that is called a code goes first.
            named = bool(_CODE_HEADER.search(column))
            scores[column] = (round(share, 2), len(set(codes)), named)
    return max(scores, key=lambda column: scores[column]) if scores else None


def _is_counter(values: list[str | None]) -> bool:
    """Tell a running number from codes: 1, 2, 3 … are codes of Hà Nội only by accident."""
    numbers = sorted(int(value) for value in values if value is not None and value.isdecimal())
    return len(numbers) == len(values) and numbers in (
        list(range(len(numbers))),
        list(range(1, len(numbers) + 1)),
    )


def _named_column(texts: _Texts, names: "pd.Series[str]", least: float) -> str | None:
    """Return the column of which the most cells, and enough of them, are such names."""
    known = set(names.map(plain_key))
    return _fittest(texts, lambda text: plain_key(text) in known, least)


def _fittest(texts: _Texts, fits: Callable[[str], bool], least: float) -> str | None:
    shares = {
        column: float(np.mean([text is not None and fits(text) for text in values]))
        for column, values in texts.items()
    }
    column = max(shares, key=lambda column: shares[column], default=None)
    return column if column is not None and shares[column] >= least else None


def _parent_column(texts: _Texts, parents: pd.DataFrame, length: int) -> str | None:
    """Return the column of district or province names, else of their codes."""
    named = _named_column(texts, parents["name"], MIN_SHARE)
    if named is not None:
        return named
    known = set(parents["code"])
    candidates = {c: values for c, values in texts.items() if not _is_counter(values)}
    return _fittest(candidates, lambda text: parent_code(text, length) in known, MIN_SHARE)
