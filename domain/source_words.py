"""How plans are called and where figures come from, in words; the same on screen and on slides."""

from datetime import date

from domain.plans import Plan
from domain.view import View
from domain.words import Words


def plan_name(plan: Plan) -> str:
    """Return how a plan is called in a line: its number and issuer, and its years."""
    years = sorted({plan.start_year, plan.end_year})
    name = f"{plan.number}, {plan.issuer}" if plan.has_number else plan.issuer
    return f"{name} ({'–'.join(str(year) for year in years)})"


def plan_label(plan: Plan) -> str:
    """Return a plan's short name: its number (its issuer for a draft without one) and years."""
    years = sorted({plan.start_year, plan.end_year})
    name = plan.number if plan.has_number else plan.issuer
    return f"{name} ({'–'.join(str(year) for year in years)})"


def issued_text(words: Words, plan: Plan) -> str:
    """Write when a plan was issued; drafts carry only the month."""
    parts = plan.issued_on.split("-")
    if len(parts) > 2:
        return words.day(date.fromisoformat(plan.issued_on))
    return "/".join(parts[::-1])


def source_lines(words: Words, view: View) -> list[str]:
    """Return where the figures about one province come from."""
    scope, plan = view.scope, view.plan
    lines = [
        words.text("frame.source_marks", date=words.day(scope.as_of), basis=scope.basis_vi).rstrip(
            ": "
        ),
    ]
    if plan:
        number = plan.number if plan.has_number else words.text("frame.draft")
        issued = issued_text(words, plan)
        lines.append(
            words.text("frame.source_plan", number=number, issuer=plan.issuer, issued=issued)
        )
    decision = scope.criteria_set.short_decision
    lines.append(words.text("frame.source_set", decision=decision))
    return [*lines, words.text("frame.source_units")]
