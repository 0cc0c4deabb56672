"""Values of the report's pictures."""

from domain.assessment import count_met, is_assessed
from domain.report import overall
from domain.report.aims import headlines
from domain.report.breakdown import district_standings
from domain.report.content import Line, MapValues, PairedBars, PictureRequest, StackedBars
from domain.report.inputs import ReportInput
from domain.report.words import day

SHORTEST_LINE = 90
"""Days a chart over time must span to say anything."""


def band_labels(given: ReportInput) -> tuple[tuple[str, str], ...]:
    """Return keys and labels of the bands, highest first."""
    return tuple((band.key, overall.band_words(band)) for band in given.now.scheme.bands)


def commune_map(given: ReportInput) -> PictureRequest:
    """Return the map of communes by band."""
    now = given.now
    met, assessed = count_met(now.marks), is_assessed(now.marks)
    bands = now.scheme.bands
    values = MapValues(
        scope=now.province_code,
        district_code=given.place.district_code,
        band_by_commune={
            str(code): bands[now.scheme.index(int(met[code]))].key if assessed[code] else None
            for code in now.marks.index
        },
        bands=band_labels(given),
        names={str(code): given.commune_name(str(code)) for code in now.marks.index},
    )
    counts = ", ".join(f"{given.summary.bands[b.key]} xã {b.label} tiêu chí" for b in bands)
    caption = f"Số tiêu chí đạt của các xã {given.place.name} đến ngày {day(now.as_of)}"
    return PictureRequest(caption, f"Bản đồ các xã theo số tiêu chí đạt: {counts}.", values)


def district_bars(given: ReportInput) -> PictureRequest:
    """Return the districts ranked, their communes stacked by band."""
    now = given.now
    met, assessed = count_met(now.marks), is_assessed(now.marks)
    rows = []
    for standing in district_standings(given):
        code = standing.district_code
        own = [c for c in now.marks.index if now.district_by_commune[c] == code]
        known = [int(met[c]) for c in own if assessed[c]]
        counts = now.scheme.count(known)
        by_band = tuple(counts[band.key] for band in now.scheme.bands)
        rows.append((given.districts.get(code, code), by_band, len(own) - len(known)))
    return PictureRequest(
        "Số xã theo số tiêu chí đạt của các huyện, thị xã, thành phố",
        "Biểu đồ thanh chồng; số liệu như trong bảng kết quả theo huyện, thị xã, thành phố.",
        StackedBars(band_labels(given), tuple(rows)),
    )


def commune_bars(given: ReportInput) -> PictureRequest:
    """Return the assessed communes of one district ranked by criteria met."""
    now, moved = given.now, given.comparison
    before = given.before.marks if given.before and moved and moved.is_same_set else None
    met, assessed = count_met(now.marks), is_assessed(now.marks)
    order = sorted(now.marks.index, key=lambda c: (-int(met[c]), c))
    then = {} if before is None else count_met(before[is_assessed(before)]).to_dict()
    rows = tuple(
        (given.commune_name(str(code)), int(met[code]), then.get(code))
        for code in order
        if assessed[code]
    )
    return PictureRequest(
        f"Số tiêu chí đạt của từng xã đến ngày {day(now.as_of)}",
        "Biểu đồ thanh; số liệu như trong bảng kết quả theo xã.",
        PairedBars(
            rows, now.criteria_set.size, "tiêu chí", moved.since if then and moved else None
        ),
    )


def criteria_bars(given: ReportInput) -> PictureRequest:
    """Return communes meeting each criterion, beside the period compared with.

    The earlier bar is drawn only where both dates know every mark of the same communes: other
    totals would not be comparable.
    """
    moved, before = given.comparison, given.before
    then: dict[int, int] = {}
    if before is not None and moved is not None and moved.is_whole:
        then = {c.criterion_no: c.met for c in before.summary().per_criterion}
    rows = tuple(
        (
            f"{c.criterion_no}. {given.now.criteria_set.criterion(c.criterion_no).name_vi}",
            c.met,
            then.get(c.criterion_no),
        )
        for c in given.summary.per_criterion
    )
    return PictureRequest(
        f"Số xã đạt từng tiêu chí đến ngày {day(given.now.as_of)}",
        "Biểu đồ thanh; số liệu như trong bảng kết quả theo tiêu chí.",
        PairedBars(rows, given.summary.communes, "xã", moved.since if then and moved else None),
    )


def recognised_line(given: ReportInput) -> PictureRequest | None:
    """Return recognised communes over time against the targets; ``None`` for a few days only."""
    goals = []
    for headline in headlines(given):
        if headline.metric == "communes_ntm":
            for standing in (headline.main, *headline.others):
                target = standing.target
                if target.due is not None:
                    goals.append((target.due, target.value, f"mục tiêu {target.due.year}"))
    goals = sorted(set(goals))
    points = tuple(sorted(given.recognised_then))
    printed = tuple(sorted(set(given.published_then)))
    days = [on for on, _ in (*points, *printed)] + [goal[0] for goal in goals]
    if not days or (max(days) - min(days)).days < SHORTEST_LINE:
        return None
    aim = " so với mục tiêu" if goals else " qua các kỳ"
    return PictureRequest(
        f"Số xã đạt chuẩn nông thôn mới {given.place.name}{aim}",
        "Biểu đồ đường số xã được công nhận qua các kỳ, số đã công bố và các mục tiêu.",
        Line(points, printed, tuple(goals)),
    )
