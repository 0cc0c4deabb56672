"""Every function pages can reach in the data layer states who may call it."""

import importlib
import inspect

import pytest
from test_layers_of_code import DOORS

from data import access
from domain.access import PERMISSIONS, Access, Permission, Role

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


def empty_arguments(door):
    """Return as many nothings as a door has to be called with."""
    return [
        None
        for p in inspect.signature(door).parameters.values()
        if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
    ]


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
                with pytest.raises(access.NotAllowedError):
                    door(*empty_arguments(door))
                assert attribute
    assert checked > 40


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.NOBODY])
def test_a_role_is_refused_by_every_door_it_has_no_permission_for(role):
    refused = 0
    with access.acting(Access(role)):
        for name in sorted(DOORS):
            if importlib.util.find_spec(f"data.{name}") is None:
                continue
            for attribute, door in doors_of(name):
                rule = access.rule_of(door)
                if rule == access.PUBLIC or rule in PERMISSIONS[role]:
                    continue
                refused += 1
                with pytest.raises(access.NotAllowedError):
                    door(*empty_arguments(door))
                assert attribute
    # What is left to the owner alone is done by commands, which state their rules too.
    assert (refused > 0) == (role in (Role.LEADER, Role.LINK))
