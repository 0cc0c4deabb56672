"""One cell's value as every format gives it: clean text, plain numbers, days."""

import math
import re
import unicodedata
from datetime import date, timedelta

from domain.intake.grid import Value

_DROPPED = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"  # control characters
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"  # no width, or turns the direction of writing
)
_SPACE = re.compile(
    "\r\n|[\t-\r\u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028-\u2029\u202f\u205f\u3000]"
)
_PILED_MARKS = re.compile("([\u0300-\u036f]{8})[\u0300-\u036f]+")
"""More marks on one letter than any writing has; sorting thousands takes quadratic time."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_LARGEST = 2.0**53  # beyond, a float no longer tells neighbouring whole numbers apart

ERROR_WORDS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
    | {"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!"}
)
"""How spreadsheets write an error."""


def clean(text: str) -> str:
    """Return a text in NFC on one line, without control, zero-width or no-break characters.

    A letter that no encoding can carry (half a surrogate pair) becomes U+FFFD; space at both ends
    goes, space inside stays as wide as it is.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    plain = _PILED_MARKS.sub(r"\1", _SPACE.sub(" ", _DROPPED.sub("", text)))
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", plain)).strip()


def number(value: float) -> int | float | None:
    """Return a number, whole ones as ``int``; ``None`` when it is not finite."""
    if not math.isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < _LARGEST else value


def typed(text: str) -> Value:
    """Return what a text file's field means: nothing, a whole number, or the text itself.

    Only a number that gives the same text when written again is converted: "05986", "16,00" and
    "12.5" (which may be a day or a criterion) stay text.
    """
    plain = clean(text)
    if not plain:
        return None
    return int(plain) if _WHOLE.fullmatch(plain) and plain != "-0" else plain


_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def is_day_format(code: str) -> bool:
    """Tell whether a number format writes a day: with a day or year, or a month without a time."""
    plain = _NOT_FORMAT.sub("", code.split(";")[0]).lower()
    if plain in ("general", "standard"):
        return False
    return bool(re.search("[dy]", plain)) or ("m" in plain and not re.search("[hs]", plain))


def day(serial: float, from_1904: bool) -> date | None:
    """Return the day of a spreadsheet's serial number, ``None`` when it stands for none.

    Spreadsheets count a 29/02/1900 that never was (serial 60): days before it count from the day
    before, and the day itself is taken for 28/02.
    """
    count = math.floor(serial) if math.isfinite(serial) else -1
    if count == 60 and not from_1904:
        return date(1900, 2, 28)
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if count < 60 else 30)
    if not (0 if from_1904 else 1) <= count <= (date.max - first).days:
        return None
    return first + timedelta(days=count)
