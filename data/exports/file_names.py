"""Names of the files that leave the product."""

from datetime import date

STEMS = {
    "marks": "ket-qua",
    "workbook": "bieu-tong-hop",
    "report": "bao-cao",
    "geopackage": "ban-do",
    "package": "goi-du-lieu",
    "tidy": "ket-qua-dang-dai",
    "slides": "trinh-chieu",
    "slides-pdf": "trinh-chieu",
    "snapshot": "trang-tinh",
}
"""Kind of export → what its file is called."""

ILLUSTRATIVE = "minh-hoa"


def export_file_name(
    kind: str,
    province: str | None,
    district: str | None,
    as_of: date | None,
    ext: str,
    *,
    is_illustrative: bool = False,
) -> str:
    """Return the name of a file: ``bieu-tong-hop_66_654_2021-12-31_minh-hoa.xlsx``.

    Args:
        kind: Key of ``STEMS``.
        province: Province code; ``None`` for the whole country.
        district: District code, when the file speaks of one district.
        as_of: Date of the figures; ``None`` for a file of every date.
        ext: Ending, with or without its dot.
        is_illustrative: The figures are made up, which the name then says too.

    Raises:
        KeyError: There is no such kind.
    """
    parts = [STEMS[kind], province or "vn", district, as_of.isoformat() if as_of else None]
    parts.append(ILLUSTRATIVE if is_illustrative else None)
    return "_".join(part for part in parts if part) + "." + ext.lstrip(".")
