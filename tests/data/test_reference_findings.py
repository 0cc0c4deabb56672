"""The recomputed figures of the plans: every formula is computed again."""

import ast
import csv
import operator
from decimal import ROUND_HALF_UP, Decimal

import pytest

from data import paths
from data.schemas import split_list

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(node):
    """Compute an arithmetic expression; anything but numbers and + - * / is an error."""
    match node:
        case ast.Expression(body=body):
            return evaluate(body)
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](evaluate(left), evaluate(right))
    raise ValueError(ast.dump(node))


def read_findings():
    with (paths.REFERENCE / "inconsistencies.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    "row", [row for row in read_findings() if row["formula"]], ids=lambda row: row["no"]
)
def test_formula_gives_the_recomputed_value(row):
    result = Decimal(repr(evaluate(ast.parse(row["formula"], mode="eval"))))
    written = Decimal(row["recomputed_value"])
    assert result.quantize(written, ROUND_HALF_UP) == written


def test_findings_without_formula_have_no_recomputed_value(frames):
    rows = frames["inconsistencies"]
    assert list(rows["no"]) == list(range(1, 49))
    assert (rows["formula"].isna() == rows["recomputed_value"].isna()).all()


def test_a_finding_that_agrees_has_equal_figures_and_one_that_disagrees_does_not(frames):
    rows = frames["inconsistencies"].dropna(subset=["recomputed_value", "printed_value"])
    for row in rows.itertuples():
        if row.kind == "agrees":
            assert row.recomputed_value == row.printed_value, row.no
        else:
            assert row.recomputed_value != row.printed_value, row.no


def test_formulas_use_the_figures_of_the_rows_they_name(frames):
    rows = frames["inconsistencies"].set_index("no")
    funding = frames["funding"].set_index("funding_id")["amount_bn_vnd"]
    amounts = [funding[item] for item in split_list(rows.loc[1, "funding_ids"])]
    assert rows.loc[1, "printed_value"] == amounts[0]
    assert rows.loc[1, "recomputed_value"] == sum(amounts[1:])
    targets = frames["targets"].set_index("target_id")
    named = targets.loc[list(split_list(rows.loc[6, "target_ids"]))]
    counted = named[named["metric"] == "communes_meeting_criterion"]["value"]
    assert rows.loc[6, "recomputed_value"] == counted.sum()
