"""The official report as a Word file."""

from datetime import UTC, date, datetime
from io import BytesIO

from docx.document import Document as DocxDocument
from docx.enum.text import WD_LINE_SPACING
from docx.section import Section as DocxSection
from docx.shared import Length, Mm, Pt
from docx.table import Table as DocxTable
from sqlalchemy import Connection

from data.exports.file_names import export_file_name
from data.exports.pictures import draw_picture
from data.exports.report_front import add_annex_title, add_end, add_heading, add_title
from data.exports.report_inputs import read_report_input
from data.exports.report_layout import (
    CENTRE,
    FIRST_LINE,
    GAP,
    Type,
    add_paragraph,
    add_section,
    new_document,
    set_headers,
    text_width,
)
from data.exports.report_options import ReportOptions, with_defaults
from data.exports.report_table import build_table, keep_end_with_next
from data.exports.report_xml import LANGUAGE, clean, describe_picture
from domain.report.compose import build_content
from domain.report.content import Block, Paragraph, PictureRequest, Report, Table
from domain.report.periods import ReportKind
from domain.report.words import hold_years, roman

TABLE_SIZE = 12.0
NARROW_TABLE_SIZE = 11.0
"""For tables of many columns."""
WIDE_TABLE_SIZE = 9.5
MANY_COLUMNS = 8
KIND_SLUGS = {
    ReportKind.QUARTERLY: "quy",
    ReportKind.SIX_MONTH: "6-thang",
    ReportKind.ANNUAL: "nam",
}


def build_report(
    connection: Connection,
    province_code: str,
    as_of: date,
    kind: ReportKind,
    *,
    plan_id: str | None = None,
    district_code: str | None = None,
    options: ReportOptions | None = None,
) -> bytes:
    """Return the official report of a province or one of its districts as a docx file.

    Args:
        connection: Any connection to the store.
        province_code: The province.
        as_of: Date of the figures; the last period of the province before it may answer, and the
            report then says so.
        kind: Quarterly, six-month or annual; decides title and what is compared.
        plan_id: Plan whose targets are reported; by default that of the place.
        district_code: One district only.
        options: Names, place, signature and paragraphs of the office.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place on or before that day.
        KeyError: There is no such plan for the province.
    """
    given, subject = read_report_input(
        connection,
        province_code,
        as_of,
        kind,
        plan_id=plan_id,
        district_code=district_code,
        signed_on=options.issued_on if options else None,
    )
    filled = with_defaults(options or ReportOptions(), subject)
    report = build_content(
        given,
        issuer=" ".join(filled.issuer.split()),
        direction=filled.direction,
        proposals=filled.proposals,
    )
    return write_report(report, filled)


def report_file_name(
    province_code: str,
    as_of: date,
    kind: ReportKind,
    *,
    district_code: str | None = None,
    is_illustrative: bool = False,
) -> str:
    """Return the file's name: ``bao-cao_66_2021-12-31_nam_minh-hoa.docx``."""
    name = export_file_name("report", province_code, district_code, as_of, "docx")
    tail = f"_{KIND_SLUGS[kind]}{'_minh-hoa' if is_illustrative else ''}"
    return f"{name.removesuffix('.docx')}{tail}.docx"


def write_report(report: Report, options: ReportOptions) -> bytes:
    """Lay a report out and return the file.

    Args:
        report: Its content.
        options: Names, place and signature, all filled in.
    """
    document = new_document()
    body = document.sections[0]
    set_headers(body, is_illustrative=report.is_illustrative)
    writer = _Writer(document, report)
    add_heading(document, options)
    add_title(
        document,
        hold_years(report.subject),
        text_width(body),
        is_illustrative=report.is_illustrative,
    )
    for paragraph in report.opening:
        writer.add(paragraph, body)
    for section in report.sections:
        document.add_heading(hold_years(clean(section.heading)), section.level)
        for block in section.blocks:
            writer.add(block, body)
    _keep_with_end(document)
    closing = Type(first_line=FIRST_LINE, before=Pt(8), after=Pt(12), keep_with_next=True)
    add_paragraph(document, report.closing, closing)
    add_end(document, options, text_width(body))
    for number, annex in enumerate(report.annexes, 1):
        page = add_section(document, is_wide=annex.is_wide)
        add_annex_title(document, roman(number), annex.title, options, text_width(page))
        for block in annex.blocks:
            writer.add(block, page, is_wide=annex.is_wide)
    _set_properties(document, report, options)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _keep_with_end(document: DocxDocument) -> None:
    """Keep the last lines of the body with the closing: no signature stands on a page alone."""
    for block in reversed(list(document.iter_inner_content())):
        if isinstance(block, DocxTable):
            keep_end_with_next(block._tbl)
            return
        block.paragraph_format.keep_with_next = True
        if block.text:
            return


class _Writer:
    """Adds blocks to a document, counting tables and pictures."""

    def __init__(self, document: DocxDocument, report: Report) -> None:
        self._document = document
        self._report = report
        self._tables = 0
        self._pictures = 0

    def add(self, block: Block, section: DocxSection, *, is_wide: bool = False) -> None:
        """Add one block at the end."""
        match block:
            case Paragraph():
                self._add_paragraph(block)
            case Table():
                self._add_table(block, section, is_wide=is_wide)
            case PictureRequest():
                self._add_picture(block, text_width(section))

    def _add_paragraph(self, block: Paragraph) -> None:
        if block.is_note:
            add_paragraph(self._document, block.text, Type(size=11, italic=True, before=GAP))
            return
        text = f"- {block.text}" if block.is_item else block.text
        paragraph = add_paragraph(self._document, text, Type(first_line=FIRST_LINE, after=GAP))
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
        paragraph.paragraph_format.line_spacing = 1.1

    def _add_table(self, block: Table, section: DocxSection, *, is_wide: bool) -> None:
        self._tables += 1
        caption = hold_years(f"Bảng {self._tables}. {block.caption}")
        look = Type(size=13, bold=True, align=CENTRE, before=Pt(8), after=Pt(2))
        add_paragraph(self._document, caption, look).paragraph_format.keep_with_next = True
        size = WIDE_TABLE_SIZE if is_wide else TABLE_SIZE
        if not is_wide and len(block.columns) >= MANY_COLUMNS:
            size = NARROW_TABLE_SIZE
        # Above the table the note cannot be left alone on the page after it, and who reads a
        # table of many pages has its legend first.
        note = " ".join(part for part in (block.note, self._report.source_line) if part)
        look = Type(size=11, italic=True, align=CENTRE, after=Pt(4), keep_with_next=True)
        add_paragraph(self._document, note, look)
        # A paragraph that follows a table keeps two tables from growing together.
        after = add_paragraph(self._document, "", Type(size=6))
        after._p.addprevious(build_table(block, text_width(section), size))

    def _add_picture(self, block: PictureRequest, width: Length) -> None:
        self._pictures += 1
        drawn = draw_picture(block.values, is_illustrative=self._report.is_illustrative)
        look = Type(align=CENTRE, before=GAP, keep_with_next=True)
        run = add_paragraph(self._document, "", look).add_run()
        run.add_picture(BytesIO(drawn.png), width=min(Mm(drawn.width), width))
        describe_picture(run, block.description)
        caption = hold_years(f"Hình {self._pictures}. {block.caption}")
        look = Type(size=13, bold=True, align=CENTRE, before=Pt(2), keep_with_next=True)
        add_paragraph(self._document, caption, look)
        note = " ".join(part for part in (drawn.note, self._report.source_line) if part)
        add_paragraph(self._document, note, Type(size=11, italic=True, align=CENTRE, after=Pt(8)))


def _set_properties(document: DocxDocument, report: Report, options: ReportOptions) -> None:
    """Say what the file is and which body wrote it; no person is named."""
    properties = document.core_properties
    properties.title = clean(f"Báo cáo: {report.subject}")[:255]
    properties.subject = clean(report.source_line)[:255]
    properties.author = clean(" ".join(options.issuer.split()))[:255]
    properties.last_modified_by = ""
    properties.comments = ""
    properties.language = LANGUAGE
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
