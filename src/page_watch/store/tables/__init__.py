"""The tables, as they are now. How a database gets there is in ``migrations``; a test holds the two together.

    watches ─┬─ checks ──────── snapshots ── bodies
             ├─ versions ──────────┘
             ├─ milestones ─┬─ milestone_states   what a milestone says, from one version to another
             │              └─ absences           when it was missing, before it was removed or came back
             └─ changes
    incidents      notices ── deliveries      leases      daemons      robots

The last two rows name watches and channels by their names: they may be about one that was never checked, or
is no longer configured.
"""
