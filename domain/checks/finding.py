"""A finding of the checks: what is odd, where, with the figures that show it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.reconcile import band_range
from domain.vocabulary import Provenance

Value = str | int | Decimal | date | tuple[int, ...] | None
"""What a message is filled with; ``None`` is a figure that is not known."""

Say = Callable[..., str]
"""Looks up a text: ``say(key, **words)``."""

KEY_LENGTH = 16
FIGURES_LENGTH = 8
PASSING = frozenset({"days"})
"""Figures of a message that grow with every day and say nothing new."""


class Severity(StrEnum):
    """How pressing a finding is, the most pressing first.

    ``ERROR``: figures that cannot all be right. ``WARNING``: somebody has to look. ``INFO``: to
    know.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return 0 for the most pressing."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Finding:
    """One finding.

    The words are not here: ``i18n/<language>/checks.yml`` holds ``check.<rule>.title``,
    ``.message`` (with the names of ``params`` in braces), ``.do`` and ``.why``.

    Attributes:
        key: Stays the same from run to run (:func:`make_key`), for comments on it.
        rule: Code of the rule.
        severity: How pressing.
        province_code: 2-character code.
        as_of: Date that was checked.
        unit_codes: Communes or districts it is about; empty = the province as a whole.
        criterion_nos: Criteria it is about, numbers of the checked set.
        params: Figures of the message.
        basis: What it rests on; one of illustrative marks must say so.
        source: Address or clause of the printed figure or rule, "" when there is none.
    """

    key: str
    rule: str
    severity: Severity
    province_code: str
    as_of: date
    unit_codes: tuple[str, ...] = ()
    criterion_nos: tuple[int, ...] = ()
    params: Mapping[str, Value] = field(default_factory=dict)
    basis: Provenance = Provenance.DERIVED
    source: str = ""

    @property
    def is_illustrative(self) -> bool:
        """Tell whether it rests on made-up marks."""
        return self.basis is Provenance.ILLUSTRATIVE

    @property
    def figures(self) -> str:
        """Return a short name of the figures shown: another one when a correction moves them."""
        shown = [f"{n}={write(v)}" for n, v in sorted(self.params.items()) if n not in PASSING]
        return hashlib.sha256("|".join(shown).encode()).hexdigest()[:FIGURES_LENGTH]

    def message(self, say: Say, language: str = "vi") -> str:
        """Return the sentence with its figures; one on made-up marks says so."""
        words = {
            name: _name(name, value, say) or write(value, language)
            for name, value in self.params.items()
        }
        words["criteria"] = write(self.criterion_nos, language)
        text = say(f"check.{self.rule}.message", **words)
        return f"{text} {say('check.illustrative')}" if self.is_illustrative else text

    def as_dict(
        self, say: Say, names: Mapping[str, str] | None = None, language: str = "vi"
    ) -> dict[str, Any]:
        """Return it as plain values, ready for JSON.

        Args:
            say: Looks up a text.
            names: Names of units by code; without it only codes are given.
            language: Of the message, for its numbers and dates.
        """
        row: dict[str, Any] = {
            "key": self.key,
            "rule": self.rule,
            "severity": self.severity.value,
            "severity_name": say(f"check.severity.{self.severity}"),
            "title": say(f"check.{self.rule}.title"),
            "message": self.message(say, language),
            "do": say(f"check.{self.rule}.do"),
            "why": say(f"check.{self.rule}.why"),
            "province_code": self.province_code,
            "as_of": self.as_of.isoformat(),
            "unit_codes": list(self.unit_codes),
            "criterion_nos": list(self.criterion_nos),
            "params": {name: _plain(value) for name, value in self.params.items()},
            "provenance": self.basis.value,
            "source": self.source,
        }
        if names is not None:
            row["unit_names"] = [names.get(code, code) for code in self.unit_codes]
        return row


def make_key(
    rule: str,
    province_code: str,
    keyed_on: date | None,
    unit_codes: Iterable[str] = (),
    criterion_nos: Iterable[int] = (),
    subject: str = "",
) -> str:
    """Return a short name of a finding that does not change from run to run.

    Figures are not part of it, so that a comment stays when a correction moves a figure.

    Args:
        rule: Code of the rule.
        province_code: 2-character code.
        keyed_on: Date the finding belongs to; ``None`` for what no period changes, such as two
            targets for one thing.
        unit_codes: Units, in any order.
        criterion_nos: Criteria, in any order.
        subject: What else tells two findings of one rule apart: a metric, a target.
    """
    parts = (
        rule,
        province_code,
        keyed_on.isoformat() if keyed_on else "",
        ",".join(sorted(unit_codes)),
        ",".join(str(no) for no in sorted(criterion_nos)),
        subject,
    )
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:KEY_LENGTH]


def _name(param: str, value: Value, say: Say) -> str:
    """Return the words for a code among the figures of a message, "" for what is no code."""
    if param in ("level", "lacking"):
        return ", ".join(say(f"level.{level}") for level in str(value).split())
    if param == "target_metric":
        return say(f"metric.{value}")
    if param != "metric":
        return ""
    if str(value).startswith("band_"):
        low, high = band_range(str(value))
        return say("check.metric.band", low=str(low), high=str(high))
    return say(f"check.metric.{value}")


def write(value: Value, language: str = "vi") -> str:
    """Write a figure as a reader of the language expects it: 2.432 · 16,00 · 31/12/2021."""
    if value is None:
        return "—"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y" if language == "vi" else "%d %b %Y")
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, int | Decimal):
        text = f"{value:,}".replace("-", "\N{MINUS SIGN}")
        return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text
    return value


def _plain(value: Value) -> Any:
    if isinstance(value, Decimal):
        return int(value) if str(value).lstrip("-").isdigit() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
