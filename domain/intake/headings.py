"""What one heading cell says: "STT", "Huyện/Xã", "TC 5", "Tiêu chí số 5: Trường học", "17.1"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from domain.criteria import CriteriaSet
from domain.intake.criteria_words import KNOWN_AS, SHORT
from domain.intake.grid import Value
from domain.vietnamese import fold
from domain.vocabulary import Status

MIN_NAME_LIKENESS = 88  # of 100, for a criterion's name written a little differently
SHORTEST_NAME = 4  # of a shortened name: "có" is a mark, not "Cơ sở vật chất văn hóa"
LONGEST = 160
LARGEST_NUMBER = 60  # no set has as many criteria


class Kind(StrEnum):
    """What a heading stands over."""

    ORDER = "order"  # STT
    CODE = "code"
    NAME = "name"
    DISTRICT = "district"
    PROVINCE = "province"
    AS_OF = "as_of"
    CRITERION = "criterion"  # of a long table; or a title over the criteria
    RESULT = "result"
    TOTAL = "total"
    NOTE = "note"
    STATUS = "status"  # "Đạt" or "Chưa đạt" under a criterion
    INDICATOR = "indicator"  # 17.1
    NUMBERED = "numbered"  # one criterion, its number written: "TC5", "5. Trường học"
    NAMED = "named"  # one criterion, by name alone
    BARE = "bare"  # a number alone: a criterion, or the numbering of the columns
    IGNORED = "ignored"  # tăng/giảm, năm đạt …


@dataclass(frozen=True)
class Heading:
    """A heading understood.

    Attributes:
        kind: What it stands over.
        number: Of the criterion, for ``NUMBERED`` and ``BARE``.
        name: Folded name of the criterion that the text gives, "" when it gives none.
        status: For ``STATUS``.
    """

    kind: Kind
    number: int = 0
    name: str = ""
    status: Status | None = None


_NUMBERED = re.compile(
    r"(?:tieu ?chi|t\.? ?chi|tc|t[/.]c|criterion|criteria|tieu chuan)\s*"
    r"(?:so|thu|no)?\s*[._:\-]?\s*"
    r"0*(\d{1,2})(?![\d])(?!\s*[.,]\s*\d)\s*(.*)"
)
_ROMAN = r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})"
_ROMAN_NUMBER = re.compile(
    rf"((?:tieu ?chi|tc|t[/.]c)\s*(?:so|thu)?\s*[._:\-]?\s*|)({_ROMAN})(\b.*)"
)
_ROMAN_LEADING = re.compile(rf"{_ROMAN}\s*[.:)\-/]+\s*([a-z].*)")
_LEADING = re.compile(r"0*(\d{1,2})\s*[.:)\-/]+\s*([a-z].*)")
_TRAILING = re.compile(r"([a-z][^()]*?)\s*\(\s*(?:tieu chi|tc)?\s*(?:so)?\s*0*(\d{1,2})\s*\)")
_BARE = re.compile(r"[(\[]?\s*0*(\d{1,2})\s*[)\]]?")
_INDICATOR = re.compile(r"(?:chi tieu|ct|tieu chi|tc|noi dung)?\s*\d{1,2}\s*[.,]\s*0?[1-9]\d?\b.*")
_CHANGE = r"tang\s*[/,\-+]*\s*giam|^tang (?:so|them)|^giam so|so voi"
_NOT_TOTAL = re.compile(
    rf"\bchua\b|khong dat|ty le|ti le|%|{_CHANGE}|ke hoach|dang ky|so xa|nam (?:dat|truoc)"
    r"|tong hop|cong hoa|cong tac"
)
_TOTAL = re.compile(
    r"(?:tong|cong)\b.*|(?:tong )?so (?:luong )?(?:tc|tieu chi)\b.*"
    r"|(?:tc|tieu chi) (?:da )?dat(?: chuan)?|so dat|dat|ket qua dat"
    r"|.*\btong so (?:tc|tieu chi)\b.*"
    r"|total|count|tong so.*"
)
_IGNORED = re.compile(
    rf"{_CHANGE}|nam dat|nam cong nhan|ke hoach|dang ky|ty le|ti le|xep loai|phan loai"
    r"|chua dat|khong dat|dan so|dien tich|so ho\b|khu vuc|so dien thoai|so xa|so thon"
)
_WORDS: Mapping[Kind, frozenset[str]] = {
    Kind.ORDER: frozenset({"stt", "tt", "so tt", "no", "so thu tu", "s tt", "#", "s.tt"}),
    Kind.AS_OF: frozenset(
        {"ngay", "ky", "thoi diem", "ky bao cao", "ngay danh gia", "ngay so lieu", "date", "as_of"}
        | {"as of", "ky so lieu", "ngay bao cao", "thang", "quy", "ngay chot", "thoi gian"}
        | {"den ngay", "ngay cap nhat", "thoi diem danh gia", "tinh den ngay", "nam"}
    ),
    Kind.CRITERION: frozenset(
        {"tieu chi", "tieu chi so", "so tieu chi", "ma tieu chi", "tc", "ten tieu chi", "criterion"}
        | {"criterion_no", "criterion no", "so tc", "tieu chi thu", "stt tieu chi", "ma tc"}
        | {"so hieu tieu chi", "tc so", "thu tu tieu chi", "cac tieu chi", "bo tieu chi"}
    ),
    Kind.RESULT: frozenset(
        {"ket qua", "ket qua danh gia", "danh gia", "trang thai", "ket qua thuc hien", "status"}
        | {"result", "muc dat", "tinh trang", "dat/chua dat", "muc do dat", "hien trang"}
        | {"ket qua dat duoc", "dat hay chua", "dat / chua dat", "xep loai danh gia", "chung"}
        | {"danh gia chung", "ket luan", "muc do", "dat/khong dat", "dat hay khong"}
    ),
    Kind.CODE: frozenset(
        {"code", "commune_code", "commune code", "ma", "ma so", "ma xa", "ma dvhc", "ma don vi"}
        | {"ma gso", "ma hanh chinh", "ma xa/phuong", "ma don vi hanh chinh", "ma dv", "unit_code"}
        | {"ma dinh danh", "ma so xa", "ma tctk", "ma px", "ma dia ban", "ma so dvhc", "unit code"}
    ),
    Kind.PROVINCE: frozenset(
        {"tinh", "ten tinh", "tinh/thanh pho", "province", "tinh, thanh pho", "ma tinh"}
        | {"ma so tinh", "province code", "province_code", "tinh/tp", "tinh thanh"}
    ),
}
_STATUSES: Mapping[str, Status] = {
    "dat": Status.MET,
    "d": Status.MET,
    "chua dat": Status.NOT_MET,
    "khong dat": Status.NOT_MET,
    "chua": Status.NOT_MET,
    "k": Status.NOT_MET,
    "kd": Status.NOT_MET,
    "co ban dat": Status.NEARLY_MET,
    "cbd": Status.NEARLY_MET,
    "khong danh gia": Status.NOT_ASSESSED,
    "chua danh gia": Status.NOT_ASSESSED,
}


def read_heading(value: Value) -> Heading | None:
    """Return what a heading cell says, ``None`` when it is empty, too long or says nothing."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return Heading(Kind.BARE, value) if 0 < value <= LARGEST_NUMBER else None
    if isinstance(value, float):
        return Heading(Kind.INDICATOR) if value < LARGEST_NUMBER and value % 1 else None
    return _read_text(value) if isinstance(value, str) and len(value) <= LONGEST else None


@lru_cache(maxsize=4096)
def _read_text(value: str) -> Heading | None:
    text = " ".join(re.sub(r"[\"“”*]", " ", fold(value)).split()).strip(" :.;")
    text = re.sub(r"\s*/\s*", "/", text)
    if not text or len(text) > LONGEST:
        return None
    for kind, words in _WORDS.items():
        if text in words or text.replace(".", "") in words:
            return Heading(kind)
    if text in _STATUSES:
        return Heading(Kind.STATUS, status=_STATUSES[text])
    return _criterion(text) or _column(text)


def _criterion(text: str) -> Heading | None:
    """Read the heading of one criterion or indicator, or a number alone; in Roman figures too."""
    titled = _ROMAN_LEADING.fullmatch(text)
    if titled:
        # "II. Hạ tầng" may head a group of criteria, so only the name tells which one it is.
        return _column(titled.group(1))
    text = _in_digits(text)
    bare = _BARE.fullmatch(text)
    if bare:
        number = int(bare.group(1))
        return Heading(Kind.BARE, number) if 0 < number <= LARGEST_NUMBER else None
    if _INDICATOR.fullmatch(text):
        return Heading(Kind.INDICATOR)
    for pattern, number_group, name_group in (
        (_NUMBERED, 1, 2),
        (_LEADING, 1, 2),
        (_TRAILING, 2, 1),
    ):
        found = pattern.fullmatch(text)
        if found and 0 < int(found.group(number_group)) <= LARGEST_NUMBER:
            name = found.group(name_group).strip(" ().:-–")
            return Heading(Kind.NUMBERED, int(found.group(number_group)), expand(name))
    return None


def _in_digits(text: str) -> str:
    """Write "XVII" as "17", alone or after "TC"."""
    roman = _ROMAN_NUMBER.fullmatch(text)
    if roman is None or not (roman.group(1) or not roman.group(3)):
        return text
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in roman.group(2)]
    number = sum(-v if v < after else v for v, after in pairwise([*values, 0]))
    return f"{roman.group(1)}{number}{roman.group(3)}"


def _column(text: str) -> Heading | None:
    """Read the heading of a column that is no criterion's, or of a criterion by name."""
    if "ghi chu" in text or text in ("note", "notes", "remark"):
        return Heading(Kind.NOTE)
    if _TOTAL.fullmatch(text) and not _NOT_TOTAL.search(text):
        return Heading(Kind.TOTAL)
    units = re.sub(r"thi xa|\btx\b|xa hoi", "", text)
    # "quan" is also part of "cảnh quan", "cơ quan".
    is_district = bool(re.search(r"\b(?:huyen|district)\b|^(?:ten |ma )?quan$", units))
    if re.match(r"ma\b", text):
        return Heading(Kind.DISTRICT if is_district else Kind.CODE)
    if re.search(r"\b(?:xa|commune|don vi|dia phuong|dia ban)\b", units) and not re.search(
        r"\bso xa\b|\b(?:tieu chi|dat|chuan)\b", units
    ):
        return Heading(Kind.NAME)
    if is_district:
        return Heading(Kind.DISTRICT)
    if text in ("ten", "name", "noi dung", "danh muc", "ho va ten"):
        return Heading(Kind.NAME)
    if _IGNORED.search(text):
        return Heading(Kind.IGNORED)
    return Heading(Kind.NAMED, name=expand(text))


def expand(text: str) -> str:
    """Return a folded name with its usual abbreviations written out, punctuation dropped."""
    known = KNOWN_AS.get(re.sub(r"[^a-z0-9]+", " ", text).strip(), text)
    words = [SHORT.get(word.strip(",."), word) for word in known.split()]
    plain = re.sub(r"[^a-z0-9]+", " ", " ".join(words).replace("&", " va "))
    return " ".join(word for word in plain.split() if word != "va")


class CriterionNames:
    """The criteria of the sets by name."""

    def __init__(self, sets: Iterable[CriteriaSet]) -> None:
        self._names = {
            one.set_id: {c.no: expand(fold(c.name_vi)) for c in one.criteria} for one in sets
        }
        self._memory: dict[tuple[str, str], int | None] = {}

    def number(self, name: str, set_id: str) -> int | None:
        """Return which criterion of a set a folded, expanded name is of; ``None`` when unclear.

        The name may be shortened at its end ("Nhà ở" for "Nhà ở dân cư") where only one fits.
        """
        key = (name, set_id)
        if key not in self._memory:
            self._memory[key] = self._find(name, self._names.get(set_id, {}))
        return self._memory[key]

    def is_exact(self, name: str, set_id: str, number: int) -> bool:
        """Tell whether a name is just that of a criterion of a set."""
        return self._names.get(set_id, {}).get(number) == name

    @staticmethod
    def _find(name: str, names: Mapping[int, str]) -> int | None:
        if not name or name in ("tieu chi", "ten tieu chi"):
            return None
        exact = [number for number, own in names.items() if own == name]
        is_telling = len(name) >= SHORTEST_NAME
        short = [n for n, own in names.items() if is_telling and own.startswith(f"{name} ")]
        longer = [number for number, own in names.items() if name.startswith(f"{own} ")]
        like = [
            number
            for number, own in names.items()
            if is_telling and fuzz.ratio(own, name) >= MIN_NAME_LIKENESS
        ]
        for found in (exact, like, short, longer):
            if len(found) == 1:
                return found[0]
        return None
