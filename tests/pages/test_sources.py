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


def test_a_link_to_a_term_shows_it_alone_with_a_way_back(open_page, html_of):
    text = html_of(open_page(PAGE, term="debt"))
    assert "Nợ đọng xây dựng cơ bản" in text
    assert "Vốn đối ứng" not in text
    assert "Xem mọi từ" in text
    assert "Vốn đối ứng" in html_of(open_page(PAGE))


def test_terms_are_found_without_marks_their_names_first(open_page, html_of):
    at = open_page(PAGE)
    field = next(field for field in at.text_input if field.label == "Tìm từ")
    text = html_of(field.set_value("QUA HAN").run())
    # "Quá hạn" by its own name, then the words whose meaning says it.
    assert text.index(">Quá hạn</a>") < text.index(">Trạng thái nhiệm vụ</a>")
    assert "Vốn đối ứng" not in text
    field = next(field for field in at.text_input if field.label == "Tìm từ")
    at = field.set_value("<b>zzz").run()
    assert "Không có từ nào khớp" in at.info[-1].value
    assert "\\<b>zzz" in at.info[-1].value


def test_a_term_nobody_knows_is_told_and_every_term_stays(open_page, html_of):
    at = open_page(PAGE, term="xyz")
    assert "từ trong bảng từ ngữ" in at.warning[0].value
    assert "Vốn đối ứng" in html_of(at)
