"""Who the browsers being served are, remembered for a moment.

A run asks its doors dozens of times; who acts is looked up once in a run and once a second in what
follows it (parts of a page, callbacks, downloads). Ending a session or revoking a link therefore
works from the next run on, everywhere.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from threading import Lock

from data import access, sign_in
from data.access import public
from data.store.engine import database_url
from domain.access import Access, Role, Visitor

SECONDS = 1.0
_KEPT = 4096
_known: OrderedDict[tuple[str, Visitor], tuple[float, Access]] = OrderedDict()
_lock = Lock()
_readers: list[Callable[[], Visitor]] = []


@public
def who_is(visitor: Visitor) -> Access:
    """Return who a browser is, as known a moment ago."""
    key = (database_url(), visitor)
    with _lock:
        seen = _known.get(key)
    if seen and time.monotonic() - seen[0] < SECONDS:
        return seen[1]
    return _look_up(key)


def _look_up(key: tuple[str, Visitor]) -> Access:
    found = sign_in.who_is(key[1])
    with _lock:
        _known[key] = (time.monotonic(), found)
        _known.move_to_end(key)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


@public
def serve(read_visitor: Callable[[], Visitor]) -> Access:
    """Let the run that begins act for its browser, looked up afresh; return who it is.

    Parts of a page and callbacks run without the page, in threads of their own; those look for
    their browser with the same function.
    """
    _readers[:] = [read_visitor]
    visitor = read_visitor()
    access.find_with(lambda: partial(who_is, read_visitor()))
    access.identify(partial(who_is, visitor))
    return _look_up((database_url(), visitor))


@public
def get_access() -> Access:
    """Return whom the present run acts for."""
    return access.find() or Access(Role.NOBODY, reason="sign_in")


@public
def session_hash() -> str:
    """Return what the store knows the session by that this runs for; "" for none."""
    return sign_in.session_hash(_readers[0]()) if _readers else ""


@public
def sign_out() -> None:
    """End the session of the browser this runs for, in all its tabs."""
    if _readers:
        sign_in.sign_out(_readers[0]())
    with _lock:
        _known.clear()


@public
def count_opening(link_id: int) -> None:
    """Remember that a department link was opened in a browser."""
    sign_in.count_opening(link_id)
