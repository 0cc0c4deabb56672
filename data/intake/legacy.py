"""Vietnamese typed with fonts of the 1990s: TCVN3 (".VnTime") and VNI ("VNI-Times").

Such text is letters of another alphabet that only look Vietnamese in that font; no name in it can
be matched. It is told, not converted: the two cannot always be told apart, and capitals are lost.
"""

import re
from collections.abc import Iterable
from itertools import islice

from data.intake.faults import FileRefusedError, refusal
from domain.intake.grid import Sheet, address

_TRUE_VIETNAMESE = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")
_TCVN3 = re.compile("[A-Za-z][¨©ª«¬®µ¶·¸¹¾»¼½]|[§¨©ª«¬®µ¶·¸¹¾»¼½][a-z]|[a-z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÞ]")
_VNI = re.compile(
    "[aA][à-öø-ÿÀ-ÖØ-Þ]|[eoEO][âäåøõÂÄÅØÕ]|[uyUY][øõûüØÕÛÜ]|[ÑñÖö][aeiouöôAEIOUÖÔ]|[öôÖÔ][øïØÏ]"
)
_FEWEST = 3
_SAMPLE_BYTES = 200_000
_REFUSED_SHARE = 0.3


def legacy_font(text: str) -> str:
    """Return "TCVN3" or "VNI" when a text was typed with such a font, else ""."""
    if text.isascii() or _TRUE_VIETNAMESE.search(text):
        return ""
    if _TCVN3.search(text):
        return "TCVN3"
    return "VNI" if _VNI.search(text) else ""


def holds_legacy_bytes(content: bytes) -> bool:
    """Tell whether bytes of one per letter are such text: at least three words of the first 5,000.

    To be asked when the bytes are no windows-1258, whose tones would look like it.
    """
    words = islice(re.finditer(r"[^\s,;]+", content[:_SAMPLE_BYTES].decode("latin-1")), 5000)
    return sum(bool(legacy_font(word.group())) for word in words) >= _FEWEST


def check_legacy(sheets: Iterable[Sheet]) -> list[str]:
    """Return the remark ``legacy_font_some`` when a few cells hold such text.

    Raises:
        FileRefusedError: At least three cells and 30% of those with marked letters hold it.
    """
    first: FileRefusedError | None = None
    marked, legacy = 0, 0
    for sheet in sheets:
        for row, values in enumerate(sheet.rows):
            for column, value in enumerate(values):
                if not isinstance(value, str) or value.isascii():
                    continue
                marked += 1
                font = legacy_font(value)
                legacy += bool(font)
                if font and first is None:
                    first = refusal(
                        "legacy_font",
                        sheet=sheet.name,
                        cell=address(row, column),
                        read=value[:100],
                        font=font,
                    )
    if first is not None and legacy >= _FEWEST and legacy >= _REFUSED_SHARE * marked:
        raise first
    return ["legacy_font_some"] if legacy >= _FEWEST else []
