"""Table of the reports that came in and the meetings that were held."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from data.store.metadata import metadata

report_receipt = Table(
    "report_receipt",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("report_id", String(40), nullable=False, index=True),
    # Day of the deadline it answers (domain.duties.reports.Deadline.day); empty of a duty without
    # days, whose rows are told apart by the day they came in and by their subject.
    Column("due_on", Date, nullable=True),
    # As the plan calls it; empty of a meeting, which is nobody's report.
    Column("body", String(200), nullable=False, server_default=""),
    Column("received_on", Date, nullable=False),
    Column("subject", String(200), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
)
