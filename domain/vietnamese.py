"""Vietnamese text: comparing without marks or places of marks, and the order of the alphabet."""

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS)}
_VOWEL_MARKS = frozenset("\u0302\u0306\u031b")
"""Circumflex, breve and horn make another letter of a vowel; the other marks are tones."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_VOWELS = "aeiouy"


def fold(text: str) -> str:
    """Return a text without marks, in lower case, single-spaced: ``Đắk Nuê`` gives ``dak nue``."""
    letters = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.split())


def alphabetical(text: str) -> tuple[tuple[int, ...], str]:
    """Return a sort key in the order of the Vietnamese alphabet; tones only break ties.

    Anything that is no Vietnamese letter (space, apostrophe, digit) comes before the letters.
    """
    ranks, tones = [], []
    for letter in unicodedata.normalize("NFC", text.lower()):
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if not _is_tone(p)))
        ranks.append(_RANK.get(base, -1))
        tones.append("".join(p for p in parts if _is_tone(p)))
    return tuple(ranks), " ".join(tones)


def tones_last(text: str) -> str:
    """Return a lower-case text decomposed, each tone mark behind the vowels it stands among.

    Where the mark is put does not count then: ``hòa`` and ``hoà`` give the same.
    """
    out: list[str] = []
    tones = ""
    for letter in unicodedata.normalize("NFD", text):
        if letter in _TONES:
            tones += letter
            continue
        if tones and letter not in _VOWELS and not unicodedata.combining(letter):
            out.append(tones)
            tones = ""
        out.append(letter)
    return "".join(out) + tones


def _is_tone(mark: str) -> bool:
    return bool(unicodedata.combining(mark)) and mark not in _VOWEL_MARKS
