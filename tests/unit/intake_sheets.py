"""Sheets of marks in the many ways offices lay them out, each with the marks it says."""

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from hypothesis import strategies as st

from domain.criteria import CriteriaSet, Criterion
from domain.intake.grid import Area, Sheet, Workbook
from domain.intake.reading import Context, Unit

NAMES_1980 = (
    "Quy hoạch",
    "Giao thông",
    "Thủy lợi",
    "Điện",
    "Trường học",
    "Cơ sở vật chất văn hóa",
    "Cơ sở hạ tầng thương mại nông thôn",
    "Thông tin và Truyền thông",
    "Nhà ở dân cư",
    "Thu nhập",
    "Hộ nghèo",
    "Lao động có việc làm",
    "Tổ chức sản xuất",
    "Giáo dục và Đào tạo",
    "Y tế",
    "Văn hóa",
    "Môi trường và an toàn thực phẩm",
    "Hệ thống chính trị và tiếp cận pháp luật",
    "Quốc phòng và An ninh",
)
NAMES_318 = (
    "Quy hoạch",
    "Giao thông",
    "Thủy lợi và phòng, chống thiên tai",
    "Điện",
    "Trường học",
    "Cơ sở vật chất văn hóa",
    "Cơ sở hạ tầng thương mại nông thôn",
    "Thông tin và Truyền thông",
    "Nhà ở dân cư",
    "Thu nhập",
    "Nghèo đa chiều",
    "Lao động",
    "Tổ chức sản xuất và phát triển kinh tế nông thôn",
    "Giáo dục và Đào tạo",
    "Y tế",
    "Văn hóa",
    "Môi trường và an toàn thực phẩm",
    "Hệ thống chính trị và tiếp cận pháp luật",
    "Quốc phòng và An ninh",
)
NAMES_51 = (
    "Quy hoạch",
    "Hạ tầng kinh tế - xã hội",
    "Phát triển kinh tế nông thôn",
    "Đào tạo nguồn nhân lực nông thôn",
    "Văn hóa, giáo dục, y tế",
    "Giảm nghèo và an sinh xã hội",
    "Khoa học công nghệ và chuyển đổi số",
    "Môi trường và cảnh quan nông thôn",
    "Xây dựng hệ thống chính trị và hành chính công",
    "Tiếp cận pháp luật và quốc phòng, an ninh",
)
COUNT = len(NAMES_1980)


def criteria_set(set_id, decision, names, valid_from, valid_to=None):
    criteria = tuple(Criterion(no, name, name, None, True) for no, name in enumerate(names, 1))
    return CriteriaSet(set_id, decision, set_id, set_id, valid_from, valid_to, criteria)


SETS = {
    one.set_id: one
    for one in (
        criteria_set("QD1980", "QĐ 1980/QĐ-TTg", NAMES_1980, date(2016, 12, 1), date(2022, 3, 7)),
        criteria_set("QD318", "QĐ 318/QĐ-TTg", NAMES_318, date(2022, 3, 8), date(2026, 2, 14)),
        criteria_set("QD51", "QĐ 51/2025/QĐ-TTg", NAMES_51, date(2026, 2, 15)),
    )
}
DISTRICTS = {"648": "Huyện Cư M'gar", "655": "Huyện Krông A Na", "644": "Thị xã Buôn Hồ"}
COMMUNES = {
    "24262": ("Quảng Tiến", "648"),
    "24274": ("Ea H'đinh", "648"),
    "24289": ("Cư M'gar", "648"),
    "24298": ("Cư Suê", "648"),
    "24301": ("Cuor Đăng", "648"),
    "24559": ("Dray Sáp", "655"),
    "24562": ("Ea Na", "655"),
    "24565": ("Ea Bông", "655"),
    "24574": ("Bình Hòa", "655"),
    "24577": ("Quảng Điền", "655"),
    "24316": ("Tân Lập", "655"),
    "24332": ("Bình Thuận", "644"),
    "24334": ("Cư Bao", "644"),
    "24311": ("Ea Blang", "644"),
    "04567": ("Tân Lập", "644"),
}
UNITS = tuple(
    Unit(code, name, district, DISTRICTS[district], "66")
    for code, (name, district) in COMMUNES.items()
)
WARDS = (Unit("24305", "An Lạc", "644", DISTRICTS["644"], "66", kind="phường"),)
STRANGERS = tuple(
    Unit(code, name, "180", "Huyện Tràng Định", "20")
    for code, name in (("05986", "Hoàng Đồng"), ("06004", "Khánh Long"), ("06007", "Đoàn Kết"))
)
TODAY = date(2022, 6, 1)


def context(**changes):
    values = {
        "units": UNITS,
        "sets": SETS,
        "province_code": "66",
        "as_of": None,
        "default_set_id": "QD1980",
        "today": TODAY,
        "others": WARDS + STRANGERS,
        "provinces": {"66": "Tỉnh Đắk Lắk", "20": "Tỉnh Lạng Sơn"},
    }
    return Context(**{**values, **changes})


def workbook(*sheets, file_name="bieu.xlsx", kind="xlsx"):
    return Workbook(file_name, "0" * 64, 1, kind, sheets)


def sheet(rows, name="Biểu 01", **more):
    return Sheet(name, tuple(tuple(row) for row in rows), **more)


@dataclass
class Style:
    """How a sheet is written; each field one habit."""

    seed: int = 0
    shape: str = "annex"  # annex, flat
    titles: int = 4
    date_text: str = "(Số liệu tính đến ngày 31/12/2021)"
    header: str = "tc"  # tc, tc_space, long, zero, text, number, brackets, named, upper, numbered
    header_rows: int = 2
    order: bool = True
    code: str = ""  # "", text, number
    district: str = "roman"  # roman, digit, letter, none, column, merged, filled
    kind_word: str = "full"  # full, short, none, upper
    words: str = "x"  # key of WORDS
    total: bool = True
    total_row: str = "TỔNG CỘNG"
    district_totals: bool = False
    numbering: bool = False
    repeated: bool = False
    signature: bool = True
    shuffled: bool = False
    extras: bool = False
    name_style: str = "plain"  # plain, kind, dot, upper, spaces, apostrophe, unmarked
    nearly: bool = False


WORDS = {
    "x": (["x"], [None], []),
    "X": (["X", "x"], [None], ["CBĐ"]),
    "dat": (["Đạt"], ["Chưa đạt"], ["Cơ bản đạt"]),
    "dk": (["Đ"], ["K"], ["CBĐ"]),
    "one": ([1], [0], []),
    "one_text": (["1"], ["0"], []),
    "one_blank": ([1], [None], []),
    "check": (["✓"], [None], []),
    "check_dash": (["✔"], ["-"], []),
    "v": (["v"], [None], []),
    "plus": (["+"], ["-"], []),
    "co_khong": (["Có"], ["Không"], []),
    "mixed": (["x", "X", "Đ", "đ", "Đạt", "✓", 1], ["K", "0", 0, "-", "Chưa đạt", "Không đạt"], []),
}
HEADERS = {
    "tc": lambda no: f"TC{no}",
    "tc_space": lambda no: f"TC {no}",
    "zero": lambda no: f"TC{no:02d}",
    "long": lambda no: f"Tiêu chí {no}",
    "text": lambda no: f"Tiêu chí số {no}: {NAMES_1980[no - 1]}",
    "number": lambda no: no,
    "brackets": lambda no: f"({no})",
    "named": lambda no: NAMES_1980[no - 1],
    "upper": lambda no: NAMES_1980[no - 1].upper(),
    "numbered": lambda no: f"{no}. {NAMES_1980[no - 1]}",
    "roman": lambda no: FIGURES[no - 1],
    "tc_roman": lambda no: f"TC {FIGURES[no - 1]}",
    "titled": lambda no: f"{FIGURES[no - 1]}. {NAMES_1980[no - 1]}",
}
FIGURES = ("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX").split(" ")  # noqa: SIM905
ROMAN = FIGURES[:4]
SHORT = {"Huyện": "H.", "Thị xã": "TX."}


def without_marks(text):
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def write_name(name, style):
    ways = {
        "plain": name,
        "kind": f"Xã {name}",
        "dot": f"X. {name}",
        "upper": name.upper(),
        "spaces": f" xã  {name} ",
        "apostrophe": name.replace("'", "’"),
        "unmarked": without_marks(name),
    }
    return ways[style]


def write_district(name, way):
    kind = "Thị xã" if name.startswith("Thị xã") else "Huyện"
    rest = name.removeprefix(kind).strip()
    return {
        "full": name,
        "upper": name.upper(),
        "short": f"{SHORT[kind]} {rest}",
        "none": rest,
    }[way]


@dataclass
class Built:
    """A sheet and what it says: status by (code, criterion)."""

    workbook: Workbook
    truth: dict
    rows: list
    merged: list = field(default_factory=list)


class _Builder:
    """Writes a sheet row by row."""

    def __init__(self, style):
        self.style, self.chance = style, random.Random(style.seed)
        self.order = list(range(1, COUNT + 1))
        if style.shuffled:
            self.chance.shuffle(self.order)
        self.has_column = style.district in ("column", "merged", "filled")
        self.left = ["STT"] * style.order + ["Mã xã"] * bool(style.code)
        self.left += ["Huyện"] * self.has_column
        no_heading = self.has_column or style.district == "none"
        self.left.append("Tên xã" if no_heading else "Huyện/Xã")
        self.right = ["Tổng số TC đạt"] * style.total
        self.right += ["Tăng/giảm so kỳ trước", "Năm đạt", "Ghi chú"] * style.extras
        self.width = len(self.left) + COUNT + len(self.right)
        self.rows, self.merged, self.truth = [], [], {}

    def titles(self):
        style = self.style
        if style.titles > 0:
            nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
            self.rows.append(["UBND TỈNH ĐẮK LẮK", *[None] * 9, nation])
        while len(self.rows) < style.titles:
            last = len(self.rows) + 1 == style.titles
            text = style.date_text if last else "BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN TIÊU CHÍ"
            self.rows.append([text])

    def header(self):
        rows, left, first = self.rows, len(self.left), len(self.rows)
        heads = [HEADERS[self.style.header](no) for no in self.order]
        if self.style.header_rows == 1:
            rows.append([*self.left, *heads, *self.right])
        else:
            rows.append([*self.left, "Tiêu chí", *[None] * (COUNT - 1), *self.right])
            self.merged.append(Area(first, left, first, left + COUNT - 1))
            if self.style.header_rows == 3:
                group = [*[None] * left, "Nhóm hạ tầng", *[None] * (self.width - left - 1)]
                rows.append(group)
            rows.append([*[None] * left, *heads, *[None] * len(self.right)])
            sides = [*range(left), *range(left + COUNT, self.width)]
            self.merged += [Area(first, column, len(rows) - 1, column) for column in sides]
        self.head = rows[first:]
        if self.style.numbering:
            rows.append([f"({n})" for n in range(1, self.width + 1)])

    def district(self, place, district, communes):
        label = write_district(DISTRICTS[district], self.style.kind_word)
        drawn = {code: self.draw(code) for code in communes}
        if self.style.district in ("roman", "digit", "letter"):
            self.district_row(place, label, drawn)
        start = len(self.rows)
        for number, code in enumerate(communes, 1):
            self.commune(number, code, label, drawn[code])
        if self.style.district == "merged":
            column = self.left.index("Huyện")
            self.merged.append(Area(start, column, len(self.rows) - 1, column))
        if self.style.repeated and place == 0:
            self.rows += self.head

    def draw(self, code):
        positive, negative, nearly = WORDS[self.style.words]
        nearly = nearly if self.style.nearly else []
        marks = {no: _draw(self.chance, positive, negative, nearly) for no in self.order}
        self.truth.update({(code, no): status for no, (_, status) in marks.items()})
        return marks

    def district_row(self, place, label, drawn):
        cells = [None] * self.width
        cells[len(self.left) - 1] = label
        if self.style.order:
            marks = {"roman": ROMAN[place], "digit": str(place + 1), "letter": "ABC"[place]}
            cells[0] = marks[self.style.district]
        if self.style.district_totals:
            for n, no in enumerate(self.order, len(self.left)):
                cells[n] = sum(marks[no][1] == "met" for marks in drawn.values())
        self.rows.append(cells)

    def commune(self, number, code, label, marks):
        style = self.style
        cells = [number] * style.order
        cells += [int(code) if style.code == "number" else code] * bool(style.code)
        is_written = number == 1 or style.district == "column"
        cells += [label if is_written else None] * self.has_column
        cells.append(write_name(COMMUNES[code][0], style.name_style))
        cells += [marks[no][0] for no in self.order]
        cells += [sum(status == "met" for _, status in marks.values())] * style.total
        cells += [1, None, "theo dõi"] * style.extras
        self.rows.append(cells)

    def end(self):
        if self.style.total_row:
            met = [no for (_, no), status in self.truth.items() if status == "met"]
            cells = [None] * (len(self.left) - 1) + [self.style.total_row]
            cells += [met.count(no) for no in self.order] + [len(met)] * self.style.total
            self.rows.append(cells)
        if self.style.signature:
            self.rows += [[], [*[None] * 8, "Đắk Lắk, ngày 05 tháng 01 năm 2022"]]
            self.rows += [["NGƯỜI LẬP BIỂU", *[None] * 8, "TM. BAN CHỈ ĐẠO"]]
            self.rows += [["(Ký, ghi rõ họ tên)"]]


def build(style):
    """Build a sheet in a style with random marks."""
    builder = _Builder(style)
    builder.titles()
    builder.header()
    for place, district in enumerate(DISTRICTS):
        communes = [code for code, (_, own) in COMMUNES.items() if own == district]
        builder.district(place, district, communes)
    builder.end()
    book = workbook(sheet(builder.rows, merged=tuple(builder.merged)))
    return Built(book, builder.truth, builder.rows, builder.merged)


def _draw(chance, positive, negative, nearly):
    throw = chance.random()
    if nearly and throw < 0.1:
        return chance.choice(nearly), "nearly_met"
    if throw < 0.75:
        return chance.choice(positive), "met"
    return chance.choice(negative), "not_met"


@st.composite
def styles(draw):
    """Draw a style whose parts can stand together."""
    style = Style(
        seed=draw(st.integers(0, 10**6)),
        titles=draw(st.integers(0, 8)),
        header=draw(st.sampled_from(sorted(HEADERS))),
        header_rows=draw(st.integers(1, 3)),
        order=draw(st.booleans()),
        code=draw(st.sampled_from(["", "", "text", "number"])),
        district=draw(
            st.sampled_from(["roman", "digit", "letter", "column", "merged", "filled", "none"])
        ),
        kind_word=draw(st.sampled_from(["full", "short", "none", "upper"])),
        words=draw(st.sampled_from(sorted(WORDS))),
        total=draw(st.booleans()),
        total_row=draw(st.sampled_from(["", "TỔNG CỘNG", "Tổng số", "Cộng", "Toàn tỉnh"])),
        district_totals=draw(st.booleans()),
        numbering=draw(st.booleans()),
        repeated=draw(st.booleans()),
        signature=draw(st.booleans()),
        shuffled=draw(st.booleans()),
        extras=draw(st.booleans()),
        name_style=draw(
            st.sampled_from(["plain", "kind", "dot", "upper", "spaces", "apostrophe", "unmarked"])
        ),
        nearly=draw(st.booleans()),
    )
    return _possible(style)


def _possible(style):
    """Leave out what no reader could tell: Tân Lập of no district, bare numbers out of order."""
    if style.district == "none" and not style.code:
        style.district = "roman"
    if style.header in ("number", "brackets"):
        style.numbering = False
    if style.code:  # the row of a district has no code
        style.district = style.district if style.district != "filled" else "column"
    return style
