"""Page, styles and headers of a report, as Nghị định 30/2020/NĐ-CP (Phụ lục I) asks.

A4; margins 20–25 mm top and bottom, 30–35 mm left, 15–20 mm right; Times New Roman 13–14, black;
paragraphs justified, first line indented 1–1.27 cm, at least 6 points apart; the page number in
the middle of the top margin from the second page on.
"""

from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.section import Section, _Header
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from data.exports.report_xml import (
    LANGUAGE,
    add_page_number,
    clean,
    element,
    name_font,
)
from domain.report.words import ILLUSTRATIVE

PAGE = (Mm(210), Mm(297))
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
HEADER_DISTANCE = Mm(9)
BODY_SIZE = 14
BLACK = RGBColor(0, 0, 0)
FIRST_LINE = Mm(12.7)
GAP = Pt(6)
NOTHING = Length(0)
HEADINGS = 3
WORD_VERSION = "15"  # Word 2013 and later

_THEME_COLOUR = ("themeColor", "themeTint", "themeShade")


@dataclass(frozen=True)
class Type:
    """How a paragraph looks."""

    size: float = BODY_SIZE
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    first_line: Length = NOTHING
    before: Length = NOTHING
    after: Length = NOTHING
    keep_with_next: bool = False


CENTRE = WD_ALIGN_PARAGRAPH.CENTER
LEFT_ALIGNED = WD_ALIGN_PARAGRAPH.LEFT
RIGHT_ALIGNED = WD_ALIGN_PARAGRAPH.RIGHT


def new_document() -> DocxDocument:
    """Return an empty document with page, styles and language set."""
    document = Document()
    _set_defaults(document)
    normal: Any = document.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(BODY_SIZE), BLACK
    name_font(normal.element.get_or_add_rPr())
    paragraph = normal.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.widow_control = True
    for level in range(1, HEADINGS + 1):
        _set_heading(document, level)
    set_page(document.sections[0])
    return document


def _set_defaults(document: DocxDocument) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    name_font(properties)
    language = properties.find(qn("w:lang"))
    for script in ("val", "eastAsia"):
        language.set(qn(f"w:{script}"), LANGUAGE)
    settings = document.settings.element
    theme_language = settings.find(qn("w:themeFontLang"))
    if theme_language is not None:
        theme_language.set(qn("w:val"), LANGUAGE)
    # The template asks for an older Word; that opens in compatibility mode.
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_VERSION)


def _set_heading(document: DocxDocument, level: int) -> None:
    style: Any = document.styles[f"Heading {level}"]
    style.font.size, style.font.bold = Pt(BODY_SIZE), True
    style.font.italic, style.font.color.rgb = False, BLACK
    name_font(style.element.get_or_add_rPr())
    colour = style.element.rPr.find(qn("w:color"))
    for name in _THEME_COLOUR:
        colour.attrib.pop(qn(f"w:{name}"), None)
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(10 if level == 1 else 8), GAP
    paragraph.first_line_indent = FIRST_LINE
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.keep_with_next = True


def set_page(section: Section, *, is_wide: bool = False) -> None:
    """Set paper and margins of a section; a wide one lies on its side."""
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = PAGE[::-1] if is_wide else PAGE
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance, section.footer_distance = HEADER_DISTANCE, Mm(9)


def text_width(section: Section) -> Length:
    """Return the width between the margins."""
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return Length((page or PAGE[0]) - (left or LEFT) - (right or RIGHT))


def add_section(document: DocxDocument, *, is_wide: bool) -> Section:
    """Start an annex on a new page, numbered from one again as annexes are."""
    # The break stands in a paragraph of its own; at full height it could open an empty page.
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    last = document.paragraphs[-1].paragraph_format
    last.line_spacing_rule, last.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
    last.widow_control = False
    set_page(section, is_wide=is_wide)
    numbering = section._sectPr.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = element("pgNumType")
        section._sectPr.insert_element_before(
            numbering, "w:cols", "w:formProt", "w:vAlign", "w:titlePg", "w:docGrid"
        )
    numbering.set(qn("w:start"), "1")
    section.different_first_page_header_footer = True
    return section


def set_headers(section: Section, *, is_illustrative: bool) -> None:
    """Put the page number on top of every page but the first; later sections inherit it."""
    section.different_first_page_header_footer = True
    number = _first_paragraph(section.header)
    style(number, Type(size=13, align=CENTRE))
    add_page_number(number)
    if is_illustrative:
        _add_notice(section.header.add_paragraph())
        _add_notice(_first_paragraph(section.first_page_header))
    else:
        style(_first_paragraph(section.first_page_header), Type(size=13))


def _first_paragraph(header: _Header) -> DocxParagraph:
    header.is_linked_to_previous = False
    first: DocxParagraph = header.paragraphs[0]
    return first


def _add_notice(paragraph: DocxParagraph) -> None:
    style(paragraph, Type(size=9, align=RIGHT_ALIGNED))
    add_text(paragraph, ILLUSTRATIVE, Type(size=9, bold=True))


def style(paragraph: DocxParagraph, look: Type) -> None:
    """Give a paragraph its alignment and spacing."""
    shape = paragraph.paragraph_format
    paragraph.style = None  # that of a plain paragraph, also in headers
    shape.alignment = look.align
    shape.first_line_indent = look.first_line
    shape.space_before, shape.space_after = look.before, look.after
    if look.keep_with_next:
        shape.keep_with_next = True


def add_text(paragraph: DocxParagraph, text: str, look: Type) -> None:
    """Add text to a paragraph; line breaks in it stay line breaks."""
    run = paragraph.add_run(clean(text))
    run.font.size = Pt(look.size)
    if look.bold:
        run.font.bold = True
    if look.italic:
        run.font.italic = True


def add_paragraph(parent: Any, text: str, look: Type) -> DocxParagraph:
    """Add a paragraph to a document or cell."""
    paragraph: DocxParagraph = parent.add_paragraph()
    style(paragraph, look)
    add_text(paragraph, text, look)
    return paragraph
