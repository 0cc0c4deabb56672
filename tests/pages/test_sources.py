"""Nguồn số liệu: licences, what is not verified, and the words."""

PAGE = "pages/sources.py"


def test_boundaries_say_what_they_are_and_that_the_licence_is_open(open_page, html_of):
    text = html_of(open_page(PAGE))
    assert "tính gần đúng ngay trên máy này" in text
    assert "Câu hỏi về giấy phép còn mở" in text
    assert "82%" in text
    assert "Chưa dựng, dùng sơ đồ ô" in text or "Sơ đồ ô" in text


def test_sets_flag_what_is_not_verified(open_page, html_of):
    text = html_of(open_page(PAGE))
    assert "QĐ 51/2025/QĐ-TTg" in text
    assert "1, 2, 3, 4, 5, 6, 7, 9, 10" in text  # names of QĐ 491, all but number 8


def test_every_reference_file_has_its_entry(open_page):
    from data.schemas import REFERENCE_TABLES

    at = open_page(PAGE)
    titles = [box.label for box in at.expander]
    assert len(REFERENCE_TABLES) <= len(titles)
    assert "Danh mục đơn vị hành chính cả nước, phiên bản 2021" in titles


def test_a_bad_link_is_told_here_too(open_page):
    at = open_page(PAGE, province="xx")
    assert "tỉnh" in at.warning[0].value


def test_no_data_is_needed(open_page, html_of):
    assert "Từ dùng trên màn hình" in " ".join(
        s.value for s in open_page(PAGE, province="01").subheader
    )
