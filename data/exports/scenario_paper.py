"""What files about scenarios are made of, and the words they share; Vietnamese only."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from data.exports.workbook_words import ILLUSTRATIVE, day, figure, verdict_word
from data.texts import text
from domain.scenario.diff import FigureChange, TargetPair
from domain.scenario.model import Scenario
from domain.scenario.outcome import Outcome
from domain.target_words import actual_text, target_value
from domain.targets import Target
from i18n.words import Words

VIETNAMESE = Words("vi")
SCENARIO = "KỊCH BẢN"
SCENARIO_LINE = "KỊCH BẢN: các con số giả định, không phải kết quả đánh giá"


@dataclass(frozen=True, eq=False)
class ScenarioPaper:
    """One scenario with the names a file needs.

    Attributes:
        scenario: The scenario.
        outcome: What it comes to.
        place: Name of the province.
        plan: How the plan is called; empty without one.
        communes: Names of communes by code.
        districts: Names of districts by commune code.
        leads: Lead agencies by criterion.
    """

    scenario: Scenario
    outcome: Outcome
    place: str
    plan: str
    communes: Mapping[str, str]
    districts: Mapping[str, str]
    leads: Mapping[int, tuple[str, ...]]

    @property
    def is_illustrative(self) -> bool:
        """Tell whether the snapshot it starts from is illustrative."""
        return self.outcome.base.is_illustrative

    @property
    def warning(self) -> str:
        """Return the line that stands on top of every sheet and page."""
        return f"{SCENARIO_LINE}. {ILLUSTRATIVE}." if self.is_illustrative else f"{SCENARIO_LINE}."

    @property
    def about(self) -> str:
        """Say who made it, when, and on what."""
        saved = self.scenario
        return (
            f"Người lập: {saved.author}, ngày {day(saved.saved_at.date())}, "
            f"bản {saved.number}/{saved.versions}. Nền: số liệu kỳ {day(saved.base.as_of)}."
        )

    def criterion(self, no: int) -> str:
        """Name a criterion: "17. Môi trường và an toàn thực phẩm"."""
        return f"{no}. {self.outcome.base.criteria_set.criterion(no).name_vi}"

    def commune(self, code: str) -> str:
        """Name a commune."""
        return self.communes.get(code, code)

    def district(self, code: str) -> str:
        """Name the district of a commune."""
        return self.districts.get(code, "")


def figure_name(change: FigureChange) -> str:
    """Name a headline figure."""
    return text(f"scenarios.figure.{change.key}")


def figure_text(value: Decimal | int | None, change: FigureChange) -> str:
    """Write a headline figure."""
    if value is None:
        return "–"
    return figure(value, 2 if change.key == "average" else 0)


def signed_text(change: FigureChange) -> str:
    """Write a difference with its sign."""
    moved = change.difference
    if moved is None:
        return "–"
    sign = "+" if moved > 0 else "−" if moved < 0 else ""
    return sign + figure_text(-moved if moved < 0 else moved, change)


def target_words(target: Target, paper: ScenarioPaper) -> str:
    """Name what a target counts, with its criterion, group or band."""
    if target.metric == "communes_in_band" and target.band_min is not None:
        low, high = target.band_min, target.band_max
        return text("metric.communes_in_band", band=str(low) if low == high else f"{low}–{high}")
    if target.criterion_no and target.metric == "communes_meeting_criterion":
        known = target.criterion_no in paper.outcome.base.criteria_set.numbers
        name = (
            paper.outcome.base.criteria_set.criterion(target.criterion_no).name_vi if known else ""
        )
        return text("metric.criterion", no=target.criterion_no, name=name).strip(" ·")
    if target.criterion_list and target.metric == "criteria_group_share":
        first, last = target.criterion_list[0], target.criterion_list[-1]
        return text("metric.group", first=first, last=last)
    return text(f"metric.{target.metric}")


def pair_cells(pair: TargetPair, paper: ScenarioPaper) -> tuple[str, str, str, str, str, str]:
    """Write a target: name, goal, due, before, after, verdict in the scenario."""
    new = pair.after
    return (
        target_words(new.target, paper),
        target_value(VIETNAMESE, new.target),
        day(new.target.due),
        actual_text(VIETNAMESE, pair.before),
        actual_text(VIETNAMESE, new),
        verdict_word(new.verdict),
    )
