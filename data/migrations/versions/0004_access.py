"""Who may come in: accounts, sessions, sign-in links, department links, failed attempts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _when(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("full_name", sa.String(length=200), server_default="", nullable=False),
        _text("password_hash"),
        _when("added_at", nullable=False),
        _when("removed_at"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_account")),
    )
    op.create_table(
        "share_link",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), server_default="", nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        _text("passphrase_hash"),
        _when("created_at", nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        _when("revoked_at"),
        sa.Column("revoked_by", sa.String(length=200), server_default="", nullable=False),
        _when("last_used_at"),
        sa.Column("use_count", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_share_link_token_sha256")),
    )
    op.create_table(
        "visit",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("account_name", sa.String(length=200)),
        sa.Column("link_id", sa.Integer()),
        _when("opened_at", nullable=False),
        _when("expires_at", nullable=False),
        _when("ended_at"),
        sa.ForeignKeyConstraint(
            ["account_name"], ["account.name"], name=op.f("fk_visit_account_name")
        ),
        sa.ForeignKeyConstraint(["link_id"], ["share_link.id"], name=op.f("fk_visit_link_id")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_visit")),
    )
    for column in ("account_name", "link_id", "expires_at"):
        op.create_index(op.f(f"ix_visit_{column}"), "visit", [column])
    op.create_table(
        "ticket",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        _when("made_at", nullable=False),
        _when("expires_at", nullable=False),
        _when("used_at"),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_ticket")),
    )
    op.create_table(
        "failed_attempt",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=240), nullable=False),
        _when("at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_attempt")),
    )
    op.create_index(op.f("ix_failed_attempt_subject_at"), "failed_attempt", ["subject", "at"])


def downgrade() -> None:
    for table in ("failed_attempt", "ticket", "visit", "share_link", "account"):
        op.drop_table(table)
