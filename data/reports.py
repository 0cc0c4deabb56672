"""Figures of one province and date as plain values: what the command line prints and others read.

The keys are public: scripts depend on them.
"""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from data import queries
from data.store import snapshots
from domain.assessment import Summary
from domain.reconcile import ReconciliationLine, reconcile
from domain.situation import Situation


def build_summary(
    connection: Connection, province_code: str, as_of: date, district_code: str | None = None
) -> dict[str, Any]:
    """Return the figures of a province (or one of its districts) as of a day.

    Raises:
        data.queries.NoDataError: Nothing is loaded on or before that day.
    """
    period = queries.find_period(connection, province_code, as_of)
    situation = queries.read_situation(connection, period).in_district(district_code)
    summary = situation.summary()
    published = (
        [] if district_code else queries.read_published(connection, province_code, period.as_of)
    )
    if period.district_codes:
        published = []
    return {
        "province_code": province_code,
        "district_codes": [district_code] if district_code else list(period.district_codes),
        "as_of": period.as_of.isoformat(),
        "requested_as_of": as_of.isoformat(),
        "status": period.status.value,
        "set_id": period.set_id,
        **_figures(summary, situation),
        "provenance": period.provenance.value,
        "basis_vi": period.basis_vi,
        "reconciliation": [
            _line(line)
            for line in reconcile(summary, published, is_least=not situation.knows_recognitions)
        ],
    }


def _figures(summary: Summary, situation: Situation) -> dict[str, Any]:
    return {
        "communes": summary.communes,
        "assessed": summary.assessed,
        "recognised": summary.recognised.part,
        "recognised_is_least": not situation.knows_recognitions,
        "recognised_codes": list(summary.recognised_codes),
        "recognised_levels": {c: v.value for c, v in sorted(situation.level_by_commune.items())},
        "all_met": summary.all_met.part,
        "all_met_codes": list(summary.all_met_codes),
        "criteria_met_total": summary.criteria_met_total,
        "criteria_possible_total": summary.criteria_possible_total,
        "average": None if summary.average is None else float(summary.average),
        "minimum": summary.minimum,
        "bands": summary.bands,
        "per_criterion": {str(c.criterion_no): c.met for c in summary.per_criterion},
        "per_criterion_status": {
            str(c.criterion_no): {
                "met": c.met,
                "nearly_met": c.nearly_met,
                "not_met": c.not_met,
                "not_assessed": c.not_assessed,
            }
            for c in summary.per_criterion
        },
    }


def _line(line: ReconciliationLine) -> dict[str, Any]:
    return {
        "metric": line.published.metric,
        "criterion_no": line.published.criterion_no,
        "published": float(line.published.value),
        "computed": float(line.computed),
        "difference": float(line.difference),
        "holds": line.holds,
        "source_url": line.published.source_url,
        "verification": line.published.verification,
    }


PERIOD_FIELDS = ("province_code", "as_of", "set_id", "status", "provenance", "district_codes")


def build_status(connection: Connection) -> dict[str, Any]:
    """Return what the store holds: periods in force and batches."""
    periods = snapshots.list_periods(connection)
    return {
        "data_version": snapshots.data_version(connection),
        "periods": [
            {
                "province_code": p.province_code,
                "as_of": p.as_of.isoformat(),
                "set_id": p.set_id,
                "status": p.status.value,
                "provenance": p.provenance.value,
                "district_codes": list(p.district_codes),
            }
            for p in periods
        ],
    }
