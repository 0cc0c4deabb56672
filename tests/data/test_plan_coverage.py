"""Every sentence of the plans has a place, every place exists, and nothing kept is left out."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from components.navigation import PAGES
from components.plan_coverage import place_link, short_ids
from data import paths
from data.schemas import read_table, split_list, to_records
from domain.duties.reports import build_duty, list_undated

FOLLOWED_BY = {
    "target": ("targets", "target_id"),
    "task": ("tasks", "task_id"),
    "agency": ("agencies", "agency_id"),
    "report": ("reporting", "report_id"),
    "funding": ("funding", "funding_id"),
}


@pytest.fixture(scope="module")
def rows():
    return to_records(read_table("coverage"))


def ids_of(table, column, plan_id=None):
    found = to_records(read_table(table))
    return {row[column] for row in found if plan_id in (None, row["plan_id"])}


def test_every_place_exists(rows):
    pages = {page.url_path for page in PAGES}
    for row in rows:
        assert row["page"] in pages, row["row_id"]
        if row["kind"] in FOLLOWED_BY:
            known = ids_of(*FOLLOWED_BY[row["kind"]], row["plan_id"])
            own = split_list(row["ids"])
            assert own, row["row_id"]
            assert set(own) <= known, row["row_id"]


@pytest.mark.parametrize(("kind", "table"), [(k, v) for k, v in FOLLOWED_BY.items()])
def test_nothing_kept_of_the_plans_is_without_a_sentence(rows, kind, table):
    followed = {one for row in rows if row["kind"] == kind for one in split_list(row["ids"])}
    assert ids_of(*table) - followed == set()


def test_each_plan_is_walked_through(rows):
    sections = {}
    for row in rows:
        sections.setdefault(row["plan_id"], []).append(row["section"])
    assert {plan: list(dict.fromkeys(own)) for plan, own in sections.items()} == {
        "daklak-2021": ["Căn cứ", "I", "II", "III", "IV"],
        "krongno-2022": ["Căn cứ", "I", "II", "III"],
        "langson-2021": ["Căn cứ", "I", "II", "III", "IV", "Phụ lục"],
        "daknong-2022": ["Quyết định", "I", "II", "III", "IV", "V", "Phụ lục"],
        "kontum-2019": ["I", "II", "III", "Đoạn kết"],
    }


def test_the_document_says_the_same(rows):
    document = (paths.ROOT / "docs" / "plan-coverage.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^\| (?!Điều khoản|---)", document, re.M)) == len(rows)


def test_every_address_opens_its_page_at_the_plan(rows, ready_var):
    from data import cached

    plans = {p.plan_id: p for own in cached.get_catalog().plans.values() for p in own}
    duties = {
        plan_id: [
            build_duty(r, plan) for r in cached.get_rows("reporting") if r["plan_id"] == plan_id
        ]
        for plan_id, plan in plans.items()
    }
    own_key = {"task": "task", "agency": "agency", "report": "due"}
    opened = set()
    for row in rows:
        plan = plans[row["plan_id"]]
        undated = {d.rule.report_id for d in list_undated(duties[plan.plan_id], plan)}
        address = urlsplit(place_link(row, plan, undated))
        query = dict(parse_qsl(address.query))
        assert address.path == row["page"]
        assert (query["province"], query["plan"]) == (plan.province_code, plan.plan_id)
        if one := query.get(own_key.get(row["kind"], "")):
            assert one == split_list(row["ids"])[0], row["row_id"]
            opened.add(row["kind"])
    assert opened == {"task", "agency", "report"}


def test_links_lead_to_what_follows_a_sentence(ready_var):
    from data import cached

    plans = {p.plan_id: p for own in cached.get_catalog().plans.values() for p in own}
    row = {"page": "so-nganh", "kind": "agency", "ids": "daklak-a13"}
    address = place_link(row, plans["daklak-2021"])
    assert address.startswith("so-nganh?province=66&plan=daklak-2021")
    assert address.endswith("&agency=daklak-a13")
    assert short_ids([f"t{n}" for n in range(19)]) == "t0 … t18 (19)"
