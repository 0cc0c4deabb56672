"""A province of four communes in two districts, with tasks and sources, and sheets made of rows.

181  Huyện Đình Lập    06613 Bính Xá   06616 Tân Thành   06601 (township, not counted)
182  Huyện Hữu Lũng    06619 Tân Thành  06622 Đồng Tân
"""

from datetime import date

from domain.intake.grid import Sheet, Workbook
from domain.intake.matcher import Matcher
from domain.intake.reading import Unit
from domain.registers.context import RegisterContext
from domain.registers.fields import Kind
from domain.registers.reading import read_register

TODAY = date(2022, 3, 15)


def unit(code, name, district_code, district_name, **more):
    return Unit(code, name, district_code, district_name, "20", **more)


UNITS = (
    unit("06613", "Bính Xá", "181", "Huyện Đình Lập"),
    unit("06616", "Tân Thành", "181", "Huyện Đình Lập"),
    unit("06619", "Tân Thành", "182", "Huyện Hữu Lũng"),
    unit("06622", "Đồng Tân", "182", "Huyện Hữu Lũng"),
)
OTHERS = (
    unit("06601", "Đình Lập", "181", "Huyện Đình Lập", kind="thị trấn"),
    Unit("24001", "Ea Súp", "651", "Huyện Ea Súp", "66"),
)


def context(**changes):
    values = {
        "province_code": "20",
        "today": TODAY,
        "matcher": Matcher(UNITS, OTHERS, {}),
        "districts": {"181": "Huyện Đình Lập", "182": "Huyện Hữu Lũng"},
        "provinces": {"20": "Tỉnh Lạng Sơn", "66": "Tỉnh Đắk Lắk"},
        "other_districts": {"651": "66"},
        "tasks": {"langson-I.1": "Củng cố bộ máy", "langson-II.2": "Rà soát giao vốn"},
        "sources": ("Ngân sách tỉnh", "Vốn tín dụng"),
    }
    return RegisterContext(**{**values, **changes})


def sheet(*rows, name="Sheet1", **more):
    return Sheet(name, tuple(tuple(row) for row in rows), **more)


def workbook(*sheets, **more):
    return Workbook("f.xlsx", "0" * 64, 1, "xlsx", tuple(sheets), **more)


def read(kind, *rows, **changes):
    """Read one sheet of rows as a register."""
    return read_register(Kind(kind), workbook(sheet(*rows)), context(**changes))


def found(reading):
    """Return (code, cell) of every problem but the notes."""
    return [(p.code, p.cell) for p in reading.problems if p.severity != "note"]
