"""The registry of units and the criteria sets."""

import re
from collections import Counter

from data import paths
from data.schemas import REFERENCE_TABLES


def test_units_by_level_and_the_denominators_of_the_programme(frames):
    units = frames["units"]
    assert Counter(units["level"]) == {"province": 63, "district": 705, "commune": 10_599}
    communes = units[units["kind"] == "xã"]
    counts = Counter(communes["province_code"])
    assert [counts[code] for code in ("66", "20", "67", "62")] == [152, 181, 60, 85]


def test_unit_codes_have_the_length_of_their_level(frames):
    units = frames["units"]
    length = {"province": 2, "district": 3, "commune": 5}
    assert all(
        len(code) == length[level]
        for code, level in zip(units["code"], units["level"], strict=True)
    )
    assert units["code"].is_unique


def test_units_hang_together(frames):
    units = frames["units"].set_index("code")
    for level, above in (("commune", "district"), ("district", "province")):
        rows = units[units["level"] == level]
        parents = units.loc[rows["parent_code"]]
        assert set(parents["level"]) == {above}
        assert list(parents["province_code"]) == list(rows["province_code"])
    assert units[units["level"] == "province"]["parent_code"].isna().all()


def test_units_names_have_no_stray_spaces_and_full_names_start_with_the_kind(frames):
    units = frames["units"]
    for name, full_name, kind in zip(units["name"], units["full_name"], units["kind"], strict=True):
        assert full_name == " ".join(full_name.split())
        assert full_name.lower().startswith(kind)
        assert full_name.endswith(name)


def test_units_hold_nothing_located():
    columns = set(REFERENCE_TABLES["units"].column_names)
    assert not [
        name
        for name in columns
        if re.search(r"lat|lon|lng|coord|geom|bbox|centre|cent(er|roid)", name)
    ]
    text = (paths.REFERENCE / "units.csv").read_text(encoding="utf-8")
    assert not re.search(r"\d\.\d", text), (
        "a decimal number in the registry looks like a coordinate"
    )


def test_validity_of_units(frames):
    units = frames["units"]
    below = units[units["level"] != "province"]
    assert set(below["valid_to"].map(str)) == {"2025-06-30"}
    provinces = units[units["level"] == "province"].set_index("code")["valid_to"]
    assert provinces["20"] is None, "Lạng Sơn was left as it was"
    assert [str(provinces[code]) for code in ("62", "66", "67")] == ["2025-06-30"] * 3
    assert provinces.isna().sum() == 10


def test_sets_have_as_many_criteria_as_they_say(frames):
    counts = Counter(frames["criteria"]["set_id"])
    for row in frames["criteria_sets"].itertuples():
        if row.set_id in counts:
            assert counts[row.set_id] == row.criteria_count, row.set_id
    numbered = frames["criteria_sets"].dropna(subset="criteria_count")
    assert set(numbered["set_id"]) == set(counts)
    assert counts["QD51_2025"] == 10


def test_criteria_are_numbered_from_one_without_gap(frames):
    for set_id, rows in frames["criteria"].groupby("set_id"):
        assert sorted(rows["criterion_no"]) == list(range(1, len(rows) + 1)), set_id


def test_groups_of_the_set_of_2022(frames):
    rows = frames["criteria"].query("set_id == 'QD318_2022'")
    groups = {no: sorted(part["criterion_no"]) for no, part in rows.groupby("group_no")}
    assert groups == {
        1: [1],
        2: [2, 3, 4, 5, 6, 7, 8, 9],
        3: [10, 11, 12, 13],
        4: [14, 15, 16, 17],
        5: [18, 19],
    }


def test_group_names_are_the_same_in_both_tables(frames):
    groups = {
        (row.set_id, row.group_no): row.name_vi for row in frames["criteria_groups"].itertuples()
    }
    grouped = frames["criteria"].dropna(subset="group_no")
    assert {(row.set_id, row.group_no): row.group_vi for row in grouped.itertuples()} == groups


def test_number_fourteen_differs_between_the_basic_and_the_advanced_set(frames):
    names = frames["criteria"].query("criterion_no == 14").set_index("set_id")["name_vi"]
    assert names["QD318_2022"] == "Giáo dục và Đào tạo"
    assert names["QD318_2022_NANGCAO"] == "Y tế"


def test_commune_sets_follow_one_another_without_gap_or_overlap(frames):
    sets = frames["criteria_sets"].query("level == 'commune'").sort_values("valid_from")
    ends, starts = list(sets["valid_to"])[:-1], list(sets["valid_from"])[1:]
    assert all((start - end).days == 1 for end, start in zip(ends, starts, strict=True))
    assert sets["valid_to"].iloc[-1] is None


def test_indicator_counts_of_the_two_sets_listed_in_full(frames):
    counts = Counter(frames["indicators"]["set_id"])
    sets = frames["criteria_sets"].set_index("set_id")["indicator_count"]
    for set_id in ("QD1980_2016", "QD318_2022"):
        assert counts[set_id] == sets[set_id]


def test_bands_of_a_scheme_fall_without_overlap(frames):
    for scheme_id, bands in frames["band_schemes"].groupby("scheme_id"):
        bands = bands.sort_values("band_order")
        assert bands[["min_count", "max_count"]].iloc[0].isna().all(), scheme_id
        below = bands.iloc[1:]
        assert (below["min_count"] <= below["max_count"]).all()
        assert all(
            low > high
            for low, high in zip(below["min_count"], below["max_count"].iloc[1:], strict=False)
        )
        assert below["min_count"].iloc[-1] == 0
