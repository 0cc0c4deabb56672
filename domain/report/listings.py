"""Tables that name communes: those nearest to the line, those that lost criteria, named tasks."""

from domain.named import CRITERION_NEW, Done, TaskStanding
from domain.report.content import Column, Row, Table
from domain.report.inputs import ReportInput
from domain.report.words import day
from domain.standing import nearest_to_line

NEAREST_SHOWN = 15
"""Communes listed as nearest to the line."""

DISTRICT_TITLE = "Huyện, thị xã, thành phố"

TASK_WORDS = {
    "ntm_new": "Đạt chuẩn nông thôn mới",
    "ntm_merged": "Đạt chuẩn lại sau sáp nhập",
    "advanced_maintain": "Giữ chuẩn, thực hiện bộ nâng cao",
    "advanced_new": "Đạt chuẩn nông thôn mới nâng cao",
    "model_candidate": "Phấn đấu nông thôn mới kiểu mẫu",
}
DONE_WORDS = {Done.DONE: "Đã xong", Done.NOT_DONE: "Chưa xong", Done.NO_DATA: "Chưa có số liệu"}


def nearest(given: ReportInput) -> Table | None:
    """Return the communes not recognised that lack fewest criteria; ``None`` without any.

    Where the decisions are not loaded the caption speaks of criteria alone.
    """
    found = nearest_to_line(given.now, NEAREST_SHOWN)
    if not found:
        return None
    rows = []
    for position, item in enumerate(found, 1):
        district = given.now.district_by_commune.get(item.commune_code, "")
        missing = [_missing_words(given, no, no in item.nearly) for no in item.missing]
        rows.append(
            Row(
                (
                    str(position),
                    given.commune_name(item.commune_code),
                    *([given.districts.get(district, district)] if given.has_districts else []),
                    f"{item.met}/{given.now.criteria_set.size}",
                    "; ".join(missing) or "đủ tiêu chí, chờ công nhận",
                )
            )
        )
    columns = (
        Column("TT", 9),
        Column("Xã", 28, "left"),
        *([Column(DISTRICT_TITLE, 36, "left")] if given.has_districts else []),
        Column("Số tiêu chí đạt", 17),
        Column("Tiêu chí còn thiếu", 75, "left"),
    )
    caption = "Các xã chưa được công nhận gần đạt chuẩn nhất"
    if not given.now.knows_recognitions:
        caption = "Các xã chưa đủ tiêu chí còn thiếu ít tiêu chí nhất"
    return Table(caption, columns, tuple(rows))


def _missing_words(given: ReportInput, no: int, is_nearly: bool) -> str:
    name = given.now.criteria_set.criterion(no).name_vi
    return f"{no}. {name}{' (cơ bản đạt)' if is_nearly else ''}"


def lost(given: ReportInput) -> Table | None:
    """Return the communes that lost criteria, by name; ``None`` without any."""
    moved = given.comparison
    by_commune = moved.lost_by_commune() if moved else {}
    if not by_commune:
        return None
    columns = (
        Column("TT", 9),
        Column("Xã", 34, "left"),
        *([Column(DISTRICT_TITLE, 42, "left")] if given.has_districts else []),
        Column("Số tiêu chí sụt", 20),
        Column("Tiêu chí sụt giảm", 60, "left"),
    )
    rows = []
    for position, (code, listed) in enumerate(by_commune.items(), 1):
        district = given.now.district_by_commune.get(code, "")
        names = "; ".join(_missing_words(given, no, False) for no in listed)
        rows.append(
            Row(
                (
                    str(position),
                    given.commune_name(code),
                    *([given.districts.get(district, district)] if given.has_districts else []),
                    str(len(listed)),
                    names,
                )
            )
        )
    return Table("Các xã sụt giảm tiêu chí", columns, tuple(rows))


def tasks(given: ReportInput) -> Table | None:
    """Return what the plan asks of communes by name and whether it is done; ``None`` without."""
    if not given.tasks:
        return None
    columns = (
        Column("TT", 9),
        Column("Xã", 30, "left"),
        *([Column(DISTRICT_TITLE, 42, "left")] if given.has_districts else []),
        Column("Việc được giao", 62, "left"),
        Column("Thời hạn", 30),
        Column("Kết quả", 27),
    )
    rows = tuple(Row((str(i), *_task_cells(given, t))) for i, t in enumerate(given.tasks, 1))
    return Table("Việc kế hoạch giao đích danh cho từng xã", columns, rows)


def _task_cells(given: ReportInput, standing: TaskStanding) -> tuple[str, ...]:
    task = standing.task
    work = TASK_WORDS.get(task.kind, task.kind)
    if task.kind == CRITERION_NEW and task.criterion_no is not None:
        work = f"Đạt tiêu chí {given.plan_criterion_name(task.criterion_no)}"
    done = DONE_WORDS[standing.done]
    district = given.now.district_by_commune.get(task.commune_code, "")
    return (
        given.commune_name(task.commune_code),
        *([given.districts.get(district, district)] if given.has_districts else []),
        work,
        day(task.due) if task.due else "không nêu",
        f"{done}, quá hạn" if standing.is_overdue else done,
    )
