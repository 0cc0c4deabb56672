"""Whom commands act for: the machine's owner, or less where the machine says so.

``NTM_COMMAND_ROLE`` (``leader``, ``staff``) holds a scheduled job or a shared login to what that
role may do. It guards against slips, not against whoever can set the environment: what they cannot
get around is the role of the database they were given (``deploy/postgresql/roles.sql``).
"""

import os

from domain.access import Access, Role

VARIABLE = "NTM_COMMAND_ROLE"
ROLES = (Role.OWNER, Role.STAFF, Role.LEADER)


class UnknownRoleError(ValueError):
    """The environment names a role no command can have."""


def read_access() -> Access:
    """Return whom the commands of this process act for.

    Raises:
        UnknownRoleError: ``NTM_COMMAND_ROLE`` is not one of :data:`ROLES`.
    """
    named = os.environ.get(VARIABLE) or Role.OWNER.value
    if named not in list(ROLES):
        raise UnknownRoleError(
            f"{VARIABLE}={named}: vai trò của lệnh chỉ có thể là {', '.join(ROLES)}."
        )
    return Access(Role(named))
