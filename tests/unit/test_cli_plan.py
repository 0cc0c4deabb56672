"""``python -m data plan``: stable keys, exit codes, and the plans of the real documents."""

import json

import pytest
from typer.testing import CliRunner

from data import cli_plan
from data.cli import app
from domain.planner.solve import solve

DAKLAK = ("--province", "66", "--as-of", "2021-12-31")
LANGSON = ("--province", "20", "--as-of", "2020-12-31")
KRONGNO = ("--province", "67", "--as-of", "2022-01-01")


@pytest.fixture
def run_apart(ready_var):
    """Run the command, the solver in its own process as for users."""

    def invoke(*arguments):
        result = CliRunner().invoke(app, ["plan", *arguments], prog_name="python -m data")
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return invoke


@pytest.fixture
def run(run_apart, monkeypatch):
    """Run the command with the solver in this process, which spares a start each."""
    monkeypatch.setattr(cli_plan, "_run", lambda prepared, left: solve(prepared.problem, left))
    return run_apart


def done(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_daklak_from_71_to_100_is_proved_and_marked_as_a_scenario(run_apart):
    report = done(run_apart(*DAKLAK, "--recognised", "100"))
    assert (report["status"], report["gap"]) == ("optimal", 0.0)
    assert report["effort"] == report["bound"] == len(report["upgrades"])
    assert set(report["upgrades"][0]) == {"commune_code", "criterion_no", "effort", "was"}
    assert len({upgrade["commune_code"] for upgrade in report["upgrades"]}) == 29
    (reached,) = report["reached"]
    assert (reached["before"], reached["after"]) == (71, 100)
    provenance = report["provenance"]
    assert (provenance["marks"], provenance["plan"]) == ("illustrative", "scenario")
    assert (provenance["as_of"], provenance["set_id"]) == ("2021-12-31", "QD1980_2016")


def test_krongno_plan_gives_back_its_own_21_criteria(run):
    """The 21 criteria named for eight communes are the only way to the plan's targets."""
    report = done(run(*KRONGNO, "--targets", "krongno-2022"))
    found = {(u["commune_code"], u["criterion_no"]) for u in report["upgrades"]}
    assert report["effort"] == 21
    assert {no for code, no in found if code == "24703"} == {5, 9, 16, 18, 19}
    assert {no for code, no in found if code == "24715"} == {5, 15, 18, 19}
    assert ("24694", 18) in found
    skipped = {item["target_id"]: item["why"] for item in report["skipped_targets"]}
    assert skipped == {"krongno-t02": "see_named", "krongno-t18": "not_collected"}


def test_langson_plan_holds_as_a_whole(run):
    report = done(run(*LANGSON, "--targets", "langson-2021"))
    assert report["status"] == "optimal"
    reached = {item["target_id"]: item["after"] for item in report["reached"]}
    bands = ("langson-t03", "langson-t04", "langson-t05", "langson-t06")
    assert [reached[name] for name in bands] == [75, 1, 70, 35]
    assert len([name for name in report["targets"] if reached[name] >= 0]) == 26
    assert "langson-t07" in {item["target_id"] for item in report["skipped_targets"]}


def test_what_cannot_hold_exits_1_and_names_the_targets(run_apart):
    # 70 communes at 10 to 14 and 35 at 5 to 9 cap the total far below an average of 17.
    asked = ("--targets", "langson-t05,langson-t06,langson-t34", "--average", "17")
    result = run_apart(*LANGSON, *asked)
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["status"], report["upgrades"], report["effort"]) == ("infeasible", [], None)
    assert "own:average" in {member["target_id"] for member in report["conflicts"]}
    assert "langson-t34" not in {member["target_id"] for member in report["conflicts"]}
    assert report["conflict_limits"] == []
    assert "không thể cùng đạt" in result.stderr
    assert "own:average: cần tổng ít nhất 3.077 tiêu chí; hiện có 2.327" in result.stderr


def test_soft_bands_turn_a_refusal_into_a_plan_with_deviations(run):
    asked = ("--targets", "langson-t05,langson-t06", "--average", "17", "--soft-bands")
    report = done(run(*LANGSON, *asked))
    assert report["deviations"]
    assert {item["kind"] for item in report["deviations"]} == {"band"}


def test_a_price_weighs_deviations_against_effort(run):
    """Band 10–14 asks for 70 and 88 are in it: the rest must climb to 15, or pay."""
    asked = (*LANGSON, "--targets", "langson-t05")
    held = done(run(*asked))
    assert held["effort"] > 0
    cheap = done(run(*asked, "--deviation-price", "0.5"))
    (away,) = cheap["deviations"]
    assert cheap["cost"] == cheap["effort"] + away["price"] == cheap["bound"]
    assert away["price"] == 0.5 * away["away"] > 0
    assert cheap["cost"] < held["effort"]
    assert done(run(*asked, "--deviation-price", "1000"))["deviations"] == []


def test_a_limit_is_named_apart_from_the_targets(run):
    asked = ("--targets", "daklak-t02,daklak-t12", "--frozen-criteria", "5,6,17")
    report = json.loads(run(*DAKLAK, *asked).stdout)
    assert [member["target_id"] for member in report["conflicts"]] == ["daklak-t02"]
    assert [m["target_id"] for m in report["conflict_limits"]] == ["limit:frozen_criteria"]
    assert report["conflict_guarantee"] == "smallest"


def test_own_targets_of_a_district_and_a_frozen_one(run):
    report = done(run(*DAKLAK, "--own", "recognised@648=13", "--frozen-districts", "649,650"))
    (reached,) = report["reached"]
    assert (reached["target_id"], reached["before"], reached["after"]) == (
        "own:recognised@648",
        11,
        13,
    )


def test_minima_of_a_plan_on_another_set_are_read_on_this_one_and_say_so(run):
    result = run("--province", "67", "--as-of", "2021-12-31", "--targets", "daknong-2022")
    report = done(result)
    assert "daknong-t21" in report["targets_across_sets"]
    assert "là giả định" in result.stderr
    (least,) = [item for item in report["reached"] if item["target_id"] == "daknong-t21"]
    assert (least["kind"], least["after"]) == ("below", 0)


def test_the_country_is_every_province_loaded(run):
    report = done(
        run(
            *("--province", "vn", "--as-of", "2021-12-31"),
            *("--targets", "daklak-t02,daknong-t01", "--own", "recognised=215"),
        )
    )
    after = {item["target_id"]: item["after"] for item in report["reached"]}
    assert after["own:recognised"] >= 215
    assert (after["daklak-t02"], after["daknong-t01"]) >= (100, 43)
    provinces = {upgrade["commune_code"] for upgrade in report["upgrades"]}
    assert len(provinces) > 40
    assert report["provenance"]["province_code"] == "vn"


def test_limits_are_kept(run):
    report = done(
        run(
            *DAKLAK,
            *("--recognised", "76", "--limit", "1", "--years", "2"),
            *("--frozen-criteria", "17", "--frozen-communes", "24247"),
        )
    )
    by_commune = [upgrade["commune_code"] for upgrade in report["upgrades"]]
    assert max(by_commune.count(code) for code in by_commune) <= 2
    assert "24247" not in by_commune
    assert 17 not in {upgrade["criterion_no"] for upgrade in report["upgrades"]}


def test_a_cost_file_prices_the_plan(run, tmp_path):
    costs = tmp_path / "chi-phi.csv"
    lines = [f"{no};{100 + no},5" for no in range(1, 20)]
    costs.write_text("criterion_no;million_vnd\n" + "\n".join(lines), encoding="utf-8")
    report = done(run(*DAKLAK, "--recognised", "72", "--effort", str(costs)))
    (upgrade,) = report["upgrades"]
    assert report["effort_unit"] == "million_vnd"
    assert report["effort"] == upgrade["effort"] == 100 + upgrade["criterion_no"] + 0.5


def test_difficulty_prefers_easy_criteria(run):
    report = done(run(*DAKLAK, "--recognised", "72", "--effort", "difficulty"))
    (upgrade,) = report["upgrades"]
    assert report["effort_unit"] == "difficulty"
    assert 0 < upgrade["effort"] < 1


def test_the_list_can_be_had_as_a_table(run):
    result = run(*DAKLAK, "--recognised", "73", "--format", "csv")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert (lines[0], len(lines)) == ("commune_code,criterion_no,effort,was", 3)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((*DAKLAK, "--targets", "langson-2021"), 2, "không phải kế hoạch hay mục tiêu"),
        ((*DAKLAK, "--recognised", "72", "--frozen-communes", "99999"), 2, "không có xã"),
        ((*DAKLAK, "--recognised", "72", "--frozen-criteria", "40"), 2, "không có số 40"),
        ((*DAKLAK, "--average", "nan"), 2, "không phải số"),
        ((*DAKLAK, "--recognised", "72", "--district", "178"), 2, "không có huyện"),
        ((*DAKLAK,), 2, "cần --targets"),
        ((*DAKLAK, "--targets", "daklak-t10"), 1, "Bỏ qua daklak-t10"),
        (("--province", "66", "--as-of", "2001-01-01", "--minimum", "3"), 1, "Chưa có số liệu"),
        ((*DAKLAK, "--recognised", "72", "--effort", "khong-co.csv"), 1, "khong-co.csv"),
        ((*DAKLAK, "--recognised", "153"), 1, "cần ít nhất 153 xã"),
        ((*DAKLAK, "--own", "recognised"), 2, "Không đọc được mục tiêu riêng “recognised”"),
        ((*DAKLAK, "--own", "minimum@178=3"), 2, "không có huyện này"),
        ((*DAKLAK, "--own", "recognised=72", "--recognised", "73"), 2, "đặt hai lần"),
        ((*DAKLAK, "--recognised", "72", "--frozen-districts", "178"), 2, "không có huyện mang mã"),
        (("--province", "99", "--as-of", "2021-12-31"), 2, "không có tỉnh mang mã '99'"),
        (("--province", "66", "--as-of", "31/12/2021"), 2, "31/12/2021"),
        (("--province", "vn", "--as-of", "2001-01-01", "--minimum", "3"), 1, "Chưa có số liệu"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_go(run, arguments, code, said):
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert said in result.stderr


def test_costs_of_what_does_not_exist_are_refused_not_passed_over(run, tmp_path):
    costs = tmp_path / "chi-phi.csv"
    lines = [f"{no},1," for no in range(1, 21)] + ["5,2,999"]
    costs.write_text("criterion_no,million_vnd,district_code\n" + "\n".join(lines))
    result = run(*DAKLAK, "--recognised", "72", "--effort", str(costs))
    assert result.exit_code == 1
    assert "Không có huyện mang mã “999”" in result.stderr
    assert "Bộ tiêu chí của kỳ số liệu không có số 20" in result.stderr


def test_a_bad_cost_file_lists_every_line(run, tmp_path):
    costs = tmp_path / "chi-phi.csv"
    costs.write_text("criterion_no,million_vnd\nx,1\n2,y\n", encoding="utf-8")
    result = run(*DAKLAK, "--recognised", "72", "--effort", str(costs))
    assert result.exit_code == 1
    assert "Ô A2" in result.stderr
    assert "Ô B3" in result.stderr
