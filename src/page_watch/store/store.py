"""The store: what the rest of the program asks of the database.

An unchanged page needs leases, the state and the record of a check. The rest is imported where it is used, as
the imports are most of what a single check costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.store import incidents, leases, recording, schema, state
from page_watch.store.database import BUSY, Database
from page_watch.store.postbox import Postbox
from page_watch.store.processes import birthmark
from page_watch.store.robots import StoredRobots

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence
    from datetime import datetime, timedelta
    from pathlib import Path

    from sqlalchemy import Connection

    from page_watch.model.decision import Record
    from page_watch.model.history import Edition, Logged
    from page_watch.model.incident import Incident
    from page_watch.model.notice import Notice, NoticeKind
    from page_watch.model.process import Daemon, Owner
    from page_watch.model.response import Response, Robots
    from page_watch.model.state import Accepted, State
    from page_watch.store.evidence import Evidence
    from page_watch.store.history import Standing
    from page_watch.store.housekeeping import Pruned


class Store(Postbox):
    """A database, opened. Safe to be used by many threads, beside many processes.

    Every method is one transaction, or says otherwise, and raises ``StoreError`` where the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.robots: MutableMapping[str, Robots] = StoredRobots(database)

    @classmethod
    def open(cls, url: str, *, busy: timedelta = BUSY) -> Store:
        """Open the database of a URL, ``sqlite:///FILE`` or ``postgresql://…``.

        A SQLite file is made, or brought to today's schema, as needed; so is an empty PostgreSQL database, while
        an older schema there waits for ``upgrade``. ``busy`` is how long to wait for other processes that write
        to the same file. Raises ``StoreError`` for what cannot be opened, is newer, or is another program's.
        """
        database = Database(url, busy)
        try:
            schema.ready(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    @staticmethod
    def upgrade(url: str, *, busy: timedelta = BUSY) -> tuple[str | None, str]:
        """Bring a database to today's schema; gives its revisions before (None: it was empty) and after."""
        database = Database(url, busy)
        try:
            return schema.upgraded(database)
        finally:
            database.close()

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    # One check: a state at the start, a record at the end

    def begin(self, watch: str, owner: Owner, window: timedelta, now: datetime) -> State | None:
        """``lease`` and ``peek`` in one transaction; None where another process holds the lease."""
        born = birthmark(owner.pid)

        def work(connection: Connection) -> State | None:
            if not leases.take(connection, watch, owner, born, now):
                return None
            return state.peek(connection, watch, window, now)

        return self._database.mark(work)

    def peek(self, watch: str, window: timedelta, now: datetime) -> State:
        """The state of a watch without its milestones: all that an unchanged page needs.

        ``window`` is how far ``State.recent`` goes back. A watch never checked has an empty state.
        """
        return self._database.read(lambda connection: state.peek(connection, watch, window, now))

    def load(self, watch: str, window: timedelta, now: datetime) -> State:
        """The whole state of a watch, known and removed milestones included."""
        return self._database.read(lambda connection: state.load(connection, watch, window, now))

    def record(self, record: Record, owner: Owner | None = None) -> None:
        """Write one check, with all that follows from it, and give the watch's lease back.

        With ``owner``, only where it still holds the lease: else raises ``LeaseLost``, and writes nothing.
        """
        token = owner.token if owner else None
        self._database.write(lambda connection: recording.record(connection, record, token))

    def record_reparse(self, record: Record) -> None:
        """Write what reading a stored page again showed.

        Of the decision only the version, its changes, what is missing, and the next id count; no check, incident
        or notice is written. The watch's ``reading`` becomes the record's. The lease stays.
        """
        self._database.write(lambda connection: recording.record_reparse(connection, record))

    def tell(
        self,
        notices: Sequence[Notice],
        opened: Sequence[Incident] = (),
        closed: Sequence[Incident] = (),
        reminded: Sequence[Incident] = (),
    ) -> bool:
        """Post notices that do not come from a check, with what became of the incidents they are about.

        False, and nothing is written, where another process told of one of these incidents first.
        """
        from page_watch.store import outbox

        def work(connection: Connection) -> None:
            if not incidents.write(connection, opened=opened, reminded=reminded, closed=closed):
                raise incidents.OldNews
            outbox.post(connection, notices)

        try:
            self._database.write(work)
        except incidents.OldNews:
            return False
        return True

    # Leases

    def lease(self, watch: str, owner: Owner, now: datetime) -> bool:
        """Take a watch's lease; False while another living process holds it. One's own is renewed."""
        born = birthmark(owner.pid)
        return self._database.mark(lambda connection: leases.take(connection, watch, owner, born, now))

    def renew(self, owner: Owner, now: datetime) -> None:
        """Keep all leases and claims of an owner for another while."""
        from page_watch.store import outbox

        def work(connection: Connection) -> None:
            leases.renew(connection, owner, now)
            outbox.renew_claims(connection, owner, now)

        self._database.mark(work)

    def release(self, owner: Owner, watch: str | None = None) -> None:
        """Give back the lease on one watch; without one, all leases and claims of the owner."""
        from page_watch.store import outbox

        if watch is not None:
            self._database.mark(lambda connection: leases.release(connection, owner, watch))
            return

        def work(connection: Connection) -> None:
            leases.release_all(connection, owner)
            outbox.release_claims(connection, owner)

        self._database.mark(work)

    # Reading the history

    def watches(self) -> tuple[str, ...]:
        """The names of all watches that were ever checked."""
        from page_watch.store import history

        return self._database.read(history.names)

    def last_checks(self) -> Mapping[str, Standing]:
        """Where each watch stands, by its name, in one statement for all."""
        from page_watch.store import history

        return self._database.read(history.standings)

    def edition(self, watch: str, number: int | None = None) -> Edition | None:
        """A version as it stood when it was accepted; without a number, the current one as it stands now."""
        from page_watch.store import history

        return self._database.read(lambda connection: history.edition(connection, watch, number))

    def edition_at(self, watch: str, when: datetime) -> Edition | None:
        """The version in force at a time, as it stood then; None before the first."""
        from page_watch.store import history

        return self._database.read(lambda connection: history.edition_at(connection, watch, when))

    def versions(self, watch: str) -> tuple[Accepted, ...]:
        """All versions of a watch in short, oldest first."""
        from page_watch.store import history

        return self._database.read(lambda connection: history.accepted(connection, watch))

    def changes(self, watch: str | None = None, since: datetime | None = None) -> Iterator[Logged]:
        """The changes of one watch or all, newest first, read bit by bit as they are asked for."""
        from page_watch.store import history

        return history.stream(self._database, watch, since)

    def checks(self, watch: str, since: datetime) -> int:
        """How many checks of a watch there were since a time."""
        from page_watch.store import history

        return self._database.read(lambda connection: history.count_checks(connection, watch, since))

    def told(self, kind: NoticeKind) -> Mapping[str, datetime]:
        """When the last notice of a kind was made, by watch."""
        from page_watch.store import history

        return self._database.read(lambda connection: history.told(connection, kind))

    def incidents(self) -> tuple[Incident, ...]:
        """The open incidents, oldest first."""
        return self._database.read(incidents.all_open)

    # Pages

    def held(self, watch: str) -> Response | None:
        """The page that is held now, if one is."""
        from page_watch.store import evidence

        return self._database.read(lambda connection: evidence.held(connection, watch))

    def accepted(self, watch: str) -> Response | None:
        """The page that the current version was read from; None before the first."""
        from page_watch.store import evidence

        return self._database.read(lambda connection: evidence.accepted(connection, watch))

    def snapshots(self, watch: str) -> Iterator[Evidence]:
        """All pages of a watch that were kept, oldest first, one at a time in memory."""
        from page_watch.store import evidence

        return evidence.kept(self._database, watch)

    # The daemon

    def beat(self, daemon: Daemon) -> None:
        """Note that a daemon runs."""
        from page_watch.store import presence

        born = birthmark(daemon.pid)
        self._database.mark(lambda connection: presence.beat(connection, daemon, born))

    def daemon(self) -> Daemon | None:
        """The daemon last seen, unless its process is known to have ended."""
        from page_watch.store import presence

        return self._database.read(presence.seen)

    def gone(self, daemon: Daemon) -> None:
        """Note that a daemon has ended."""
        from page_watch.store import presence

        self._database.mark(lambda connection: presence.gone(connection, daemon))

    # Housekeeping

    def prune(self, before: datetime) -> Pruned:
        """Delete what is older than a time and says nothing more, in many small transactions."""
        from page_watch.store import housekeeping  # a check never needs it

        return housekeeping.prune(self._database, before)

    def backup(self, path: Path) -> None:
        """Copy a SQLite database to a file while it is in use. Raises ``StoreError``; for PostgreSQL always."""
        from page_watch.store import housekeeping

        housekeeping.backup(self._database, path)
