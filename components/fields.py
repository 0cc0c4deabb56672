"""Fields that stay as the reader left them while another part of the page is looked at.

Streamlit forgets a field that a run does not draw. A field whose key begins with its part of the
product ("scenarios__budget") is given ``start_of`` as its value and hands what it returns to
``hold``. While it is drawn its key alone is its identity, so a changed start changes nothing.
"""

from typing import TypeVar

from components import state

Value = TypeVar("Value")


def start_of(key: str, default: Value) -> Value:
    """Return what a field begins with: what it stood at when last drawn, else the default."""
    return state.recall(_name(key), default)


def hold(key: str, value: Value) -> Value:
    """Remember what a field stands at, for when it is drawn anew; return it."""
    return state.keep(_name(key), value)


def _name(key: str) -> str:
    return f"{key.partition('__')[0]}.field.{key}"
