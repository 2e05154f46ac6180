"""When the database cannot be used: one clear sentence, with what to do, and never a password."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from sqlalchemy import Connection, event, update

from page_watch.errors import StoreError
from page_watch.store import Store
from page_watch.store.tables.outbox import notices
from page_watch.store.tables.pages import bodies
from page_watch.store.tables.watching import watches
from tests.notices.far_ends import eventually
from tests.store.build import NOW, WINDOW, baseline, check, known, me, notice, page
from tests.support.postgres import Postgres

PASSWORD = "correct-horse"


def use(url: str, busy: timedelta) -> None:
    store = Store.open(url, busy=busy)
    try:
        store.record(check("a", baseline(known(1))))
    finally:
        store.close()


def said(url: str, busy: float = 0.2) -> str:
    """What a person is told when that database is opened and written to."""
    with pytest.raises(StoreError) as told:
        use(url, timedelta(seconds=busy))
    sentence = str(told.value)
    assert "\n" not in sentence
    assert PASSWORD not in sentence
    return sentence


class TestFiles:
    def test_a_missing_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "no" / "such"
        sentence = said(f"sqlite:///{folder / 'a.db'}")
        assert f"the folder {folder} does not exist. Create it first." in sentence
        assert not folder.exists()

    def test_a_folder_in_place_of_the_file(self, tmp_path: Path) -> None:
        assert "is a folder: name a file inside it" in said(f"sqlite:///{tmp_path}")

    def test_something_else_than_a_database(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.txt"
        path.write_text("Buy milk. " * 200)
        assert "is not a database of page-watch: the file is something else" in said(f"sqlite:///{path}")
        assert path.read_text() == "Buy milk. " * 200

    def test_a_damaged_database(self, tmp_path: Path, schema_file: Path) -> None:
        path = tmp_path / "a.db"
        data = bytearray(schema_file.read_bytes())
        data[4096:] = b"\xff" * (len(data) - 4096)
        path.write_bytes(data)
        assert re.search(r"is damaged \(.*\): put a backup in its place", said(f"sqlite:///{path}"))

    def test_in_use_by_another_for_too_long(self, tmp_path: Path, schema_file: Path) -> None:
        path = tmp_path / "a.db"
        shutil.copy(schema_file, path)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        sentence = said(f"sqlite:///{path}")
        other.close()
        assert "was in use by another process for 0.2 s, so nothing was written" in sentence
        assert "locked" not in sentence

    def test_a_full_disk(self, tmp_path: Path, schema_file: Path) -> None:
        path = tmp_path / "a.db"
        shutil.copy(schema_file, path)
        store = Store.open(f"sqlite:///{path}")
        store.record(check("a", baseline(known(1))))
        store.close()

        # SQLite's own limit on a file's pages stands in for the end of the disk.
        @event.listens_for(store._database.engine, "connect")
        def _(connection: sqlite3.Connection, _: object) -> None:
            connection.execute("PRAGMA max_page_count = 1")

        body = os.urandom(200_000).hex()
        with pytest.raises(StoreError, match=r"^The disk is full: .* Free some space and try again\.$"):
            store.record(check("b", baseline(known(1)), response=page(body)))
        assert store.watches() == ("a",)
        store.close()

    def test_a_failing_disk(self, tmp_path: Path, schema_file: Path) -> None:
        path = tmp_path / "a.db"
        shutil.copy(schema_file, path)
        code = (
            "import resource, signal, sys;"
            "from page_watch.errors import StoreError; from page_watch.store import Store;"
            "from tests.store.build import *; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            "store = Store.open(sys.argv[1]);"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000));\n"
            "try: store.record(check('a', baseline(known(*range(1, 3000)))))\n"
            "except StoreError as error: print(error)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, f"sqlite:///{path}"], capture_output=True, text=True, check=False
        )
        assert re.fullmatch(r"The disk (is full|failed).*\n", done.stdout), done.stderr

    @pytest.fixture
    def open_folder(self) -> Iterator[Path]:
        """A folder that others can reach, unlike pytest's own."""
        folder = Path(tempfile.mkdtemp(prefix="page-watch-"))
        folder.chmod(0o755)
        yield folder
        shutil.rmtree(folder)

    @pytest.mark.parametrize("mode", [0o444, 0o000])
    def test_a_file_without_the_right_to_write_or_read(self, open_folder: Path, schema_file: Path, mode: int) -> None:
        path = open_folder / "a.db"
        shutil.copy(schema_file, path)
        path.chmod(mode)
        code = (
            "import sys; from page_watch.store import Store; from page_watch.errors import StoreError;"
            "from tests.store.build import *;\n"
            "try: Store.open(sys.argv[1]).record(check('a', baseline(known(1))))\n"
            "except StoreError as error: print(error)"
        )
        command = [sys.executable, "-c", code, f"sqlite:///{path}"]
        done = unprivileged(command)
        assert re.fullmatch(r"The database .* (is read-only|no right to it).*\n", done.stdout), done.stderr


def unprivileged(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as a user whom the rights of files mean something, which root is not."""
    if os.geteuid() != 0:
        return subprocess.run(command, capture_output=True, text=True, check=False)
    # The interpreter may lie where no one else may go, so it is started by root, and steps down itself.
    down = "import os; os.setgid(65534); os.setuid(65534);"
    warm = "import sqlalchemy.dialects.sqlite, page_watch.store.store, tests.store.build;"
    return subprocess.run(
        [command[0], "-c", warm + down + command[2], *command[3:]], capture_output=True, text=True, check=False
    )


class TestUrls:
    @pytest.mark.parametrize("url", ["", "page-watch.db", f"postgres:/{PASSWORD}@", f"://{PASSWORD}"])
    def test_what_is_no_url(self, url: str) -> None:
        assert "it should look like sqlite:///page-watch.db" in said(url)

    @pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
    def test_a_database_in_memory(self, url: str) -> None:
        assert "would forget everything: name a file" in said(url)

    @pytest.mark.parametrize("url", [f"mysql://me:{PASSWORD}@host/name", f"oracle://me:{PASSWORD}@host/name"])
    def test_another_kind_of_database(self, url: str) -> None:
        assert "are not supported: use sqlite:///FILE or postgresql://HOST/NAME" in said(url)

    def test_a_driver_that_is_not_installed(self) -> None:
        code = (
            "import sys; sys.modules['psycopg'] = None;"
            "from page_watch.store import Store; from page_watch.errors import StoreError\n"
            f"try: Store.open('postgresql://me:{PASSWORD}@host/name')\n"
            "except StoreError as error: print(error)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == (
            "The database name on host needs a driver that is not installed: pip install 'page-watch[postgresql]'.\n"
        )


class TestServers:
    def test_a_server_that_does_not_answer(self) -> None:
        sentence = said(f"postgresql://me:{PASSWORD}@127.0.0.1:1/name")
        assert sentence.startswith("The database name on 127.0.0.1:1 cannot be reached: ")
        assert "refused" in sentence

    def test_a_server_that_does_not_exist(self) -> None:
        sentence = said(f"postgresql+psycopg://me:{PASSWORD}@nowhere.invalid/name")
        assert sentence.startswith("The database name on nowhere.invalid cannot be reached: ")

    def test_a_database_that_does_not_exist(self, postgres: Postgres) -> None:
        sentence = said(postgres.url("no_such"))
        assert sentence == (
            f"The database no_such on {postgres.folder} does not exist: create it, or name another one in the "
            "configuration."
        )

    @pytest.fixture
    def locked(self, postgres: Postgres) -> Iterator[str]:
        """A login that asks for a password, while all others are trusted."""
        access = postgres.folder / "pg_hba.conf"
        before = access.read_text()
        access.write_text("local all locked scram-sha-256\n" + before)
        postgres.run(f"CREATE ROLE locked LOGIN PASSWORD '{PASSWORD}'", "SELECT pg_reload_conf()")
        yield "locked"
        access.write_text(before)
        postgres.run("DROP ROLE locked", "SELECT pg_reload_conf()")

    def test_a_login_that_is_refused(self, postgres: Postgres, locked: str) -> None:
        with postgres.database() as url:
            wrong = url.replace("postgres@", f"{locked}:{PASSWORD}-not@")
            assert "refused the login to" in (sentence := said(wrong))
            assert "as locked: check the user and the password" in sentence
            assert "refused the login to" in said(url.replace("postgres@", f"{locked}@"))

    def test_a_login_without_the_right_to_make_tables(self, postgres: Postgres, locked: str) -> None:
        with postgres.database() as url:
            poor = url.replace("postgres@", f"{locked}:{PASSWORD}@")
            assert re.search("does not let locked write: .*Grant the rights first", said(poor))

    def test_a_connection_that_was_lost_is_made_again(self, postgres: Postgres) -> None:
        with postgres.database() as url:
            store = Store.open(url)
            store.record(check("a", baseline(known(1))))
            postgres.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                "AND datname LIKE 'test_%'"
            )
            assert store.peek("a", WINDOW, NOW).milestones == 1
            store.record(check("b", baseline(known(1))))
            assert store.watches() == ("a", "b")
            store.close()

    def test_a_deadlock_is_gone_through_again(self, postgres: Postgres) -> None:
        def fail(connection: psycopg.Connection, count: int, watch: str) -> None:
            connection.execute("UPDATE watches SET failures = %s WHERE name = %s", (count, watch))

        with (
            postgres.database() as url,
            psycopg.connect(url) as other,
            psycopg.connect(url, autocommit=True) as onlooker,
        ):
            store = Store.open(url + "&options=-c%20deadlock_timeout%3D50ms")
            for name in ("a", "b"):
                store.record(check(name, baseline(known(1))))
            other.execute("SET deadlock_timeout = '1h'")  # so that it is ours that is broken off
            fail(other, 5, "b")

            def waits() -> bool:
                asked = "SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted"
                return onlooker.execute(asked, (other.info.backend_pid,)).fetchone() is not None

            def crossing() -> None:
                fail(other, 5, "a")
                other.commit()

            thread = Thread(target=crossing)
            runs: list[int] = []

            def work(connection: Connection) -> None:
                runs.append(len(runs))
                connection.execute(update(watches).where(watches.c.name == "a").values(failures=7))
                if runs == [0]:
                    thread.start()
                    eventually(waits)  # for what we hold: what we ask for next closes the circle
                connection.execute(update(watches).where(watches.c.name == "b").values(failures=7))

            store._database.write(work)
            thread.join()
            assert runs == [0, 1]
            assert {one.failures for one in store.last_checks().values()} == {7}
            store.close()


class TestRows:
    """Rows that no longer mean what they did are named, not taken for something else."""

    def test_a_damaged_page(self, store: Store) -> None:
        store.record(check("a", baseline(known(1)), response=page("one")))
        store._database.write(lambda connection: connection.execute(update(bodies).values(deflated=b"not deflated")))
        with pytest.raises(StoreError, match=r"A stored page of .* is damaged .*: put a backup"):
            store.accepted("a")

    def test_a_notice_of_another_release(self, store: Store) -> None:
        store.tell([notice("log")])
        store._database.write(lambda connection: connection.execute(update(notices).values(content='{"kind": "song"}')))
        with pytest.raises(StoreError, match=r"for log cannot be read: .* a newer page-watch wrote it"):
            store.claim(NOW, owner=me(), limit=9)
