"""Calculates the formulas of a workbook anew: a spreadsheet program in small, for tests.

Knows what the exported workbooks use: references on one sheet or another, arithmetic, comparisons,
COUNTIF(S), SUMIFS, SUM, SUBTOTAL 9, COUNTA, IF, ROUND (halves away from zero).
"""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.utils import range_boundaries

TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*") |
    (?P<area>(?:'[^']+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?) |
    (?P<name>[A-Z]+)(?=\() |
    (?P<number>\d+(?:\.\d+)?) |
    (?P<sign><=|>=|<>|[=<>+\-*/(),])
    )""",
    re.VERBOSE,
)
COMPARE = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


class Calculator:
    """Calculates cells of an openpyxl workbook that was opened with its formulas."""

    def __init__(self, workbook):
        self.workbook, self.known = workbook, {}

    def value(self, sheet, row, column):
        """Return what a cell shows; rows and columns count from 1."""
        place = (sheet, row, column)
        if place not in self.known:
            held = self.workbook[sheet].cell(row, column).value
            is_formula = isinstance(held, str) and held.startswith("=")
            self.known[place] = Formula(self, sheet, held[1:]).result() if is_formula else held
        return self.known[place]

    def is_subtotal(self, sheet, row, column):
        held = self.workbook[sheet].cell(row, column).value
        return isinstance(held, str) and held.startswith("=SUBTOTAL")


class Formula:
    """One formula, read from left to right."""

    def __init__(self, calculator, sheet, text):
        self.calculator, self.sheet, self.position = calculator, sheet, 0
        self.tokens = []
        while text.strip():
            found = TOKEN.match(text)
            assert found, f"cannot read {text!r}"
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            text = text[found.end() :]

    def result(self):
        value = self.comparison()
        assert self.position == len(self.tokens)
        return value

    def peek(self):
        return self.tokens[self.position] if self.position < len(self.tokens) else (None, None)

    def take(self):
        token = self.peek()
        self.position += 1
        return token

    def comparison(self):
        left = self.sum()
        if self.peek()[1] in COMPARE:
            sign = self.take()[1]
            right = self.sum()
            # An empty cell equals an empty text and the number zero.
            blank = "" if isinstance(right, str) else 0
            return COMPARE[sign](blank if left is None else left, right)
        return left

    def sum(self):
        value = self.product()
        while self.peek()[1] in ("+", "-"):
            sign, other = self.take()[1], self.product()
            value = (value or 0) + (other or 0) * (1 if sign == "+" else -1)
        return value

    def product(self):
        value = self.atom()
        while self.peek()[1] in ("*", "/"):
            sign, other = self.take()[1], self.atom()
            # Both branches of IF are calculated here, so a division by nothing must not stop it.
            divided = value / other if sign == "/" and other else math.nan
            value = value * other if sign == "*" else divided
        return value

    def atom(self):
        kind, text = self.take()
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "number":
            return float(text)
        if kind == "area":
            cells = self.cells(text)
            return self.calculator.value(*cells[0]) if ":" not in text else cells
        if kind == "name":
            return getattr(self, f"call_{text.lower()}")(*self.arguments())
        assert text == "(", f"{text!r} is not expected"
        value = self.comparison()
        assert self.take()[1] == ")"
        return value

    def arguments(self):
        assert self.take()[1] == "("
        found = []
        while True:
            found.append(self.comparison())
            sign = self.take()[1]
            if sign == ")":
                return found
            assert sign == ","

    def cells(self, text):
        sheet, _, area = text.rpartition("!")
        first_column, first_row, last_column, last_row = range_boundaries(area)
        name = sheet.strip("'") or self.sheet
        return [
            (name, row, column)
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
        ]

    def values(self, cells):
        return [self.calculator.value(*cell) for cell in cells]

    def call_countifs(self, *pairs):
        return float(len(self.chosen(pairs)))

    call_countif = call_countifs

    def call_sumifs(self, summed, *pairs):
        values = self.values(summed)
        return float(sum(values[i] for i in self.chosen(pairs) if is_number(values[i])))

    def chosen(self, pairs):
        areas, wanted = pairs[::2], pairs[1::2]
        assert len({len(area) for area in areas}) == 1
        columns = [
            [fits(value, wish) for value in self.values(area)]
            for area, wish in zip(areas, wanted, strict=True)
        ]
        return [i for i, row in enumerate(zip(*columns, strict=True)) if all(row)]

    def call_sum(self, cells):
        return float(sum(v for v in self.values(cells) if is_number(v)))

    def call_subtotal(self, function, cells):
        assert function == 9
        return self.call_sum([c for c in cells if not self.calculator.is_subtotal(*c)])

    def call_counta(self, cells):
        return float(sum(value is not None for value in self.values(cells)))

    def call_round(self, value, digits):
        if math.isnan(value):
            return value
        step = Decimal(1).scaleb(-int(digits))
        return float(Decimal(repr(value)).quantize(step, ROUND_HALF_UP))

    def call_if(self, condition, yes, no):
        return yes if condition else no


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def fits(value, wish):
    """Tell whether a cell meets a criterion of COUNTIF."""
    found = re.fullmatch(r"(<=|>=|<>|<|>)(-?\d+(?:\.\d+)?)", str(wish))
    if found:
        return is_number(value) and COMPARE[found[1]](value, float(found[2]))
    if wish == "?*":
        return isinstance(value, str) and value != ""
    return value is not None and str(value).lower() == str(wish).lower()
