"""The report as a whole: sections, tables that add up, and what it says of itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from small_plan import SET, make_plan
from small_report import make_given, official
from test_report_aims import aim, standing

from domain.reconcile import Published, ReconciliationLine
from domain.report.compose import build_content, subject
from domain.report.content import Column, Line, MapValues, Paragraph, PictureRequest, Row, Table
from domain.report.inputs import Place
from domain.report.periods import ReportKind
from domain.vocabulary import Level, SnapshotStatus

NTM = Level.NTM
ROWS, BEFORE = ("+++", "++-", "+--", "+++"), ("++-", "++-", "+--", "+--")


def given(**changes):
    return make_given(*ROWS, before=BEFORE, levels={"00001": NTM}, **changes)


def blocks(report, kind):
    found = [b for section in report.sections for b in section.blocks if isinstance(b, kind)]
    return found + [b for annex in report.annexes for b in annex.blocks if isinstance(b, kind)]


def table(report, start):
    return next(t for t in blocks(report, Table) if t.caption.startswith(start))


def test_sections_are_numbered_and_empty_ones_are_left_out():
    report = build_content(given())
    assert [s.heading for s in report.sections] == [
        "I. KẾT QUẢ THỰC HIỆN",
        "1. Kết quả chung",
        "2. Kết quả theo huyện, thị xã, thành phố",
        "3. Kết quả theo tiêu chí",
        "II. TỒN TẠI, HẠN CHẾ",
        "III. NHIỆM VỤ TRỌNG TÂM NĂM 2022",
    ]


def test_the_office_adds_its_own_sections():
    report = build_content(given(), direction=["Đã họp."], proposals=["Đề nghị."])
    first = [s.heading for s in report.sections if s.level == 1]
    assert first[0] == "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"
    assert first[-1] == "V. ĐỀ XUẤT, KIẾN NGHỊ"
    assert report.sections[0].blocks[0].text == "Đã họp."


def test_the_subject_names_programme_place_and_period():
    assert subject(given(kind=ReportKind.QUARTERLY)) == (
        "Kết quả thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới trên địa bàn tỉnh "
        "Nhỏ quý IV năm 2021"
    )


def test_districts_add_up_to_the_total():
    rows = table(build_content(given()), "Kết quả theo huyện").rows
    assert rows[-1].kind == "total"
    columns = [2, 3, *range(5, 9)]  # communes, recognised, four bands
    for column in columns:
        parts = [int(row.cells[column]) for row in rows[:-1]]
        assert sum(parts) == int(rows[-1].cells[column])
    # Recognised 1 of 4, bands 2 · 1 · 1 · 0, average 9 / 4, lowest 1.
    assert rows[-1].cells[2:] == ("4", "1", "25,00", "2", "1", "1", "0", "2,25", "1")


def test_criteria_add_up_to_the_total():
    rows = table(build_content(given()), "Kết quả theo tiêu chí").rows
    met = [int(row.cells[2]) for row in rows]
    assert met == [4, 3, 2, 9]
    assert [row.cells[4] for row in rows] == ["0", "+1", "+2", "+3"]
    assert sum(int(row.cells[6]) for row in rows[:-1]) == int(rows[-1].cells[6]) == 3


def test_the_overall_table_has_no_earlier_column_without_an_earlier_period():
    alone = table(build_content(make_given(*ROWS)), "Kết quả chung")
    assert len(alone.columns) == 4
    both = table(build_content(given()), "Kết quả chung")
    total = next(row for row in both.rows if row.cells[1] == "Tổng số tiêu chí đạt")
    assert total.cells[3:] == ("6", "9", "+3")


def test_a_commune_without_marks_never_passes_for_a_loss():
    # 3 + 2 + 1 = 6 now without Đông, 2 + 2 + 1 + 3 = 8 before with it; over the three 6 − 5 = +1.
    report = build_content(
        make_given("+++", "++-", "+--", "???", before=("++-", "++-", "+--", "+++"))
    )
    general = table(report, "Kết quả chung")
    cells = {row.cells[1]: row.cells[3:] for row in general.rows}
    assert cells["Tổng số tiêu chí đạt"] == ("8", "6", "–")
    assert cells["Số xã đã đánh giá"] == ("4", "3", "−1")
    assert "không so sánh" in general.note
    by_criterion = table(report, "Kết quả theo tiêu chí")
    assert by_criterion.rows[-1].cells[4] == "+1"
    assert by_criterion.note == "Tăng, giảm tính trên 3 xã có đánh giá ở cả hai kỳ."


def test_the_annex_counts_each_district_and_all():
    rows = table(build_content(given()), "Kết quả từng xã").rows
    assert [row.kind for row in rows] == [
        "group",
        "normal",
        "normal",
        "group",
        "normal",
        "normal",
        "total",
    ]
    assert rows[0].cells == ("I", "Huyện Một (2 xã)", "2", "2", "1", "5", "1 xã")
    assert rows[1].cells == ("1", "An", "x", "x", "x", "3", "Đạt chuẩn")
    assert rows[2].cells == ("2", "Bình", "x", "x", "–", "2", "")
    assert rows[-1].cells == ("", "Tổng cộng (4 xã)", "4", "3", "2", "9", "1 xã")


def test_an_unknown_mark_is_blank_and_an_unknown_commune_has_no_total():
    rows = table(build_content(make_given("++?", "++~", "+--", "???")), "Kết quả từng xã").rows
    assert rows[1].cells[2:6] == ("x", "x", "", "2")
    assert rows[2].cells[2:6] == ("x", "x", "cb", "2")
    assert rows[5].cells[2:6] == ("", "", "", "chưa ĐG")


def test_made_up_marks_are_said_in_the_source_line_and_the_annex():
    report = build_content(given())
    assert report.is_illustrative
    assert report.source_line.startswith("SỐ LIỆU MINH HỌA. ")
    assert any("số liệu minh họa" in b.text for b in report.annexes[1].blocks if hasattr(b, "text"))
    real = build_content(official(given()))
    assert not real.is_illustrative
    assert "MINH HỌA" not in real.source_line
    assert not [b for b in real.annexes[1].blocks if "minh họa" in getattr(b, "text", "")]


def test_a_made_up_yardstick_makes_the_report_illustrative():
    mixed = replace(given(), now=official(given()).now)
    assert build_content(mixed).is_illustrative


def test_the_source_line_carries_place_date_standing_and_set():
    assert build_content(official(given())).source_line == (
        "Nguồn: kết quả từng xã tỉnh Nhỏ đến ngày 31/12/2021 (số liệu chốt), QĐ nhỏ; xem Phụ lục "
        "II."
    )


def test_pictures_come_last_in_their_part_so_that_text_fills_the_page_before_them():
    for section in build_content(given()).sections:
        kinds = [isinstance(block, PictureRequest) for block in section.blocks]
        assert kinds == sorted(kinds), section.heading


def test_the_map_tells_no_data_from_not_counted():
    report = build_content(make_given("+++", "++-", "+--", "???"))
    values = next(
        p.values for p in blocks(report, PictureRequest) if isinstance(p.values, MapValues)
    )
    assert values.band_by_commune == {"00001": "3", "00002": "2", "00003": "1", "00004": None}


def test_the_line_over_time_needs_more_than_a_few_days():
    few = given(recognised_then=((date(2021, 12, 31), 3), (date(2022, 1, 1), 3)))
    assert not [p for p in blocks(build_content(few), PictureRequest) if isinstance(p.values, Line)]
    years = given(recognised_then=((date(2020, 12, 31), 0), (date(2021, 12, 31), 1)))
    bare = [s.heading for s in build_content(years).sections]
    assert not [heading for heading in bare if "MỤC TIÊU" in heading]  # nothing to compare with
    years = replace(years, standings=(standing(aim(value="3"), 1),))
    line = [p for p in blocks(build_content(years), PictureRequest) if isinstance(p.values, Line)]
    assert line[0].values.measured == ((date(2020, 12, 31), 0), (date(2021, 12, 31), 1))


def test_a_plan_is_cited_once_it_has_begun():
    cited = build_content(given(plan=make_plan())).opening[0].text
    assert cited == "Căn cứ Kế hoạch nhỏ (số 1/KH ngày 15/01/2021 của UBND);"
    later = build_content(given(plan=make_plan(start_year=2022, end_year=2022)))
    assert not later.opening[0].text.startswith("Căn cứ")


def test_a_plan_issued_after_the_report_is_not_compared_with():
    report = build_content(given(later_plan=make_plan(issued_on="2022-04-25")))
    (section,) = [s for s in report.sections if "MỤC TIÊU" in s.heading]
    assert section.heading == "II. KẾT QUẢ SO VỚI MỤC TIÊU, KẾ HOẠCH"
    none = "Chưa có kế hoạch nào ban hành đến ngày 31/12/2021 để so sánh."
    assert [block.text for block in section.blocks] == [none]
    signed = build_content(given(later_plan=make_plan(), signed_on=date(2022, 1, 5)))
    assert "đến ngày 05/01/2022" in next(
        s.blocks[0].text for s in signed.sections if "MỤC TIÊU" in s.heading
    )


def test_what_two_decisions_ask_alike_is_said_once():
    short = standing(aim(value="3"), 1, on=date(2021, 9, 30))
    report = build_content(given(plan=make_plan(), standings=(short, short)))
    said = [b.text for b in blocks(report, Paragraph) if b.text.startswith("Về số xã")]
    assert said == [
        "Về số xã đạt chuẩn nông thôn mới: phấn đấu thêm 02 xã để đạt mục tiêu 03 xã đến ngày "
        "31/12/2021."
    ]


def test_provisional_figures_say_so_and_leave_the_rest_of_the_period_ahead():
    now = given(kind=ReportKind.QUARTERLY)
    part = replace(now.now, as_of=date(2021, 12, 9), status=SnapshotStatus.PROVISIONAL)
    report = build_content(replace(now, now=part))
    assert report.opening[-1].text.startswith("Số liệu trong báo cáo là số tạm tính")
    assert report.sections[-1].heading.endswith(
        "NHIỆM VỤ TRỌNG TÂM ĐẾN HẾT QUÝ IV NĂM 2021 VÀ QUÝ I NĂM 2022"
    )


def test_differences_from_published_figures_are_counted_and_listed():
    published = Published(
        "communes_ntm", date(2021, 12, 31), Decimal(2), "2", source_url="https://a.vn"
    )
    line = ReconciliationLine(published, Decimal(1), Decimal(-1))
    report = build_content(given(reconciliation=(line,)))
    general = report.sections[1].blocks
    assert any(
        "Có 01 số liệu cộng từ kết quả các xã chênh lệch" in getattr(b, "text", "") for b in general
    )
    row = table(report, "Đối chiếu").rows[0]
    assert row.cells == ("1", "Số xã đạt chuẩn", "2", "1", "−1", "https://a.vn")


def test_one_district_gets_a_table_of_communes():
    whole = given(place=Place("huyện Một, tỉnh Nhỏ", "toàn huyện", "001"))
    one = replace(whole, now=whole.now.in_district("001"), before=whole.before.in_district("001"))
    rows = table(build_content(one), "Kết quả theo xã").rows
    assert [row.cells for row in rows] == [
        ("1", "An", "3", "+1", "", "Đạt chuẩn"),
        ("2", "Bình", "2", "0", "3", ""),
    ]


def test_a_ragged_row_is_refused():
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        Table("x", (Column("a", 1),), (Row(("1", "2")),))


def test_criteria_of_the_plan_keep_the_names_of_its_own_set():
    assert given(plan_set=None).plan_criterion_name(2) == "số 2"
    assert given(plan_set=SET).plan_criterion_name(2) == "số 2 (Tiêu chí 2)"
