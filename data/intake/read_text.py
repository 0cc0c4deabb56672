"""Tables in text files: which encoding, which delimiter, then fields."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from data.intake.building import Budget, SheetBuilder
from data.intake.cells import ERROR_WORDS, clean, typed
from data.intake.faults import refusal
from data.intake.legacy import holds_legacy_bytes
from domain.intake.grid import Sheet

DELIMITERS = (",", ";", "\t")
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 300
_ZERO_SHARE = 0.15  # of the bytes: text in UTF-16 has a zero beside every plain letter
_CONTROL = bytes({*range(32)} - {9, 10, 13})
_CONTROL_SHARE = 0.01  # of the bytes; text has none
_KNOWN_SHARE = 0.8  # of the letters that are not plain
_VIETNAMESE = frozenset(
    "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA))) + "áàãéèíìóòõúùýÁÀÃÉÈÍÌÓÒÕÚÙÝĩĨũŨ"
)
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_text(content: bytes, budget: Budget) -> tuple[Sheet, str, str, list[str]]:
    """Return the one sheet of a text file, its encoding, its delimiter, and remarks.

    Raises:
        FileRefusedError: No encoding fits, it is XML or binary, quotes are broken, or it is beyond
            the bounds.
    """
    text, encoding, remarks = decode(content)
    if text.lstrip().startswith("<?xml"):
        raise refusal("file_other_kind", kind="XML")
    if text.startswith("MIME-Version:"):
        raise refusal("file_other_kind", kind="MHTML")
    if not text.strip():
        raise refusal("file_empty")
    hint = _SEP_LINE.match(text)
    if hint:
        text, delimiter = text[hint.end() :], hint.group(1)
    else:
        delimiter = find_delimiter(text)
    return _table(text, delimiter, budget), encoding, delimiter, remarks


def decode(content: bytes) -> tuple[str, str, list[str]]:
    """Return the text of a file, the name of its encoding, and remarks.

    A byte order mark decides; then zero bytes tell UTF-16; then UTF-8 is tried, which other
    encodings all but never pass; what is left is windows-1258 when it reads as Vietnamese.

    Raises:
        FileRefusedError: It is binary, or no encoding fits.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        return _decoded(content, "utf-8-sig"), "utf-8-sig", []
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16"), "utf-16", []
    if encoding := _utf16_without_mark(content):
        return _decoded(content, encoding), encoding, ["encoding_guessed"]
    if len(content) - len(content.translate(None, _CONTROL)) > _CONTROL_SHARE * len(content):
        raise refusal("file_unknown")
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        pass
    text = content.decode("cp1258", "replace")
    if _reads_as_vietnamese(text):
        return text, "cp1258", ["encoding_guessed"]
    if holds_legacy_bytes(content):  # told later, with the cell
        return content.decode("latin-1"), "latin-1", ["encoding_guessed"]
    raise refusal("encoding_unknown")


def _reads_as_vietnamese(text: str) -> bool:
    marked = [letter for letter in clean(text) if not letter.isascii()]
    known = sum(letter in _VIETNAMESE for letter in marked)
    return "\ufffd" not in text and known >= _KNOWN_SHARE * len(marked)


def _utf16_without_mark(content: bytes) -> str:
    sample = content[: _SAMPLE_CHARACTERS * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(content) % 2 or even + odd < _ZERO_SHARE * len(sample):
        return ""
    if min(even, odd) * 20 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise refusal("encoding_unknown") from error


def find_delimiter(text: str) -> str:
    """Return the delimiter that cuts most rows into the same number of fields, and most fields."""
    sample = text[:_SAMPLE_CHARACTERS]
    scores = {delimiter: _score(sample, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _score(sample: str, delimiter: str) -> float:
    """Return how well a delimiter fits: (share of rows of the usual width)² × (width - 1)."""
    widths: Counter[int] = Counter()
    try:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        for row in islice(rows, _SAMPLE_ROWS):
            if any(field.strip() for field in row):
                widths[len(row)] += 1
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = count / widths.total()
    return share * share * (width - 1)


def _table(text: str, delimiter: str, budget: Budget) -> Sheet:
    builder = SheetBuilder("", budget)
    limits = budget.limits
    csv.field_size_limit(limits.cell_characters)
    for row, fields in enumerate(_records(text, delimiter, limits.cell_characters)):
        for column, field in enumerate(fields):
            value = typed(field)
            if value in ERROR_WORDS:
                builder.put_error(row, column, str(value))
            else:
                builder.put(row, column, value)
    return builder.build()


def _records(text: str, delimiter: str, longest: int) -> Iterator[list[str]]:
    """Yield the records; quotes are taken strictly, or a lost one would swallow rows unseen."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    try:
        for record in reader:
            count += 1
            yield record
    except csv.Error as error:
        if "field larger" in str(error):
            where = f"{count + 1}:{count + 1}"
            raise refusal("cell_too_long", cell=where, length=longest + 1, limit=longest) from error
        raise refusal("csv_quotes", line=reader.line_num) from error
