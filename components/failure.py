"""What a user sees when something breaks: an apology with a number, never a traceback."""

import logging
import secrets

import streamlit as st

from components.text import t

LOG = logging.getLogger("ntm")


def report_failure(error: Exception) -> bool:
    """Log the error under a number and show that number instead of the traceback.

    Returns:
        True, which tells Streamlit that the error has been shown.
    """
    number = secrets.token_hex(4)
    LOG.error("error %s", number, exc_info=error)
    st.error(t("frame.failure", number=number), icon=":material/error:")
    return True
