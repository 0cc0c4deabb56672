"""Which communes count as recognised from which date, named ones first, up to published counts."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from domain.vocabulary import Level, Provenance, UnitLevel
from scripts.illustrative.inputs import Inputs

Row = dict[str, str]

COLUMNS = [
    "unit_code",
    "unit_level",
    "level",
    "effective_on",
    "is_exact_date",
    "for_year",
    "decision_number",
    "revoked_on",
    "provenance",
    "source_url",
    "note_vi",
]
YEAR = re.compile(r"\d{4}")
NAMED_NOTE = "Tên xã theo nguồn; ngày là hạn muộn nhất nguồn cho biết, không phải ngày quyết định"
RANDOM_NOTE = "Chọn ngẫu nhiên để đủ {count} xã đến {day}"
EARLIER_NOTE = "Nguồn nêu tên xã ở thời điểm muộn hơn; mốc này chọn để đủ {count} xã đến {day}"


class Recogniser:
    """Builds the recognitions of one province and answers who is recognised on a date."""

    def __init__(
        self, inputs: Inputs, province_code: str, scores: pd.Series, rng: np.random.Generator
    ) -> None:
        """Take in what is published or documented by name.

        Args:
            inputs: Everything read.
            province_code: Province.
            scores: How far along each commune is, by code; higher ones are chosen first.
            rng: Source of the choices.
        """
        self.inputs = inputs
        self.plan: dict[str, Any] = inputs.spec["recognitions"][province_code]
        self.scores = scores
        self.rng = rng
        self.rows: list[Row] = []
        self._add_published(province_code)
        self._add_documented()
        for item in self.plan.get("chosen", []):
            note = f"Giả định: {item['reason']}"
            self._add(item["code"], item["day"], note, url=inputs.url(item.get("source")))

    def recognised(self, on: dt.date, level: str = Level.NTM.value) -> list[str]:
        """Return the codes recognised at a level by a date."""
        return sorted(
            {
                row["unit_code"]
                for row in self.rows
                if row["level"] == level and row["effective_on"] <= on.isoformat()
            }
        )

    def first_day(self, code: str) -> str:
        """Return the first day a commune counts as recognised (ISO), '9999' when it never does."""
        days = [row["effective_on"] for row in self.rows if row["unit_code"] == code]
        return min(days, default="9999")

    def fill_milestones(self, eligible: Sequence[str] | None = None) -> None:
        """Add unnamed communes until every milestone has its count.

        Args:
            eligible: The only codes to choose from; None for every commune of the province.

        Raises:
            ValueError: The named communes exceed a count or too few can be chosen.
        """
        for milestone in self.plan["milestones"]:
            day, count = milestone["day"], milestone["count"]
            missing = count - len(self.recognised(day))
            pool = self._pool(milestone, eligible)
            if not 0 <= missing <= len(pool):
                raise ValueError(f"{day}: {missing} missing of {count}, {len(pool)} to choose from")
            is_earlier = milestone.get("pool") == "published_later"
            note = (EARLIER_NOTE if is_earlier else RANDOM_NOTE).format(
                count=count, day=f"{day:%d/%m/%Y}"
            )
            for code in self._choose(pool, missing):
                chosen_day = self._spread(code, milestone)
                self._add(code, chosen_day, note, url=self.inputs.url(milestone.get("source")))

    def add_advanced(self) -> None:
        """Choose the communes of published counts of the advanced level that are not named."""
        for item in self.plan.get("advanced", []):
            pool = self.recognised(item["day"])
            for code in self._choose(pool, item["count"]):
                note = f"Giả định: {item['reason']}"
                url = self.inputs.url(item["source"])
                self._add(code, item["day"], note, level=Level.ADVANCED.value, url=url)

    def _add_published(self, province_code: str) -> None:
        exact = {item["code"]: item for item in self.plan.get("dated", [])}
        for row in self.inputs.named_recognitions(province_code).itertuples():
            day, note, is_exact = dt.date.fromisoformat(str(row.as_of)), NAMED_NOTE, False
            # Only a bare year says for which year; a month only says by when.
            year = str(row.date_text) if YEAR.fullmatch(str(row.date_text)) else ""
            if item := exact.get(str(row.commune_code)):
                day, year, note, is_exact = item["day"], str(item["for_year"]), item["note"], True
            self._add(
                str(row.commune_code),
                day,
                note,
                level=str(row.level),
                provenance=Provenance.PUBLISHED,
                url=str(row.source_url),
                is_exact=is_exact,
                year=year,
            )

    def _add_documented(self) -> None:
        for item in self.plan.get("documented", []):
            self._add(
                item["code"],
                item["day"],
                self.plan["documented_note"],
                level=item["level"],
                provenance=Provenance.PUBLISHED,
            )

    def _add(
        self,
        code: str,
        day: dt.date,
        note: str,
        *,
        level: str = Level.NTM.value,
        provenance: Provenance = Provenance.ILLUSTRATIVE,
        url: str = "",
        is_exact: bool = False,
        year: str = "",
    ) -> None:
        if provenance is Provenance.ILLUSTRATIVE:
            year = str(day.year)
        dates = [day.isoformat(), str(is_exact).lower(), year]
        values = [code, UnitLevel.COMMUNE.value, level, *dates, "", "", provenance.value, url, note]
        self.rows.append(dict(zip(COLUMNS, values, strict=True)))

    def _pool(self, milestone: dict[str, Any], eligible: Sequence[str] | None) -> list[str]:
        """Return who may be chosen: nobody named for a later date unless the milestone says so."""
        taken = set(self.recognised(milestone["day"]))
        later = {row["unit_code"] for row in self.rows if row["level"] == Level.NTM} - taken
        if milestone.get("pool") == "published_later":
            named = {
                row["unit_code"] for row in self.rows if row["provenance"] == Provenance.PUBLISHED
            }
            return sorted(later & named)
        codes = set(self.scores.index if eligible is None else eligible) - taken - later
        return sorted(code for code in codes if self._blocked_until(code) < milestone["day"])

    def _blocked_until(self, code: str) -> dt.date:
        district = self.inputs.communes.at[code, "district_code"]
        days = [
            item["until"]
            for item in self.plan.get("not_before", [])
            if code == item.get("commune") or district == item.get("district")
        ]
        return max(days, default=dt.date.min)

    def _choose(self, pool: Sequence[str], count: int) -> list[str]:
        keys = self.scores.loc[list(pool)].to_numpy() + self.rng.gumbel(size=len(pool))
        return [pool[position] for position in np.argsort(-keys, kind="stable")[:count]]

    def _spread(self, code: str, milestone: dict[str, Any]) -> dt.date:
        """Return the milestone's day, or a year end before it where it may be spread."""
        last: dt.date = milestone["day"]
        first = milestone.get("spread_from", last.year)
        blocked = self._blocked_until(code)
        days = [dt.date(year, 12, 31) for year in range(first, last.year)]
        days = [day for day in days if day > blocked] + [last]
        return days[int(self.rng.integers(len(days)))]
