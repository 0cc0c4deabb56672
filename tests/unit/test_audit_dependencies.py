"""The audit fails for a finding, never for silence, and says which it was."""

from datetime import date

import pytest

from scripts import audit_dependencies as audit


def nothing(_name, _version):
    return []


def silent(_name, _version):
    raise audit.NoAnswerError("URLError")


def test_every_requirement_is_pinned_and_installed_as_pinned():
    pins = audit.read_pins()
    assert pins["streamlit"] == "1.67.0"
    assert audit.find_strangers(pins) == []
    assert audit.find_strangers({"streamlit": "0.1"}) == ["streamlit: 0.1 pinned, 1.67.0 installed"]


@pytest.mark.parametrize("line", ["pandas", "pandas>=3", "pandas==3.*", "git+https://x/y"])
def test_a_loose_requirement_fails(tmp_path, line):
    (tmp_path / "requirements.txt").write_text(f"{line}\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\n")
    with pytest.raises(ValueError, match="not pinned exactly"):
        audit.read_pins(tmp_path)


def test_silence_is_said_and_does_not_fail(capsys):
    assert audit.main(silent) == 0
    assert "advisories NOT checked" in capsys.readouterr().out


def test_a_finding_fails_until_somebody_has_explained_it(capsys, monkeypatch, tmp_path):
    def one(name, _version):
        return [{"id": "PYSEC-2099-1"}] if name == "streamlit" else []

    assert audit.main(one) == 1
    assert "VULNERABLE streamlit 1.67.0: PYSEC-2099-1" in capsys.readouterr().out
    own = tmp_path / "accepted.yml"
    own.write_text(
        "checked: null\naccepted:\n"
        "  - {id: PYSEC-2099-1, package: streamlit, date: 2026-01-01, reason: not used}\n"
    )
    monkeypatch.setattr(audit, "ACCEPTED", own)
    assert audit.main(one, today=date(2026, 2, 1)) == 0
    assert "look again" not in capsys.readouterr().out
    assert audit.main(one, today=date(2026, 11, 1)) == 0
    assert "look again at PYSEC-2099-1" in capsys.readouterr().out


def test_the_count_of_what_was_checked_is_told(capsys):
    assert audit.main(nothing) == 0
    assert "advisories open" in capsys.readouterr().out


def test_an_answer_that_says_nothing_of_vulnerabilities_is_silence(monkeypatch, tmp_path):
    (tmp_path / "streamlit" / "1.67.0").mkdir(parents=True)
    (tmp_path / "streamlit" / "1.67.0" / "json").write_text('{"info": {}}')
    monkeypatch.setenv("NTM_ADVISORY_SERVICE", tmp_path.as_uri())
    with pytest.raises(audit.NoAnswerError, match="says nothing"):
        audit.ask_service("streamlit", "1.67.0")
