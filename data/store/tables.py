"""Tables the store owns: batches and what they bring in, original files, notes, audit log.

Nothing here is ever updated or deleted by the product: loading adds a batch with its snapshots,
undoing adds a batch that points at the one undone. Which snapshot counts is a question answered
when reading (:mod:`data.store.snapshots`, :mod:`data.store.registers`). Reference tables are not
here: they mirror committed files and are rebuilt from them (:mod:`data.store.reference`).
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
)

from data.store.deck_tables import deck, deck_event, deck_version
from data.store.draft_tables import draft
from data.store.metadata import metadata as metadata
from data.store.metadata import one_of
from data.store.refused_tables import refused_file
from data.store.report_tables import report_receipt
from domain.vocabulary import Level, Provenance, SnapshotStatus, Status

DECKS, DRAFTS, REFUSED = (deck, deck_version, deck_event), (draft,), (refused_file,)
REPORTS = (report_receipt,)
"""Tables that stand in files of their own."""

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("province_code", String(2)),
    Column("file_name", String(400)),
    Column("file_sha256", String(64)),
    Column("row_count", Integer, nullable=False),
    Column("undoes_batch_id", ForeignKey("batch.id")),
    Column("note", Text, nullable=False, server_default=""),
    # What an import brings in: "marks", "recognition", "registered_plan", … ; "" for other kinds.
    Column("subject", String(24), nullable=False, server_default=""),
    Column("as_of", Date),
    Column("set_id", String(40)),
    # JSON: how many communes, and marks by status or rows.
    Column("counts", Text, nullable=False, server_default=""),
    # JSON: how each sheet was read (data.intake.layouts).
    Column("layout", Text, nullable=False, server_default=""),
    one_of("kind", ["illustrative", "import", "undo"]),
    Index(None, "file_sha256"),
)

# Kept here and not in a folder, so that every machine that shares the store sees it.
original_file = Table(
    "original_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("file_name", String(400), nullable=False),
    Column("size", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("province_code", String(2), nullable=False),
    Column("district_code", String(3)),
    Column("as_of", Date, nullable=False),
    Column("set_id", String(40), nullable=False),
    Column("status", String(16), nullable=False),
    Column("provenance", String(16), nullable=False),
    Column("title_vi", Text, nullable=False, server_default=""),
    Column("basis_vi", Text, nullable=False, server_default=""),
    Column("note_vi", Text, nullable=False, server_default=""),
    one_of("status", [s.value for s in SnapshotStatus]),
    one_of("provenance", [p.value for p in Provenance]),
    Index(None, "province_code", "as_of"),
)

assessment = Table(
    "assessment",
    metadata,
    Column("snapshot_id", ForeignKey("snapshot.id"), primary_key=True),
    Column("commune_code", String(5), primary_key=True),
    Column("criterion_no", SmallInteger, primary_key=True),
    Column("status", String(16), nullable=False),
    one_of("status", [s.value for s in Status]),
)

recognition = Table(
    "recognition",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("unit_code", String(5), nullable=False, index=True),
    Column("unit_level", String(16), nullable=False),
    Column("level", String(16), nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("is_exact_date", Boolean, nullable=False),
    Column("for_year", SmallInteger),
    Column("decision_number", String(100)),
    Column("revoked_on", Date),
    Column("provenance", String(16), nullable=False),
    Column("source_url", Text, nullable=False, server_default=""),
    Column("note_vi", Text, nullable=False, server_default=""),
    one_of("level", [level.value for level in Level]),
    one_of("provenance", [p.value for p in Provenance]),
)

extra_unit = Table(
    "extra_unit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("code", String(5), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("province_code", String(2), nullable=False),
    Column("district_code", String(3)),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("note_vi", Text, nullable=False, server_default=""),
)

registered_plan = Table(
    "registered_plan",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("commune_code", String(5), nullable=False, index=True),
    Column("for_year", SmallInteger, nullable=False),
    Column("level", String(16), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
    one_of("level", [level.value for level in Level]),
)

task_status = Table(
    "task_status",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("task_id", String(40), nullable=False, index=True),
    Column("status", String(24), nullable=False),
    Column("as_of", Date, nullable=False),
    # Last day of the occurrence spoken of, of a task done again and again; empty = by "as_of".
    Column("period_due", Date),
    Column("note", Text, nullable=False, server_default=""),
)

funding_row = Table(
    "funding_row",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("province_code", String(2), nullable=False),
    Column("district_code", String(3)),
    Column("year", SmallInteger, nullable=False),
    Column("source_name", String(200), nullable=False),
    # Amounts in million VND; empty = not reported, which is not zero.
    Column("planned", Float(53)),
    Column("allocated", Float(53)),
    Column("disbursed", Float(53)),
    # Work done that no money has been found for.
    Column("debt", Float(53)),
    Column("as_of", Date, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Index(None, "province_code", "year"),
)

# What was achieved of a target that no marks of communes answer, in the target's own unit.
target_value = Table(
    "target_value",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("target_id", String(40), nullable=False, index=True),
    Column("value", Float(53), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("source", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
)

# How a sender's form is read, as somebody corrected it; the newest row counts.
sender_layout = Table(
    "sender_layout",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("province_code", String(2), nullable=False),
    Column("fingerprint", String(128), nullable=False),
    Column("sender", Text, nullable=False, server_default=""),
    Column("layout", Text, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    Column("actor", String(200), nullable=False),
    Index(None, "province_code", "fingerprint"),
)

# What people said about a finding of the checks; the newest action says whether it is explained.
finding_note = Table(
    "finding_note",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("finding_key", String(200), nullable=False),
    Column("province_code", String(2), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("action", String(16), nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("actor", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    one_of("action", ["comment", "explained", "reopened"]),
    Index(None, "province_code", "as_of"),
)

# A scenario is its versions; renaming adds one, archiving adds an event. What a version assumes and
# the snapshot it starts from are JSON (domain.scenario.exchange).
scenario = Table(
    "scenario",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("province_code", String(2), nullable=False, index=True),
)

scenario_version = Table(
    "scenario_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("scenario_id", ForeignKey("scenario.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("author", String(200), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("base", Text, nullable=False),
    Column("content", Text, nullable=False),
    Index("uq_scenario_version_scenario_id_number", "scenario_id", "number", unique=True),
)

scenario_event = Table(
    "scenario_event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("scenario_id", ForeignKey("scenario.id"), nullable=False, index=True),
    Column("action", String(16), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    one_of("action", ["archived", "restored"]),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("batch_id", ForeignKey("batch.id")),
    Column("detail", Text, nullable=False, server_default=""),
)

reference_file = Table(
    "reference_file",
    metadata,
    Column("table_name", String(80), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("schema_sha256", String(64), nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("loaded_at", DateTime(timezone=True), nullable=False),
)
