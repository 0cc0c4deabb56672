"""Plans (kế hoạch): the documents that set targets, and the agencies they make answerable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Plan:
    """One plan document and the period it covers."""

    plan_id: str
    number: str
    title: str
    issuer: str
    province_code: str
    district_code: str | None
    issued_on: str
    start_year: int
    end_year: int
    set_id: str

    @property
    def starts_on(self) -> date:
        """Return the first day of the plan's period."""
        return date(self.start_year, 1, 1)

    @property
    def eve(self) -> date:
        """Return the day before: figures of it, too, are those the plan sets out from."""
        return self.starts_on - timedelta(days=1)

    @property
    def has_number(self) -> bool:
        """Tell whether the document carries a number (drafts leave it blank)."""
        return self.number[:1].isdigit()


def leads_by_criterion(agencies: Iterable[Mapping[str, object]]) -> dict[int, tuple[str, ...]]:
    """Return the agencies that answer for each criterion as a whole, in the document's order.

    Args:
        agencies: Rows of ``agencies.csv`` of one plan: ``agency`` and ``criteria_led`` (numbers
            joined by ``;``).
    """
    leads: dict[int, list[str]] = {}
    for row in agencies:
        for number in str(row.get("criteria_led") or "").split(";"):
            if number:
                leads.setdefault(int(number), []).append(str(row["agency"]))
    return {no: tuple(names) for no, names in sorted(leads.items())}
