"""What a file really is, and archives and XML opened within bounds.

Nothing here trusts a name, a declared size or a header: kinds are told from content, unpacked
bytes are counted while they are read, and XML with a document type declaration (the way to
entity bombs and to foreign files; office programs never write one) is refused.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from data.intake.faults import refusal
from data.intake.limits import MEGABYTE, Limits

_CHUNK = MEGABYTE  # small chunks make expat read one huge token again and again
_JUDGED_RATIO = 5 * MEGABYTE
_CENTRAL_RECORD = b"PK\x01\x02"
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)
_ZIP_KINDS = (
    ("word/document.xml", "Word (docx)"),
    ("ppt/presentation.xml", "PowerPoint (pptx)"),
    ("Index/Document.iwa", "Apple iWork"),
)
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")


def family(content: bytes) -> str:
    """Return how to look at a file: ``zip``, ``ole``, ``biff`` (xls without container), ``text``.

    Raises:
        FileRefusedError: It is empty, or something no table is kept in: a picture, a PDF …
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refusal("file_empty")
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return "zip"
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if content.startswith((*_OLD_BIFF, b"\x09\x08\x10\x00")):
        return "biff"
    for magic, kind in _MAGIC:
        # Two letters also begin a table ("BM…"), a binary file of these kinds holds zero bytes.
        if content.startswith(magic) and (len(magic) > 2 or b"\x00" in content[:512]):
            raise refusal("file_other_kind", kind=kind)
    return "text"


class Archive:
    """A zip file read within bounds, nothing unpacked to disk, archives inside never opened.

    Raises:
        FileRefusedError: On opening: damaged, encrypted, or beyond the bounds as declared.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        count = content.count(_CENTRAL_RECORD)
        if count > limits.entries:
            raise refusal("archive_entries", count=count, limit=limits.entries)
        self._limits = limits
        self._left = limits.unpacked_mb * MEGABYTE
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise refusal("file_damaged") from error
        self._infos = {info.filename.replace("\\", "/"): info for info in self._zip.infolist()}
        self._folded = {name.lower(): name for name in self._infos}
        self._check()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the parts, as the archive names them, with "/" between folders."""
        return tuple(self._infos)

    def find(self, name: str) -> str | None:
        """Return the stored name of a part, whatever its case; ``None`` when there is none."""
        return self._folded.get(name.lstrip("/").lower())

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part, counting what is really unpacked.

        Raises:
            FileRefusedError: More is unpacked than the bounds allow, or the part is damaged.
        """
        try:
            with self._zip.open(self._infos[name]) as part:
                while chunk := part.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        self._refuse_size(self._limits.unpacked_mb + 1)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise refusal("file_damaged") from error

    def read(self, name: str) -> bytes:
        """Return a part as a whole; see :meth:`chunks`."""
        return b"".join(self.chunks(name))

    def _check(self) -> None:
        infos = self._zip.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise refusal("file_encrypted")
        stored = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if any(info.compress_type not in stored for info in infos):
            raise refusal("file_damaged")
        size = sum(info.file_size for info in infos)
        if size > self._left:
            self._refuse_size(-(-size // MEGABYTE))
        for info in infos:
            ratio = info.file_size // max(info.compress_size, 1)
            if info.file_size > _JUDGED_RATIO and ratio > self._limits.unpacked_ratio:
                raise refusal("archive_ratio", ratio=ratio, limit=self._limits.unpacked_ratio)

    def _refuse_size(self, size_mb: int) -> None:
        raise refusal("archive_too_large", size=size_mb, limit=self._limits.unpacked_mb)


def zip_kind(archive: Archive) -> str:
    """Return ``xlsx`` or ``ods``.

    Raises:
        FileRefusedError: The archive holds no workbook, or one in a form that is not read.
    """
    if archive.find("xl/workbook.bin"):
        raise refusal("file_xlsb")
    if archive.find("encrypted-package"):
        raise refusal("file_encrypted")
    if archive.find("mimetype") and archive.find("content.xml"):
        mime = archive.read(str(archive.find("mimetype")))[:200].decode("ascii", "replace").strip()
        if mime.startswith("application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise refusal("file_other_kind", kind="OpenDocument")
    for name, kind in _ZIP_KINDS:
        if archive.find(name):
            raise refusal("file_other_kind", kind=kind)
    if archive.find("xl/workbook.xml") or archive.find("[Content_Types].xml"):
        return "xlsx"
    raise refusal("file_other_kind", kind="ZIP")


Start = Callable[[str, dict[str, str]], object]
Text = Callable[[str], object]


def parse_xml(
    chunks: Iterator[bytes],
    start: Start,
    end: Text | None = None,
    text: Text | None = None,
    *,
    with_namespaces: bool = False,
) -> None:
    """Feed XML to handlers piece by piece; nothing is kept.

    Args:
        chunks: The bytes.
        start: Called with name and attributes of each element that opens.
        end: Called with the name of each element that closes.
        text: Called with text, which may come in several pieces.
        with_namespaces: Names are "address local"; without, they are as written ("x:row").

    Raises:
        FileRefusedError: It is not well formed, or declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" " if with_namespaces else None)
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    parser.ExternalEntityRefHandler = _refuse_declaration
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refusal("file_damaged") from error


def _refuse_declaration(*_: object) -> int:
    raise refusal("xml_entities")


def local(name: str) -> str:
    """Return a name without its prefix: ``local("x:row") == "row"``."""
    return name.rpartition(":")[2]
