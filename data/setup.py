"""First run: make the store, fill it, build the maps. Every later run finds it done."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from data import rescue
from data.boundaries import commands
from data.boundaries.faults import BoundaryError
from data.store import illustrative, reference, schema
from data.store.engine import begin_write, get_engine

Progress = Callable[[str, float], None]
"""Told a step (key ``setup.<step>`` of the texts, with a name after ``:``) and the share done."""


@dataclass(frozen=True)
class SetupResult:
    """What a set-up run did."""

    revision: str
    reference_tables: tuple[str, ...]
    illustrative_batch: int | None


def is_ready(engine: Engine | None = None) -> bool:
    """Tell whether the store is at the newest revision and holds the committed files."""
    engine = engine or get_engine()
    if schema.current_revision(engine) != schema.head_revision():
        return False
    with engine.connect() as connection:
        return not reference.outdated(connection) and not illustrative.is_outdated(connection)


def prepare_store(progress: Progress, engine: Engine | None = None) -> SetupResult:
    """Bring the store up to date with the code and the committed files; safe to run again.

    Each step is one transaction: a process that dies half-way leaves the step before.
    """
    engine = engine or get_engine()
    progress("schema", 0.0)
    rescue.replace_damaged(engine)
    rescue.back_up_before_migration(engine)
    schema.upgrade(engine)
    with begin_write(engine) as connection:
        loaded = reference.load(
            connection, lambda name, share: progress(f"reference:{name}", 0.1 + 0.5 * share)
        )
    batch_id = None
    with begin_write(engine) as connection:
        if illustrative.is_outdated(connection):
            progress("illustrative", 0.6)
            batch_id = illustrative.load(connection)
    progress("done", 1.0)
    return SetupResult(schema.head_revision(), tuple(loaded), batch_id)


PLAN_PROVINCES = ("66", "20", "67", "62")
"""Provinces whose maps are built at first run: Đắk Lắk, Lạng Sơn, Đắk Nông, Kon Tum."""


def prepare_boundaries(progress: Progress) -> None:
    """Build the approximate polygons of the plans' provinces that have none yet.

    Never fatal: without them every map is drawn as a tile map, and the reason is told.
    """
    try:
        commands.build(
            PLAN_PROVINCES, lambda step, share: progress(f"boundaries:{step}", share), workers=2
        )
    except BoundaryError as error:
        progress(f"no_boundaries:{error}", 1.0)
