"""Files of marks of Đắk Nông in mid-2021, written by the test that reads them."""

import csv
from functools import lru_cache

import openpyxl

from data.schemas import read_table

PROVINCE, DAY, SET = "67", "2021-06-30", "QD1980_2016"
NUMBERS = range(1, 1 + int(read_table("criteria_sets").set_index("set_id")["criteria_count"][SET]))


@lru_cache(maxsize=1)
def communes():
    """Return code, name and district of the communes, district by district."""
    units = read_table("units")
    own = units[(units["province_code"] == PROVINCE) & (units["kind"] == "xã")]
    districts = units.set_index("code")["full_name"]
    ordered = own.sort_values(["district_code", "code"])
    return tuple(
        (code, name, districts[district])
        for code, name, district in zip(
            ordered["code"], ordered["name"], ordered["district_code"], strict=True
        )
    )


def met_of(position):
    """Return how many criteria the commune at a position meets: 5, 6 … 19, 5 …"""
    return 5 + position % (len(NUMBERS) - 4)


def write_flat(path, districts=None, change=None):
    """Write a flat table, one row a commune; ``change(rows)`` alters it before it is written."""
    header = ["Mã xã", "Huyện", "Xã", *(f"TC {n}" for n in NUMBERS)]
    rows = [header]
    for position, (code, name, district) in enumerate(communes()):
        if districts is None or district in districts:
            marks = ["Đạt" if n <= met_of(position) else "Chưa đạt" for n in NUMBERS]
            rows.append([code, district, f"Xã {name}", *marks])
    if change:
        change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def write_annex(path):
    """Write the usual annex: title, header, district rows in Roman numerals, x or blank."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu 01"
    sheet["A1"] = "UBND TỈNH ĐẮK NÔNG"
    sheet["A3"] = "KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ XÃ NÔNG THÔN MỚI"
    sheet["A4"] = "(Tính đến ngày 30/6/2021)"
    sheet.append([])
    sheet.append(["STT", "Đơn vị", *(f"TC{n}" for n in NUMBERS), "Tổng số TC đạt"])
    roman = iter(["I", "II", "III", "IV", "V", "VI", "VII", "VIII"])
    last = None
    for position, (_, name, district) in enumerate(communes()):
        if district != last:
            sheet.append([next(roman), district])
            last = district
        met = met_of(position)
        sheet.append(
            [position + 1, f"Xã {name}", *("x" if n <= met else None for n in NUMBERS), met]
        )
    book.save(path)
    return path
