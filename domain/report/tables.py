"""Tables of the report's body. Cells are printed text; ``–`` stands for what is not known."""

from collections.abc import Callable
from decimal import Decimal

from domain.assessment import Summary, count_met, is_assessed, missing_criteria, summarise
from domain.bands import Band
from domain.report.breakdown import district_standings
from domain.report.content import Column, Row, Table
from domain.report.inputs import ReportInput
from domain.report.words import day, decimal, numbers, percent, signed, whole
from domain.situation import Situation
from domain.vocabulary import Level

UNKNOWN = "–"


def overall(given: ReportInput) -> Table:
    """Return the headline figures now and, where there is one, at the period compared with.

    Counts of criteria are subtracted only where both periods know every mark of the same communes:
    a commune that is not assessed yet would pass for a loss.
    """
    now, before, since = given.now, given.before, given.comparison
    same_set = since is not None and since.is_same_set
    is_whole = since is not None and since.is_whole
    rows = []
    for position, (name, unit, read, in_set) in enumerate(_measures(given), 1):
        old = read(before) if before is not None and (same_set or not in_set) else None
        delta = _minus(read(now), old) if is_whole or not in_set else None
        earlier = (_cell(old),) if before else ()
        moved = (signed(delta),) if before else ()
        rows.append(Row((str(position), name, unit, *earlier, _cell(read(now)), *moved)))
    columns = [Column("TT", 9), Column("Chỉ tiêu", 62, "left"), Column("Đơn vị", 24)]
    columns += [Column(f"Đến {day(before.as_of)}", 24, "right")] if before else []
    columns.append(Column(f"Đến {day(now.as_of)}", 24, "right"))
    columns += [Column("Tăng (+), giảm (−)", 24, "right")] if before else []
    caption = f"Kết quả chung {given.place.name}"
    return Table(caption, tuple(columns), tuple(rows), _overall_note(given))


def _overall_note(given: ReportInput) -> str:
    moved = given.comparison
    if moved is None or moved.is_whole:
        return ""
    if not moved.is_same_set:
        return "– : không so sánh do khác bộ tiêu chí."
    return "– : không so sánh do số xã, tiêu chí có kết quả đánh giá ở hai kỳ khác nhau."


def _minus(new: int | Decimal | None, old: int | Decimal | None) -> int | Decimal | None:
    return None if new is None or old is None else new - old


Measure = tuple[str, str, Callable[[Situation], int | Decimal | None], bool]
"""Name, unit, how it is read from a situation, and whether it depends on the criteria set."""


def _measures(given: ReportInput) -> list[Measure]:
    def at_least(level: Level) -> Callable[[Situation], int]:
        return lambda s: sum(held.rank >= level.rank for held in s.level_by_commune.values())

    size = given.now.criteria_set.size
    measures: list[Measure] = [
        ("Số xã thực hiện Chương trình", "xã", lambda s: s.summary().communes, False),
        ("Số xã đã đánh giá", "xã", lambda s: s.summary().assessed, False),
        ("Xã được công nhận đạt chuẩn", "xã", lambda s: s.summary().recognised.part, False),
        ("Trong đó: nâng cao trở lên", "xã", at_least(Level.ADVANCED), False),
        ("Trong đó: kiểu mẫu", "xã", at_least(Level.MODEL), False),
        (f"Xã đạt {size}/{size} tiêu chí", "xã", lambda s: s.summary().all_met.part, True),
        ("Tổng số tiêu chí đạt", "tiêu chí", lambda s: s.summary().criteria_met_total, True),
        ("Bình quân tiêu chí", "tiêu chí/xã", lambda s: s.summary().average, True),
        ("Xã đạt thấp nhất", "tiêu chí", lambda s: s.summary().minimum, True),
    ]
    for band in given.now.scheme.bands[1:]:
        measures.append((f"Xã đạt {_band_title(band)} tiêu chí", "xã", _in_band(band), True))
    return measures


def _in_band(band: Band) -> Callable[[Situation], int]:
    return lambda s: sum(n for met, n in s.summary().histogram.items() if met in band)


def _cell(value: int | Decimal | None) -> str:
    if value is None:
        return UNKNOWN
    return whole(value) if isinstance(value, int) else decimal(value)


def _band_title(band: Band) -> str:
    return band.label if band.low else f"dưới {band.high + 1}"


def districts(given: ReportInput) -> Table:
    """Return the districts ranked, with their communes by band, and the total."""
    now, bands = given.now, given.now.scheme.bands
    shows_assessed = not given.summary.is_complete
    columns = [
        Column("TT", 9),
        Column("Huyện, thị xã, thành phố", 42, "left"),
        Column("Số xã", 11),
        *([Column("Đã đánh giá", 13)] if shows_assessed else []),
        Column("Số xã", 11, group="Đạt chuẩn"),
        Column("Tỷ lệ (%)", 15, group="Đạt chuẩn"),
        *(Column(band.label, 11.5, group="Số xã theo số tiêu chí đạt") for band in bands),
        Column("Bình quân", 15),
        Column("Thấp nhất", 13),
    ]

    def cells(first: str, name: str, summary: Summary) -> tuple[str, ...]:
        return (
            first,
            name,
            whole(summary.communes),
            *([whole(summary.assessed)] if shows_assessed else []),
            whole(summary.recognised.part),
            percent(summary.recognised).removesuffix("%"),
            *(whole(summary.bands[band.key]) for band in bands),
            UNKNOWN if summary.average is None else decimal(summary.average),
            UNKNOWN if summary.minimum is None else str(summary.minimum),
        )

    rows = []
    for position, standing in enumerate(district_standings(given), 1):
        code = standing.district_code
        summary = _summary_of(now, code)
        rows.append(Row(cells(str(position), given.districts.get(code, code), summary)))
    rows.append(Row(cells("", "Tổng cộng", given.summary), "total"))
    return Table("Kết quả theo huyện, thị xã, thành phố", tuple(columns), tuple(rows))


def _summary_of(now: Situation, district: str) -> Summary:
    # One scheme for all districts, so that the bands of the rows add up to those of the total.
    part = now.in_district(district)
    return summarise(part.marks, part.level_by_commune, now.criteria_set, now.scheme)


def communes(given: ReportInput) -> Table:
    """Return the communes of a single district: criteria met, change, what is missing, level."""
    now, moved = given.now, given.comparison
    met, assessed = count_met(now.marks), is_assessed(now.marks)
    net: dict[str, int] = {}
    if moved and moved.change:
        for code, _ in moved.change.gained:
            net[code] = net.get(code, 0) + 1
        for code, _ in moved.change.lost:
            net[code] = net.get(code, 0) - 1
    knows_change = moved is not None and moved.change is not None
    order = sorted(now.marks.index, key=lambda c: (not assessed[c], -int(met[c]), c))
    rows = []
    for position, code in enumerate(order, 1):
        known = bool(assessed[code])
        missing = missing_criteria(now.marks, code)
        rows.append(
            Row(
                (
                    str(position),
                    given.commune_name(code),
                    str(int(met[code])) if known else UNKNOWN,
                    signed(net.get(code, 0)) if knows_change and known else UNKNOWN,
                    numbers(missing) if known else "chưa đánh giá",
                    level_word(now.level_by_commune.get(code)),
                )
            )
        )
    columns = (
        Column("TT", 9),
        Column("Xã", 34, "left"),
        Column("Số tiêu chí đạt", 22),
        Column("Tăng (+), giảm (−)", 24),
        Column("Tiêu chí chưa đạt", 46, "left"),
        Column("Công nhận", 30),
    )
    return Table("Kết quả theo xã", columns, tuple(rows))


def level_word(level: Level | None) -> str:
    """Return a level for a table cell; empty when the commune is not recognised."""
    words = {Level.NTM: "Đạt chuẩn", Level.ADVANCED: "Nâng cao", Level.MODEL: "Kiểu mẫu"}
    return words[level] if level else ""
