"""The audit fails for a finding, never for silence, and says which it was."""

import json
import zipfile
from datetime import date

import pytest

from scripts import audit_dependencies as audit
from scripts.advisory_records import Records


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


# The shape of a record of the packaging authority's database, with its true range.
STREAMLIT = """
id: PYSEC-2022-248
modified: "2022-08-10T17:01:37.061546Z"
affected:
- package: {name: streamlit, ecosystem: PyPI}
  ranges:
  - {type: GIT, repo: x, events: [{introduced: "0"}, {fixed: 80d9979d}]}
  - {type: ECOSYSTEM, events: [{introduced: 0.63.0}, {fixed: 1.11.1}]}
  versions: [0.63.0, 1.11.1rc1]
"""


def record(name, *events, **more):
    package = {"name": name, "ecosystem": "PyPI"}
    affected = {"package": package, "ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}
    return json.dumps({"id": f"X-{name}", "modified": "2026-11-01", "affected": [affected]} | more)


@pytest.fixture
def records(tmp_path):
    (tmp_path / "streamlit").mkdir()
    (tmp_path / "streamlit" / "PYSEC-2022-248.yaml").write_text(STREAMLIT)
    for number, text in enumerate(
        (
            record("Every_One", {"introduced": "0"}),
            record("twice", {"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0"}),
            record("until", {"introduced": "1.0"}, {"last_affected": "1.5"}),
            record("taken-back", {"introduced": "0"}, withdrawn="2026-01-01"),
        )
    ):
        (tmp_path / f"{number}.json").write_text(text)
    return Records(tmp_path)


@pytest.mark.parametrize(
    ("name", "version", "is_hit"),
    [
        *(("streamlit", "1.11.0", True), ("streamlit", "1.11.1", False)),
        *(("streamlit", "1.11.1rc1", True), ("streamlit", "0.62", False)),
        *(("streamlit", "1.67.0", False), ("every-one", "9", True), ("taken-back", "1", False)),
        *(("twice", "1.1", True), ("twice", "1.2", False), ("twice", "2.0.1", True)),
        *(("until", "1.5", True), ("until", "1.6", False), ("unheard-of", "1", False)),
    ],
)
def test_records_on_disk_tell_which_versions_are_hit(records, name, version, is_hit):
    assert bool(records.ask(name, version)) is is_hit


def test_records_answer_where_nobody_does_and_say_how_old_they_are(records, capsys, monkeypatch):
    assert audit.main(silent, records=records) == 0
    told = capsys.readouterr().out
    assert "asked records as of 2026-11-01" in told
    assert "advisories open" in told
    monkeypatch.setattr(audit, "everything_installed", lambda: {"until": "1.2"})
    assert audit.main(silent, records=records) == 1
    assert "VULNERABLE until 1.2: X-until" in capsys.readouterr().out


def test_records_are_read_from_the_zip_file_osv_hands_out(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("X.json", record("one", {"introduced": "0"}))
    assert [r["id"] for r in Records(tmp_path / "all.zip").ask("one", "1")] == ["X-one"]
