"""The cached findings of the checks; what people said about them is read afresh every time."""

from dataclasses import replace
from datetime import date

import streamlit as st

from data import cached, queries
from data.access import needs
from data.check_inputs import today_in_vietnam
from data.checks import CheckReport, run_checks
from data.store.engine import get_engine
from data.store.finding_notes import read_finding_notes
from domain.access import Permission


@needs(Permission.INSPECT)
def get_checks(province_code: str, as_of: date) -> CheckReport | None:
    """Return the findings of a province at a date, ``None`` when nothing is loaded for it."""
    found = _findings(province_code, as_of, today_in_vietnam(), cached.data_version())
    if found is None:
        return None
    with get_engine().connect() as connection:
        return replace(found, notes=read_finding_notes(connection, province_code))


@st.cache_resource(max_entries=128, show_spinner=False)
def _findings(province_code: str, as_of: date, today: date, version: str) -> CheckReport | None:
    with get_engine().connect() as connection:
        try:
            return run_checks(connection, province_code, as_of, today)
        except queries.NoDataError:
            return None
