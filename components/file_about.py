"""What every row of a downloaded table says of itself: date, criteria set, where it comes from."""

from components.text import t
from domain.situation import Situation

ABOUT = ("as_of", "set", "source")


def about_headings() -> list[str]:
    """Return the headings of :func:`about`."""
    return [t(f"matrix.column_{name}") for name in ABOUT]


def about(scope: Situation) -> list[object]:
    """Return date, set and source of a situation; made-up marks are called so in the source."""
    source = t("frame.illustrative_source") if scope.is_illustrative else scope.basis_vi
    return [scope.as_of.isoformat(), scope.criteria_set.decision, source]
