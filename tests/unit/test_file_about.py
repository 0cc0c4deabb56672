"""Every table a page hands out says date, criteria set and source in each row."""

from dataclasses import replace

from small_plan import make_situation

from components.file_about import about, about_headings
from domain.vocabulary import Provenance


def test_a_row_says_date_set_and_source_and_that_marks_are_made_up():
    scope = make_situation("++-", "+--", "---", "---")
    assert about_headings() == ["Kỳ số liệu", "Bộ tiêu chí", "Nguồn"]
    day, decision, source = about(replace(scope, provenance=Provenance.ILLUSTRATIVE))
    assert (day, decision) == (scope.as_of.isoformat(), scope.criteria_set.decision)
    assert "số liệu minh họa" in source
    assert about(replace(scope, provenance=Provenance.IMPORTED))[2] == scope.basis_vi
