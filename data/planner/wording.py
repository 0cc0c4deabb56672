"""What the planner's answers say in words, from ``i18n``."""

from collections.abc import Mapping
from typing import Any

from data.texts import text
from domain.planner.own import OwnTargetError
from domain.planner.problem import BUDGET


def say_member(member: Mapping[str, Any], language: str = "vi") -> str:
    """Return the sentence about one member of a conflict.

    Args:
        member: A row of ``conflicts`` as ``domain.planner.exchange.describe_result`` gives it.
        language: ``vi`` or ``en``.
    """
    values = {**member, "name": member["target_id"]}
    if member["target_id"] == BUDGET:
        return text("plan.conflict.budget", language, **values)
    if member["kind"] == "limit":
        limit = member["target_id"].partition(":")[2]
        return text(f"plan.limit.{limit}", language, **values)
    sentence = text(f"plan.conflict.{member['kind']}", language, **values)
    if member["possible"] is None:
        return sentence
    return f"{sentence}; {text('plan.conflict.possible', language, **values)}"


def say_own_error(error: OwnTargetError, language: str = "vi") -> str:
    """Return what is wrong with an own target."""
    return text(f"plan.own_error.{error.why}", language, text=error.text)


def say_skipped(why: str, language: str = "vi") -> str:
    """Return why a target was left out."""
    return text(f"plan.skip.{why}", language)


def say_phase(name: str, language: str = "vi") -> str:
    """Return what the planner is at."""
    return text(f"plan.phase.{name}", language)
