"""Who the present run acts for, and the rule every door of the data layer states.

Nothing is answered to nobody: a run, a command or a test says who acts, or the doors refuse. The
command line acts for the machine's owner. In the dashboard every thread that runs a page, a part of
one or a callback finds out by itself from the browser's cookies (:func:`find_with`); what is made
later, when a button is pressed, takes the context of the run that offered it along.

Caches are shared by all, so a scope is applied outside what they hold.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from domain.access import Access, Permission, Scope

P = ParamSpec("P")
R = TypeVar("R")
Identity = Callable[[], Access | None]
"""Tells afresh who somebody is; ``None`` once they are nobody any more."""

RULE = "__ntm_rule__"
PUBLIC = "public"


class NotAllowedError(Exception):
    """Whoever acts may not do this; pages do not offer it, so somebody else asked."""

    def __init__(self, permission: str) -> None:
        """Say what was asked for."""
        super().__init__(f"not allowed: {permission}")
        self.permission = permission


_identity: ContextVar[Identity | None] = ContextVar("ntm_identity", default=None)
_finders: list[Callable[[], Identity | None]] = []


def find_with(finder: Callable[[], Identity | None]) -> None:
    """Say how a thread of the dashboard finds out whom it serves; the last one given counts."""
    _finders[:] = [finder]


def identity() -> Identity | None:
    """Return who acts here, found out once a thread."""
    known = _identity.get()
    if known is None and _finders:
        known = _finders[0]()
        _identity.set(known)
    return known


def find() -> Access | None:
    """Return who acts here, ``None`` for nobody."""
    known = identity()
    return known() if known else None


def current() -> Access:
    """Return who acts here.

    Raises:
        NotAllowedError: Nobody does.
    """
    access = find()
    if access is None:
        raise NotAllowedError("nobody")
    return access


def scope() -> Scope:
    """Return the part of the data that is seen here; see :func:`current`."""
    return current().scope


@contextmanager
def acting(access: Access | None) -> Iterator[None]:
    """Act for somebody; ``None`` is nobody."""
    token = _identity.set(lambda: access)
    try:
        yield
    finally:
        _identity.reset(token)


def act_as(access: Access) -> None:
    """Act for somebody from now on, in this thread."""
    _identity.set(lambda: access)


def identify(known: Identity) -> None:
    """Act, from now on and in this thread, for whoever ``known`` tells."""
    _identity.set(known)


def actor(typed: str) -> str:
    """Return who does something: the one signed in, else the name somebody typed."""
    return current().named(typed)


def require(permission: Permission) -> Access:
    """Return who acts, if they may do this.

    Raises:
        NotAllowedError: They may not, or nobody acts.
    """
    access = current()
    if not access.may(permission):
        raise NotAllowedError(permission)
    return access


def needs(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function of a door ask for a permission before it answers."""

    def guard(door: Callable[P, R]) -> Callable[P, R]:
        @wraps(door)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            require(permission)
            return door(*args, **kwargs)

        setattr(asked, RULE, permission.value)
        return asked

    return guard


def public(door: Callable[P, R]) -> Callable[P, R]:
    """Mark a function of a door that answers anybody: it tells no figure of the programme."""
    setattr(door, RULE, PUBLIC)
    return door


def rule_of(door: object) -> str:
    """Return the rule of a function of a door: a permission, ``public``, or "" for none."""
    return str(getattr(door, RULE, ""))
