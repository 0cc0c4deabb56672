"""Text that goes into a spreadsheet: what a program would run as a formula is told to be text."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters by which a spreadsheet takes a text for a formula (OWASP: CSV injection)."""


def neutralise(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
