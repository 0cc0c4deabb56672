"""The parts of an xlsx file around its sheets: relations, the list of sheets, texts, formats."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from data.intake.cells import clean, is_day_format
from data.intake.faults import refusal
from data.intake.guard import Archive, local, parse_xml

_DAY_FORMATS = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58})
"""Number formats with a fixed meaning that write a day (ECMA-376 part 1, 18.8.30)."""

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook lists it; ``path`` is "" when the archive lacks it."""

    name: str
    is_hidden: bool
    path: str


@dataclass
class BookParts:
    """What the workbook says outside its sheets.

    Attributes:
        sheets: Sheets of cells, in order; sheets of charts are left out.
        from_1904: Days count from 1904.
        recalculates: The file asks for its formulas to be calculated anew on opening: a program
            wrote it and did not know their values.
        texts: Shared texts, cleaned.
        day_styles: Cell styles that write a number as a day.
    """

    sheets: list[SheetPart] = field(default_factory=list)
    from_1904: bool = False
    recalculates: bool = False
    texts: list[str] = field(default_factory=list)
    day_styles: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Relation:
    kind: str  # last word of its type: "worksheet", "sharedStrings"
    path: str


def read_parts(archive: Archive) -> BookParts:
    """Return everything but the cells.

    Raises:
        FileRefusedError: The archive holds no workbook, or a part is damaged.
    """
    roots = _relations(archive, "")
    path = next((r.path for r in roots.values() if r.kind == "officeDocument"), "xl/workbook.xml")
    stored = archive.find(path)
    if stored is None:
        raise refusal("file_damaged" if roots else "file_other_kind", kind="ZIP")
    relations = _relations(archive, stored)
    parts = _workbook(archive, stored, relations)
    by_kind = {relation.kind: relation.path for relation in relations.values()}
    if texts := archive.find(by_kind.get("sharedStrings", "")):
        parts.texts = _shared_texts(archive.chunks(texts))
    if styles := archive.find(by_kind.get("styles", "")):
        parts.day_styles = _day_styles(archive.chunks(styles))
    return parts


def _relations(archive: Archive, source: str) -> dict[str, _Relation]:
    """Return the relations of a part by their id; of the archive itself for ""."""
    folder, name = posixpath.split(source)
    stored = archive.find(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, _Relation] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        path = target if target.startswith("/") else posixpath.join(folder, target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        path = posixpath.normpath(path.lstrip("/"))
        found[attributes.get("Id", "")] = _Relation(kind, path)

    if stored is not None:
        parse_xml(archive.chunks(stored), start)
    return found


def _workbook(archive: Archive, path: str, relations: dict[str, _Relation]) -> BookParts:
    parts = BookParts()
    roots: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        roots.append(name) if not roots else None
        if name == "sheet":
            ids = [value for key, value in attributes.items() if key.endswith(":id")]
            relation = relations.get(ids[0] if ids else "", _Relation("worksheet", ""))
            if relation.kind == "worksheet":
                is_hidden = attributes.get("state", "visible") != "visible"
                stored = archive.find(relation.path) or ""
                parts.sheets.append(SheetPart(attributes.get("name", ""), is_hidden, stored))
        elif name == "workbookPr":
            parts.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "calcPr":
            parts.recalculates = attributes.get("fullCalcOnLoad") in ("1", "true")

    parse_xml(archive.chunks(path), start)
    if roots != ["workbook"]:
        raise refusal("file_other_kind", kind="ZIP")
    return parts


def unescaped(text: str) -> str:
    """Return a text with what the format writes as ``_x000D_`` put back."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)


def _shared_texts(chunks: Iterator[bytes]) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    is_text, phonetic = False, 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal is_text, phonetic
        name = local(tag)
        if name == "rPh":  # how a word is pronounced, written above it
            phonetic += 1
        is_text = name == "t" and not phonetic

    def end(tag: str) -> None:
        nonlocal is_text, phonetic
        name = local(tag)
        is_text = False
        if name == "rPh":
            phonetic -= 1
        elif name == "si":
            texts.append(clean(unescaped("".join(pieces))))
            pieces.clear()

    def text(piece: str) -> None:
        if is_text:
            pieces.append(piece)

    parse_xml(chunks, start, end, text)
    return texts


def _day_styles(chunks: Iterator[bytes]) -> frozenset[int]:
    own: dict[str, bool] = {}
    styles: list[str] = []
    in_cell_styles = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal in_cell_styles
        name = local(tag)
        if name == "numFmt":
            own[attributes.get("numFmtId", "")] = is_day_format(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            in_cell_styles = True
        elif name == "xf" and in_cell_styles:
            styles.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        nonlocal in_cell_styles
        if local(tag) == "cellXfs":
            in_cell_styles = False

    parse_xml(chunks, start, end)
    fixed = {str(number) for number in _DAY_FORMATS}
    return frozenset(index for index, style in enumerate(styles) if own.get(style, style in fixed))
