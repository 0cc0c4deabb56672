"""Files of the agency page: who answers for what, and the communes that lack a criterion."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.agency_sheet import AgencySheet
from components.criteria_detail import LACKING
from components.downloads import csv_bytes
from components.file_about import about, about_headings
from components.names import Names
from components.text import t
from domain.criteria_board import CriterionStanding
from domain.duties.agencies import Agency, parts_of
from domain.plans import Plan
from domain.situation import Situation

ASSIGNED = (
    *("agency", "level", "clause", "criterion", "part", "part_to", "met", "communes", "target"),
    *("reports_to", "other", "plan"),
)


def assigned_rows(
    agencies: Sequence[Agency],
    standings: Mapping[int, CriterionStanding],
    names: Names,
    plan: Plan,
) -> list[list[object]]:
    """Return one row for each criterion and each part of each agency, in order of ``ASSIGNED``."""
    rows: list[list[object]] = []
    name = plan.number if plan.has_number else plan.issuer
    for agency in agencies:
        end = [agency.reports_to or None, agency.other or None, name]
        start = [agency.name, agency.level, agency.clause]
        for no in agency.criteria:
            standing = standings.get(no)
            share = standing.count.share_met if standing else None
            target = standing.target.target.value if standing and standing.target else None
            counts = [share.part if share else None, share.whole if share else None, target]
            rows.append([*start, names.criterion(no), None, None, *counts, *end])
        for part in parts_of(agency, [agency]):
            rows.append([*start, None, part.part, part.receiver or None, *[None] * 3, *end])
        if not agency.has_duties:
            rows.append([*start, *[None] * 6, *end])
    return rows


def render_assigned(
    agencies: Sequence[Agency],
    standings: Mapping[int, CriterionStanding],
    names: Names,
    plan: Plan,
    scope: Situation | None,
) -> None:
    """Offer the assignment of a whole plan as a file."""
    rows = assigned_rows(agencies, standings, names, plan)
    headings = [t(f"agency.file.{name}") for name in ASSIGNED]
    if scope and standings:
        headings += about_headings()
        rows = [[*row, *about(scope)] for row in rows]
    st.download_button(
        t("agency.download_assigned"),
        csv_bytes(headings, rows),
        file_name=f"phan-cong_{plan.plan_id}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


LACKING_FILE = ("agency", "criterion", "district", "code", "commune", "mark")


def lacking_rows(one: AgencySheet) -> list[list[object]]:
    """Return one row for each commune that lacks a criterion, in the order of ``LACKING_FILE``."""
    return [
        [
            one.agency.name,
            one.names.criterion(standing.criterion.no),
            one.names.district(district.district_code),
            code,
            one.names.commune(code),
            t(f"status.{status.value}"),
        ]
        for standing in one.own
        for district in one.districts[standing.criterion.no]
        for status in LACKING
        for code in district.by_status[status]
    ]


def render_lacking(one: AgencySheet, scope: Situation) -> None:
    """Offer the communes that lack the agency's criteria as a file."""
    if not one.own:
        return
    headings = [t(f"agency.file.{name}") for name in LACKING_FILE]
    headings += about_headings()
    st.download_button(
        t("agency.download_lacking"),
        csv_bytes(headings, [[*row, *about(scope)] for row in lacking_rows(one)]),
        file_name=f"xa-chua-dat_{one.agency.agency_id}_{scope.as_of.isoformat()}.csv",
        mime="text/csv",
        icon=":material/download:",
    )
