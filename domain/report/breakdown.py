"""Sentences by district and by criterion: who leads, who lags, what moved, what was lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.assessment import CriterionCount
from domain.figures import Share
from domain.report.inputs import ReportInput
from domain.report.words import (
    decimal,
    joined,
    moment,
    numbers,
    padded,
    percent,
    ratio,
    upper_first,
)
from domain.standing import Blocker, DistrictStanding, rank_blockers, rank_districts

SHOWN = 3
"""Districts or criteria named at each end of a ranking."""

LOST_AT_MOST = 8
"""Communes that lost criteria named in one sentence; a table names all."""


@dataclass(frozen=True)
class CriterionLine:
    """One criterion: communes by mark now, and the net change where it can be known."""

    count: CriterionCount
    change: int | None

    @property
    def share(self) -> Share:
        """Return communes meeting it over communes assessed on it."""
        c = self.count
        return Share(c.met, c.met + c.nearly_met + c.not_met)


def criterion_lines(given: ReportInput) -> list[CriterionLine]:
    """Return every criterion of the set in order, with its change."""
    moved = given.comparison
    known = moved.change.by_criterion() if moved and moved.change else None
    return [
        CriterionLine(c, None if known is None else known.get(c.criterion_no, 0))
        for c in given.summary.per_criterion
    ]


def district_standings(given: ReportInput) -> list[DistrictStanding]:
    """Return the districts, best first; see :func:`domain.standing.rank_districts`."""
    return rank_districts(given.now)


def districts(given: ReportInput) -> list[str]:
    """Say which districts have every commune recognised, which lead and which lag."""
    ranked = district_standings(given)
    if not given.now.knows_recognitions:  # a district without a known one may hold many
        return [upper_first(text) for text in _averages(given, ranked)]
    sentences = []
    done = [d for d in ranked if d.recognised.part == d.recognised.whole]
    if done:
        names = joined([given.district_name(d.district_code) for d in done])
        sentences.append(
            f"Có {padded(len(done))} đơn vị cấp huyện có 100% số xã đạt chuẩn nông thôn mới: "
            f"{names}."
        )
    none = [d for d in ranked if not d.recognised.part]
    if none:
        names = joined([given.district_name(d.district_code) for d in none])
        sentences.append(
            f"Còn {padded(len(none))} đơn vị cấp huyện chưa có xã đạt chuẩn nông thôn mới: {names}."
        )
    between = [d for d in ranked if d not in done and d not in none]
    if len(between) > SHOWN:
        best = "; ".join(_district_words(given, d) for d in between[:SHOWN])
        following = " tiếp theo" if done else ""
        sentences.append(f"Các địa phương có tỷ lệ xã đạt chuẩn cao{following}: {best}.")
    sentences += _averages(given, ranked)
    return [upper_first(text) for text in sentences]


def _district_words(given: ReportInput, standing: DistrictStanding) -> str:
    share = standing.recognised
    return (
        f"{given.district_name(standing.district_code)} ({ratio(share)} xã, bằng {percent(share)})"
    )


def _averages(given: ReportInput, ranked: Sequence[DistrictStanding]) -> list[str]:
    known = [d for d in ranked if d.average is not None]
    if len(known) < 2:
        return []
    by_average = sorted(known, key=lambda d: (-(d.average or Decimal(0)), d.district_code))

    def words(standing: DistrictStanding) -> str:
        average = decimal(standing.average or Decimal(0))
        return f"{given.district_name(standing.district_code)} ({average} tiêu chí/xã)"

    high = joined([words(d) for d in by_average[: min(SHOWN, len(known) // 2)]])
    low = joined([words(d) for d in by_average[::-1][: min(SHOWN, len(known) // 2)]])
    return [f"Bình quân tiêu chí cao nhất là {high}; thấp nhất là {low}."]


def criteria(given: ReportInput) -> list[str]:
    """Say which criteria all communes meet, which fewest meet, and which moved most."""
    lines = [line for line in criterion_lines(given) if line.share.whole]
    if not lines:
        return []
    sentences = []
    full = [line for line in lines if line.count.met == given.summary.communes]
    if full:
        names = joined([given.criterion_name(line.count.criterion_no) for line in full])
        sentences.append(f"Có {padded(len(full))} tiêu chí được 100% số xã đạt: {names}.")
    weak = sorted(lines, key=lambda x: (x.share.part / x.share.whole, x.count.criterion_no))
    weak = [line for line in weak if line.share.part < line.share.whole][:SHOWN]
    if weak:
        names = "; ".join(_criterion_words(given, line) for line in weak)
        sentences.append(f"Các tiêu chí có tỷ lệ xã đạt thấp nhất: {names}.")
    return sentences + _moved(given, lines)


def _criterion_words(given: ReportInput, line: CriterionLine) -> str:
    name = given.criterion_name(line.count.criterion_no)
    return f"tiêu chí {name}, đạt {ratio(line.share)} xã, bằng {percent(line.share)}"


def _moved(given: ReportInput, lines: Sequence[CriterionLine]) -> list[str]:
    moved = given.comparison
    if moved is None or not moved.is_same_set:
        return []
    up = sorted((x for x in lines if (x.change or 0) > 0), key=lambda x: -(x.change or 0))
    down = sorted((x for x in lines if (x.change or 0) < 0), key=lambda x: x.change or 0)
    since = moment(moved.since)
    if not up and not down:
        return [f"Số xã đạt từng tiêu chí không thay đổi so với {since}."]
    sentences = []
    if up:
        names = joined([_change_words(given, line) for line in up[:SHOWN]])
        sentences.append(f"So với {since}, {padded(len(up))} tiêu chí tăng, nhiều nhất là {names}.")
    if down:
        names = joined([_change_words(given, line) for line in down])
        sentences.append(f"So với {since}, {padded(len(down))} tiêu chí giảm: {names}.")
    if moved.change and not moved.change.lost:
        sentences.append(f"Không có xã sụt giảm tiêu chí so với {since}.")
    return sentences


def _change_words(given: ReportInput, line: CriterionLine) -> str:
    delta = line.change or 0
    verb = "tăng" if delta > 0 else "giảm"
    return f"{given.criterion_name(line.count.criterion_no)} {verb} {padded(abs(delta))} xã"


def lost(given: ReportInput) -> list[str]:
    """Say which communes lost criteria since the period compared with; nothing without any."""
    moved = given.comparison
    if moved is None or moved.change is None:
        return []
    by_commune = moved.lost_by_commune()
    since = moment(moved.since)
    if not by_commune:
        return []
    total = sum(len(listed) for listed in by_commune.values())
    text = (
        f"So với {since}, có {padded(len(by_commune))} xã sụt giảm với "
        f"{padded(total)} lượt tiêu chí"
    )
    if len(by_commune) > LOST_AT_MOST:
        return [f"{text}, nêu tên tại bảng dưới đây."]
    parts = [
        f"{given.listed([code])} sụt tiêu chí {numbers(listed)}"
        for code, listed in by_commune.items()
    ]
    return [f"{text}: {'; '.join(parts)}."]


def blockers(given: ReportInput) -> list[str]:
    """Say which criteria hold back most communes, and who leads them in the plan."""
    worst = [b for b in rank_blockers(given.now.marks) if b.lacking][:SHOWN]
    if not worst:
        return []
    parts = [_blocker_words(given, blocker) for blocker in worst]
    return [f"Tiêu chí còn nhiều xã chưa đạt nhất: {'; '.join(parts)}."]


def _blocker_words(given: ReportInput, blocker: Blocker) -> str:
    text = f"{given.criterion_name(blocker.criterion_no)} còn {padded(blocker.lacking)} xã chưa đạt"
    inside = []
    if blocker.nearly:
        inside.append(f"{padded(blocker.nearly)} xã cơ bản đạt")
    if blocker.only:
        inside.append(f"{padded(blocker.only)} xã chỉ còn thiếu tiêu chí này")
    if inside:
        text += f", trong đó {joined(inside)}"
    leads = given.leads.get(blocker.criterion_no, ())
    return f"{text} (cơ quan chủ trì: {joined(leads)})" if leads else text
