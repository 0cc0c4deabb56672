"""Forms to fill in, for the pages; what cannot be made is told before anybody asks for it."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection

from data import queries
from data.access import needs, public
from data.store.engine import get_engine
from domain.access import Permission
from domain.outputs import FormOrder, Reach, Refusal
from domain.registers.fields import Kind
from domain.vocabulary import UnitKind, UnitLevel

TEMPLATE_STEMS: Mapping[Kind | None, str] = {
    None: "bieu-danh-gia",
    Kind.RECOGNITION: "mau-quyet-dinh-cong-nhan",
    Kind.REGISTERED_PLAN: "mau-dang-ky-dat-chuan",
    Kind.TASK_STATUS: "mau-tinh-hinh-nhiem-vu",
    Kind.FUNDING: "mau-nguon-von",
    Kind.TARGET_VALUE: "mau-so-lieu-muc-tieu",
    Kind.REPORT_RECEIPT: "mau-bao-cao-da-nhan",
}
"""What the file of each register is called; ``None`` is the form of marks."""


@needs(Permission.INSPECT)
def template_refusals(province: str) -> Mapping[Kind | None, Refusal]:
    """Return the forms that cannot be made for a province, and why; ``None`` is that of marks."""
    from data.registers.reading import read_tasks
    from data.registers.reports import read_report_choices
    from data.registers.targets import read_target_choices

    with get_engine().connect() as connection:
        communes = queries.read_units(connection, UnitLevel.COMMUNE, province)
        tasks = read_tasks(connection, province)
        targets = read_target_choices(connection, province)
        reports = read_report_choices(connection, province)
    refused: dict[Kind | None, Refusal] = {}
    if not (communes["kind"] == UnitKind.XA.value).any():
        refused = dict.fromkeys(TEMPLATE_STEMS, Refusal.NO_COMMUNES)
    if not tasks:
        refused[Kind.TASK_STATUS] = Refusal.NO_TASKS
    if not targets:
        refused[Kind.TARGET_VALUE] = Refusal.NO_TARGETS
    if not reports:
        refused[Kind.REPORT_RECEIPT] = Refusal.NO_REPORTS
    return refused


@needs(Permission.INSPECT)
def build_register_form(kind: Kind, province: str) -> bytes:
    """Return the form of a register as xlsx.

    Raises:
        KeyError: There is no such province.
        data.registers.choices.NothingToChooseError: See :func:`template_refusals`.
    """
    from data.registers.templates import build_template

    with get_engine().connect() as connection:
        return build_template(kind, connection, province)


@needs(Permission.INSPECT)
def build_marks_form(order: FormOrder) -> bytes:
    """Return a form of marks as xlsx, or one a district in a zip.

    Raises:
        KeyError: There is no such province, district or criteria set.
        data.registers.choices.NothingToChooseError: No commune there counts in the programme.
    """
    from data.registers.choices import read_communes

    with get_engine().connect() as connection:
        if order.reach is Reach.PLACE:
            return _marks_form(connection, order, order.district)
        stream = BytesIO()
        districts = {c.district_code for c in read_communes(connection, order.province)}
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            for code in sorted(districts):
                name = form_name(None, order.province, code)
                archive.writestr(name, _marks_form(connection, order, code))
    return stream.getvalue()


def _marks_form(connection: Connection, order: FormOrder, district: str | None) -> bytes:
    from data.registers.templates import MarkStyle, build_marks_template

    return build_marks_template(
        connection,
        order.province,
        district,
        order.set_id,
        style=MarkStyle(order.style),
        as_of=order.as_of,
    )


@public
def form_name(kind: Kind | None, province: str, district: str | None, ext: str = "xlsx") -> str:
    """Return the name of a form: ``bieu-danh-gia_66_654.xlsx``; ``None`` is that of marks."""
    parts = (TEMPLATE_STEMS[kind], province, district)
    return "_".join(part for part in parts if part) + f".{ext}"
