"""Which formulas of a sender's file may stay formulas in a copy that others open."""

import re

from openpyxl.utils import FORMULAE

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_QUOTED_SHEET = re.compile(r"'((?:[^']|'')*)'!")
_FUNCTION = re.compile(r"([A-Z_\\][A-Z0-9_.\\]*)\s*\(", re.IGNORECASE)
_PREFIXES = ("_XLFN.", "_XLWS.")
_REACHING_OUT = frozenset(
    {"HYPERLINK", "WEBSERVICE", "FILTERXML", "ENCODEURL", "IMAGE", "RTD", "CALL", "REGISTER"}
    | {"REGISTER.ID", "SQL.REQUEST", "EXEC", "EVALUATE", "DDE", "INFO", "STOCKHISTORY", "PY"}
    | {"CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY", "CUBERANKEDMEMBER", "CUBESET"}
    | {"CUBESETCOUNT", "CUBEVALUE", "FORMULATEXT"}
)
"""Functions that open an address, ask a server, run something or tell about the machine."""

_NEWER = frozenset(
    {"CONCAT", "FILTER", "IFNA", "IFS", "LET", "MAXIFS", "MINIFS", "SEQUENCE", "SORT", "SORTBY"}
    | {"SWITCH", "TEXTJOIN", "UNIQUE", "XLOOKUP", "XMATCH", "DAYS", "NUMBERVALUE", "XOR"}
    | {"AVERAGEIF", "AVERAGEIFS", "COUNTIFS", "IFERROR", "SUMIFS", "AGGREGATE"}
)
"""Harmless functions that openpyxl's list of known ones lacks or may lack."""

_ALLOWED = (frozenset(FORMULAE) | _NEWER) - _REACHING_OUT


def is_harmless(formula: str) -> bool:
    """Tell whether a formula only calculates inside its own workbook.

    It is harmless when every function is known to be, and it names no other file and no program
    (``=cmd|'/C calc'!A0``, ``=[1]Sheet1!A1``, ``='http://…'!A1``).
    """
    plain = _TEXT.sub('""', formula)
    for name in _QUOTED_SHEET.findall(plain):
        if any(mark in name for mark in "[]|/\\:"):
            return False
    plain = _QUOTED_SHEET.sub("S!", plain)
    if "|" in plain or "'" in plain or re.search(r"\][^\]\[]*!", plain):
        return False
    return all(_is_allowed(name.upper()) for name in _FUNCTION.findall(plain))


def _is_allowed(name: str) -> bool:
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name in _ALLOWED
