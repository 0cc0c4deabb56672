"""One commune: marks over time, what is missing since when, rank, named targets, names."""

import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from small_plan import make_plan, make_target
from tiny_marks import CRITERIA_SET, situation_of

from domain.board import TargetStanding
from domain.named_targets import named_targets
from domain.neighbours import (
    Rank,
    list_neighbours,
    matches,
    nearest_first,
    rank_in,
    rank_of,
    step,
)
from domain.profile import (
    list_missing,
    moves_between,
    read_dated,
    recognised_since,
    registered_criteria,
    split_by_set,
)
from domain.progress import Judgement, Progress
from domain.recognition import Recognition
from domain.targets import Measurement
from domain.vietnamese import alphabetical, fold
from domain.vocabulary import Level, Provenance, Status, Title

OTHER_SET = replace(CRITERIA_SET, set_id="SET3_2022")


def dated(signs, on, *, criteria_set=CRITERIA_SET, level=None):
    situation = situation_of(
        levels={"a": level} if level else {}, criteria_set=criteria_set, a=signs
    )
    return read_dated(replace(situation, as_of=date.fromisoformat(on)), "a")


# ---- marks at a date


def test_a_commune_at_a_date():
    now = dated("✓~x", "2021-12-31", level="ntm")
    assert (now.met, now.missing, now.title) == (1, (2, 3), Title.NTM)
    assert (now.level, now.is_illustrative) == (Level.NTM, True)
    assert now.marks == {1: Status.MET, 2: Status.NEARLY_MET, 3: Status.NOT_MET}


def test_not_assessed_is_neither_met_nor_missing():
    blank, part = dated("---", "2021-12-31"), dated("✓✓-", "2021-12-31")
    assert (blank.met, blank.missing, blank.is_assessed) == (None, (), False)
    assert (part.met, part.missing, part.title) == (2, (), Title.NONE)


def test_a_period_that_does_not_speak_of_the_commune_gives_nothing():
    assert read_dated(situation_of(b="✓✓✓"), "a") is None


def test_sets_are_kept_apart_newest_first():
    items = [
        dated("✓✓✓", "2022-11-30", criteria_set=OTHER_SET),
        dated("✓✓x", "2021-06-30"),
        dated("✓xx", "2020-12-31"),
    ]
    assert [(s.set_id, [d.as_of.year for d in own]) for s, own in split_by_set(items)] == [
        ("SET3_2022", [2022]),
        ("SET3_2016", [2020, 2021]),
    ]
    assert split_by_set([]) == []


# ---- changes


def test_what_a_commune_gained_and_lost():
    moves = moves_between(dated("x✓-", "2020-12-31"), dated("✓~✓", "2021-12-31"))
    assert (moves.gained, moves.lost, moves.net) == ((1,), (2,), 0)
    assert moves.since == date(2020, 12, 31)


def test_two_sets_are_never_compared():
    with pytest.raises(ValueError, match="different criteria sets"):
        moves_between(
            dated("✓✓✓", "2021-12-31"), dated("✓✓✓", "2022-11-30", criteria_set=OTHER_SET)
        )


ROWS = [
    {
        "plan_id": "p",
        "commune_code": "a",
        "criterion_no": 3,
        "due": date(2022, 12, 31),
        "clause": "I",
    },
    {"plan_id": "p", "commune_code": "b", "criterion_no": 1, "due": None, "clause": "I"},
    {"plan_id": "p", "commune_code": "a", "criterion_no": None, "due": None, "clause": None},
    {"plan_id": "q", "commune_code": "a", "criterion_no": 2, "due": None, "clause": "II"},
]


def test_criteria_a_plan_names_for_a_commune():
    found = registered_criteria(ROWS, "a", ["p"])
    assert [(r.criterion_no, r.due, r.clause) for r in found] == [(3, date(2022, 12, 31), "I")]
    assert registered_criteria(ROWS, "a", []) == []


def test_missing_since_when_and_named_by_whom():
    items = [
        dated("xxx", "2018-12-31"),
        dated("x✓x", "2019-12-31"),
        dated("xx~", "2020-12-31"),
        dated("✓~x", "2021-12-31"),
        dated("✓✓✓", "2022-12-31"),
    ]
    missing = list_missing(items[3], items, registered_criteria(ROWS, "a", ["p"]))
    assert [(m.criterion_no, m.mark, m.since.year, bool(m.registered)) for m in missing] == [
        (2, Status.NEARLY_MET, 2020, False),  # met in 2019: not missing since 2018
        (3, Status.NOT_MET, 2018, True),
    ]


def test_another_set_does_not_prolong_what_is_missing():
    older = dated("xxx", "2015-12-31", criteria_set=OTHER_SET)
    gap = dated("-xx", "2019-12-31")
    now = dated("xxx", "2020-12-31")
    found = list_missing(now, [older, gap, now], [])
    # Not assessed in 2019: nobody can say that criterion 1 was missing then.
    assert [(m.criterion_no, m.since.year) for m in found] == [(1, 2020), (2, 2019), (3, 2019)]


def test_made_up_dates_do_not_prolong_what_is_missing_in_real_ones():
    made_up = replace(dated("xx✓", "2019-12-31"), provenance=Provenance.ILLUSTRATIVE)
    now = replace(dated("xxx", "2020-12-31"), provenance=Provenance.IMPORTED)
    assert [m.since.year for m in list_missing(now, [made_up, now], [])] == [2020, 2020, 2020]
    assert [m.since.year for m in list_missing(made_up, [made_up, now], [])] == [2019, 2019]


# ---- among others


DISTRICTS = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}
PROVINCE = situation_of(
    levels={"a": "ntm", "d": "advanced"},
    districts=DISTRICTS,
    a="✓✓✓",
    b="✓✓x",
    c="✓✓~",
    d="✓✓✓",
    e="---",
)


def test_rank_shares_places():
    assert rank_of(PROVINCE.marks, "a") == Rank(1, 4, 1)
    assert rank_of(PROVINCE.marks, "b") == Rank(3, 4, 1)
    assert rank_of(PROVINCE.marks, "e") is None
    assert rank_of(PROVINCE.marks, "nowhere") is None


def test_rank_in_the_district_and_only_where_known_in_the_province():
    assert rank_in(PROVINCE, "1", "b") == {"district": Rank(2, 3, 1), "province": Rank(3, 4, 1)}
    partial = replace(PROVINCE, district_codes=("1",))
    assert rank_in(partial, "1", "b") == {"district": Rank(2, 3, 1)}


def test_neighbours_are_of_the_same_district_most_met_first():
    assert [(n.commune_code, n.met) for n in list_neighbours(PROVINCE, "2")] == [
        ("d", 3),
        ("e", None),
    ]
    assert [n.commune_code for n in list_neighbours(PROVINCE, "1")] == ["a", "b", "c"]


def test_to_pick_from_the_nearest_to_the_line_come_first():
    assert [n.commune_code for n in nearest_first(PROVINCE)] == ["b", "c", "a", "d", "e"]


def test_steps_end_at_the_ends():
    assert step(["a", "b", "c"], "a") == (None, "b")
    assert step(["a", "b", "c"], "b") == ("a", "c")
    assert step(["a", "b", "c"], "c") == ("b", None)
    assert step(["a"], "z") == (None, None)


# ---- recognitions


def recognition(level, on, *, exact=False, provenance="published", revoked=None):
    return Recognition(
        unit_code="a",
        unit_level="commune",
        level=Level(level),
        effective_on=date.fromisoformat(on),
        is_exact_date=exact,
        provenance=Provenance(provenance),
        revoked_on=date.fromisoformat(revoked) if revoked else None,
    )


def test_the_recognition_that_gives_the_level():
    made_up = recognition("ntm", "2015-12-31", provenance="illustrative")
    known_by = recognition("ntm", "2020-12-31")
    decision = recognition("ntm", "2018-05-01", exact=True)
    advanced = recognition("advanced", "2021-06-01")
    every = [made_up, known_by, decision, advanced]
    assert recognised_since(every, date(2021, 12, 31)) is advanced
    assert recognised_since(every, date(2020, 12, 31)) is decision
    assert recognised_since([made_up, known_by], date(2020, 12, 31)) is known_by
    assert recognised_since(every, date(2016, 1, 1)) is made_up
    assert recognised_since(every, date(2015, 1, 1)) is None


def test_a_revoked_recognition_gives_nothing():
    withdrawn = recognition("ntm", "2018-05-01", revoked="2020-01-01")
    assert recognised_since([withdrawn], date(2019, 12, 31)) is withdrawn
    assert recognised_since([withdrawn], date(2020, 1, 1)) is None


# ---- targets that name a commune


PLAN = make_plan(set_id=CRITERIA_SET.set_id)
NOW = dated("✓x✓", "2021-12-31")


def named(target, *, codes=(), value="0", reason="", now=NOW, on="2021-06-30", plan=PLAN):
    measured = Measurement(None if reason else Decimal(value), reason=reason, codes=codes)
    standing = TargetStanding(
        target, measured, Judgement(Progress.NO_DATA, measured.value, target.value)
    )
    found = named_targets(
        [(plan, [standing])], {target.target_id: ("a", "b")}, "a", now, date.fromisoformat(on)
    )
    return found[0]


def test_a_target_names_a_commune_only_when_its_list_does():
    other = make_target(target_id="other")
    standing = TargetStanding(
        other, Measurement(None), Judgement(Progress.NO_DATA, None, other.value)
    )
    board = [(PLAN, [standing])]
    assert named_targets(board, {"other": ("b",)}, "a", NOW, NOW.as_of) == []
    assert named_targets(board, {}, "a", NOW, NOW.as_of) == []


def test_done_open_and_missed():
    target = make_target(due=date(2021, 12, 31))
    assert named(target, codes=("a",)).verdict is Progress.ACHIEVED
    assert named(target, codes=("b",)).verdict is None  # still time
    assert named(target, codes=("b",), on="2021-12-31").verdict is Progress.MISSED


def test_no_verdict_without_due_date_or_figure():
    assert named(make_target(due=None), codes=("a",)).verdict is None
    assert named(make_target(), reason="not_collected").verdict is None


def test_registered_criteria_are_judged_one_by_one():
    both = make_target("commune_new_criteria", "2", criterion_list=(1, 3))
    lacking = make_target("commune_new_criteria", "2", criterion_list=(1, 2))
    assert named(both, reason="no_baseline").verdict is Progress.ACHIEVED
    assert named(both).criteria == ((1, Status.MET), (3, Status.MET))
    assert named(lacking).verdict is None
    assert named(lacking, on="2022-01-01").verdict is Progress.MISSED


def test_numbers_of_another_set_are_not_read():
    target = make_target("commune_new_criteria", "2", criterion_list=(1, 3))
    found = named(target, plan=replace(PLAN, set_id="OTHER"), reason="other_set")
    assert (found.criteria, found.verdict) == ((), None)


# ---- Vietnamese names


def test_search_without_marks():
    assert fold("  Đắk  Nuê ") == "dak nue"
    assert matches("24703 Xã Nâm Nung, Huyện Krông Nô", "nung KRONG")
    assert matches("Xã Ea M'DRóh", "m'droh")
    assert matches("Xã Đắk Sôr", "ĐẮK sôr")
    assert matches("Xã Đắk Sôr", "")
    assert not matches("Xã Đắk Sôr", "dak nue")


@pytest.mark.parametrize("function", [fold, alphabetical])
def test_composed_and_decomposed_letters_are_one(function):
    assert function(unicodedata.normalize("NFD", "Đắk Mế Ơi")) == function("Đắk Mế Ơi")


def test_the_order_of_the_alphabet():
    names = ["Ê", "e", "Ơ", "o", "ô", "đa", "da", "Ăn", "an", "ân", "ư", "u", "y"]
    assert sorted(names, key=alphabetical) == [
        "an",
        "Ăn",
        "ân",
        "da",
        "đa",
        "e",
        "Ê",
        "o",
        "ô",
        "Ơ",
        "u",
        "ư",
        "y",
    ]


def test_tones_only_break_ties():
    assert sorted(["má", "ma", "mãi", "mả"], key=alphabetical)[0] == "ma"
    assert sorted(["má", "mãi", "ma"], key=alphabetical)[-1] == "mãi"
