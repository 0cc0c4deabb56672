"""Scenarios as plain values JSON can hold, and back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.scenario.model import Base, Content, TargetChange
from domain.vocabulary import Level, Provenance, SnapshotStatus


def content_to_values(content: Content) -> dict[str, Any]:
    """Return what a scenario assumes, in a fixed order: equal contents give equal values."""
    return {
        "overrides": [[code, no, met] for (code, no), met in sorted(content.overrides.items())],
        "targets": [
            {
                "target_id": target_id,
                "value": None if change.value is None else str(change.value),
                "due": None if change.due is None else change.due.isoformat(),
            }
            for target_id, change in sorted(content.targets.items())
        ],
        "counts_waiting": content.counts_waiting,
    }


def content_from_values(values: Mapping[str, Any]) -> Content:
    """Return the content of :func:`content_to_values`.

    Raises:
        KeyError: Something is missing.
    """
    return Content(
        overrides={(code, int(no)): bool(met) for code, no, met in values["overrides"]},
        targets={
            item["target_id"]: TargetChange(
                None if item["value"] is None else Decimal(item["value"]),
                None if item["due"] is None else date.fromisoformat(item["due"]),
            )
            for item in values["targets"]
        },
        counts_waiting=values["counts_waiting"],
    )


def base_to_values(base: Base) -> dict[str, Any]:
    """Return the snapshot a scenario starts from."""
    districts = base.level_by_district
    return {
        "province_code": base.province_code,
        "as_of": base.as_of.isoformat(),
        "set_id": base.set_id,
        "snapshot_ids": list(base.snapshot_ids),
        "status": base.status.value,
        "provenance": base.provenance.value,
        "district_codes": list(base.district_codes),
        "level_by_commune": _levels(base.level_by_commune),
        "level_by_district": None if districts is None else _levels(districts),
        "plan_id": base.plan_id,
        "basis_vi": base.basis_vi,
        "note_vi": base.note_vi,
    }


def base_from_values(values: Mapping[str, Any]) -> Base:
    """Return the base of :func:`base_to_values`.

    Raises:
        KeyError: Something is missing.
        ValueError: A word is not known.
    """
    districts = values["level_by_district"]
    return Base(
        province_code=values["province_code"],
        as_of=date.fromisoformat(values["as_of"]),
        set_id=values["set_id"],
        snapshot_ids=tuple(values["snapshot_ids"]),
        status=SnapshotStatus(values["status"]),
        provenance=Provenance(values["provenance"]),
        district_codes=tuple(values["district_codes"]),
        level_by_commune={c: Level(v) for c, v in values["level_by_commune"].items()},
        level_by_district=None
        if districts is None
        else {c: Level(v) for c, v in districts.items()},
        plan_id=values["plan_id"],
        basis_vi=values["basis_vi"],
        note_vi=values["note_vi"],
    )


def _levels(levels: Mapping[str, Level]) -> dict[str, str]:
    return {code: level.value for code, level in sorted(levels.items())}
