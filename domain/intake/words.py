"""What the marks written in a sheet mean: x, Đạt, K, 0, cơ bản đạt, and what only context tells."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from domain.intake.grid import Value
from domain.vietnamese import fold
from domain.vocabulary import Status

_LOOKALIKES = (
    {ord(sign): "✓" for sign in "✔√☑✅🗸"}
    | {ord(sign): "○" for sign in "◯⚪"}
    | {ord(sign): "✗" for sign in "✘☒❌"}
    | {ord(sign): "x" for sign in "×✕✖хＸｘ"}
    | {ord(sign): "-" for sign in "‐‑‒–—―−_"}
    | {ord(sign): "đ" for sign in "ðɖ"}
    | {ord(sign): "●" for sign in "•⚫"}
)
_WHOLE_NUMBER = re.compile(r"0*(\d{1,9})[.,]0+")
_EDGES = " .,;:()[]{}'\"“”‘’`"

_MET = "x|d|dat|1|✓|da dat|dat chuan|hoan thanh|da hoan thanh|true|met|dat yeu cau|dat tieu chi"
_NEARLY = (
    "co ban dat|cbd|cb|co ban|dat co ban|co ban hoan thanh|gan dat|c.b.d|cb dat|dat cb|nearly_met"
    "|nearly met|co ban dat chuan"
)
_NOT_MET = (
    "chua dat|khong dat|k|kd|0|-|chua|khong|ko|k dat|ko dat|chua hoan thanh|khong hoan thanh|c dat"
    "|chua dat chuan|khong dat chuan|chua co|khong co|false|no|not_met|not met|k.d|c.dat|k.dat"
    "|khong dat yeu cau|chua dat yeu cau|0 dat"
)
_NOT_ASSESSED = (
    "chua danh gia|khong danh gia|n/a|na|cdg|chua xet|khong xet|chua co so lieu|chua tham dinh"
    "|not_assessed|not assessed|kxd|chua xac dinh|khong co so lieu"
)
MEANINGS: Mapping[str, Status] = {
    word.replace("_", "-"): status  # as `fold_word` leaves it
    for words, status in (
        (_MET, Status.MET),
        (_NEARLY, Status.NEARLY_MET),
        (_NOT_MET, Status.NOT_MET),
        (_NOT_ASSESSED, Status.NOT_ASSESSED),
    )
    for word in words.split("|")
}
"""Words that mean the same in every sheet, without marks."""

_TICKS = frozenset({"v", "+", "co", "c", "y", "yes", "o", "*", "●", "ok"})
"""Signs that mean "met" only where they are the sheet's own way of saying so."""

FEWEST_TICKS = 2
FEW_OTHERS = 0.05  # of a sign's own count: other signs for "met", by oversight
_BESIDE = {"✗": ("✓", "v"), "n": ("y", "yes"), "○": ("●",)}
"""Signs that mean "not met" only beside their opposite."""

UNCERTAIN = frozenset({*_TICKS, "cd", *_BESIDE})
"""Signs whose meaning only a legend, the other marks or the totals can tell."""

_LEGEND_SIGN = r"[\"“'(\[]*\s*([^\s\"”')\]:=]{1,4}|(?:ô |ô để |để |bỏ )?trống)\s*[\"”')\]]*"
_LEGEND_MEANING = (
    r"(chưa đạt|không đạt|cơ bản đạt|đạt cơ bản|gần đạt|đã đạt|chưa đánh giá|không đánh giá|đạt)"
)
_LEGEND = re.compile(
    rf"(?:ghi chú|chú thích|ký hiệu|kí hiệu|quy ước|lưu ý|trong đó)?\s*[:.]?\s*"
    rf"(?:dấu|ký hiệu|kí hiệu|chữ|ghi|đánh dấu|đánh|ô|ô ghi)?\s*{_LEGEND_SIGN}\s*"
    rf"(?:là|:|=|-|→|nghĩa là|tương ứng)\s*(?:là\s*)?(?:xã |tiêu chí |nội dung )?{_LEGEND_MEANING}"
    r"(?:\s+(?:tiêu chí|chuẩn|yêu cầu))?[\s.)]*"
)
BLANK = ""
LONGEST_LEGEND = 400


def fold_word(value: Value) -> str:
    """Return a written mark in the one form marks are compared in; "" for an empty cell.

    Lower-case NFC, single-spaced, without the punctuation around it; look-alike signs are one
    (✔ √ → ✓, – — → -, × → x). A number is written as shortly as possible, as text too: 1.0 gives
    "1".
    """
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else repr(value)
    return value.isoformat() if isinstance(value, date) else _fold_text(value)


@lru_cache(maxsize=65536)
def _fold_text(value: str) -> str:
    text = unicodedata.normalize("NFC", value).lower().translate(_LOOKALIKES)
    text = " ".join(text.split())
    if text and set(text) == {"-"}:
        return "-"
    if (whole := _WHOLE_NUMBER.fullmatch(text)) is not None:
        return whole.group(1)
    return text.strip(_EDGES) or text


def meaning(word: str) -> Status | None:
    """Return what a folded word means in every sheet; ``None`` when that is not certain."""
    return MEANINGS.get(_plain(word))


def is_uncertain(word: str) -> bool:
    """Tell whether a folded word means something, but not the same in every sheet."""
    return _plain(word) in UNCERTAIN


def is_mark(word: str) -> bool:
    """Tell whether a folded word is a mark of any kind."""
    return bool(word) and (meaning(word) is not None or is_uncertain(word))


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    return fold(word) if len(word) <= LONGEST_LEGEND else word


@dataclass(frozen=True)
class Vocabulary:
    """What the marks of one sheet mean.

    Attributes:
        words: Meaning of each folded word.
        unclear: Words that could be a mark, but of which meaning the sheet does not say.
    """

    words: Mapping[str, Status] = field(default_factory=dict)
    unclear: frozenset[str] = frozenset()


def resolve(
    counts: Counter[str], legend: Mapping[str, Status], given: Mapping[str, Status]
) -> Vocabulary:
    """Say what each written word of a sheet means.

    A correction by hand counts first, then the sheet's legend, then the common meanings. Of the
    signs that differ from sheet to sheet:

    * "v", "+", "có", "●" … mean met where they are the sheet's own tick: nearly all of its positive
      marks, or half of them in a sheet that writes "not met" too; "c" only beside "k" (có, không);
    * "✗" means not met beside "✓" or "v", "n" beside "y", "○" beside "●";
    * "cđ" means chưa đạt where the sheet writes cơ bản đạt otherwise;
    * "x" beside "✓" or "v", in a sheet that writes "not met" in no other way, could be either.

    Args:
        counts: How often each folded word stands in the sheet, blanks aside.
        legend: Of :func:`read_legend`.
        given: Meanings laid down by hand.
    """
    plain: Counter[str] = Counter()
    for word, count in counts.items():
        plain[_plain(word)] += count
    words: dict[str, Status] = {}
    unclear: set[str] = set()
    for word in counts:
        status = given.get(word, legend.get(word)) or _usual(_plain(word), plain)
        if status is not None:
            words[word] = status
        elif is_uncertain(word) or _is_two_faced(_plain(word), plain):
            unclear.add(word)
    return Vocabulary(words, frozenset(unclear))


def _usual(word: str, present: Counter[str]) -> Status | None:
    """Return what a word means among the others of its sheet, all without marks."""
    if _is_two_faced(word, present):
        return None
    if word in _TICKS:
        return _tick(word, present)
    if word in _BESIDE:
        is_told = any(opposite in present for opposite in _BESIDE[word])
        return Status.NOT_MET if is_told else None
    if word == "cd":
        is_told_apart = any(present[other] for other in _NEARLY.split("|"))
        return Status.NOT_MET if is_told_apart else None
    return MEANINGS.get(word)


def _tick(word: str, present: Counter[str]) -> Status | None:
    own = present[word]
    others = sum(present[o] for o in _MET.split("|") if not _is_two_faced(o, present))
    if own < FEWEST_TICKS or (word == "c" and not present["k"] + present["khong"]):
        return None
    # Beside "x" alone, "o" is rather its opposite than another way to say the same.
    is_own_way = others <= FEW_OTHERS * own or (own >= others and _has_opposite(present))
    return Status.MET if is_own_way else None


def _has_opposite(present: Counter[str]) -> bool:
    """Tell whether a sheet writes "not met" in a way that is certain."""
    return any(MEANINGS.get(other) is Status.NOT_MET for other in present)


def _is_two_faced(word: str, present: Counter[str]) -> bool:
    """Tell whether "x" may be the opposite of "✓" or "v": nothing else there means "not met"."""
    return word == "x" and not _has_opposite(present) and ("✓" in present or "v" in present)


def doubted(vocabulary: Vocabulary, said: Mapping[str, Status], *, is_lacking: bool) -> Vocabulary:
    """Return a vocabulary in which what means "met" is to be asked about.

    For a table that its words say is no table of results: of a plan, or of what is lacking; the
    latter is in no doubt where it also writes "not met".

    Args:
        vocabulary: What the words usually mean.
        said: Meanings laid down by the sheet's legend or by hand, which stay.
        is_lacking: Whether the table is said to tick what is not met.
    """
    if is_lacking and Status.NOT_MET in vocabulary.words.values():
        return vocabulary
    asked = {
        word
        for word, status in vocabulary.words.items()
        if status is Status.MET and word not in said
    }
    words = {word: status for word, status in vocabulary.words.items() if word not in asked}
    return Vocabulary(words, vocabulary.unclear | asked)


def read_legend(text: str) -> dict[str, Status]:
    """Return the meanings a legend lays down: "Ghi chú: x là đạt; để trống là chưa đạt".

    Returns:
        Meaning by folded word; "" is the empty cell. Empty when the text is no legend.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).lower().split())
    if len(plain) > LONGEST_LEGEND or "đạt" not in plain:
        return {}
    found: dict[str, Status] = {}
    for clause in re.split(r"[;,\n]|\.\s", plain):
        said = _LEGEND.fullmatch(clause.strip(" ()*"))
        if said is None:
            continue
        sign = said.group(1)
        word = BLANK if sign.endswith("trống") else fold_word(sign)
        found[word] = MEANINGS[fold(said.group(2))]
    return found
