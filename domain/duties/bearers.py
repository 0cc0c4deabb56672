"""Which agencies of a plan a reporting duty is meant for.

The plans name the bearers in words: one body, several, or a whole kind ("Các Sở, ban, ngành"). A
body named, in full or shortened as offices do, bears the duty itself; the others bear it as one of
a kind. Bodies that receive the report do not also hand it in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.duties.agencies import Agency
from domain.duties.reports import Duty
from domain.vietnamese import fold

SHORT_FORMS = {
    "ubnd": "uy ban nhan dan",
    "mttq": "mat tran to quoc",
    "lhpn": "lien hiep phu nu",
    "htx": "hop tac xa",
    "ccb": "cuu chien binh",
    "nct": "nguoi cao tuoi",
    "vpdp": "van phong dieu phoi",
}
"""Abbreviations of the plans' reporting rules, folded."""

_TAIL = re.compile(r"( \(.*\)| viet nam| tinh| huyen| cac cap| phu trach tieu chi)+$")
_PROGRAMME = re.compile(r"( xay dung)? (ntm|nong thon moi)\b")
_EVERYONE = re.compile(r"^cac ((co quan, )?don vi|cap)\b")
_DEPARTMENTS = re.compile(r"^cac so\b")
_LEADS = re.compile(r"^so chu tri tieu chi$")


@dataclass(frozen=True)
class AgencyDuty:
    """A duty of one agency; ``is_named`` tells that the plan names the agency itself."""

    duty: Duty
    is_named: bool


def duties_of(agency: Agency, duties: Iterable[Duty]) -> list[AgencyDuty]:
    """Return the duties an agency bears, those that name it first, else in the order given."""
    found = [
        AgencyDuty(duty, named)
        for duty in duties
        if not _names(agency, duty.to_whom)
        and ((named := _names(agency, duty.rule.who)) or _is_of_kind(agency, duty.rule.who))
    ]
    return sorted(found, key=lambda one: not one.is_named)


def _plain(text: str) -> str:
    words = re.split(r"\b", _PROGRAMME.sub("", fold(text)).replace(" va ", ", "))
    return "".join(SHORT_FORMS.get(word, word) for word in words)


def _names(agency: Agency, text: str) -> bool:
    """Tell whether a text names the agency: as written there or without its level."""
    bodies = [part.strip() for part in _plain(text).split(";")]
    listed = [part.strip() for body in bodies for part in body.split(",")]
    core = _TAIL.sub("", _plain(agency.name))
    return core in {_TAIL.sub("", body) for body in (*bodies, *listed)}


def _is_of_kind(agency: Agency, who: str) -> bool:
    return any(_is_of(agency, part.strip()) for part in _plain(who).split(";"))


def _is_of(agency: Agency, kind: str) -> bool:
    is_department = agency.level == "tỉnh" and fold(agency.name).startswith(
        ("so ", "cong an", "bo chi huy", "cuc ", "thanh tra", "ban dan toc")
    )
    is_body = "doan the" in kind and agency.level == "tỉnh"
    return (
        _EVERYONE.match(kind) is not None
        or (_DEPARTMENTS.match(kind) is not None and (is_department or is_body))
        or (_LEADS.match(kind) is not None and bool(agency.criteria))
    )
