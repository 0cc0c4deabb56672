"""A store whose texts attack whoever reads them: names, notes, files, scenarios, decks.

What people bring in is written by the functions that write it for the product. Names of units and
agencies come from committed files only, so they are changed in the store: a later version of those
files could carry them.
"""

from datetime import date

from sqlalchemy import Engine, text

from data import checks, queries
from data.scenario_base import make_base
from data.store.batches import NewBatch, add_batch
from data.store.decks import save_deck
from data.store.engine import begin_write
from data.store.finding_notes import NoteAction, add_finding_note
from data.store.scenarios import save_scenario
from domain.scenario.model import Content
from domain.slides.recipe import Item, Recipe, SlideKind

SCRIPT = "window.hacked=1"
HOSTILE = (
    f"\"'><img src=x onerror={SCRIPT}><script>{SCRIPT}</script><svg onload={SCRIPT}>"
    f"[tới](javascript:{SCRIPT})![ảnh](http://evil.example/p.png)"
)
"""Leaves an attribute, an element and a text; runs in HTML, in SVG, as a link, as an image."""

PROVINCE, DISTRICT, COMMUNE, AGENCY = "66", "651", "24379", "daklak-a06"
TASK, TARGET, REPORT = "daklak-II.1", "daklak-t03", "daklak-r01"
DAY = date(2021, 12, 31)


def plant(engine: Engine) -> None:
    """Write hostile texts wherever the store takes one."""
    with begin_write(engine) as connection:
        for statement in _RENAMED:
            connection.execute(text(statement), {"hostile": HOSTILE})
    with begin_write(engine) as connection:
        add_batch(connection, _load())
        for finding in checks.run_checks(connection, PROVINCE, DAY).findings:
            what = (finding.key, PROVINCE, DAY, NoteAction.EXPLAINED, HOSTILE, HOSTILE)
            add_finding_note(connection, *what, finding.figures)
        situation = queries.read_situation(
            connection, queries.find_period(connection, PROVINCE, DAY)
        )
        base = make_base(connection, situation, "daklak-2021")
        content = Content(overrides={(COMMUNE, 1): True, (COMMUNE, 17): True})
        for _ in range(2):
            scenario = save_scenario(connection, base, content, HOSTILE, HOSTILE, HOSTILE)
        items = [Item(kind, title=HOSTILE, text=HOSTILE) for kind in SlideKind]
        shown = [i for i in items if i.kind is not SlideKind.SCENARIO]
        shown.append(Item(SlideKind.SCENARIO, title=HOSTILE, scenario_id=scenario))
        save_deck(connection, PROVINCE, Recipe(tuple(shown), HOSTILE), HOSTILE, HOSTILE)


_RENAMED = (
    f"UPDATE ref_units SET name = :hostile, full_name = :hostile "
    f"WHERE code IN ('{COMMUNE}', '{DISTRICT}')",
    f"UPDATE ref_agencies SET agency = :hostile WHERE agency_id = '{AGENCY}'",
    f"UPDATE ref_tasks SET title_short = :hostile, outputs = :hostile WHERE task_id = '{TASK}'",
)


def _load() -> NewBatch:
    return NewBatch(
        kind="import",
        subject="recognition",
        actor=HOSTILE,
        province_code=PROVINCE,
        file_name=f"{HOSTILE}.xlsx",
        file_sha256="0" * 64,
        note=HOSTILE,
        as_of=DAY,
        recognitions=[
            {
                "unit_code": COMMUNE,
                "unit_level": "commune",
                "level": "ntm",
                "effective_on": DAY,
                "is_exact_date": True,
                "for_year": 2021,
                "decision_number": HOSTILE[:100],
                "provenance": "published",
                "source_url": "javascript:window.hacked=1",
                "note_vi": HOSTILE,
            }
        ],
        rows={
            "registered_plan": [
                {
                    "commune_code": COMMUNE,
                    "for_year": 2022,
                    "level": "advanced",
                    "note": HOSTILE,
                    "source": HOSTILE,
                }
            ],
            "task_status": [
                {"task_id": TASK, "status": "in_progress", "as_of": DAY, "note": HOSTILE}
            ],
            "funding": [
                {
                    "province_code": PROVINCE,
                    "year": 2021,
                    "source_name": HOSTILE[:200],
                    "planned": 12.0,
                    "as_of": DAY,
                    "note": HOSTILE,
                }
            ],
            "report_receipt": [
                {
                    "report_id": REPORT,
                    "due_on": DAY.replace(day=14),
                    "body": HOSTILE[:200],
                    "received_on": DAY,
                    "note": HOSTILE,
                }
            ],
            "target_value": [
                {
                    "target_id": TARGET,
                    "value": 1.0,
                    "as_of": DAY,
                    "source": HOSTILE,
                    "note": HOSTILE,
                }
            ],
        },
    )
