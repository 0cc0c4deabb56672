"""Tables of the report's body. Cells are printed text; ``–`` stands for what is not known."""

from collections.abc import Callable
from dataclasses import dataclass
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
LEAST_NOTE = "≥: mức thấp nhất, do quyết định công nhận của tỉnh chưa được nạp."


def count_recognised(count: int, scope: Situation) -> str:
    """Return a number of recognised communes for a cell: ``20``, or ``≥ 20`` of those known.

    Of none known nothing is said where the decisions are not loaded: it is no zero.
    """
    if scope.knows_recognitions:
        return whole(count)
    return f"≥\N{NO-BREAK SPACE}{whole(count)}" if count else UNKNOWN


def overall(given: ReportInput) -> Table:
    """Return the headline figures now and, where there is one, at the period compared with.

    Counts of criteria are subtracted only where both periods know every mark of the same communes:
    a commune that is not assessed yet would pass for a loss.
    """
    now, before, since = given.now, given.before, given.comparison
    same_set = since is not None and since.is_same_set
    is_whole = since is not None and since.is_whole
    rows = []
    for position, measure in enumerate(_measures(given), 1):
        read, in_set = measure.read, measure.in_set
        old = read(before) if before is not None and (same_set or not in_set) else None
        delta = _minus(read(now), old) if is_whole or not in_set else None
        if measure.counts_titles and since is not None and since.recognised is None:
            delta = None
        earlier = (measure.cell(old, before),) if before else ()
        moved = (signed(delta),) if before else ()
        cells = (str(position), measure.name, measure.unit, *earlier)
        rows.append(Row((*cells, measure.cell(read(now), now), *moved)))
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


@dataclass(frozen=True)
class _Measure:
    """A line of the table of headline figures.

    Attributes:
        name: What is measured.
        unit: Its unit.
        read: How it is read from a situation.
        in_set: Whether it depends on the criteria set.
        counts_titles: Whether it counts recognised communes.
    """

    name: str
    unit: str
    read: Callable[[Situation], int | Decimal | None]
    in_set: bool = True
    counts_titles: bool = False

    def cell(self, value: int | Decimal | None, scope: Situation) -> str:
        """Return a figure of a situation as printed."""
        if value is None:
            return UNKNOWN
        if not isinstance(value, int):
            return decimal(value)
        return count_recognised(value, scope) if self.counts_titles else whole(value)


def _measures(given: ReportInput) -> list[_Measure]:
    def at_least(level: Level) -> Callable[[Situation], int]:
        return lambda s: sum(held.rank >= level.rank for held in s.level_by_commune.values())

    size = given.now.criteria_set.size

    def titles(name: str, level: Level) -> _Measure:
        return _Measure(name, "xã", at_least(level), in_set=False, counts_titles=True)

    measures = [
        _Measure("Số xã thực hiện Chương trình", "xã", lambda s: s.summary().communes, False),
        _Measure("Số xã đã đánh giá", "xã", lambda s: s.summary().assessed, False),
        titles("Xã được công nhận đạt chuẩn", Level.NTM),
        titles("Trong đó: nâng cao trở lên", Level.ADVANCED),
        titles("Trong đó: kiểu mẫu", Level.MODEL),
        _Measure(f"Xã đạt {size}/{size} tiêu chí", "xã", lambda s: s.summary().all_met.part),
        _Measure("Tổng số tiêu chí đạt", "tiêu chí", lambda s: s.summary().criteria_met_total),
        _Measure("Bình quân tiêu chí", "tiêu chí/xã", lambda s: s.summary().average),
        _Measure("Xã đạt thấp nhất", "tiêu chí", lambda s: s.summary().minimum),
    ]
    for band in given.now.scheme.bands[1:]:
        measures.append(_Measure(f"Xã đạt {_band_title(band)} tiêu chí", "xã", _in_band(band)))
    return measures


def _in_band(band: Band) -> Callable[[Situation], int]:
    return lambda s: sum(n for met, n in s.summary().histogram.items() if met in band)


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
            count_recognised(summary.recognised.part, now),
            percent(summary.recognised).removesuffix("%") if now.knows_recognitions else UNKNOWN,
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
    note = "" if now.knows_recognitions else LEAST_NOTE
    return Table("Kết quả theo huyện, thị xã, thành phố", tuple(columns), tuple(rows), note)


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
