"""What the marks of a table are of, where its words say: not always what has been met so far."""

import re
from collections.abc import Iterable
from enum import StrEnum

from domain.vietnamese import fold


class Subject(StrEnum):
    """What marks are of besides results of the period."""

    PLAN = "plan"  # kế hoạch, đăng ký, phấn đấu
    EARLIER = "earlier"  # kỳ trước
    LACKING = "lacking"  # tiêu chí chưa đạt
    ADVANCED = "advanced"  # nâng cao, kiểu mẫu


_RESULT = re.compile(r"ket qua|tinh hinh|thuc trang|hien trang|danh gia|muc do dat|ky nay")
_PLAN = re.compile(
    r"(?<!tai chinh )(?<!tai chinh - )(?<!thuc hien )(?<!so )(?<!phong )(?<!theo )\bke hoach\b"
    r"(?! (?:so\b|va dau tu|- ?dau tu))|\bdang ky\b|\bphan dau\b|\bdu kien\b|^kh\b"
)
_EARLIER = re.compile(r"\b(?:ky|quy|nam|thang|lan|dot) (?:truoc|lien ke)\b|\bdau ky\b|\bcung ky\b")
_LACKING = re.compile(
    r"tieu chi[^,;.]{0,30}?\b(?:chua|khong) dat\b|\b(?:chua|khong) dat\b[^,;.]{0,15}?\btieu chi\b"
    r"|tieu chi con thieu|^(?:chua|khong) dat(?: chuan)?$|\btc (?:chua|khong) dat\b"
)
_MET = re.compile(r"(?<!chua )(?<!khong )\bdat\b")
_ADVANCED = re.compile(r"\bnang cao\b|\bkieu mau\b|\bntm ?nc\b")


def heading_subject(texts: Iterable[str]) -> Subject | None:
    """Return what the headings over a column say its marks are of; ``None`` for results."""
    for text in texts:
        folded = " ".join(fold(text).split()).strip(" :.()")
        if _EARLIER.search(folded):
            return Subject.EARLIER
        if _ADVANCED.search(folded):
            return Subject.ADVANCED
        if (found := _plain(folded)) is not None:
            return found
    return None


def title_subject(text: str) -> Subject | None:
    """Return what a line above a table says its marks are of; ``None`` for results.

    "Kết quả thực hiện kế hoạch" is of results; a plan named as what a table belongs to ("kèm theo
    Kế hoạch số 5") says nothing.
    """
    folded = " ".join(fold(text).split()).strip(" :.()")
    return None if folded.startswith(("kem theo", "theo ")) else _plain(folded)


def _plain(folded: str) -> Subject | None:
    if _LACKING.search(folded) and not _MET.search(folded):
        return Subject.LACKING
    return Subject.PLAN if _PLAN.search(folded) and not _RESULT.search(folded) else None


def says_results(text: str) -> bool:
    """Tell whether a line above a table says that it shows results."""
    return bool(_RESULT.search(fold(text)))


def names_advanced(text: str) -> bool:
    """Tell whether the name of a sheet is of advanced or model criteria."""
    return bool(_ADVANCED.search(fold(text)))
