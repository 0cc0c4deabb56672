"""A situation as a scenario assumes it; figures then follow by the rules every page uses."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.assessment import count_met
from domain.scenario.model import Content, TargetChange
from domain.situation import Situation
from domain.targets import Target
from domain.vocabulary import Level, Status


def apply(base: Situation, content: Content) -> Situation:
    """Return the situation a scenario assumes.

    A commune the scenario brings to every criterion of the set counts as recognised (NTM): the
    decision itself cannot be planned. One that is recognised stays so, also when the scenario takes
    criteria away: withdrawing a recognition is a decision of its own (QĐ 18/2022/QĐ-TTg). Districts
    stay as they are.

    Raises:
        KeyError: An assumption speaks of a commune or criterion the snapshot does not hold.
    """
    if not content.overrides and not content.counts_waiting:
        return base
    marks = base.marks.copy()
    for (code, no), met in content.overrides.items():
        if code not in marks.index or no not in marks.columns:
            raise KeyError((code, no))
        marks.at[code, no] = (Status.MET if met else Status.NOT_MET).value
    full = count_met(marks) == base.criteria_set.size
    touched = set(content.communes)
    levels = dict(base.level_by_commune)
    for code in full.index[full]:
        if code not in levels and (code in touched or content.counts_waiting):
            levels[str(code)] = Level.NTM
    return replace(base, marks=marks, level_by_commune=levels)


def change_targets(targets: Iterable[Target], changes: Mapping[str, TargetChange]) -> list[Target]:
    """Return targets with the scenario's values and due dates, in the same order."""
    return [_changed(target, changes.get(target.target_id)) for target in targets]


def _changed(target: Target, change: TargetChange | None) -> Target:
    if change is None:
        return target
    value = target.value if change.value is None else change.value
    due = target.due if change.due is None else change.due
    return replace(target, value=value, due=due)
