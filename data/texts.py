"""Texts for people, by key, for what is written without a page: commands, files, messages."""

import i18n


def text(key: str, language: str = "vi", **params: object) -> str:
    """Return a text with its words filled in.

    Args:
        key: Dotted key, for instance ``problem.unknown_commune.why``.
        language: ``vi`` or ``en``.
        params: Words the text asks for by name; others are ignored.

    Raises:
        KeyError: There is no such key, or the text asks for a word that was not given.
    """
    return i18n.text(language, key, **params)


def has_text(key: str, language: str = "vi") -> bool:
    """Tell whether a key exists."""
    return key in i18n.load(language)
