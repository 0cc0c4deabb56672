"""The register of figures for targets that no marks of communes can answer."""

from domain.registers.fields import Field, FieldType, Kind, Register
from domain.registers.forms_tasks import DAY_HELP, NOTE

TARGET_VALUE = Register(
    kind=Kind.TARGET_VALUE,
    title="SỐ LIỆU THỰC HIỆN CÁC MỤC TIÊU KHÁC CỦA KẾ HOẠCH",
    instruction="Ghi số đạt được lũy kế đến ngày nêu ở cột ngày, theo đơn vị của từng mục tiêu. "
    "Dòng bỏ trống được bỏ qua: chưa có số liệu không phải là 0.",
    fields=(
        Field(
            "target_id",
            FieldType.TARGET,
            "Mục tiêu",
            ("mã mục tiêu", "mã", "chỉ tiêu", "tên mục tiêu"),
            is_required=True,
            help="Chọn trong danh sách: mã – mục tiêu (đơn vị).",
            width=70,
        ),
        Field(
            "value",
            FieldType.NUMBER,
            "Số thực hiện",
            ("kết quả", "kết quả thực hiện", "giá trị", "số liệu", "thực hiện", "đạt được"),
            is_required=True,
            help="Ghi số, không âm, không ghi đơn vị. Mục tiêu của mỗi huyện, mỗi xã: ghi số của "
            "đơn vị thấp nhất.",
            width=15,
        ),
        Field(
            "as_of",
            FieldType.DAY,
            "Tính đến ngày",
            ("đến ngày", "ngày cập nhật", "thời điểm", "ngày báo cáo", "ngày"),
            is_required=True,
            help=DAY_HELP,
            width=15,
        ),
        Field(
            "source",
            FieldType.TEXT,
            "Nguồn số liệu",
            ("nguồn", "văn bản", "cơ quan cung cấp", "đơn vị cung cấp"),
            help="Văn bản hoặc cơ quan cung cấp số liệu.",
            max_length=300,
            width=36,
        ),
        Field("note", FieldType.TEXT, "Ghi chú", ("chú thích",), help=NOTE, width=30),
    ),
    key=("target_id", "as_of"),
    prefilled="target_id",
)
