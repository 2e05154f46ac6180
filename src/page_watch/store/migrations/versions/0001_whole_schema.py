"""The whole schema: watches and their history, incidents, notices, leases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "bodies",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("deflated", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_bodies")),
    )
    op.create_table(
        "daemons",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("born", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", "pid", name=op.f("pk_daemons")),
    )
    op.create_table(
        "incidents",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("watch", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(
        "ix_incidents_open_watch",
        "incidents",
        ["watch"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "leases",
        sa.Column("watch", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("born", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("watch", name=op.f("pk_leases")),
    )
    op.create_table(
        "notices",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("watch", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_kind_watch_created_at"), "notices", ["kind", "watch", "created_at"], unique=False)
    op.create_table(
        "robots",
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_robots")),
    )
    op.create_table(
        "watches",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("first_check", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_check", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_good", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("problem_code", sa.String(), nullable=True),
        sa.Column("problem_detail", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("streak_fingerprint", sa.String(), nullable=True),
        sa.Column("streak_count", sa.Integer(), nullable=True),
        sa.Column("streak_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_sha256", sa.String(), nullable=True),
        sa.Column("reading", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("milestones", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("next_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
        sa.UniqueConstraint("name", name=op.f("uq_watches_name")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("notice_id", BIG_ID, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("gathered", sa.Boolean(), nullable=False),
        sa.Column("first_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("bundle", sa.String(), nullable=True),
        sa.Column("left_addresses", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("claim_token", sa.String(), nullable=True),
        sa.Column("claim_pid", sa.Integer(), nullable=True),
        sa.Column("claim_born", sa.String(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_deliveries_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("notice_id", "channel", name=op.f("uq_deliveries_notice_id_channel")),
    )
    op.create_index(
        "ix_deliveries_claimed",
        "deliveries",
        ["claim_token"],
        unique=False,
        sqlite_where=sa.text("claim_token IS NOT NULL"),
        postgresql_where=sa.text("claim_token IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_dead",
        "deliveries",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'dead'"),
        postgresql_where=sa.text("status = 'dead'"),
    )
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["channel", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_deliveries_sent",
        "deliveries",
        ["channel", "sent_at"],
        unique=False,
        sqlite_where=sa.text("status = 'sent'"),
        postgresql_where=sa.text("status = 'sent'"),
    )
    op.create_table(
        "milestones",
        sa.Column("watch_id", BIG_ID, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name=op.f("fk_milestones_watch_id")),
        sa.PrimaryKeyConstraint("watch_id", "id", name=op.f("pk_milestones")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshots",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("watch_id", BIG_ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("requested", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["bodies.sha256"], name=op.f("fk_snapshots_sha256")),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name=op.f("fk_snapshots_watch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_index(op.f("ix_snapshots_sha256"), "snapshots", ["sha256"], unique=False)
    op.create_index(op.f("ix_snapshots_watch_id_sha256"), "snapshots", ["watch_id", "sha256"], unique=False)
    op.create_table(
        "absences",
        sa.Column("watch_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("milestone_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["watch_id", "milestone_id"],
            ["milestones.watch_id", "milestones.id"],
            name=op.f("fk_absences_watch_id_milestone_id"),
        ),
        sa.PrimaryKeyConstraint("watch_id", "milestone_id", "since", name=op.f("pk_absences")),
    )
    op.create_table(
        "checks",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("watch_id", BIG_ID, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("problem_code", sa.String(), nullable=True),
        sa.Column("problem_detail", sa.Text(), nullable=True),
        sa.Column("snapshot_id", BIG_ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("took", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_checks_snapshot_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name=op.f("fk_checks_watch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
    )
    op.create_index(
        op.f("ix_checks_snapshot_id"),
        "checks",
        ["snapshot_id"],
        unique=False,
        sqlite_where=sa.text("snapshot_id IS NOT NULL"),
        postgresql_where=sa.text("snapshot_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_checks_watch_id_checked_at"), "checks", ["watch_id", "checked_at"], unique=False)
    op.create_table(
        "milestone_states",
        sa.Column("watch_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("milestone_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until_version", sa.Integer(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Text(), nullable=True),
        sa.Column("start_year", sa.BigInteger(), nullable=True),
        sa.Column("end_year", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["watch_id", "milestone_id"],
            ["milestones.watch_id", "milestones.id"],
            name=op.f("fk_milestone_states_watch_id_milestone_id"),
        ),
        sa.PrimaryKeyConstraint("watch_id", "milestone_id", "since_version", name=op.f("pk_milestone_states")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "versions",
        sa.Column("watch_id", BIG_ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snapshot_id", BIG_ID, nullable=True),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("milestones", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_versions_snapshot_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name=op.f("fk_versions_watch_id")),
        sa.PrimaryKeyConstraint("watch_id", "number", name=op.f("pk_versions")),
    )
    op.create_index(op.f("ix_versions_snapshot_id"), "versions", ["snapshot_id"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("watch_id", BIG_ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("detected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("milestone_id", sa.BigInteger(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=True),
        sa.Column("year", sa.Text(), nullable=True),
        sa.Column("start_year", sa.BigInteger(), nullable=True),
        sa.Column("end_year", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=True),
        sa.Column("old_year", sa.Text(), nullable=True),
        sa.Column("old_start_year", sa.BigInteger(), nullable=True),
        sa.Column("old_end_year", sa.BigInteger(), nullable=True),
        sa.Column("old_text", sa.Text(), nullable=True),
        sa.Column("old_links", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["watch_id", "version"], ["versions.watch_id", "versions.number"], name=op.f("fk_changes_watch_id_version")
        ),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name=op.f("fk_changes_watch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_detected_at_id"), "changes", ["detected_at", "id"], unique=False)
    op.create_index(
        op.f("ix_changes_watch_id_detected_at_id"), "changes", ["watch_id", "detected_at", "id"], unique=False
    )
    op.create_index(
        "uq_incidents_open",
        "incidents",
        ["kind", sa.text("coalesce(watch, '')"), sa.text("coalesce(channel, '')")],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
