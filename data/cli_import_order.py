"""What the import command is asked, and how it can end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from domain.registers.fields import Kind
from domain.vocabulary import SnapshotStatus, Status

LOADED, DRY_RUN, REFUSED, ALREADY_LOADED = "loaded", "dry_run", "refused", "already_loaded"
EXIT_CODES = {LOADED: 0, DRY_RUN: 0, ALREADY_LOADED: 0, REFUSED: 1}


class What(StrEnum):
    """What a file speaks of."""

    MARKS = "marks"
    RECOGNITION = Kind.RECOGNITION.value
    REGISTERED_PLAN = Kind.REGISTERED_PLAN.value
    TASK_STATUS = Kind.TASK_STATUS.value
    FUNDING = Kind.FUNDING.value
    TARGET_VALUE = Kind.TARGET_VALUE.value
    REPORT_RECEIPT = Kind.REPORT_RECEIPT.value


@dataclass(frozen=True)
class Order:
    """What is asked of one import; the fields are the options of the command."""

    file: Path
    province: str
    as_of: date | None
    district: str | None
    set_id: str
    status: SnapshotStatus
    answers: Mapping[str, str]
    blank: Status | None
    kind: What
    note: str
    marked_copy: Path | None
    actor: str
    dry_run: bool
    again: bool
