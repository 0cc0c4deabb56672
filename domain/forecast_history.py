"""What a forecast of a target reads from the snapshots that exist."""

from collections.abc import Iterable, Mapping

from domain.assessment import count_met, is_assessed
from domain.forecast_rates import Moment
from domain.forecast_totals import Totals
from domain.measures import SET_BOUND_METRICS
from domain.plans import Plan
from domain.series import measure_in
from domain.situation import Situation
from domain.targets import Target

COUNTED_METRICS = frozenset(
    {
        "communes_ntm",
        "communes_ntm_share",
        "communes_ntm_merged",
        "communes_advanced",
        "communes_model",
        "communes_meeting_criterion",
        "criteria_group_share",
    }
)
"""Metrics that count communes at a line which stays where it is."""


def target_moments(
    target: Target,
    plan: Plan,
    situations: Iterable[Situation],
    codes_by_target: Mapping[str, tuple[str, ...]],
) -> list[Moment]:
    """Return the communes at the line of a target at every snapshot that can tell.

    Marks carry their criteria set, so that a forecast never mixes two; a recognition is a decision
    and counts across sets.

    Args:
        target: The target; for other metrics than ``COUNTED_METRICS`` the list is empty.
        plan: Its plan.
        situations: The snapshots.
        codes_by_target: Communes that targets name.
    """
    if target.metric not in COUNTED_METRICS:
        return []
    moments = []
    for situation in situations:
        measured = measure_in(target, plan, situation, None, codes_by_target)
        if measured.value is None:
            continue
        named = codes_by_target.get(target.target_id, ()) if not target.is_cumulative else ()
        scope = named or situation.evidence({}, None).communes(target)
        is_bound = target.metric in SET_BOUND_METRICS
        moments.append(
            Moment(
                on=situation.as_of,
                scope=frozenset(scope),
                reached=frozenset(measured.codes),
                set_id=situation.criteria_set.set_id if is_bound else "",
            )
        )
    return moments


def all_met_moments(situations: Iterable[Situation]) -> list[Moment]:
    """Return the communes holding every criterion at every snapshot, those assessed only."""
    moments = []
    for situation in situations:
        known = situation.marks[is_assessed(situation.marks)]
        full = count_met(known) == situation.criteria_set.size
        set_id = situation.criteria_set.set_id
        moments.append(
            Moment(situation.as_of, frozenset(known.index), frozenset(known.index[full]), set_id)
        )
    return moments


def total_history(situations: Iterable[Situation]) -> list[Totals]:
    """Return the criteria met by each commune at every snapshot, those assessed only."""
    history = []
    for situation in situations:
        known = situation.marks[is_assessed(situation.marks)]
        counts = {str(code): int(value) for code, value in count_met(known).items()}
        criteria_set = situation.criteria_set
        history.append(Totals(situation.as_of, counts, criteria_set.size, criteria_set.set_id))
    return history
