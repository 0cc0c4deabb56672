"""Every function pages can reach in the data layer states who may call it."""

import importlib
import inspect

import pytest
from test_layers_of_code import DOORS

from data import access
from domain.access import Permission

RULES = {permission.value for permission in Permission} | {access.PUBLIC}


def doors_of(name):
    """Yield the functions a door offers: its own ones and those it names in ``__all__``."""
    module = importlib.import_module(f"data.{name}")
    listed = set(getattr(module, "__all__", ()))
    for attribute, value in vars(module).items():
        if attribute.startswith("_") or not inspect.isfunction(value):
            continue
        if value.__module__ == module.__name__ or attribute in listed:
            yield attribute, value


@pytest.mark.parametrize("name", sorted(DOORS))
def test_every_door_states_its_rule(name):
    found = dict(doors_of(name)) if importlib.util.find_spec(f"data.{name}") else {}
    assert {n for n, door in found.items() if access.rule_of(door) not in RULES} == set()


def test_nobody_gets_an_answer_that_is_not_public():
    checked = 0
    with access.acting(None):
        for name in sorted(DOORS):
            if importlib.util.find_spec(f"data.{name}") is None:
                continue
            for attribute, door in doors_of(name):
                if access.rule_of(door) == access.PUBLIC:
                    continue
                checked += 1
                arguments = [None] * len(
                    [
                        p
                        for p in inspect.signature(door).parameters.values()
                        if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
                    ]
                )
                with pytest.raises(access.NotAllowedError):
                    door(*arguments)
                assert attribute
    assert checked > 40
