"""Table of the files that were refused; unlike the originals of loads, old ones give way to new."""

from sqlalchemy import Column, DateTime, Integer, LargeBinary, String, Table

from data.store.metadata import metadata

refused_file = Table(
    "refused_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("file_name", String(400), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False, index=True),
)
