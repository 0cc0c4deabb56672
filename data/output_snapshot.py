"""The view of an order as one HTML file, read through the doors and so cut like the pages."""

from datetime import UTC, datetime

from data import access, cached, queries
from data.check_inputs import VIETNAM
from data.exports.file_names import export_file_name
from domain.catalog import Selection
from domain.outputs import Order, OutputFile


def make(order: Order) -> OutputFile:
    """Make the file.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the choice.
    """
    from data.exports.snapshot import build_snapshot

    selection = Selection(
        province=order.province or "",
        district=order.district,
        as_of=order.as_of,
        plan=order.plan,
        criterion=order.criterion,
        group=order.group,
        language=order.language,
    )
    view = cached.get_view(selection)
    if view is None or not view.has_marks:
        raise queries.NoDataError("nothing to show")
    catalog = cached.get_catalog()
    province = selection.province
    units = (
        *catalog.provinces,
        *catalog.districts.get(province, ()),
        *catalog.communes.get(province, ()),
    )
    now = datetime.now(UTC)
    content = build_snapshot(
        view,
        {unit.code: unit.name for unit in units},
        made_at=now.astimezone(VIETNAM),
        recipient=access.scope().agency_name,
    )
    made_up = view.scope.is_illustrative
    name = export_file_name(
        *("snapshot", province, order.district, view.scope.as_of, "html"), is_illustrative=made_up
    )
    return OutputFile(name, content, "text/html", now, made_up)
