"""A choice and its link: what goes into the URL comes back, and what is foreign is dropped."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import (
    COUNTRY,
    Catalog,
    PeriodOption,
    Selection,
    UnitOption,
    default_selection,
    parse_selection,
    to_params,
)
from domain.plans import Plan
from domain.vocabulary import Provenance, SnapshotStatus

OLD, NEW = "SET3_2010", "SET2_2022"


def period(day, set_id=OLD, status=SnapshotStatus.FINAL, districts=()):
    return PeriodOption(
        date.fromisoformat(day), set_id, status, Provenance.ILLUSTRATIVE, tuple(districts)
    )


def plan(plan_id, district=None):
    return Plan(plan_id, "60/KH", "Kế hoạch", "UBND", "66", district, "2021-06-08", 2021, 2021, OLD)


CATALOG = Catalog(
    provinces=(
        UnitOption("01", "Thành phố Hà Nội", COUNTRY),
        UnitOption("66", "Tỉnh Đắk Lắk", COUNTRY),
        UnitOption("67", "Tỉnh Đắk Nông", COUNTRY),
    ),
    districts={
        "66": (UnitOption("651", "Huyện Một", "66"), UnitOption("652", "Huyện Hai", "66")),
        "67": (UnitOption("664", "Huyện Ba", "67"),),
    },
    communes={
        "66": (
            UnitOption("24001", "Xã An", "651"),
            UnitOption("24002", "Xã Bình", "651"),
            UnitOption("24003", "Xã Cư", "652"),
        ),
        "67": (UnitOption("24701", "Xã Ea", "664"),),
    },
    periods={
        "66": (
            period("2015-12-31", "SET3_2005"),
            period("2020-12-31"),
            period("2021-12-09", status=SnapshotStatus.PROVISIONAL),
            period("2021-12-31"),
            period("2022-06-30", NEW, districts=["651"]),
        ),
        "67": (period("2022-01-01", NEW, districts=["664"]),),
    },
    plans={"66": (plan("mot-2021", "651"), plan("tinh-2021")), "67": (plan("ba-2022", "664"),)},
    criteria={OLD: (1, 2, 3), NEW: (1, 2), "SET3_2005": (1, 2, 3)},
    groups={OLD: (1, 2), NEW: ()},
    default_province="66",
)


def parse(**params):
    return parse_selection({name.rstrip("_"): value for name, value in params.items()}, CATALOG)


# what is shown when nothing is asked for


def test_an_empty_link_shows_the_newest_whole_province_and_its_own_plan():
    selection, dropped = parse()
    assert dropped == []
    assert selection == default_selection(CATALOG)
    assert (selection.province, selection.language) == ("66", "vi")
    assert selection.as_of == date(2021, 12, 31)  # not 2022-06-30: that is one district only
    assert selection.plan == "tinh-2021"  # not the district's, although it stands first


def test_a_province_with_a_district_only_shows_that():
    selection, _ = parse(province="67")
    assert (selection.as_of, selection.plan) == (date(2022, 1, 1), "ba-2022")


def test_a_province_without_data_has_no_date_and_no_plan():
    selection, dropped = parse(province="01")
    assert (selection.province, selection.as_of, selection.plan) == ("01", None, None)
    assert dropped == []


def test_the_whole_country_is_a_choice():
    selection, dropped = parse(province=COUNTRY)
    assert selection.is_country
    assert dropped == []
    assert not parse(province="66")[0].is_country


# what a link says


def test_everything_in_a_good_link_is_taken():
    selection, dropped = parse(
        province="66",
        district="651",
        commune="24002",
        date="2020-12-31",
        set_=OLD,
        plan="mot-2021",
        criterion="3",
        group="2",
        lang="en",
    )
    assert dropped == []
    assert selection == Selection(
        "66", "651", "24002", date(2020, 12, 31), OLD, "mot-2021", 3, 2, "en"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("province", "99"),
        ("province", ""),
        ("province", "66 "),
        ("district", "664"),  # of another province
        ("commune", "24701"),
        ("date", "2021-12-30"),
        ("date", "31/12/2021"),
        ("date", "yesterday"),
        ("set", NEW + "x"),
        ("plan", "ba-2022"),
        ("criterion", "4"),
        ("criterion", "03"),  # digits, but not a number of the set as written
        ("criterion", "1 OR 1=1"),
        ("group", "0"),
        ("group", "２"),
        ("lang", "fr"),
    ],
)
def test_a_bad_value_is_dropped_by_name_and_nothing_else_changes(name, value):
    selection, dropped = parse_selection({"province": "66", name: value}, CATALOG)
    assert dropped == [name]
    assert selection == default_selection(CATALOG)


def test_a_good_value_beside_a_bad_one_stays():
    selection, dropped = parse(province="66", district="651", criterion="9", date="nope")
    assert dropped == ["date", "criterion"]
    assert selection.district == "651"


def test_a_commune_outside_the_chosen_district_is_dropped():
    selection, dropped = parse(province="66", district="652", commune="24001")
    assert dropped == ["commune"]
    assert (selection.district, selection.commune) == ("652", None)
    assert parse(province="66", commune="24001")[1] == []


def test_names_that_are_not_ours_are_ignored():
    selection, dropped = parse(embed="true", utm_source="mail", province="67")
    assert dropped == []
    assert selection.province == "67"


# sets and dates


def test_a_set_alone_leads_to_its_newest_date():
    selection, dropped = parse(set_="SET3_2005")
    assert dropped == []
    assert (selection.set_id, selection.as_of) == ("SET3_2005", date(2015, 12, 31))


def test_a_date_of_another_set_wins_and_the_set_is_dropped():
    selection, dropped = parse(date="2021-12-31", set_="SET3_2005")
    assert dropped == ["set"]
    assert (selection.set_id, selection.as_of) == (None, date(2021, 12, 31))


def test_criteria_are_those_of_the_set_of_the_date():
    assert parse(date="2021-12-31", criterion="3")[0].criterion == 3
    selection, dropped = parse(date="2022-06-30", criterion="3")
    assert dropped == ["criterion"]
    assert selection.criterion is None
    assert parse(province="01", criterion="1")[1] == ["criterion"]


# comparing dates


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2021-12-31", "2020-12-31"),  # a provisional report in between is no yardstick
        ("2021-12-09", "2020-12-31"),
        ("2020-12-31", None),  # only an older set stands before it
        ("2022-06-30", None),  # nothing of that district before
        ("2019-01-01", None),  # no period of that day
    ],
)
def test_a_date_is_compared_with_the_final_one_before_of_its_set_and_scope(day, before):
    found = CATALOG.period_before("66", date.fromisoformat(day))
    assert (found and found.key) == before


def test_real_marks_are_not_compared_with_made_up_ones():
    (first, second), third = [period("2020-12-31"), period("2021-06-30")], period("2021-12-31")
    real = replace(third, provenance=Provenance.IMPORTED)
    for last, before in ((third, second), (real, None)):
        catalog = replace(CATALOG, periods={"66": (first, second, last)})
        assert catalog.period_before("66", last.as_of) == before


def test_the_default_period_of_a_set():
    assert CATALOG.default_period("66", NEW).key == "2022-06-30"
    assert CATALOG.default_period("66", "NONE") is None
    assert CATALOG.default_period("01") is None


def test_communes_of_a_district_or_of_all():
    assert [c.code for c in CATALOG.communes_of("66", "651")] == ["24001", "24002"]
    assert len(CATALOG.communes_of("66", None)) == 3
    assert CATALOG.communes_of("01", None) == ()


# there and back


@st.composite
def selections(draw):
    """Any choice the filters can make."""
    province = draw(st.sampled_from([COUNTRY, *(p.code for p in CATALOG.provinces)]))
    base = default_selection(CATALOG, province)
    district = draw(st.sampled_from([None, *(d.code for d in CATALOG.districts.get(province, ()))]))
    communes = CATALOG.communes_of(province, district)
    periods = CATALOG.periods.get(province, ())
    at = draw(st.sampled_from(periods)) if periods else None
    plans = [p.plan_id for p in CATALOG.plans.get(province, ())]
    numbers = CATALOG.criteria.get(at.set_id, ()) if at else ()
    groups = CATALOG.groups.get(at.set_id, ()) if at else ()
    return replace(
        base,
        district=district,
        commune=draw(st.sampled_from([None, *(c.code for c in communes)])),
        as_of=at.as_of if at else None,
        set_id=draw(st.sampled_from([None, at.set_id])) if at else None,
        plan=draw(st.sampled_from(plans)) if plans else None,
        criterion=draw(st.sampled_from([None, *numbers])),
        group=draw(st.sampled_from([None, *groups])),
        language=draw(st.sampled_from(["vi", "en"])),
    )


@given(selections())
def test_a_choice_survives_its_link(selection):
    params = to_params(selection)
    assert parse_selection(params, CATALOG) == (selection, [])
    assert all(isinstance(value, str) and value for value in params.values())


NAMES = ["province", "district", "commune", "date", "set", "plan", "criterion", "group", "lang"]
KNOWN = ["66", "67", "01", "vn", "651", "664", "24001", "2021-12-31", OLD, NEW, "1", "en", "vi"]


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=20) | st.sampled_from(KNOWN)))
def test_any_link_at_all_leads_to_something_that_exists(params):
    selection, dropped = parse_selection(params, CATALOG)
    assert set(dropped) <= set(params)
    assert len(dropped) == len(set(dropped))
    # Its own link is good: nothing foreign got in.
    assert parse_selection(to_params(selection), CATALOG) == (selection, [])


def test_the_link_spells_out_what_decides_the_view():
    assert to_params(default_selection(CATALOG)) == {
        "province": "66",
        "date": "2021-12-31",
        "plan": "tinh-2021",
    }
    assert to_params(Selection("01", language="en")) == {"province": "01", "lang": "en"}
