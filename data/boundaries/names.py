"""Keys by which two spellings of a Vietnamese place name are recognised as the same name.

``plain_key`` drops every mark and is only good enough to check what a geocoder answered;
``name_key`` keeps what distinguishes names (Tân Thành is not Tân Thạnh) and drops what does not.
"""

import re
import unicodedata

from domain.vietnamese import tones_last

_PLAIN_PREFIX = re.compile(
    r"^(xa|phuong|thi tran|huyen|thi xa|thanh pho|tinh|quan|tp\.?|tt\.?|tx\.?)\s+"
    r"|\s+(district|ward)$"
)
_KIND_PREFIXES = {
    "xã": ("xã", "x."),
    "phường": ("phường", "p."),
    "thị trấn": ("thị trấn", "tt.", "tt"),
    "huyện": ("huyện", "h."),
    "quận": ("quận", "q."),
    "thị xã": ("thị xã", "tx.", "tx"),
    "thành phố": ("thành phố", "tp.", "tp"),
    "tỉnh": ("tỉnh", "t."),
}
_APOSTROPHES = re.compile("['’‘`´ʼʹ′＇]")
_DAK = re.compile(r"\b[đd][aăắ]k(?=\b|[^\W\d_])")


def plain_key(name: object) -> str:
    """Return a name as bare ASCII letters and digits, without its kind ("Xã Ea Kao" → "eakao")."""
    text = unicodedata.normalize("NFD", str(name).strip().replace("Đ", "D").replace("đ", "d"))
    text = "".join(c for c in text if unicodedata.category(c) != "Mn").lower()
    text = _PLAIN_PREFIX.sub("", text)
    return re.sub(r"^0+(?=\d)", "", re.sub(r"[^a-z0-9]", "", text))


def split_kind(name: object) -> tuple[str | None, str]:
    """Split "TT. Ea Súp" into its kind and name, both lower-case NFC.

    Returns:
        The kind as the registry writes it ("thị trấn"), or None when the text names none.
    """
    text = " ".join(unicodedata.normalize("NFC", str(name)).lower().split())
    for kind, prefixes in _KIND_PREFIXES.items():
        for prefix in prefixes:
            rest = text.removeprefix(prefix)
            if rest != text and (prefix.endswith(".") or rest[:1] == " ") and rest.strip():
                return kind, rest.strip()
    return None, text


def name_key(name: object) -> str:
    """Return the key under which accepted spellings of one name coincide.

    Ignored: letter case, composed or decomposed letters, kind (Xã, TT. …), spaces, hyphens and
    apostrophes, place of the tone mark (òa, oà), Đắk/Đăk/Đak/Dak, leading zeros of numbers.
    Kept: every other letter, mark and tone.
    """
    _, text = split_kind(name)
    text = _DAK.sub("đak", _APOSTROPHES.sub("", text))
    text = re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]+", "", text))
    return tones_last(text)
