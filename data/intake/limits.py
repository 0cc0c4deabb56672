"""How much a file may ask of the machine before it is refused."""

from dataclasses import dataclass
from functools import lru_cache

from data import paths

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on reading one file; the values in use stand in ``data/settings.yml``.

    Attributes:
        file_mb: Size of the file as it came.
        unpacked_mb: Of an archive (xlsx, ods): declared size, and what is really unpacked.
        unpacked_ratio: Unpacked ÷ packed size of one part; only parts above 5 MB are judged.
        entries: Parts of an archive.
        sheets: Sheets of a workbook.
        rows: Last row of a sheet that may hold a value.
        columns: Last column of a sheet that may hold a value.
        cells: Cells of all sheets, counting the gaps left of a value.
        cell_characters: Longest text of a cell; a spreadsheet's own limit is 32,767.
        characters: Text of all cells and formulas.
        seconds: Time on the clock.
        memory_mb: Address space of the process that reads.
    """

    file_mb: int
    unpacked_mb: int
    unpacked_ratio: int
    entries: int
    sheets: int
    rows: int
    columns: int
    cells: int
    cell_characters: int
    characters: int
    seconds: int
    memory_mb: int


@lru_cache(maxsize=1)
def configured_limits() -> Limits:
    """Return the bounds of ``data/settings.yml``, key ``intake``."""
    import yaml  # here, because the process that reads files does without it

    settings = yaml.safe_load(paths.SETTINGS.read_text(encoding="utf-8"))
    return Limits(**settings["intake"])
