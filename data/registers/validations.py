"""What Excel lets staff type into each column of a template, and what it says otherwise."""

from datetime import date
from typing import Any

from data.registers.paper import complaint, tip
from domain.registers.cells import LARGEST_AMOUNT
from domain.registers.fields import Field, FieldType
from domain.registers.values import FIRST_YEAR

FORMATS = {
    FieldType.DAY: "dd/mm/yyyy",
    # A year alone is shown as a year instead of a day of 1905; the day comes first, by which
    # programs tell that the column holds days.
    FieldType.DAY_OR_YEAR: "[>2200]dd/mm/yyyy;0",
    FieldType.YEAR: "0",
    FieldType.AMOUNT: "#,##0.0##",
    FieldType.NUMBER: "#,##0.##",
}
"""Number format of a column; every other is text, so that codes keep their zeros."""


_OPEN = {
    FieldType.SOURCE: ("Nguồn vốn mới", "Nguồn này chưa có trong danh mục. Vẫn ghi?"),
    FieldType.BODY: ("Cơ quan khác", "Kế hoạch không nêu cơ quan này. Vẫn ghi?"),
}


def validation_of(field: Field, cell: str, area: str | None) -> dict[str, Any]:
    """Return the validation of a column.

    Args:
        field: The column.
        cell: Its first cell, for formulas: "C6".
        area: Area of its drop-down, as a formula; ``None`` when it has none.
    """
    rule = {**_rule(field, cell, area), **tip(field.heading, field.help or field.heading)}
    rule["ignore_blank"] = True
    return rule


def _rule(field: Field, cell: str, area: str | None) -> dict[str, Any]:
    if area is not None:
        return _list(field, area)
    match field.type:
        case FieldType.DAY:
            ahead = f"+{366 * field.years_ahead}" if field.years_ahead else ""
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": date(FIRST_YEAR, 1, 1),
                "maximum": f"=TODAY(){ahead}",
                **complaint(
                    "Ngày không hợp lệ",
                    f"Ghi ngày/tháng/năm, ví dụ 31/12/2021, từ năm {FIRST_YEAR}"
                    + (" trở đi." if ahead else " đến hôm nay."),
                ),
            }
        case FieldType.DAY_OR_YEAR:
            return _day_or_year(cell)
        case FieldType.YEAR:
            ahead = f"+{field.years_ahead}" if field.years_ahead else ""
            return {
                "validate": "integer",
                "criteria": "between",
                "minimum": FIRST_YEAR,
                "maximum": f"=YEAR(TODAY()){ahead}",
                **complaint(
                    "Năm không hợp lệ", f"Ghi năm bằng bốn chữ số, từ {FIRST_YEAR}, ví dụ 2021."
                ),
            }
        case FieldType.AMOUNT:
            return {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": int(LARGEST_AMOUNT),
                **complaint(
                    "Số tiền không hợp lệ", "Ghi số, đơn vị triệu đồng, không âm, không ghi chữ."
                ),
            }
        case FieldType.NUMBER:
            return {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                **complaint("Số không hợp lệ", "Ghi số, không âm, không ghi đơn vị."),
            }
        case FieldType.URL:
            formula = f'=OR(LEFT({cell},7)="http://",LEFT({cell},8)="https://")'
            text = "Địa chỉ bắt đầu bằng http:// hoặc https://."
            return {
                "validate": "custom",
                "value": formula,
                **complaint("Đường dẫn không hợp lệ", text),
            }
        case _:
            return {
                "validate": "length",
                "criteria": "<=",
                "value": field.max_length,
                **complaint("Quá dài", f"Tối đa {field.max_length} ký tự."),
            }


def _list(field: Field, area: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"validate": "list", "source": area}
    if field.type in _OPEN:
        # Another one is possible, so Excel asks instead of refusing.
        return {**rule, "error_type": "warning", **complaint(*_OPEN[field.type])}
    return {
        **rule,
        **complaint("Không có trong danh mục", f"Chọn {field.heading.lower()} trong danh sách."),
    }


def _day_or_year(cell: str) -> dict[str, Any]:
    is_day = f"AND({cell}>=DATE({FIRST_YEAR},1,1),{cell}<=TODAY())"
    is_year = f"AND({cell}>={FIRST_YEAR},{cell}<=YEAR(TODAY()))"
    return {
        "validate": "custom",
        "value": f"=AND(ISNUMBER({cell}),OR({is_day},{is_year}))",
        **complaint(
            "Ngày không hợp lệ",
            f"Ghi ngày/tháng/năm, ví dụ 31/12/2021, hoặc chỉ năm, từ {FIRST_YEAR} đến hôm nay.",
        ),
    }
