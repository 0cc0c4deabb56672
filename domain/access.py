"""Who may do what: roles, what each may do, and the part of the data a department link opens.

Whoever acts is an :class:`Access`. The doors of the data layer ask it before they answer
(``data.access``); pages only leave out what would be refused.
"""

import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit


class Role(StrEnum):
    """What somebody is to the product."""

    LEADER = "leader"
    """Sees everything, changes nothing."""

    STAFF = "staff"
    """Loads, edits scenarios, shares."""

    OWNER = "owner"
    """Whoever works on the machine itself, through the command line."""

    NOBODY = "nobody"
    """Has to sign in first, or came with a link that no longer works."""

    LINK = "link"
    """A department that opened a link: sees its own part, changes nothing."""


class Permission(StrEnum):
    """What a door asks for before it answers."""

    VIEW = "view"
    """Read figures of what lies in the scope."""

    EXPORT = "export"
    """Take files away; which ones a link may take, :meth:`Access.may_take` says."""

    INSPECT = "inspect"
    """Read loads, original files, checks and the audit log."""

    SCENARIOS = "scenarios"
    """Read saved scenarios."""

    TRY = "try"
    """Try assumptions and plans; nothing is kept."""

    LOAD = "load"
    """Bring files in, undo loads."""

    NOTE = "note"
    """Say something about a finding of the checks."""

    SAVE_SCENARIOS = "save_scenarios"
    """Keep, rename, put away scenarios."""

    SAVE_DECKS = "save_decks"
    """Keep, rename, put away decks of slides."""

    SHARE = "share"
    """Make and revoke department links."""

    ADMINISTER = "administer"
    """Set up the store and boundaries, name who may sign in; on the machine itself only."""


_READING = frozenset({Permission.VIEW, Permission.EXPORT})
_LEADING = _READING | {Permission.INSPECT, Permission.SCENARIOS, Permission.TRY}
_WORKING = _LEADING | {
    Permission.LOAD,
    Permission.NOTE,
    Permission.SAVE_SCENARIOS,
    Permission.SAVE_DECKS,
    Permission.SHARE,
}
PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.NOBODY: frozenset(),
    Role.LEADER: _LEADING,
    Role.STAFF: _WORKING,
    Role.OWNER: _WORKING | {Permission.ADMINISTER},
    Role.LINK: _READING,
}
"""What each role may do; a permission that is not listed is refused."""

LINK_TAKES = frozenset({"tidy", "snapshot"})
"""Files a department link may take away: those that are cut to its scope."""


@dataclass(frozen=True)
class Scope:
    """The part of the data somebody sees; an empty one is everything.

    Attributes:
        province: The only province, 2 characters; "" = every one and the country.
        district: The only district, 3 characters; "" = the whole province.
        plan: The only plan; "" = none (of a narrowed scope).
        agency: Agency of that plan, by id; "" = not cut to an agency's duties.
        agency_name: As the plan calls it.
        set_id: Criteria set the numbers belong to; numbers are never joined across sets.
        criteria: Numbers it answers for as a whole.
        indicators: Parts of criteria it answers for ("17.4").
        as_of: The only date; ``None`` = the newest one.
        scenario: Saved scenario shown on purpose; ``None`` = none.
    """

    province: str = ""
    district: str = ""
    plan: str = ""
    agency: str = ""
    agency_name: str = ""
    set_id: str = ""
    criteria: tuple[int, ...] = ()
    indicators: tuple[str, ...] = ()
    as_of: date | None = None
    scenario: int | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is left out."""
        return not self.province

    @property
    def is_agency(self) -> bool:
        """Tell whether only an agency's own criteria and tasks are seen."""
        return bool(self.agency)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the criteria whose marks are seen: its own, and those it measures a part of."""
        parts = {int(part.split(".")[0]) for part in self.indicators}
        return tuple(sorted({*self.criteria, *parts}))


EVERYTHING = Scope()


@dataclass(frozen=True)
class Access:
    """Who acts, in which role, on which part of the data.

    Attributes:
        person: Who is signed in, as the log names them; "" for a viewer without an account.
        reason: Why nobody is let in: ``sign_in``, ``no_accounts`` (nobody could sign in here yet),
            ``no_role`` (signed in, but without a role here) or ``link_ended``.
        is_signed_in: A session stands behind it, which can be signed out.
        expires_on: Last day of a link; ``None`` for others.
        link_id: Of a link.
    """

    role: Role
    scope: Scope = EVERYTHING
    person: str = ""
    reason: str = ""
    is_signed_in: bool = False
    expires_on: date | None = None
    link_id: int | None = None

    def named(self, typed: str) -> str:
        """Return who did something: the one signed in, else the name somebody typed."""
        return self.person or typed

    def may(self, permission: Permission) -> bool:
        """Tell whether something is allowed."""
        if permission is Permission.SCENARIOS and self.scope.scenario is not None:
            return True
        return permission in PERMISSIONS[self.role]

    def may_take(self, kind: str) -> bool:
        """Tell whether a kind of file may be taken away (a value of ``OutputKind``)."""
        return self.may(Permission.EXPORT) and (self.role is not Role.LINK or kind in LINK_TAKES)

    def covers(self, other: "Access") -> bool:
        """Tell whether all that was shown to somebody else may be shown here too."""
        if self == other:
            return True
        return self.scope.is_whole and PERMISSIONS[self.role] >= PERMISSIONS[other.role]


OWNER = Access(Role.OWNER)
STAFF = Access(Role.STAFF)
LEADER = Access(Role.LEADER)


@dataclass(frozen=True)
class Visitor:
    """What a browser brings along; all of it is text from a stranger.

    Attributes:
        session: Name of a session (cookie).
        link: Name of a session opened by a department link (cookie).
        email: Address an OpenID Connect provider vouches for.
        login: Identifies one sign-in at that provider.
        is_local: The browser runs on the machine of the server and came without a proxy.
    """

    session: str = ""
    link: str = ""
    email: str = ""
    login: str = ""
    is_local: bool = False


_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip")


def is_local(headers: Mapping[str, str]) -> bool:
    """Tell whether a browser asks its own machine, by a name of that machine, through no proxy.

    A page of another site that had its name point here would ask by that name.
    """
    if any(headers.get(name) for name in _FORWARDED):
        return False
    try:
        host = urlsplit(f"//{headers.get('host') or ''}").hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


SESSION_COOKIE = "ntm_session"
LINK_COOKIE = "ntm_link"


def read_visitor(
    cookies: Mapping[str, str], claims: Mapping[str, object], headers: Mapping[str, str]
) -> Visitor:
    """Return what a browser brings along.

    Args:
        cookies: Of the request, by name.
        claims: What a provider says of whoever signed in there, its signature checked.
        headers: Of the request.
    """
    email, login = _signed_in(claims)
    return Visitor(
        session=cookies.get(SESSION_COOKIE, ""),
        link=cookies.get(LINK_COOKIE, ""),
        email=email,
        login=login,
        is_local=is_local(headers),
    )


def _signed_in(claims: Mapping[str, object]) -> tuple[str, str]:
    """Return the address a provider vouches for, and what identifies this sign-in there."""
    email = str(claims.get("email") or "").strip().lower()
    if not claims.get("is_logged_in") or not email or claims.get("email_verified") is False:
        return "", ""
    parts = [str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce")]
    return email, hashlib.sha256("|".join(parts).encode()).hexdigest()
