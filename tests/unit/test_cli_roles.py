"""Every command with every role: who may, what is told to who may not."""

import os
import subprocess
import sys

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from data import access, cli
from data.cli_role import ROLES, UnknownRoleError, read_access
from data.paths import ROOT
from domain.access import PERMISSIONS, Access, Permission, Role


def commands_of(group, *path):
    """Yield every command there is, by the words it is called with."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands_of(command, *path, name)
        else:
            yield (*path, name), command


COMMANDS = dict(commands_of(get_command(cli.app)))
NEEDED = {
    **dict.fromkeys([("status",), ("units",), ("targets",), ("summary",)], Permission.VIEW),
    ("boundaries", "status"): Permission.VIEW,
    **dict.fromkeys([("export",), ("share", "page")], Permission.EXPORT),
    ("batches",): Permission.INSPECT,
    ("refused",): Permission.INSPECT,
    ("original",): Permission.LOAD,
    ("check",): Permission.INSPECT,
    ("plan",): Permission.TRY,
    ("import",): Permission.LOAD,
    ("undo",): Permission.LOAD,
    **{("share", name): Permission.SHARE for name in ("create", "list", "revoke")},
    **dict.fromkeys([("init",), ("backup",), ("restore",)], Permission.ADMINISTER),
    **{("boundaries", name): Permission.ADMINISTER for name in ("build", "load", "remove")},
    **{("user", name): Permission.ADMINISTER for name in ("add", "list", "remove", "link")},
}


def rule_of(command):
    return access.rule_of(command.callback.__wrapped__)


def test_every_command_asks_for_what_is_written_here():
    assert {words: rule_of(command) for words, command in COMMANDS.items()} == NEEDED


@pytest.mark.parametrize("role", Role)
def test_who_may_not_is_refused_before_anything_is_done(role):
    for words, command in COMMANDS.items():
        if NEEDED[words] in PERMISSIONS[role]:
            continue
        given = {parameter.name: None for parameter in command.params}
        with access.acting(Access(role)), pytest.raises(access.NotAllowedError):
            command.callback.__wrapped__(**given)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.LEADER, ("undo", "last")),
        (Role.LEADER, ("share", "list")),
        (Role.STAFF, ("user", "list")),
        (Role.STAFF, ("backup",)),
    ],
)
def test_a_refusal_names_the_role_and_the_remedy(role, words):
    with access.acting(Access(role)):
        result = CliRunner().invoke(cli.app, list(words), prog_name="python -m data")
    assert result.exit_code == 1
    assert "không được dùng lệnh này, nên không có gì thay đổi" in result.stderr
    assert "NTM_COMMAND_ROLE" in result.stderr


def test_commands_act_for_the_owner_unless_the_machine_says_less(monkeypatch):
    monkeypatch.delenv("NTM_COMMAND_ROLE", raising=False)
    assert read_access().role is Role.OWNER
    for role in ROLES:
        monkeypatch.setenv("NTM_COMMAND_ROLE", role.value)
        assert read_access().role is role
    for other in ("link", "nobody", "root"):
        monkeypatch.setenv("NTM_COMMAND_ROLE", other)
        with pytest.raises(UnknownRoleError):
            read_access()


def test_a_role_nobody_knows_stops_the_command():
    env = os.environ | {"NTM_COMMAND_ROLE": "root"}
    told = subprocess.run(
        [sys.executable, "-m", "data", "status"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert "leader" in told.stderr
    assert told.stdout == ""
