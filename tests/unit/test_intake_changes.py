"""Changes between two states of marks, counted by hand."""

import pandas as pd
import pytest

from domain.changes import compare_marks, overlay_marks
from domain.vocabulary import Status

WORDS = {"✓": "met", "~": "nearly_met", "x": "not_met", "-": "not_assessed"}


def frame(**rows):
    """Return marks from ``a="✓✓x"``: one sign a criterion."""
    values = [[WORDS[sign] for sign in signs] for signs in rows.values()]
    index = pd.Index(list(rows), name="commune_code")
    return pd.DataFrame(values, index=index, columns=range(1, len(values[0]) + 1), dtype=object)


def test_gains_losses_and_what_is_no_longer_known():
    before = frame(a="✓✓x", b="✓✓✓", c="x~x", d="✓xx")
    after = frame(a="✓x✓", b="~✓-", c="x✓x", d="✓xx")
    changes = compare_marks(before, after)
    assert [(c.commune_code, c.criterion_no) for c in changes.gained] == [("a", 3), ("c", 2)]
    assert [(c.commune_code, c.criterion_no) for c in changes.lost] == [("a", 2), ("b", 1)]
    assert [(c.commune_code, c.criterion_no) for c in changes.withdrawn] == [("b", 3)]
    assert changes.losing_codes == ("a", "b")
    assert changes.net == 2 - 2 - 1
    assert changes.compared == 4
    assert not changes.is_empty


def test_only_communes_assessed_in_both_are_compared():
    before = frame(a="✓✓✓", b="---", c="✓✓✓")
    after = frame(a="✓✓✓", b="✓✓✓", d="✓xx")
    changes = compare_marks(before, after)
    assert (changes.compared, changes.marks) == (1, ())
    assert (changes.new_codes, changes.gone_codes) == (("b", "d"), ("c",))
    assert changes.net == 0


def test_a_change_below_met_is_told_but_neither_gain_nor_loss():
    changes = compare_marks(frame(a="x-"), frame(a="~x"))
    assert [(c.before, c.after) for c in changes.marks] == [
        (Status.NOT_MET, Status.NEARLY_MET),
        (Status.NOT_ASSESSED, Status.NOT_MET),
    ]
    assert (changes.gained, changes.lost, changes.net) == ((), (), 0)


def test_equal_states_have_no_changes():
    assert compare_marks(frame(a="✓x"), frame(a="✓x")).is_empty


def test_two_sets_are_never_compared():
    with pytest.raises(ValueError, match="criteria sets"):
        compare_marks(frame(a="✓✓✓"), frame(a="✓✓"))


def test_marks_laid_over_others_replace_them_one_by_one():
    def rows(*values):
        return pd.DataFrame(values, columns=["commune_code", "criterion_no", "status"])

    below = rows(("a", 1, "met"), ("a", 2, "met"), ("b", 1, "met"))
    above = rows(("a", 2, "not_met"), ("c", 1, "met"))
    laid = overlay_marks(below, above)
    assert {(c, n): s for c, n, s in laid.itertuples(index=False)} == {
        ("a", 1): "met",
        ("a", 2): "not_met",
        ("b", 1): "met",
        ("c", 1): "met",
    }
