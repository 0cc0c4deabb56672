"""The registers of communes and districts: recognition decisions and registered plans."""

from domain.registers.choices import LEVEL_LABELS, LEVEL_WORDS
from domain.registers.fields import Field, FieldType, Kind, Register

NOTE = "Không bắt buộc."

_UNIT_NAME = Field(
    "unit_name",
    FieldType.UNIT_NAME,
    "Tên xã",
    ("xã", "đơn vị", "tên đơn vị", "tên xã, huyện", "huyện/xã", "xã/huyện", "địa phương"),
    is_in_template=False,
)
_DISTRICT_NAME = Field(
    "district_name",
    FieldType.DISTRICT_NAME,
    "Huyện",
    ("tên huyện", "thuộc huyện", "huyện, thị xã, thành phố", "huyện, thành phố", "quận/huyện"),
    is_in_template=False,
)
_UNIT_HEADINGS = (
    "mã xã",
    "mã",
    "mã đơn vị",
    "mã đơn vị hành chính",
    "mã đvhc",
    "mã xã, huyện",
)

RECOGNITION = Register(
    kind=Kind.RECOGNITION,
    title="QUYẾT ĐỊNH CÔNG NHẬN XÃ, HUYỆN ĐẠT CHUẨN NÔNG THÔN MỚI",
    instruction="Mỗi dòng là một quyết định cho một xã hoặc huyện. Cột có dấu * phải ghi.",
    fields=(
        Field(
            "unit",
            FieldType.UNIT,
            "Xã hoặc huyện",
            _UNIT_HEADINGS,
            is_required=True,
            help="Chọn trong danh sách: mã – tên xã (huyện). Các huyện ở cuối danh sách.",
            width=46,
        ),
        _UNIT_NAME,
        _DISTRICT_NAME,
        Field(
            "level",
            FieldType.CHOICE,
            "Mức công nhận",
            ("mức", "mức đạt", "mức độ", "danh hiệu", "mức độ đạt chuẩn", "loại"),
            is_required=True,
            labels=LEVEL_LABELS,
            words=LEVEL_WORDS,
            help="Chọn trong danh sách.",
            width=27,
        ),
        Field(
            "effective_on",
            FieldType.DAY_OR_YEAR,
            "Ngày quyết định",
            (
                "ngày ký",
                "ngày công nhận",
                "ngày ban hành",
                "ngày hiệu lực",
                "ngày quyết định công nhận",
                "ngày, tháng, năm",
                "ngày tháng năm quyết định",
                "thời gian công nhận",
                "ngày",
            ),
            is_required=True,
            help="Ghi ngày/tháng/năm, ví dụ 31/12/2021. Chỉ biết năm thì ghi năm, ví dụ 2015: "
            "được tính từ ngày cuối năm và ghi rõ là ngày chưa chính xác.",
            width=17,
        ),
        Field(
            "for_year",
            FieldType.YEAR,
            "Công nhận cho năm",
            ("năm đạt chuẩn", "năm công nhận", "đạt chuẩn năm", "cho năm", "năm đạt", "năm"),
            help="Năm mà quyết định công nhận, ví dụ 2020 (có thể trước ngày quyết định).",
            width=13,
        ),
        Field(
            "decision_number",
            FieldType.TEXT,
            "Số quyết định",
            ("quyết định", "số qđ", "quyết định số", "số hiệu", "số, ký hiệu", "số văn bản"),
            help="Ví dụ 1234/QĐ-UBND.",
            max_length=100,
            is_nullable=True,
            width=20,
        ),
        Field(
            "revoked_on",
            FieldType.DAY,
            "Ngày thu hồi",
            ("ngày thu hồi quyết định", "ngày quyết định thu hồi", "thu hồi ngày", "thu hồi"),
            help="Chỉ ghi khi quyết định đã bị thu hồi (Quyết định 18/2022/QĐ-TTg).",
            width=15,
        ),
        Field(
            "source_url",
            FieldType.URL,
            "Đường dẫn văn bản",
            ("đường dẫn", "liên kết", "link", "url", "nguồn", "địa chỉ văn bản"),
            help="Địa chỉ trang đăng văn bản, bắt đầu bằng http:// hoặc https://. Không bắt buộc.",
            width=30,
        ),
        Field("note_vi", FieldType.TEXT, "Ghi chú", ("chú thích",), help=NOTE, width=30),
    ),
    key=("unit_code", "level", "effective_on"),
)

REGISTERED_PLAN = Register(
    kind=Kind.REGISTERED_PLAN,
    title="XÃ ĐĂNG KÝ ĐẠT CHUẨN NÔNG THÔN MỚI",
    instruction="Mỗi dòng là một xã, một năm và một mức. Cột có dấu * phải ghi.",
    fields=(
        Field(
            "commune_code",
            FieldType.COMMUNE,
            "Xã đăng ký",
            _UNIT_HEADINGS,
            is_required=True,
            help="Chọn trong danh sách: mã – tên xã (huyện).",
            width=46,
        ),
        _UNIT_NAME,
        _DISTRICT_NAME,
        Field(
            "for_year",
            FieldType.YEAR,
            "Năm đăng ký",
            (
                "năm đăng ký đạt chuẩn",
                "đăng ký năm",
                "năm phấn đấu",
                "năm về đích",
                "năm đạt chuẩn",
                "năm hoàn thành",
                "năm dự kiến",
                "năm",
            ),
            is_required=True,
            help="Năm xã đăng ký đạt, ví dụ 2025.",
            years_ahead=15,
            width=13,
        ),
        Field(
            "level",
            FieldType.CHOICE,
            "Mức đăng ký",
            ("mức", "mức đạt", "mức độ", "danh hiệu", "đăng ký đạt", "mục tiêu", "loại"),
            is_required=True,
            labels=LEVEL_LABELS,
            words=LEVEL_WORDS,
            help="Chọn trong danh sách.",
            width=27,
        ),
        Field(
            "source",
            FieldType.TEXT,
            "Văn bản đăng ký",
            ("nguồn", "văn bản", "số văn bản", "căn cứ", "tờ trình"),
            help="Số văn bản của huyện, ví dụ 56/KH-UBND. Không bắt buộc.",
            max_length=400,
            width=30,
        ),
        Field("note", FieldType.TEXT, "Ghi chú", ("chú thích",), help=NOTE, width=36),
    ),
    key=("commune_code", "for_year", "level"),
)
