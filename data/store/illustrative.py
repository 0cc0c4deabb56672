"""The illustrative assessments: committed files loaded as one batch, replaced when they change."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from data import paths
from data.store.snapshots import NewBatch, NewSnapshot, active_batches, add_batch, undo_batch
from data.store.tables import batch
from domain.vocabulary import Provenance, SnapshotStatus

ACTOR = "init"


def fingerprint() -> str:
    """Return one hash over every illustrative file, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths.ILLUSTRATIVE.rglob("*.csv")):
        digest.update(str(path.relative_to(paths.ILLUSTRATIVE)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def loaded_batch(connection: Connection) -> tuple[int, str] | None:
    """Return id and hash of the illustrative batch in force, if any."""
    query = select(batch.c.id, batch.c.file_sha256).where(batch.c.kind == "illustrative")
    active = active_batches(connection)
    for batch_id, sha in connection.execute(query.order_by(batch.c.id.desc())):
        if batch_id in active:
            return batch_id, sha
    return None


def is_outdated(connection: Connection) -> bool:
    """Tell whether the committed files differ from what was loaded last.

    Figures that somebody undid stay away until the files change: the comparison is with the newest
    load, in force or not.
    """
    query = select(batch.c.file_sha256).where(batch.c.kind == "illustrative")
    newest = connection.execute(query.order_by(batch.c.id.desc()).limit(1)).scalar_one_or_none()
    return newest != fingerprint()


def load(connection: Connection) -> int:
    """Load the files as a new batch, undoing the one loaded before; return the new batch's id."""
    before = loaded_batch(connection)
    if before is not None:
        undo_batch(connection, before[0], ACTOR, "the illustrative files changed")
    new = NewBatch(
        kind="illustrative",
        actor=ACTOR,
        file_name="data/illustrative",
        file_sha256=fingerprint(),
        snapshots=list(_snapshots()),
        recognitions=_recognitions(),
        units=_units(),
        note="illustrative figures that reproduce the published totals",
    )
    return add_batch(connection, new)


def _read(path: Path) -> list[dict[str, Any]]:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    rows = frame.to_dict("records")
    return [{str(k): (v if v != "" else None) for k, v in row.items()} for row in rows]


def _snapshots() -> Iterator[NewSnapshot]:
    for row in _read(paths.ILLUSTRATIVE / "snapshots.csv"):
        marks = pd.read_csv(
            paths.ILLUSTRATIVE / "assessments" / f"{row['snapshot_key']}.csv",
            dtype={"commune_code": str, "criterion_no": int, "status": str},
        )
        yield NewSnapshot(
            province_code=row["province_code"],
            district_code=row["district_code"],
            as_of=pd.Timestamp(row["as_of"]).date(),
            set_id=row["set_id"],
            status=SnapshotStatus(row["status"]),
            provenance=Provenance.ILLUSTRATIVE,
            title_vi=row["title_vi"] or "",
            basis_vi=row["basis_vi"] or "",
            note_vi=row["note_vi"] or "",
            marks=list(
                zip(
                    marks["commune_code"].tolist(),
                    marks["criterion_no"].tolist(),
                    marks["status"].tolist(),
                    strict=True,
                )
            ),
        )


def _day(text: str | None) -> Any:
    return None if text is None else pd.Timestamp(text).date()


def _recognitions() -> list[dict[str, Any]]:
    return [
        {
            "unit_code": row["unit_code"],
            "unit_level": row["unit_level"],
            "level": row["level"],
            "effective_on": _day(row["effective_on"]),
            "is_exact_date": row["is_exact_date"] == "true",
            "for_year": int(row["for_year"]) if row["for_year"] else None,
            "decision_number": row["decision_number"],
            "revoked_on": _day(row["revoked_on"]),
            "provenance": row["provenance"],
            "source_url": row["source_url"] or "",
            "note_vi": row["note_vi"] or "",
        }
        for row in _read(paths.ILLUSTRATIVE / "recognitions.csv")
    ]


def _units() -> list[dict[str, Any]]:
    return [
        {
            "code": row["code"],
            "name": row["name"],
            "kind": row["kind"],
            "province_code": row["province_code"],
            "district_code": row["district_code"],
            "valid_from": _day(row.get("valid_from")),
            "valid_to": _day(row["valid_to"]),
            "note_vi": row.get("note_vi") or row.get("note") or "",
        }
        for row in _read(paths.ILLUSTRATIVE / "units.csv")
    ]
