"""What is remembered beside the marks: layouts of senders, notes on findings, original files."""

from dataclasses import replace

import pytest
from tiny_intake import make_layout
from tiny_store import END_2020, END_2021

from data.intake.layouts import (
    apply_remembered,
    layout_from_dict,
    layout_to_dict,
    remember_layout,
)
from data.store.audit import read_audit
from data.store.finding_notes import NoteAction, add_finding_note, read_finding_notes
from data.store.originals import keep_original, read_original
from domain.vocabulary import Status

GUESSED = make_layout()
CORRECTED = replace(
    GUESSED,
    header_rows=(4, 6),
    criteria={3: 1, 4: 2, 5: 3},
    words={"x": Status.NOT_MET},
    blank=Status.NOT_ASSESSED,
)


def remember(connection, sender="Huyện Một", guessed=GUESSED, corrected=CORRECTED):
    return remember_layout(connection, "66", sender, guessed, corrected, "an")


def test_a_layout_survives_json():
    assert layout_from_dict(layout_to_dict(GUESSED)) == GUESSED
    without_date = replace(GUESSED, as_of=None)
    assert layout_from_dict(layout_to_dict(without_date)) == without_date


def test_a_correction_is_applied_to_the_next_file_of_the_form(writing):
    assert remember(writing)
    # The next quarter's file has a title line more and more communes, on a sheet of another name.
    nxt = replace(GUESSED, sheet="Quý I", header_rows=(5, 6), last_row=30, as_of=END_2020)
    applied = apply_remembered(writing, "66", "Huyện Một", [nxt])
    (layout,) = applied.values()
    assert list(applied) == ["Quý I"]
    assert (layout.header_rows, layout.last_row, layout.as_of) == ((5, 7), 30, END_2020)
    assert dict(layout.criteria) == {3: 1, 4: 2, 5: 3}
    assert (layout.words["x"], layout.blank) == (Status.NOT_MET, Status.NOT_ASSESSED)
    assert read_audit(writing, 1)[0].action == "layout"


def test_nothing_is_applied_to_another_form_or_province(writing):
    remember(writing)
    assert apply_remembered(writing, "67", "Huyện Một", [GUESSED]) == {}
    other = replace(GUESSED, fingerprint="0" * 16)
    assert apply_remembered(writing, "66", "Huyện Một", [other]) == {}
    assert apply_remembered(writing, "66", "", [replace(GUESSED, fingerprint="")]) == {}


def test_a_sender_s_own_correction_goes_before_another_s(writing):
    remember(writing, "Huyện Một")
    other = replace(CORRECTED, blank=Status.NOT_MET)
    remember(writing, "Huyện Hai", corrected=other)
    own = apply_remembered(writing, "66", "Huyện Một", [GUESSED])
    stranger = apply_remembered(writing, "66", "Huyện Ba", [GUESSED])
    assert own["Biểu 1"].blank is Status.NOT_ASSESSED
    assert stranger["Biểu 1"].blank is Status.NOT_MET  # the newest of the form


def test_a_layout_accepted_as_guessed_is_not_remembered(writing):
    assert not remember(writing, corrected=replace(GUESSED, last_row=12))
    assert not remember(writing, guessed=replace(GUESSED, fingerprint=""))
    assert apply_remembered(writing, "66", "Huyện Một", [GUESSED]) == {}


def test_notes_on_findings_are_added_and_logged(writing):
    for action, words in ((NoteAction.EXPLAINED, "đã sáp nhập"), (NoteAction.REOPENED, "xem lại")):
        add_finding_note(writing, "k1", "66", END_2021, action, words, "an")
    add_finding_note(writing, "k2", "66", END_2020, NoteAction.COMMENT, "hỏi huyện", "bình")
    notes = read_finding_notes(writing, "66")
    assert [(n.action, n.text) for n in notes["k1"]] == [
        (NoteAction.EXPLAINED, "đã sáp nhập"),
        (NoteAction.REOPENED, "xem lại"),
    ]
    add_finding_note(writing, "k3", "66", END_2021, NoteAction.EXPLAINED, "in nhầm", "an", "71-69")
    assert read_finding_notes(writing, "66")["k3"][0].figures == "71-69"
    assert list(read_finding_notes(writing, "66", END_2020)) == ["k2"]
    assert read_finding_notes(writing, "67") == {}
    line = read_audit(writing, 1)[0]
    assert (line.action, line.actor) == ("finding_explained", "an")
    assert line.detail["finding_key"] == "k3"


def test_an_unknown_action_is_refused(writing):
    with pytest.raises(ValueError, match="shouted"):
        NoteAction("shouted")


def test_a_file_is_kept_once_byte_for_byte(writing):
    content = bytes(range(256)) * 40
    first = keep_original(writing, content, "một.xlsx", "xlsx")
    assert keep_original(writing, content, "hai.xlsx", "xlsx") == first
    kept = read_original(writing, first)
    assert (kept.content, kept.file_name, kept.size) == (content, "một.xlsx", 256 * 40)
    assert kept.stored_at.tzinfo is not None
    assert read_original(writing, "0" * 64) is None
