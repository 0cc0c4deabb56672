"""The register of reports received and meetings held, by the deadlines of the plans."""

from domain.registers.fields import Field, FieldType, Kind, Register
from domain.registers.forms_tasks import DAY_HELP, NOTE

REPORT_RECEIPT = Register(
    kind=Kind.REPORT_RECEIPT,
    title="BÁO CÁO ĐÃ NHẬN, CUỘC HỌP ĐÃ TỔ CHỨC",
    instruction="Mỗi dòng là một báo cáo đã nhận của một cơ quan, hoặc một cuộc họp đã tổ chức. "
    "Báo cáo của huyện không ghi ở đây: phần mềm tính từ số liệu huyện đã nạp.",
    fields=(
        Field(
            "report_id",
            FieldType.REPORT,
            "Chế độ báo cáo, họp",
            ("báo cáo", "loại báo cáo", "mã báo cáo", "mã", "cuộc họp"),
            is_required=True,
            help="Chọn trong danh sách: mã – nội dung (ai làm).",
            width=64,
        ),
        Field(
            "due_on",
            FieldType.DAY,
            "Hạn báo cáo",
            ("hạn", "kỳ", "kỳ báo cáo", "ngày đến hạn", "ngày cuối kỳ"),
            help="Ngày hạn như ở lịch báo cáo, hoặc một ngày trong kỳ, ví dụ 31/03/2021. Để trống "
            "với chế độ không có hạn (định kỳ, khi cần).",
            years_ahead=5,
            width=14,
        ),
        Field(
            "body",
            FieldType.BODY,
            "Cơ quan gửi",
            ("cơ quan", "đơn vị", "đơn vị gửi", "đơn vị báo cáo", "cơ quan báo cáo"),
            help="Để trống khi là cuộc họp, hoặc khi chỉ một cơ quan phải báo cáo.",
            max_length=200,
            width=44,
        ),
        Field(
            "received_on",
            FieldType.DAY,
            "Ngày nhận",
            ("ngày đã nhận", "đã nhận ngày", "ngày gửi", "ngày họp", "ngày"),
            is_required=True,
            help=DAY_HELP,
            width=14,
        ),
        Field(
            "subject",
            FieldType.TEXT,
            "Kỳ, nội dung",
            ("trích yếu", "nội dung", "về việc", "nội dung báo cáo", "nội dung cuộc họp"),
            help="Báo cáo về kỳ nào, việc gì; cần nhất với chế độ không có hạn.",
            max_length=200,
            width=36,
        ),
        Field("note", FieldType.TEXT, "Ghi chú", ("chú thích", "số văn bản"), help=NOTE, width=36),
    ),
    key=("report_id", "due_on", "body"),
    open_key=("report_id", "body", "received_on", "subject"),
)
