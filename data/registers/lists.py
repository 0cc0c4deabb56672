"""The sheet "Danh mục": the valid codes, which the drop-downs of the other sheets point at."""

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import xl_range_abs

from data.registers.choices import Choices
from data.registers.paper import A4, HEAD_COLOUR, Paper, set_up_print

SHEET = "Danh mục"
_HEAD_ROW = 1
_LABEL_WIDTH, _DETAIL_WIDTH = 50, 24


def write_lists(paper: Paper, lists: Mapping[str, Choices]) -> dict[str, str]:
    """Write the lists side by side; return the area of each as a formula, by its name."""
    sheet = paper.sheet(SHEET)
    title = paper.style(bold=True, font_size=13)
    head = paper.style(bold=True, bg_color=HEAD_COLOUR, border=1, text_wrap=True)
    cell = paper.style(num_format="@")
    sheet.write_string(0, 0, "Danh mục mã hợp lệ (không sửa trang này)", title)
    areas = {}
    column = 0
    for name, choices in lists.items():
        area = xl_range_abs(_HEAD_ROW + 1, column, _HEAD_ROW + len(choices.labels), column)
        areas[name] = f"='{SHEET}'!{area}"
        columns: list[tuple[str, Sequence[str]]] = [(choices.title, choices.labels)]
        columns += choices.details
        for offset, (heading, texts) in enumerate(columns):
            sheet.set_column(
                column + offset, column + offset, _DETAIL_WIDTH if offset else _LABEL_WIDTH, cell
            )
            sheet.write_string(_HEAD_ROW, column + offset, heading, head)
            for row, text in enumerate(texts, _HEAD_ROW + 1):
                sheet.write_string(row, column + offset, text, cell)
        column += len(columns) + 1
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    set_up_print(sheet, A4, (_HEAD_ROW, _HEAD_ROW))
    return areas
