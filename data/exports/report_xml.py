"""Small pieces of WordprocessingML that python-docx has no words for."""

import unicodedata
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")
_KEPT_CONTROLS = "\t\n"


def clean(text: str) -> str:
    """Return a text that XML can hold, in NFC: controls, marks of direction and the like go.

    Names come from files of others; what is left of them is written as text, never as markup.
    """
    kept = (
        letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in _KEPT_CONTROLS or not unicodedata.category(letter).startswith("C")
    )
    return "".join(kept)


def element(tag: str, **attributes: object) -> Any:
    """Return an element of the ``w`` namespace: ``element("jc", val="center")``."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def name_font(properties: Any) -> None:
    """Name Times New Roman for every script in run properties, in place of the theme's fonts."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = element("rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in _SCRIPTS:
        fonts.set(qn(f"w:{script}"), FONT)


def add_page_number(paragraph: DocxParagraph) -> None:
    """Add a field that shows the number of the page."""
    run = paragraph.add_run()
    for piece in (
        element("fldChar", fldCharType="begin"),
        _instruction(" PAGE "),
        element("fldChar", fldCharType="separate"),
        _shown("2"),
        element("fldChar", fldCharType="end"),
    ):
        run._r.append(piece)


def _instruction(text: str) -> Any:
    made = element("instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made


def _shown(text: str) -> Any:
    made = element("t")
    made.text = text
    return made


def rule_beneath(paragraph: DocxParagraph) -> None:
    """Draw a line along the top of an (empty, tiny) paragraph, between its indents."""
    borders = element("pBdr")
    borders.append(element("top", val="single", sz=6, space=0, color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def box(paragraph: DocxParagraph) -> None:
    """Draw a frame around a paragraph."""
    borders = element("pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(side, val="single", sz=8, space=4, color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def describe_picture(run: Run, text: str) -> None:
    """Give the picture of a run a description for who cannot see it."""
    for properties in run._r.iter(qn("wp:docPr")):
        properties.set("descr", clean(text))


def twips(length: Length) -> int:
    """Return a length in twentieths of a point."""
    return int(length) // 635
