"""What the drop-downs of a template offer, in the wording its reader takes apart again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from data import queries
from data.registers.reading import read_districts, read_sources, read_tasks
from data.registers.reports import read_report_choices
from data.registers.targets import read_target_choices
from data.schemas import to_records
from domain.registers.context import ReportChoice, TargetChoice
from domain.registers.fields import Field, FieldType
from domain.vocabulary import UnitKind, UnitLevel


class NothingToChooseError(LookupError):
    """The province has nothing the register could speak of: no plan with tasks, no communes."""


@dataclass(frozen=True)
class Choices:
    """One list.

    Attributes:
        title: Heading of the list in the sheet of lists.
        labels: What a drop-down offers: "05986 – Xã Hoàng Đồng (Thành phố Lạng Sơn)".
        details: Further columns of the sheet of lists, by their heading.
    """

    title: str
    labels: tuple[str, ...]
    details: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Commune:
    """A commune with the words of a form."""

    code: str
    full_name: str
    district_code: str
    district_name: str


def read_communes(
    connection: Connection, province_code: str, district_code: str | None = None
) -> list[Commune]:
    """Return the communes the programme counts, by district and code, as forms list them.

    Raises:
        NothingToChooseError: There are none.
    """
    rows = to_records(queries.read_units(connection, UnitLevel.COMMUNE, province_code))
    communes = [
        Commune(row["code"], row["full_name"], row["district_code"], row["district_name"])
        for row in rows
        if row["kind"] == UnitKind.XA.value and district_code in (None, row["district_code"])
    ]
    if not communes:
        raise NothingToChooseError(f"no communes in {province_code}, {district_code}")
    return sorted(communes, key=lambda commune: (commune.district_code, commune.code))


def choices_of(field: Field, connection: Connection, province_code: str) -> Choices | None:
    """Return what a column chooses from, ``None`` for a column that is written freely.

    Raises:
        NothingToChooseError: The province has nothing to choose from.
    """
    match field.type:
        case FieldType.UNIT:
            communes = read_communes(connection, province_code)
            districts = read_districts(connection, province_code)
            return _units("Xã, huyện", communes, districts)
        case FieldType.COMMUNE:
            return _units("Xã", read_communes(connection, province_code), {})
        case FieldType.DISTRICT:
            return _units("Huyện", [], read_districts(connection, province_code))
        case FieldType.TASK:
            return _tasks(read_tasks(connection, province_code))
        case FieldType.TARGET:
            return _targets(read_target_choices(connection, province_code))
        case FieldType.REPORT:
            return _reports(read_report_choices(connection, province_code))
        case FieldType.BODY:
            return _bodies(read_report_choices(connection, province_code))
        case FieldType.SOURCE:
            return Choices("Nguồn vốn", read_sources(connection, province_code))
        case FieldType.CHOICE:
            return Choices(field.heading, tuple(field.labels.values()))
    return None


def unit_label(code: str, name: str, district_name: str = "") -> str:
    """Return how a drop-down writes a unit."""
    return f"{code} – {name} ({district_name})" if district_name else f"{code} – {name}"


def _units(title: str, communes: Sequence[Commune], districts: dict[str, str]) -> Choices:
    units = [(c.code, c.full_name, c.district_name) for c in communes]
    units += [(code, name, "") for code, name in districts.items()]
    codes, names, places = zip(*units, strict=True)
    return Choices(
        f"{title} để chọn",
        tuple(unit_label(*unit) for unit in units),
        (("Mã", codes), ("Tên", names), ("Thuộc huyện", places)),
    )


def _targets(targets: Mapping[str, TargetChoice]) -> Choices:
    if not targets:
        raise NothingToChooseError("every target of the province is counted from marks")
    return Choices(
        "Mục tiêu để chọn",
        tuple(f"{target_id} – {choice.label}" for target_id, choice in targets.items()),
    )


def _reports(reports: Mapping[str, ReportChoice]) -> Choices:
    if not reports:
        raise NothingToChooseError("no plan of the province has reporting duties")
    days = ("; ".join(f"{one[0]:%d/%m/%Y}" for one in r.deadlines) for r in reports.values())
    return Choices(
        "Chế độ báo cáo, họp để chọn",
        tuple(f"{report_id} – {choice.label}" for report_id, choice in reports.items()),
        (("Các hạn", tuple(days)),),
    )


def _bodies(reports: Mapping[str, ReportChoice]) -> Choices:
    every = dict.fromkeys(body for choice in reports.values() for body in choice.bodies if body)
    return Choices("Cơ quan để chọn", tuple(every))


def _tasks(tasks: dict[str, str]) -> Choices:
    if not tasks:
        raise NothingToChooseError("no plan of the province lists tasks")
    return Choices(
        "Nhiệm vụ để chọn",
        tuple(f"{task_id} – {title}" for task_id, title in tasks.items()),
    )
