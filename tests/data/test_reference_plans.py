"""What the five plans set, against the numbers known from the documents."""

from collections import Counter
from decimal import Decimal

from data.schemas import REFERENCE_TABLES, split_list

TARGET_FIELDS = [
    *("target_id", "plan_id", "scope_level", "scope_name", "metric", "criterion_no"),
    *("criterion_list", "comparator", "value", "value_max", "unit", "denominator"),
    *("stated_percent", "increment", "due", "is_cumulative", "band_min", "band_max"),
    *("named_communes", "set_by", "clause", "note_vi"),
]


def test_targets_keep_the_field_names_of_the_source():
    assert list(REFERENCE_TABLES["targets"].column_names[: len(TARGET_FIELDS)]) == TARGET_FIELDS


def test_targets_per_plan(frames):
    assert Counter(frames["targets"]["plan_id"]) == {
        "daklak-2021": 13,
        "krongno-2022": 18,
        "langson-2021": 60,
        "daknong-2022": 31,
        "kontum-2019": 5,
    }


def test_plans_name_their_set_and_place(frames):
    plans = frames["plans"].set_index("plan_id")
    assert plans.loc["daklak-2021", "set_id"] == "QD1980_2016"
    assert plans.loc["krongno-2022", "set_id"] == "QD318_2022"
    assert plans.loc["krongno-2022", "district_code"] == "664"
    assert plans["province_code"].to_dict() == {
        "daklak-2021": "66",
        "krongno-2022": "67",
        "langson-2021": "20",
        "daknong-2022": "67",
        "kontum-2019": "62",
    }


def test_both_yardsticks_of_dak_lak_2021_are_kept(frames):
    rows = frames["targets"].query("plan_id == 'daklak-2021' and metric == 'communes_ntm'")
    of_2021 = rows[rows["due"].map(str) == "2021-12-31"]
    assert sorted(of_2021["value"]) == [69, 69, 71]
    assert of_2021["set_by"].nunique() == 3


def test_lang_son_criteria_targets_sum(frames):
    rows = frames["targets"].query(
        "plan_id == 'langson-2021' and metric == 'communes_meeting_criterion'"
        " and scope_level == 'province'"
    )
    assert sorted(rows["criterion_no"]) == list(range(1, 20))
    assert rows["value"].sum() == 2528


def test_lang_son_bands_sum_to_the_communes(frames):
    rows = frames["targets"].query("plan_id == 'langson-2021' and metric == 'communes_in_band'")
    assert rows["value"].sum() == 181


def test_lang_son_funding_as_printed_and_recomputed(frames):
    rows = frames["funding"].query("plan_id == 'langson-2021'")
    sources = rows[rows["kind"] == "need_source"]["amount_bn_vnd"]
    assert list(sources) == [643, 580, 70, 3200, 273]
    assert sources.sum() == 4766
    assert list(rows[rows["kind"] == "need_total"]["amount_bn_vnd"]) == [4756]


def test_kon_tum_counterpart_shares_sum_to_one(frames):
    rows = frames["funding"].query("kind == 'counterpart_share'")
    assert sum(Decimal(text) for text in rows["share_ratio"]) == 1


def test_dak_nong_tasks_per_group(frames):
    rows = frames["tasks"].query("plan_id == 'daknong-2022'")
    counts = Counter(group.split(".")[0] for group in rows["group_no"])
    assert counts == {"I": 17, "II": 10, "III": 9, "IV": 63}
    assert len(rows) == 99


def test_lead_agencies_of_tasks_have_a_row(frames):
    known = set(zip(frames["agencies"]["plan_id"], frames["agencies"]["agency"], strict=True))
    for row in frames["tasks"].itertuples():
        for agency in split_list(row.lead_agency, "; "):
            assert (row.plan_id, agency) in known


def test_dak_lak_assigns_each_criterion_and_each_part_once(frames):
    rows = frames["agencies"].query("plan_id == 'daklak-2021'")
    criteria = Counter(n for cell in rows["criteria_led"] for n in split_list(cell))
    parts = Counter(n for cell in rows["subindicators_led"] for n in split_list(cell))
    assert sorted(map(int, criteria)) == list(range(1, 20))
    assert set(criteria.values()) == set(parts.values()) == {1}
    assert Counter(part.split(".")[0] for part in parts) == {"14": 3, "17": 8, "18": 6, "19": 2}


def test_krong_no_named_criteria_sum_to_the_printed_total(frames):
    rows = frames["commune_targets"].query("target_type == 'criterion_new'")
    total = frames["targets"].set_index("target_id").loc["krongno-t01", "value"]
    assert len(rows) == total == 21
    assert (
        rows.groupby("commune_code").size()
        == rows.groupby("commune_code")["commune_new_criteria_total"].first()
    ).all()


def test_dak_nong_districts_sum_to_the_province(frames):
    rows = frames["district_targets"]
    targets = frames["targets"].set_index("target_id")["value"]
    assert rows["total_communes"].sum() == 60
    assert rows["communes_ntm_target"].sum() == targets["daknong-t01"] == 43
    assert rows["communes_advanced_target"].sum() == targets["daknong-t02"] == 12
    assert rows["communes_model_target"].sum() == targets["daknong-t03"] == 3


def test_commune_totals_of_dak_nong_districts_are_those_of_the_registry(frames):
    units = frames["units"]
    counts = Counter(units[units["kind"] == "xã"]["district_code"])
    for row in frames["district_targets"].itertuples():
        assert counts[row.district_code] == row.total_communes, row.district


def test_named_communes_cover_every_name_and_pick_the_right_tan_thanh(frames):
    listed = {
        row.target_id: split_list(row.named_communes)
        for row in frames["targets"].itertuples()
        if row.named_communes
    }
    found = frames["named_communes"].groupby("target_id")["name_as_listed"].apply(tuple).to_dict()
    assert found == listed
    codes = frames["named_communes"].set_index(["target_id", "name_as_listed"])["commune_code"]
    assert codes["langson-t57", "Tân Thành (Hữu Lũng)"] == "06442"
    assert codes["krongno-t15", "Tân Thành"] == "24699"


def test_commune_targets_agree_with_the_registry(frames):
    units = frames["units"].set_index("code")
    for row in frames["commune_targets"].itertuples():
        unit = units.loc[row.commune_code]
        assert unit["kind"] == "xã"
        assert unit["name"] == row.commune
        assert unit["district_code"] == row.district_code
        assert unit["province_code"] == row.province_code
