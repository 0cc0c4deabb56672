"""Work that is not saved yet: written over, bounded, forgotten in time and with its session."""

from datetime import UTC, datetime, timedelta

from data.store import drafts

NOW = datetime(2021, 12, 31, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_what_was_kept_last_is_found_by_its_session_alone(writing):
    assert drafts.write_draft(writing, "a", "scenario.66", "một", NOW)
    assert drafts.write_draft(writing, "a", "scenario.66", "hai", NOW + HOUR)
    found = drafts.read_draft(writing, "a", "scenario.66", NOW + HOUR)
    assert found == drafts.Draft("hai", NOW + HOUR)
    assert drafts.read_draft(writing, "b", "scenario.66", NOW) is None
    assert drafts.read_draft(writing, "a", "scenario.67", NOW) is None


def test_nothing_and_too_much_are_not_kept(writing):
    for content in ("", "x" * (drafts.LONGEST + 1)):
        assert drafts.write_draft(writing, "a", "deck", "một", NOW)
        assert not drafts.write_draft(writing, "a", "deck", content, NOW)
        assert drafts.read_draft(writing, "a", "deck", NOW) is None


def test_a_session_keeps_the_pieces_it_touched_last(writing):
    for number in range(drafts.MOST + 2):
        drafts.write_draft(writing, "a", f"scenario.{number}", "x", NOW + number * HOUR)
    late = NOW + 100 * HOUR
    found = [
        drafts.read_draft(writing, "a", f"scenario.{number}", late) is not None
        for number in range(drafts.MOST + 2)
    ]
    assert found == [False, False, *[True] * drafts.MOST]


def test_old_work_is_forgotten_and_so_is_that_of_a_session_signed_out(writing):
    drafts.write_draft(writing, "a", "deck", "x", NOW)
    later = NOW + drafts.LASTS
    assert drafts.read_draft(writing, "a", "deck", later) is None
    drafts.write_draft(writing, "b", "deck", "x", later)
    assert drafts.read_draft(writing, "a", "deck", NOW) is None  # the row itself is gone
    drafts.forget_drafts(writing, "b")
    assert drafts.read_draft(writing, "b", "deck", later) is None
