"""A situation: everything known of one province at one date, the input of every page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from domain.assessment import Marks, Summary, summarise
from domain.bands import BandScheme
from domain.criteria import CriteriaSet
from domain.targets import Evidence
from domain.vocabulary import Level, Provenance, SnapshotStatus, Title


@dataclass(frozen=True, eq=False)
class Situation:
    """Marks, recognitions and units of a province (or part of it) at a date.

    Attributes:
        province_code: 2-character code.
        district_codes: Districts the data speaks of; empty = the whole province.
        as_of: Date of the marks.
        status: Provisional or final.
        provenance: Where the marks come from.
        criteria_set: The set they belong to.
        scheme: Bands used for this date.
        marks: One row a commune of the scope.
        level_by_commune: Recognised communes and their highest level.
        level_by_district: Recognised districts; ``None`` = never recorded.
        district_by_commune: District of every commune of the scope.
        basis_vi: What the marks rest on, one sentence.
        note_vi: What to know about them.
        knows_recognitions: Whether the recognitions are whole. Where a province loads marks of its
            own but no decisions, only communes that public sources name are known to be
            recognised: their count is the least there can be, not the count.
    """

    province_code: str
    district_codes: tuple[str, ...]
    as_of: date
    status: SnapshotStatus
    provenance: Provenance
    criteria_set: CriteriaSet
    scheme: BandScheme
    marks: Marks
    level_by_commune: Mapping[str, Level]
    level_by_district: Mapping[str, Level] | None
    district_by_commune: Mapping[str, str]
    basis_vi: str = ""
    note_vi: str = ""
    knows_recognitions: bool = True

    @property
    def is_illustrative(self) -> bool:
        """Tell whether the marks are illustrative and must say so wherever they appear."""
        return self.provenance is Provenance.ILLUSTRATIVE

    def summary(self) -> Summary:
        """Return the figures of the scope; computed once, as a situation never changes."""
        return self._summary

    @cached_property
    def _summary(self) -> Summary:
        return summarise(self.marks, self.level_by_commune, self.criteria_set, self.scheme)

    def title_of(self, commune_code: str) -> Title:
        """Return how a commune stands with its recognition, saying no more than is known."""
        level = self.level_by_commune.get(commune_code)
        if level is not None:
            return Title(level.value)
        if not self.knows_recognitions:
            return Title.UNKNOWN
        return Title.WAITING if commune_code in self._full else Title.NONE

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """Return the communes known to hold every criterion without being recognised."""
        return tuple(c for c in sorted(self._full) if self.title_of(c) is Title.WAITING)

    @cached_property
    def _full(self) -> frozenset[str]:
        return frozenset(self.summary().all_met_codes)

    def marks_of(self, commune_code: str) -> Mapping[int, str] | None:
        """Return one commune's marks by criterion, ``None`` when the situation has no such one."""
        held = self._rows.get(commune_code)
        if held is None:
            return None
        return {int(no): str(mark) for no, mark in zip(self.marks.columns, held, strict=True)}

    @cached_property
    def _rows(self) -> Mapping[str, list[str]]:
        # Cell by cell a frame of marks takes a hundred times as long to read.
        return dict(zip(self.marks.index, self.marks.to_numpy().tolist(), strict=True))

    def narrowed_to(self, communes: Iterable[str]) -> "Situation":
        """Return the same situation for some of its communes (a district's, for instance)."""
        wanted = set(communes)
        codes = [code for code in self.marks.index if code in wanted]
        return replace(
            self,
            marks=self.marks.loc[codes],
            level_by_commune={c: v for c, v in self.level_by_commune.items() if c in wanted},
            district_by_commune={c: v for c, v in self.district_by_commune.items() if c in wanted},
        )

    def in_district(self, district_code: str | None) -> "Situation":
        """Return the situation of one district; the same one when no district is asked for."""
        if not district_code:
            return self
        if district_code not in self._districts:
            own = [c for c, d in self.district_by_commune.items() if d == district_code]
            self._districts[district_code] = self.narrowed_to(own)
        return self._districts[district_code]

    @cached_property
    def _districts(self) -> dict[str, "Situation"]:
        # Everybody who looks at a district shares it, and what was computed of it.
        return {}

    def evidence(
        self, codes_by_target: Mapping[str, tuple[str, ...]], start: "Situation | None"
    ) -> Evidence:
        """Return what targets are measured on.

        Args:
            codes_by_target: Communes that targets name.
            start: The situation at the start of the plan; used only inside the same criteria set.
        """
        same_set = start is not None and start.criteria_set.set_id == self.criteria_set.set_id
        return Evidence(
            as_of=self.as_of,
            set_id=self.criteria_set.set_id,
            marks=self.marks,
            level_by_commune=self.level_by_commune,
            district_by_commune=self.district_by_commune,
            level_by_district=self.level_by_district,
            codes_by_target=codes_by_target,
            knows_recognitions=self.knows_recognitions,
            marks_at_start=start.marks if start is not None and same_set else None,
        )
