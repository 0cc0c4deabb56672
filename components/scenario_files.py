"""Files a scenario leaves as: the workbook of several, and each on one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from components import account
from components.downloads import made_later
from components.text import plain, t
from domain.access import Permission
from domain.scenario.model import Scenario

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Files:
    """Files scenarios leave as.

    Attributes:
        workbook: Returns the workbook of some scenarios.
        brief: Returns one scenario on one page.
    """

    workbook: Callable[[Sequence[Scenario]], bytes]
    brief: Callable[[Scenario], bytes]


def render_files(chosen: Sequence[Scenario], files: Files) -> None:
    """Offer the workbook of the scenarios and each on one page; not to who came by a link."""
    if not account.may(Permission.TRY):
        return
    with st.container(horizontal=True):
        st.download_button(
            t("scenarios.workbook" if len(chosen) > 1 else "scenarios.workbook_one"),
            made_later(lambda: files.workbook(chosen)),
            file_name="so-sanh-kich-ban.xlsx" if len(chosen) > 1 else "kich-ban.xlsx",
            mime=XLSX,
            icon=":material/table:",
        )
        for item in chosen:
            st.download_button(
                t("scenarios.brief", name=plain(item.name)),
                made_later(partial(files.brief, item)),
                file_name=f"kich-ban-{item.scenario_id}.docx",
                mime=DOCX,
                icon=":material/description:",
                key=f"scenarios__brief_{item.scenario_id}",
            )
