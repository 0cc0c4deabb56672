"""The registers of tasks and of money: status of the plans' tasks and funding by source."""

from domain.registers.choices import STATUS_LABELS, STATUS_WORDS
from domain.registers.fields import Field, FieldType, Kind, Register

NOTE = "Không bắt buộc."
DAY_HELP = "Ghi ngày/tháng/năm, ví dụ 31/12/2021."

TASK_STATUS = Register(
    kind=Kind.TASK_STATUS,
    title="TÌNH HÌNH THỰC HIỆN NHIỆM VỤ CỦA KẾ HOẠCH",
    instruction="Ghi trạng thái và ngày cho từng nhiệm vụ; dòng bỏ trống trạng thái được bỏ qua. "
    "Quá hạn do phần mềm tính.",
    fields=(
        Field(
            "task_id",
            FieldType.TASK,
            "Nhiệm vụ",
            ("mã nhiệm vụ", "mã", "mã số", "số nhiệm vụ"),
            is_required=True,
            help="Chọn trong danh sách: mã – nhiệm vụ.",
            width=64,
        ),
        Field(
            "task_title",
            FieldType.TASK_TITLE,
            "Tên nhiệm vụ",
            ("nội dung nhiệm vụ", "nội dung", "nội dung công việc"),
            is_in_template=False,
        ),
        Field(
            "status",
            FieldType.CHOICE,
            "Trạng thái",
            ("tình trạng", "tiến độ", "kết quả", "kết quả thực hiện", "tình hình thực hiện"),
            is_required=True,
            labels=STATUS_LABELS,
            words=STATUS_WORDS,
            help="Chọn trong danh sách. Quá hạn không phải ghi, phần mềm tính từ hạn.",
            width=16,
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
        Field("note", FieldType.TEXT, "Ghi chú", ("chú thích", "vướng mắc"), help=NOTE, width=40),
        Field(
            "period_due",
            FieldType.DAY,
            "Hạn của kỳ",
            ("kỳ", "kỳ đến hạn", "hạn kỳ", "ngày cuối kỳ"),
            help="Không bắt buộc. Việc định kỳ: ngày cuối của kỳ nói đến, ví dụ 31/03/2022.",
            years_ahead=5,
            width=13,
        ),
    ),
    key=("task_id", "as_of", "period_due"),
    prefilled="task_id",
)

FUNDING = Register(
    kind=Kind.FUNDING,
    title="NGUỒN VỐN THỰC HIỆN CHƯƠNG TRÌNH",
    instruction="Đơn vị tính: triệu đồng. Để trống cột huyện khi là số của toàn tỉnh. "
    "Cột có dấu * phải ghi; ít nhất một cột tiền phải ghi.",
    fields=(
        Field(
            "district_code",
            FieldType.DISTRICT,
            "Huyện",
            ("mã huyện", "huyện, thị xã, thành phố", "huyện, thành phố", "địa bàn", "đơn vị"),
            help="Chọn huyện; để trống khi là số của toàn tỉnh.",
            width=32,
        ),
        Field(
            "unit_name",
            FieldType.UNIT_NAME,
            "Tên huyện",
            ("tên đơn vị",),
            is_in_template=False,
        ),
        Field(
            "year",
            FieldType.YEAR,
            "Năm",
            ("năm ngân sách", "năm kế hoạch", "kế hoạch năm"),
            is_required=True,
            help="Năm ngân sách, ví dụ 2021.",
            years_ahead=5,
            width=9,
        ),
        Field(
            "source_name",
            FieldType.SOURCE,
            "Nguồn vốn",
            ("nguồn", "tên nguồn", "tên nguồn vốn", "loại vốn", "cơ cấu nguồn vốn"),
            is_required=True,
            help="Chọn trong danh sách, hoặc ghi tên nguồn khác.",
            max_length=200,
            width=58,
        ),
        Field(
            "planned",
            FieldType.AMOUNT,
            "Kế hoạch vốn (triệu đồng)",
            ("kế hoạch", "vốn kế hoạch", "nhu cầu vốn", "dự toán", "kế hoạch giao"),
            help="Triệu đồng, ghi số, không âm.",
            width=17,
        ),
        Field(
            "allocated",
            FieldType.AMOUNT,
            "Đã phân bổ (triệu đồng)",
            ("phân bổ", "vốn phân bổ", "phân bổ vốn", "đã giao", "vốn giao", "đã bố trí", "bố trí"),
            help="Triệu đồng, ghi số, không âm.",
            width=17,
        ),
        Field(
            "disbursed",
            FieldType.AMOUNT,
            "Đã giải ngân (triệu đồng)",
            ("giải ngân", "vốn giải ngân", "lũy kế giải ngân", "số đã giải ngân", "thực hiện"),
            help="Triệu đồng, ghi số, không âm; thường không lớn hơn số đã phân bổ.",
            width=17,
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
        Field("note", FieldType.TEXT, "Ghi chú", ("chú thích",), help=NOTE, width=30),
        Field(
            "debt",
            FieldType.AMOUNT,
            "Nợ đọng XDCB (triệu đồng)",
            ("nợ đọng", "nợ đọng xây dựng cơ bản", "nợ xdcb"),
            help="Triệu đồng: khối lượng đã làm mà chưa có vốn trả. Để trống khi không theo dõi.",
            width=17,
        ),
    ),
    key=("district_code", "year", "source_name", "as_of"),
)
