"""The door by which work that is not saved yet outlives a lost connection and a killed process.

It belongs to a session: whoever looks without signing in keeps it in the browser's connection only.
Keeping it must never stand in the way of working, so a store that cannot be written is only logged.
"""

import logging

from sqlalchemy.exc import SQLAlchemyError

from data import cached_access, sign_in
from data.access import needs
from data.store import drafts
from data.store.engine import get_engine
from domain.access import Permission

LOG = logging.getLogger("ntm")


@needs(Permission.TRY)
def read(name: str) -> drafts.Draft | None:
    """Return what this session kept under a name."""
    owner = cached_access.session_hash()
    if not owner:
        return None
    with get_engine().connect() as connection:
        return drafts.read_draft(connection, owner, name, sign_in.now())


@needs(Permission.TRY)
def write(name: str, content: str) -> None:
    """Keep a piece of work for this session; "" keeps nothing."""
    owner = cached_access.session_hash()
    if not owner:
        return
    try:
        # No turn among the writers of figures: the rows are this session's own.
        with get_engine().execution_options(ntm_write=True).begin() as connection:
            drafts.write_draft(connection, owner, name, content, sign_in.now())
    except SQLAlchemyError as error:
        LOG.warning("a draft could not be kept", exc_info=error)
