"""Reading a table of costs: million VND a criterion, by district where it differs."""

import csv
import io
from fractions import Fraction

from domain.planner.effort import CostTable

COLUMNS = ("criterion_no", "million_vnd", "district_code")
MOST_COST = 1_000_000


class CostFileError(ValueError):
    """A table of costs cannot be used; ``problems`` lists every reason with its line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def parse_costs(text: str) -> CostTable:
    """Read the text of a table of costs, separated by commas or semicolons.

    Columns: ``criterion_no``, ``million_vnd`` (decimal point or comma), optional ``district_code``;
    a row without district holds everywhere else.

    Raises:
        CostFileError: Some line cannot be used; every reason is listed.
    """
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in header else ",")
    names = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in COLUMNS[:2] if name not in names]
    if missing:
        raise CostFileError([f"thiếu cột {', '.join(missing)}"])
    reader.fieldnames = names
    by_criterion: dict[int, Fraction] = {}
    by_district: dict[tuple[str, int], Fraction] = {}
    problems = []
    for line, row in enumerate(reader, 2):
        read = _read_row(row)
        if isinstance(read, str):
            problems.append(f"dòng {line}: {read}")
            continue
        district, number, cost = read
        key = (district, number)
        if key in by_district or (not district and number in by_criterion):
            problems.append(f"dòng {line}: lặp lại tiêu chí {number} {district}".rstrip())
        elif district:
            by_district[key] = cost
        else:
            by_criterion[number] = cost
    if problems:
        raise CostFileError(problems)
    return CostTable(by_criterion, by_district)


def _read_row(row: dict[str, str | None]) -> tuple[str, int, Fraction] | str:
    number = (row["criterion_no"] or "").strip()
    text = (row["million_vnd"] or "").strip().replace(",", ".")
    if not number.isascii() or not number.isdigit():
        return f"'{number}' không phải số tiêu chí"
    whole, _, part = text.partition(".")
    if not (whole + part).isascii() or not whole.isdigit() or (part and not part.isdigit()):
        return f"'{text}' không phải số tiền (triệu đồng)"
    cost = Fraction(text)
    if cost > MOST_COST:
        return f"chi phí {text} lớn hơn {MOST_COST} triệu đồng"
    return (row.get("district_code") or "").strip(), int(number), cost
