"""An error on a page: written down under a number, and told apart from others."""

import secrets

from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.store.faults import kind_of
from data.web_log import FIELDS, LOG, fingerprint


def record_fault(error: Exception) -> tuple[str, str]:
    """Write an error with its traceback to the log.

    Returns:
        The number it is found by, and its kind (see :class:`~data.store.faults.FaultKind`).
    """
    number, kind = secrets.token_hex(4), kind_of(error)
    context = get_script_run_ctx()
    told = {"id": number, "kind": kind.value}
    if context is not None:
        told["session"] = fingerprint(context.session_id)
    LOG.error("error", extra={FIELDS: told}, exc_info=error)
    return number, kind.value
