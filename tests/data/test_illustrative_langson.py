"""What was published about Lạng Sơn against the illustrative tables, recounted.

The numbers stand here by hand; the page or plan each comes from is in
data/illustrative/constraints.yml.
"""

import numpy as np
from illustrative_files import (
    full_set,
    in_band,
    met,
    per_criterion,
    recognised,
    recognised_in,
    reference,
    totals,
)
from scipy.optimize import Bounds, LinearConstraint, milp


def test_langson_counts_are_the_targets_less_the_printed_increments() -> None:
    assert per_criterion("20_2020-12-31") == [
        181, 96 - 18, 176 - 6, 121 - 11, 82 - 8, 81 - 14, 161 - 4, 109, 147 - 18, 84 - 9,
        105 - 11, 181, 140 - 20, 180, 160 - 11, 139 - 16, 85 - 17, 119 - 28, 171,
    ]  # fmt: skip
    assert totals("20_2020-12-31").sum() == 2528 - 191 - 10


def test_langson_recognised() -> None:
    key = "20_2020-12-31"
    assert len(recognised_in(key)) == 65
    assert full_set(key) == recognised_in(key)
    assert in_band(key, 19, 19) == 65
    assert totals(key).min() >= 5


def test_langson_named_communes() -> None:
    advanced = {"06523", "06364", "05986", "05992", "06634", "06442"}
    planned_advanced = {"06628", "06178", "06493", "06121", "06550"}
    of_2015 = {"06505", "06628", "06235"}  # Xuân Mai, the fourth, was merged since
    advanced_2022 = {"06034", "06454", "06646"}
    have = recognised_in("20_2020-12-31")
    assert advanced | planned_advanced | of_2015 | advanced_2022 <= have
    assert recognised("2020-12-31", level="advanced", province="20") == advanced
    assert recognised("2022-12-31", level="advanced", province="20") == advanced | advanced_2022
    assert recognised("2015-12-31", province="20") >= of_2015
    assert len(recognised("2015-12-31", province="20")) == 8 - 1
    assert not have & {"06298", "06268", "06046", "06433"}  # merged, must reach it again


def test_langson_counts_equal_the_plan_file() -> None:
    rows = reference("targets.csv").query(
        "plan_id == 'langson-2021' and metric == 'communes_meeting_criterion'"
        " and scope_level == 'province'"
    )
    counts = dict(enumerate(per_criterion("20_2020-12-31"), 1))
    rows = rows[(rows["denominator"] == "181") & (rows["increment"] != "")]
    assert len(rows) == 14
    for row in rows.itertuples():
        assert counts[int(row.criterion_no)] == int(row.value) - int(row.increment), row.target_id


def test_langson_plan_can_be_reached_without_losing_a_criterion() -> None:
    """Prove with an integer programme that the plan's 2021 counts and bands lie ahead."""
    start = met("20_2020-12-31").to_numpy()
    targets = np.array(
        [181, 96, 176, 121, 82, 81, 161, 119, 147, 84, 105, 181, 140, 180, 160, 139, 85, 119, 171]
    )
    bands = [(19, 19, 75), (15, 18, 1), (10, 14, 70), (5, 9, 35)]
    rows, columns = start.shape
    cells = rows * columns
    lower = np.concatenate([start.ravel(), np.zeros(rows * len(bands))])
    size = len(lower)
    matrix, low, high = [], [], []

    def add(entries: dict[int, float], least: float, most: float) -> None:
        line = np.zeros(size)
        line[list(entries)] = list(entries.values())
        matrix.append(line)
        low.append(least)
        high.append(most)

    for j, target in enumerate(targets):
        add({i * columns + j: 1 for i in range(rows)}, target, target)
    for i in range(rows):
        inside = {i * columns + j: 1.0 for j in range(columns)}
        choice = {cells + i * len(bands) + k: 1.0 for k in range(len(bands))}
        add(choice, 1, 1)
        add(inside | {v: -b[0] for v, b in zip(choice, bands, strict=True)}, 0, np.inf)
        add(inside | {v: -b[1] for v, b in zip(choice, bands, strict=True)}, -np.inf, 0)
    for k, band in enumerate(bands):
        add({cells + i * len(bands) + k: 1 for i in range(rows)}, band[2], band[2])
    result = milp(
        np.zeros(size),
        constraints=LinearConstraint(np.array(matrix), low, high),
        bounds=Bounds(lower, np.ones(size)),
        integrality=np.ones(size),
        options={"time_limit": 60},
    )
    assert result.status == 0, result.message
