"""Words of the closed lists of the registers: as the templates offer them and as staff write."""

from domain.registers.fields import TaskStatus
from domain.vocabulary import Level

LEVEL_LABELS = {
    Level.NTM.value: "Đạt chuẩn nông thôn mới",
    Level.ADVANCED.value: "Nông thôn mới nâng cao",
    Level.MODEL.value: "Nông thôn mới kiểu mẫu",
}
LEVEL_WORDS = {
    **dict.fromkeys(
        (
            "dat chuan",
            "dat chuan ntm",
            "nong thon moi",
            "ntm",
            "xa nong thon moi",
            "xa ntm",
            "huyen nong thon moi",
            "huyen ntm",
            "dat",
            "xa dat chuan",
        ),
        Level.NTM.value,
    ),
    **dict.fromkeys(
        (
            "nang cao",
            "ntm nang cao",
            "xa ntm nang cao",
            "xa nong thon moi nang cao",
            "ntmnc",
            "dat chuan ntm nang cao",
            "dat chuan nong thon moi nang cao",
            "dat chuan nang cao",
        ),
        Level.ADVANCED.value,
    ),
    **dict.fromkeys(
        (
            "kieu mau",
            "ntm kieu mau",
            "xa ntm kieu mau",
            "xa nong thon moi kieu mau",
            "ntmkm",
            "dat chuan ntm kieu mau",
            "dat chuan nong thon moi kieu mau",
            "dat chuan kieu mau",
        ),
        Level.MODEL.value,
    ),
}
STATUS_LABELS = {
    TaskStatus.NOT_STARTED.value: "Chưa bắt đầu",
    TaskStatus.IN_PROGRESS.value: "Đang làm",
    TaskStatus.DONE.value: "Hoàn thành",
}
STATUS_WORDS = {
    **dict.fromkeys(
        ("chua lam", "chua thuc hien", "chua trien khai"), TaskStatus.NOT_STARTED.value
    ),
    **dict.fromkeys(
        ("dang thuc hien", "dang trien khai", "dang tien hanh"), TaskStatus.IN_PROGRESS.value
    ),
    **dict.fromkeys(("da hoan thanh", "da thuc hien", "da xong", "xong"), TaskStatus.DONE.value),
}
GENERAL_SOURCES = (
    "Ngân sách Trung ương",
    "Ngân sách tỉnh",
    "Ngân sách huyện",
    "Ngân sách xã",
    "Vốn lồng ghép",
    "Vốn tín dụng",
    "Vốn doanh nghiệp, hợp tác xã",
    "Cộng đồng dân cư đóng góp",
)
"""Sources offered besides those a province's own plan names."""
