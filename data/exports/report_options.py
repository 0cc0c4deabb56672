"""What an office sets in its reports: names in the heading, place, signature, recipients."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import i18n


class Named(Protocol):
    """The place of a report; :class:`data.exports.subject.Subject` is one."""

    @property
    def province_name(self) -> str:
        """Return the province with its kind: "Tỉnh Đắk Lắk"."""
        ...

    @property
    def district_name(self) -> str:
        """Return the district with its kind, "" for a province."""
        ...


@dataclass(frozen=True)
class ReportOptions:
    """Parts of a report that no figure gives. Empty ones take the usual words of the place.

    Attributes:
        issuer: Body that issues the report; a line break may split it over two lines.
        superior: Body above it. Both are written in capitals in the heading.
        symbol: Letters after "BC-" in the number: "VPĐP".
        number: The report's number; dots to fill in by hand without one.
        place: Place of issue.
        issued_on: Day of issue; dots to fill in by hand without one.
        signer_title: Authority and post, one line each: "KT. CHÁNH VĂN PHÒNG" over
            "PHÓ CHÁNH VĂN PHÒNG".
        signer_name: Name under the signature; a blank to sign without one.
        recipients: Lines of "Nơi nhận".
        direction: Paragraphs on how the programme was steered; no such section without.
        proposals: Paragraphs with proposals; no such section without.
    """

    issuer: str = ""
    superior: str = ""
    symbol: str = ""
    number: str = ""
    place: str = ""
    issued_on: date | None = None
    signer_title: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


def with_defaults(options: ReportOptions, subject: Named) -> ReportOptions:
    """Fill what an office left empty with the usual words for its province or district.

    The report is that of the coordination office (Văn phòng Điều phối nông thôn mới), which drafts
    it under the people's committee of the place.
    """
    name = subject.district_name or subject.province_name
    level = "tỉnh" if not subject.district_name else "huyện"
    short = _without_kind(name)
    usual = ReportOptions(
        issuer="Văn phòng Điều phối\nnông thôn mới",
        superior=f"Ủy ban nhân dân\n{i18n.within(name)}",
        symbol="VPĐP",
        place=short,
        signer_title="CHÁNH VĂN PHÒNG",
        recipients=_recipients(level),
    )
    empty = {
        field: getattr(usual, field)
        for field in ("issuer", "superior", "symbol", "place", "signer_title", "recipients")
        if not getattr(options, field)
    }
    return replace(options, **empty)


def _recipients(level: str) -> tuple[str, ...]:
    above = (
        "Văn phòng Điều phối nông thôn mới Trung ương (để b/c);"
        if level == "tỉnh"
        else "Văn phòng Điều phối nông thôn mới tỉnh (để b/c);"
    )
    below = (
        "Các sở, ban, ngành; UBND các huyện, thị xã, thành phố;"
        if level == "tỉnh"
        else "Các phòng, ban; UBND các xã;"
    )
    return (
        f"Ban Chỉ đạo các Chương trình mục tiêu quốc gia {level} (để b/c);",
        f"UBND {level} (để b/c);",
        above,
        below,
        "Lưu: VT.",
    )


def _without_kind(name: str) -> str:
    for kind in ("Tỉnh ", "Thành phố ", "Huyện ", "Thị xã "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name
