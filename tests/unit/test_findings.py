from domain.findings import KINDS, SHOWN_FIRST, build_finding, findings_of

ROW = {
    "no": 2,
    "plan_ids": "a-2021;b-2021",
    "kind": "tension",
    "subject_vi": "Việc",
    "printed_vi": "In",
    "recomputed_vi": "Tính",
    "formula": "1 / 181 * 100",
    "recomputed_value": 0.6,
    "printed_value": 0.5,
    "clause": "I",
    "target_ids": "a-t01;b-t02",
    "note_vi": None,
}


def test_a_row_becomes_a_finding():
    finding = build_finding(ROW)
    assert finding.plan_ids == ("a-2021", "b-2021")
    assert finding.is_across_plans
    assert finding.target_ids == ("a-t01", "b-t02")
    assert finding.note_vi == ""


def test_empty_cells_are_nothing():
    empty = ROW | {"plan_ids": "a-2021", "formula": None, "target_ids": None, "printed_value": None}
    finding = build_finding(empty)
    assert not finding.is_across_plans
    assert (finding.formula, finding.target_ids, finding.printed_value) == ("", (), None)


def test_findings_of_a_plan_come_most_pressing_first():
    rows = [
        ROW | {"no": 1, "kind": "agrees", "plan_ids": "a-2021"},
        ROW | {"no": 2},
        ROW | {"no": 3, "kind": "disagrees", "plan_ids": "a-2021"},
        ROW | {"no": 4, "kind": "disagrees", "plan_ids": "c-2021"},
        ROW | {"no": 5, "kind": "disagrees", "plan_ids": "a-2021"},
    ]
    findings = [build_finding(row) for row in rows]
    assert [f.no for f in findings_of(findings, "a-2021")] == [3, 5, 2, 1]
    assert [f.no for f in findings_of(findings, "b-2021")] == [2]
    assert findings_of(findings, "d-2021") == []


def test_what_is_shown_first_is_a_kind():
    assert set(SHOWN_FIRST) < set(KINDS)
