"""The closed vocabularies of the programme, in the terms of ``docs/glossary.md``."""

from enum import StrEnum


class Status(StrEnum):
    """Result of assessing one criterion in one commune at one date.

    ``NEARLY_MET`` (cơ bản đạt) never counts as met; ``NOT_ASSESSED`` is not "not met".
    """

    MET = "met"
    NEARLY_MET = "nearly_met"
    NOT_MET = "not_met"
    NOT_ASSESSED = "not_assessed"


class Title(StrEnum):
    """How a commune stands with its recognition: a level, or why it holds none."""

    MODEL = "model"
    ADVANCED = "advanced"
    NTM = "ntm"
    WAITING = "waiting"
    """Holds every criterion; its decision is still to come."""
    NONE = "none"
    UNKNOWN = "unknown"
    """The decisions are not loaded: it may have been recognised long ago."""


class Level(StrEnum):
    """Level a unit is recognised at. Nested: an advanced commune is also an NTM commune."""

    NTM = "ntm"
    ADVANCED = "advanced"
    MODEL = "model"

    @property
    def rank(self) -> int:
        """Return 1 for NTM, 2 for advanced, 3 for model."""
        return list(Level).index(self) + 1


class Provenance(StrEnum):
    """Where a figure comes from; every figure has exactly one."""

    PUBLISHED = "published"
    IMPORTED = "imported"
    DERIVED = "derived"
    ILLUSTRATIVE = "illustrative"


class SnapshotStatus(StrEnum):
    """Standing of a reporting period's figures."""

    PROVISIONAL = "provisional"
    FINAL = "final"


class UnitLevel(StrEnum):
    """Level of an administrative unit."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class UnitKind(StrEnum):
    """Kind of a commune-level unit; only ``XA`` counts in the programme's denominators."""

    XA = "xã"
    PHUONG = "phường"
    THI_TRAN = "thị trấn"
