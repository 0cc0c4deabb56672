"""Charts as pictures: bars stacked by band, bars beside their earlier values, a line to targets."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from data.exports.pictures_style import (
    ACCENT,
    DPI,
    HATCH,
    INK,
    MM,
    NO_DATA,
    PAPER,
    TARGET,
    band_colours,
    font,
    ink_on,
    words,
)
from domain.report.content import Line, PairedBars, StackedBars
from domain.report.words import day, plain, signed, whole

WIDTH = 165.0  # millimetres
NAMES = 66.0  # millimetres, for the names left of the bars
GRID = "#c9ced2"
LINE_OF_NAME = 52  # letters


def _figure(height: float, *, left: float, bottom: float, top: float) -> tuple[Figure, Axes]:
    """Return a figure of ``height`` millimetres with margins in millimetres."""
    figure = Figure(figsize=(WIDTH * MM, height * MM), dpi=DPI, facecolor=PAPER)
    right = 8.0
    axes = figure.add_axes(
        (
            left / WIDTH,
            bottom / height,
            (WIDTH - left - right) / WIDTH,
            (height - bottom - top) / height,
        )
    )
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)
    axes.tick_params(length=0, pad=3)
    return figure, axes


def _rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows from the top; a long name takes two lines, what is left over is cut."""
    shown = ["\n".join(wrap(name, LINE_OF_NAME, max_lines=2, placeholder="…")) for name in names]
    axes.set_yticks(range(len(names)), labels=shown, linespacing=0.95, **words(6.8))
    axes.set_ylim(len(names) - 0.45, -0.55)


def _scale(axes: Axes, top: int) -> None:
    step = max(1, next(s for s in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000) if top / s <= 8))
    ticks = list(range(0, top + 1, step))
    axes.set_xticks(ticks, labels=[whole(tick) for tick in ticks], **words(7))
    axes.grid(axis="x", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)


def _legend(figure: Figure, handles: list[Patch | Line2D], columns: int) -> None:
    legend = figure.legend(
        handles=handles,
        loc="upper center",
        ncols=columns,
        frameon=False,
        prop=font(7.5),
        borderaxespad=0.3,
        columnspacing=1.2,
        handlelength=1.4,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)


def draw_stacked(values: StackedBars) -> Figure:
    """Draw one stacked bar a district: communes by band, those without data hatched."""
    height = 4.4 * len(values.rows) + 22
    figure, axes = _figure(height, left=NAMES, bottom=10, top=12)
    colours = band_colours(len(values.bands))
    longest = max(sum(counts) + unknown for _, counts, unknown in values.rows)
    for row, (_, counts, unknown) in enumerate(values.rows):
        start = 0
        for count, colour in zip(counts, colours, strict=True):
            axes.barh(row, count, left=start, height=0.72, color=colour, edgecolor=PAPER, lw=0.5)
            if count >= longest / 40:
                middle = start + count / 2
                axes.text(
                    middle,
                    row,
                    str(count),
                    ha="center",
                    va="center_baseline",
                    **words(7, colour=ink_on(colour)),
                )
            start += count
        if unknown:
            axes.barh(row, unknown, left=start, height=0.72, color=NO_DATA, hatch=HATCH, ec=GRID)
    _rows(axes, [name for name, _, _ in values.rows])
    _scale(axes, longest)
    axes.set_xlim(0, longest * 1.02)
    axes.set_xlabel("Số xã", **words(7.5))
    handles: list[Patch | Line2D] = [
        Patch(facecolor=colour, edgecolor=GRID, lw=0.4, label=label)
        for colour, (_, label) in zip(colours, values.bands, strict=True)
    ]
    if any(unknown for _, _, unknown in values.rows):
        handles.append(Patch(facecolor=NO_DATA, hatch=HATCH, ec=GRID, label="Chưa có số liệu"))
    _legend(figure, handles, 3 if len(handles) > 4 else len(handles))
    return figure


def draw_paired(values: PairedBars) -> Figure:
    """Draw one bar a row with its value and change, and a mark where it stood before."""
    height = 4.1 * len(values.rows) + (20 if values.before else 14)
    figure, axes = _figure(height, left=NAMES, bottom=11, top=9 if values.before else 3)
    for row, (_, now, before) in enumerate(values.rows):
        axes.barh(row, now, height=0.66, color=ACCENT)
        label = whole(now)
        if before is not None:
            axes.plot([before, before], [row - 0.42, row + 0.42], color=TARGET, lw=1.8)
            label += f" ({signed(now - before)})"
        axes.text(
            max(now, before or 0) + values.whole * 0.01,
            row,
            label,
            ha="left",
            va="center_baseline",
            **words(7),
        )
    _rows(axes, [name for name, _, _ in values.rows])
    _scale(axes, values.whole)
    axes.set_xlim(0, values.whole * 1.13)
    axes.set_xlabel(f"Số {values.unit} (tối đa {whole(values.whole)})", **words(7.5))
    if values.before:
        then = f"Đến {day(values.before)}"
        _legend(
            figure,
            [
                Patch(facecolor=ACCENT, label="Kỳ này"),
                Line2D([], [], color=TARGET, lw=1.8, label=then),
            ],
            2,
        )
    return figure


def draw_line(values: Line) -> Figure:
    """Draw recognised communes over time, published figures, and the targets ahead."""
    figure, axes = _figure(82, left=16, bottom=12, top=10)
    axes.spines["left"].set_visible(False)
    goals: dict[date, list[float]] = {}
    for due, value, _ in values.targets:
        goals.setdefault(due, []).append(float(value))
    days = [on for on, _ in (*values.measured, *values.published)] + list(goals)
    first, last = min(days), max(days)
    width = max((last - first).days, 1)
    _measured(axes, values, width)
    if values.measured:
        start, count = values.measured[-1]
        for due, amounts in goals.items():
            if due > start:
                ends = [start.toordinal(), due.toordinal()]
                axes.plot(ends, [count, max(amounts)], color=TARGET, lw=1, ls=(0, (4, 3)), zorder=1)
    for due, amounts in sorted(goals.items()):
        near = any(abs((on - due).days) < 0.12 * width for on, _ in values.measured)
        is_last = (last - due).days < 0.25 * width
        _goal(axes, due, sorted(set(amounts)), is_last=is_last, is_near=near)
    counts = [n for _, n in (*values.measured, *values.published)]
    _axis(axes, first, last, counts, goals)
    handles: list[Patch | Line2D] = [
        Line2D([], [], color=ACCENT, marker="o", label="Theo số liệu từng xã")
    ]
    if values.published:
        handles.append(_marker("Đã công bố", PAPER, INK, "o"))
    if goals:
        handles.append(_marker("Mục tiêu", TARGET, TARGET, "D"))
    _legend(figure, handles, len(handles))
    return figure


def _marker(label: str, face: str, edge: str, shape: str) -> Line2D:
    return Line2D(
        [], [], ls="", marker=shape, markerfacecolor=face, markeredgecolor=edge, label=label
    )


def _measured(axes: Axes, values: Line, width: int) -> None:
    x = [on.toordinal() for on, _ in values.measured]
    y = [count for _, count in values.measured]
    printed = [(on.toordinal(), count) for on, count in values.published]
    axes.plot(
        [p[0] for p in printed],
        [p[1] for p in printed],
        ls="",
        marker="o",
        ms=6.5,
        mfc=PAPER,
        mec=INK,
        mew=0.8,
        zorder=2,
    )
    axes.plot(x, y, color=ACCENT, marker="o", ms=3.8, lw=1.6, zorder=3)
    for position, (at, count) in enumerate(zip(x, y, strict=True)):
        is_crowded = position + 1 < len(x) and x[position + 1] - at < 0.05 * width
        if not is_crowded:
            _label(axes, at, count, whole(count), dy=6, colour=INK)


def _goal(axes: Axes, due: date, amounts: Sequence[float], *, is_last: bool, is_near: bool) -> None:
    """Mark the targets of one day; beside measured points their words stand beneath, else above."""
    for amount in amounts:
        axes.plot(due.toordinal(), amount, ls="", marker="D", ms=5, color=TARGET, zorder=4)
    listed = "; ".join(plain_number(amount) for amount in amounts)
    axes.annotate(
        f"mục tiêu {listed} ({day(due)})",
        (due.toordinal(), min(amounts) if is_near else max(amounts)),
        xytext=(-4 if is_last else 8, -9 if is_near else 8),
        textcoords="offset points",
        ha="right" if is_last else "left",
        va="top" if is_near else "bottom",
        **words(7, colour=TARGET),
    )


def plain_number(value: float) -> str:
    """Return a target's value as printed."""
    return plain(Decimal(str(value)))


def _label(axes: Axes, x: float, y: float, text: str, *, dy: float, colour: str) -> None:
    axes.annotate(
        text,
        (x, y),
        xytext=(0, dy),
        textcoords="offset points",
        ha="center",
        va="bottom",
        zorder=5,
        **words(7, bold=True, colour=colour),
    )


def _axis(
    axes: Axes, first: date, last: date, counts: Sequence[int], goals: dict[date, list[float]]
) -> None:
    top = max([*counts, *(a for amounts in goals.values() for a in amounts), 1]) * 1.22
    years = range(first.year, last.year + 2)
    step = max(1, len(years) // 11 + 1)
    shown = [date(year, 1, 1) for year in years][::step]
    axes.set_xticks(
        [on.toordinal() for on in shown], labels=[f"01/{on.year}" for on in shown], **words(7)
    )
    axes.set_xlim(
        (first - timedelta(days=120)).toordinal(), (last + timedelta(days=120)).toordinal()
    )
    marks = _steps(top)
    axes.set_yticks(marks, labels=[whole(mark) for mark in marks], **words(7))
    axes.set_ylim(0, top)
    axes.grid(axis="y", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_ylabel("Số xã", **words(7.5))


def _steps(top: float) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if top / s <= 7)
    return list(range(0, int(top) + 1, step))
