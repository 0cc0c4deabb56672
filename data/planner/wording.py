"""What the planner's answers say in words, from ``i18n``."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.planner.problems import Prepared
from data.texts import text
from domain.planner.own import OwnTargetError
from domain.planner.problem import (
    BUDGET,
    FROZEN_COMMUNES,
    FROZEN_CRITERIA,
    FROZEN_DISTRICTS,
    Limits,
)
from i18n.words import Words

FIGURES = ("asked_low", "asked_high", "now", "least", "most", "possible")


def frozen_by(limits: Limits) -> dict[str, str]:
    """Return what each limit leaves as it is, by its name: codes and numbers."""
    return {
        FROZEN_DISTRICTS: ", ".join(sorted(limits.frozen_districts)),
        FROZEN_COMMUNES: ", ".join(sorted(limits.frozen_communes)),
        FROZEN_CRITERIA: ", ".join(map(str, sorted(limits.frozen_criteria))),
    }


def say_member(member: Mapping[str, Any], frozen: Mapping[str, str], language: str = "vi") -> str:
    """Return the sentence about one member of a conflict.

    Args:
        member: A row of ``conflicts`` as ``domain.planner.exchange.describe_result`` gives it.
        frozen: What is left as it is, by the name of the limit.
        language: ``vi`` or ``en``.
    """
    name = member["target_id"]
    figures = {key: Words(language).number(member[key]) for key in FIGURES if key in member}
    values = {**member, **figures, "name": name, "what": frozen.get(name, "")}
    if name == BUDGET:
        said = "budget" if member["possible"] is not None else "budget_alone"
        return text(f"plan.conflict.{said}", language, **values)
    if member["kind"] == "limit":
        limit = name.partition(":")[2]
        return text(f"plan.limit.{limit}", language, **values)
    sentence = text(f"plan.conflict.{member['kind']}", language, **values)
    if member["possible"] is None or _is_told(member):
        return sentence
    return f"{sentence}; {text('plan.conflict.possible', language, **values)}"


def _is_told(member: Mapping[str, Any]) -> bool:
    """Tell whether the end of what is possible alone says already what is possible with others."""
    asked_low, asked_high = member["asked_low"], member["asked_high"]
    return (asked_low is not None and member["possible"] == member["most"] < asked_low) or (
        asked_high is not None and member["possible"] == member["least"] > asked_high
    )


def say_own_error(error: OwnTargetError, language: str = "vi") -> str:
    """Return what is wrong with an own target."""
    return text(f"plan.own_error.{error.why}", language, text=error.text)


def say_skipped(why: str, language: str = "vi") -> str:
    """Return why a target was left out."""
    return text(f"plan.skip.{why}", language)


def notes(prepared: Prepared, asked: date) -> list[str]:
    """Return what an answer leaves out and assumes, and what figures it rests on, in Vietnamese.

    Args:
        prepared: The problem with what it was made of.
        asked: Day the figures were asked for.
    """
    lines = [f"Bỏ qua {item.target_id}: {say_skipped(item.why)}." for item in prepared.skipped]
    if prepared.across_sets:
        lines.append(text("plan.across_sets", targets=", ".join(prepared.across_sets)))
    if prepared.left_out:
        lines.append(text("plan.left_out", provinces=", ".join(prepared.left_out)))
    if prepared.situation.as_of != asked:
        lines.append(text("plan.earlier", used=str(prepared.situation.as_of), asked=str(asked)))
    if prepared.situation.is_illustrative:
        lines.append("Lưu ý: kết quả từng xã của kỳ này là số liệu minh họa.")
    return lines


def say_phase(name: str, language: str = "vi") -> str:
    """Return what the planner is at."""
    return text(f"plan.phase.{name}", language)
