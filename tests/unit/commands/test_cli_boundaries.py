"""Boundaries from the command line."""

import json

from data.boundaries import commands, official


def done(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_boundaries_build_hands_on_the_codes(run, monkeypatch):
    asked = []

    def build(codes, progress, workers):
        asked.append(codes)
        progress("province:66", 0.5)
        return ["66"] if codes == ["66"] else []

    monkeypatch.setattr(commands, "build", build)
    result = run("boundaries", "build", "66")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Dựng ranh giới gần đúng, tỉnh 66" in result.stderr
    assert "Đã dựng 1 tỉnh: 66." in result.stderr
    assert "Mọi tỉnh đã được dựng." in run("boundaries", "build", "all").stderr
    assert asked == [["66"], "all"]


def test_boundaries_build_refuses_a_province_that_is_not_there(run):
    result = run("boundaries", "build", "zz")
    assert result.exit_code == 1
    assert "Không có tỉnh nào mang mã zz" in result.stderr


def test_boundaries_status_has_a_row_for_every_province(run):
    rows = done(run("boundaries", "status"))
    assert len(rows) == 63
    assert set(rows[0]) == {
        "province",
        "name",
        "kind",
        "communes",
        "basis",
        "built_at",
        "version",
        "source",
    }
    assert {row["kind"] for row in rows} == {"tile"}
    assert next(row for row in rows if row["province"] == "66")["communes"] == 184


def test_boundaries_load_reports_what_matched(run, monkeypatch):
    report = official.LoadReport(
        file_name="xa.geojson",
        crs="EPSG:4326",
        provinces=("66",),
        features=184,
        matched=183,
        matched_by={"code": 183},
        merged=(),
        renamed=(),
        unmatched=(),
        without_area=(),
        elsewhere=0,
        units_without_polygon=({"code": "24157"},),
        overlap_share=0.0,
    )
    asked = []

    def load(path, province, layer):
        asked.append((path.name, province, layer))
        return report

    monkeypatch.setattr(commands, "load_official", load)
    result = run("boundaries", "load", "xa.geojson", "--province", "66")
    assert done(result)["matched"] == 183
    assert "Đã nạp 183 xã của tỉnh 66" in result.stderr
    assert asked == [("xa.geojson", "66", None)]


def test_boundaries_load_refuses_a_file_that_is_not_there(run, tmp_path):
    result = run("boundaries", "load", str(tmp_path / "nothing.geojson"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing.geojson" in result.stderr


def test_boundaries_remove_says_when_there_is_nothing_to_remove(run):
    result = run("boundaries", "remove", "66")
    assert result.exit_code == 1
    assert "Tỉnh 66 không có ranh giới chính thức nào." in result.stderr
