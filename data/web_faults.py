"""An error on a page: written down under a number, and told apart from others."""

import secrets

from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.access import NotAllowedError
from data.store.faults import FaultKind, kind_of
from data.web_log import FIELDS, LOG, fingerprint

PASSING = (FaultKind.STORE_GONE, FaultKind.STORE_BUSY)
"""Told with their cause in a line: a hundred readers trying again would fill a disk with traces."""


def record_fault(error: Exception) -> tuple[str, str]:
    """Write an error to the log, with its traceback unless it passes by itself.

    Returns:
        The number it is found by, and its kind (see :class:`~data.store.faults.FaultKind`).
    """
    number, kind = secrets.token_hex(4), kind_of(error).value
    if isinstance(error, NotAllowedError):
        kind = "not_allowed"
    context = get_script_run_ctx()
    told = {"id": number, "kind": kind}
    if context is not None:
        told["session"] = fingerprint(context.session_id)
    if kind in PASSING:
        told["cause"] = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        LOG.error("error", extra={FIELDS: told})
    else:
        LOG.error("error", extra={FIELDS: told}, exc_info=error)
    return number, kind
