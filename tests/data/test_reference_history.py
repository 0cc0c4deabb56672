"""Published results: what adds up in them, and where they lie."""

from collections import Counter

import pytest

from data import paths


def test_history_keeps_what_was_verified_or_derived(frames):
    assert Counter(frames["history"]["verification"]) == {"verified": 368, "derived": 23}
    text = (paths.REFERENCE / "history.csv.source.yml").read_text(encoding="utf-8")
    assert "5458" in text, "the row that was left out is recorded"


def test_dak_lak_2015_adds_up(frames):
    rows = frames["history"].query("province_code == '66' and date_text == '2015-H2'")
    by_metric = rows.set_index("metric")["value_num"]
    criteria = rows[rows["metric"] == "criterion_met"]
    bands = rows[rows["metric"].str.startswith("band_")]
    assert len(criteria) == 19
    assert criteria["value_num"].sum() == by_metric["criteria_total"] == 1586
    assert bands["value_num"].sum() == 152
    assert set(criteria["set_id"]) == {"QD491_2009"}


def test_dak_lak_2021_has_a_provisional_and_a_final_report(frames):
    rows = frames["history"].query("province_code == '66' and scope == 'province'")
    figures = {
        (str(row.as_of), row.qualifier, row.metric): row.value_num
        for row in rows.itertuples()
        if row.as_of.year == 2021 and row.qualifier in ("provisional", "final")
    }
    assert figures == {
        ("2021-12-09", "provisional", "communes_ntm"): 69,
        ("2021-12-09", "provisional", "criteria_total"): 2382,
        ("2021-12-09", "provisional", "avg_criteria"): 15.67,
        ("2021-12-31", "final", "communes_ntm"): 71,
        ("2021-12-31", "final", "criteria_total"): 2432,
        ("2021-12-31", "final", "avg_criteria"): 16,
    }


@pytest.mark.parametrize("date_text", ["2016-12", "2017-11", "2019-05", "2019-09", "2021-06"])
def test_kon_tum_bands_sum_to_the_communes(frames, date_text):
    rows = frames["history"].query("province == 'Kon Tum' and date_text == @date_text")
    bands = rows[rows["metric"].str.startswith("band_")]
    # In 11/2017 the page gives the communes at every criterion only as recognised ones.
    top = 0 if "band_19" in set(bands["metric"]) else rows.set_index("metric").loc["communes_ntm"]
    total = bands["value_num"].sum() + (top if isinstance(top, int) else top["value_num"])
    assert total == bands["denominator"].iloc[0]


def test_named_units_of_history_have_codes_but_for_the_listed_ones(frames):
    rows = frames["history"].query("scope in ('commune', 'district')")
    open_names = rows[rows["district_code"].isna() & rows["commune_code"].isna()]["unit_name"]
    assert set(open_names) == {"Xuân Mai", "Châu Sơn (mới)"}
    communes = rows[rows["scope"] == "commune"]
    assert set(communes[communes["commune_code"].isna()]["unit_name"]) == set(open_names)


def test_codes_of_history_lie_in_the_province_of_the_row(frames):
    units = frames["units"].set_index("code")
    rows = frames["history"].dropna(subset="commune_code")
    found = units.loc[rows["commune_code"]]
    assert list(found["province_code"]) == list(rows["province_code"])
    assert list(found["district_code"]) == list(rows["district_code"])
    assert set(found["kind"]) == {"xã"}


def test_figures_of_history_are_numbers_ranges_or_words(frames):
    rows = frames["history"]
    words = rows["metric"].isin(["commune_recognised", "commune_advanced_recognised"])
    assert rows[words][["value_num", "value_min", "comparator"]].isna().all(axis=None)
    ranges = rows["comparator"] == "range"
    assert (rows[ranges]["value_min"] < rows[ranges]["value_max"]).all()
    assert rows[~words & ~ranges]["value_num"].notna().all()


def test_published_shares_fit_their_counts(frames):
    """Every n/N of history gives the percentage printed for the same page and date."""
    rows = frames["history"]
    counts = rows.query("metric == 'communes_ntm' and comparator == '='").dropna(
        subset="denominator"
    )
    shares = rows.query("metric == 'communes_ntm_pct'").set_index(["source_url", "date_text"])
    compared = 0
    for row in counts.itertuples():
        if (row.source_url, row.date_text) in shares.index:
            printed = shares.loc[(row.source_url, row.date_text)]["value_num"]
            share = 100 * row.value_num / row.denominator
            assert share == pytest.approx(float(printed), abs=0.11), row.history_id
            compared += 1
    assert compared >= 8
