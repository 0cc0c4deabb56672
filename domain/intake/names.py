"""Spellings of place names: the keys under which two ways of writing one name coincide.

Ignored: letter case, composed or decomposed letters, kind (Xã, X., Huyện, TP.), spaces, hyphens,
apostrophes, place of the tone mark (òa, oà), Đắk/Đăk/Đak/Dak/Đắc, i for y at the end of a syllable
(Lý, Lí), leading zeros and Roman figures of a number at the end. Kept: every other letter, mark
and tone, since Tân Thành is not Tân Thạnh.
"""

import re
import unicodedata
from dataclasses import dataclass

from domain.vietnamese import fold, tones_last

CODE_LENGTH = 5  # of a commune
LONGEST_NAME = 80
"""Letters; no name of the registry is half as long."""

_KINDS = (
    ("thị trấn", r"thị trấn|thi tran|tt\.|tt"),
    ("phường", r"phường|phuong|p\."),
    ("thị xã", r"thị xã|thi xa|tx\.|tx"),
    ("thành phố", r"thành phố|thanh pho|t\.p\.?|tp\.|tp"),
    ("huyện", r"huyện|huyen|h\."),
    ("quận", r"quận|quan|q\."),
    ("tỉnh", r"tỉnh"),
    ("xã", r"xã|x\."),
)
_PREFIXES = tuple(
    (kind, re.compile(rf"(?:{pattern})(?:(?<=\.)\s*|\s+|\s*[:.]\s*)(?=\S)"))
    for kind, pattern in _KINDS
)
DISTRICT_KINDS = frozenset({"thị xã", "thành phố", "huyện", "quận"})
NOT_COUNTED_KINDS = frozenset({"phường", "thị trấn"})

_APOSTROPHES = re.compile("['’‘`´ʼʹ′＇\"“”]")
_DAK = re.compile(r"\b[đd][aăắặâ](?:k(?=\b|[^\W\d_])|c\b)")
_SYLLABLE_Y = re.compile("\\b((?:[^\\W\\daeiouy_]+)|(?:qu))y([\u0300\u0301\u0303\u0309\u0323]?)\\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}  # "Vi" is a syllable
_UNMARKED = re.compile(r"(?:thi tran|phuong|thi xa|thanh pho|huyen|quan)\b")
_NUMBERING = re.compile(
    r"^\s*(?:\(?\d{1,3}\s*[.)\-/]+|[ivxlc]{1,6}\s*[.)\-/]+|[-+*•]+)\s*(?=\D)", re.I
)
_BRACKETS = re.compile(r"(?:[(\[][^()\[\]]*[)\]]|[:\-–,]\s*\d+\s*xã)$")
_BODY = re.compile(r"^(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|đảng ủy)\s+", re.I)
_IN_DISTRICT = re.compile(
    r"\s*[,;(\-–]\s*((?:huyện|thị xã|thành phố|h\.|tx\.?|tp\.?)\s*[^,;()]+?)\s*\)?\s*$", re.I
)


@dataclass(frozen=True)
class WrittenName:
    """A name as a cell gives it, taken apart.

    Attributes:
        kind: "xã", "huyện" …, "" when none is written.
        name: What remains, lower-case NFC.
        district: The district written behind it ("xã Tân Thành, huyện Hữu Lũng"), "" when none.
        whole: Name with its kind, where the kind may be part of it: "Quan" of "Quan Hồ Thẩn" is no
            "quận", "Huyen Hoi" may be Huyền Hội typed without marks; "" otherwise.
    """

    kind: str
    name: str
    district: str = ""
    whole: str = ""


def tidy(text: object) -> str:
    """Return a text in lower-case NFC, single-spaced, with the right đ for a look-alike."""
    plain = unicodedata.normalize("NFC", str(text)).lower().replace("ð", "đ").replace("ɖ", "đ")
    return " ".join(plain.split())


def split_kind(text: object) -> tuple[str, str]:
    """Split "TX. Buôn Hồ" into its kind and name: ("thị xã", "buôn hồ")."""
    plain = tidy(text)
    for kind, prefix in _PREFIXES:
        found = prefix.match(plain)
        if found:
            return kind, plain[found.end() :]
    return "", plain


def read_name(text: object) -> WrittenName:
    """Take a written name apart: numbering, body, kind, name, district behind it, remarks."""
    plain = _BODY.sub("", _NUMBERING.sub("", tidy(text)[: 3 * LONGEST_NAME])).rstrip(" *")
    district = ""
    behind = _IN_DISTRICT.search(plain)
    if behind and behind.start():
        district, plain = behind.group(1), plain[: behind.start()]
    bare = _BRACKETS.sub("", plain).rstrip(" *") or plain
    kind, name = split_kind(bare)
    whole = bare if kind and _UNMARKED.match(bare) else ""
    return WrittenName(kind, name.strip(" .,;:"), district, whole)


def name_key(name: str) -> str:
    """Return the key of a name without its kind; "" when it has no letter or digit."""
    text = _DAK.sub("đak", _APOSTROPHES.sub("", tidy(name)))
    parts = unicodedata.normalize("NFD", text.replace("-", " "))
    words = _SYLLABLE_Y.sub(r"\1i\2", parts).split()
    if len(words) > 1:
        words[-1] = _ROMAN.get(words[-1], words[-1])
    joined = "".join(letter for letter in "".join(words) if _is_kept(letter))
    return tones_last(re.sub(r"(?<!\d)0+(?=\d)", "", joined))


def plain_key(name: str) -> str:
    """Return the key of a name without any mark: for sheets typed without them."""
    return fold(unicodedata.normalize("NFC", name_key(name))).replace(" ", "")


def restore_code(text: str) -> str:
    """Return a written code with the zeros spreadsheets drop: "5986" gives "05986"."""
    digits = re.sub(r"\.0$|[\s.,'’]", "", text)
    return digits.zfill(CODE_LENGTH) if digits.isascii() and digits.isdigit() else text.strip()


def _is_kept(letter: str) -> bool:
    return letter.isalnum() or bool(unicodedata.combining(letter))
