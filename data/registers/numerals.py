"""Roman numerals, which official forms number districts and groups of tasks with."""

_VALUES = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def to_roman(number: int) -> str:
    """Write a number from 1 on: 14 is "XIV"."""
    numeral = ""
    for value, letters in _VALUES:
        while number >= value:
            numeral += letters
            number -= value
    return numeral


def from_roman(numeral: str) -> int:
    """Read a numeral of the letters C, L, X, V and I.

    Raises:
        KeyError: Another letter.
    """
    letters = {text: value for value, text in _VALUES if len(text) == 1}
    values = [letters[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
