"""What is typed into a report's form, and which kind of report a date usually goes into."""

from datetime import date

import pytest

from domain.outputs import Order, OutputKind, ReportForm, paragraphs, usual_kind
from domain.report.periods import ReportKind


def test_paragraphs_are_the_lines_that_say_something():
    assert paragraphs("  Một   đoạn. \r\n\n\t\nHai đoạn.\n") == ("Một đoạn.", "Hai đoạn.")
    assert paragraphs("\n \n") == ()


@pytest.mark.parametrize(
    ("as_of", "kind"),
    [
        (date(2022, 3, 15), ReportKind.QUARTERLY),
        (date(2022, 6, 15), ReportKind.SIX_MONTH),
        (date(2022, 10, 31), ReportKind.QUARTERLY),
        (date(2021, 12, 9), ReportKind.ANNUAL),
        (date(2022, 1, 1), ReportKind.ANNUAL),  # how 2021 closed
        (date(2022, 7, 1), ReportKind.SIX_MONTH),
        (date(2022, 1, 2), ReportKind.QUARTERLY),
    ],
)
def test_a_date_goes_into_the_report_of_the_longest_period_it_closes(as_of, kind):
    assert usual_kind(as_of) is kind


def test_an_order_is_another_one_when_a_word_of_its_form_is():
    first = Order(OutputKind.REPORT, "66", report=ReportForm(ReportKind.ANNUAL))
    assert first == Order(OutputKind.REPORT, "66", report=ReportForm(ReportKind.ANNUAL))
    changed = ReportForm(ReportKind.ANNUAL, signer_name="Y Bhi")
    assert first != Order(OutputKind.REPORT, "66", report=changed)
