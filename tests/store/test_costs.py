"""What an unchanged check may cost: statements and transactions are counted, as they do not depend on the machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import event

from page_watch.store import Store
from tests.store.build import (
    NOW,
    WINDOW,
    baseline,
    check,
    incident,
    known,
    me,
    not_modified,
    notice,
    page,
    unchanged,
)


@dataclass
class Costs:
    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counted(store: Store) -> Iterator[Costs]:
    costs = Costs()

    def statement(*arguments: object) -> None:
        costs.statements.append(str(arguments[2]).split()[0])

    def commit(_: object) -> None:
        costs.commits += 1

    engine = store._database.engine
    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    yield costs
    event.remove(engine, "before_cursor_execute", statement)
    event.remove(engine, "commit", commit)


def test_an_unchanged_check_is_six_statements_in_two_transactions(store: Store) -> None:
    store.record(check("a", baseline(known(*range(1, 500))), response=page("body", etag='"1"')))
    with counted(store) as costs:
        assert store.begin("a", me(), WINDOW, NOW) is not None
        store.record(check("a", unchanged(), response=not_modified()), me())
    assert costs.statements == ["INSERT", "SELECT", "DELETE", "SELECT", "UPDATE", "INSERT"]
    assert costs.commits == 2


def test_reading_does_not_depend_on_how_many_there_are(store: Store) -> None:
    for number in range(20):
        store.record(check(f"w{number}", baseline(known(*range(1, 50)))))
    with counted(store) as costs:
        assert len(store.last_checks()) == 20
        store.load("w1", WINDOW, NOW)
        store.pending()
    assert costs.statements == ["SELECT"] * 5


def test_a_baseline_is_written_in_few_statements(store: Store) -> None:
    with counted(store) as costs:
        store.record(check("a", baseline(known(*range(1, 2000))), response=page(), notices=[notice("log")]))
    assert len(costs.statements) < 20
    assert costs.commits == 1


def test_opening_imports_neither_alembic_nor_the_orm(ready_url: str) -> None:
    code = (
        "import sys; from page_watch.store import Store; from tests.store.build import *;"
        "store = Store.open(sys.argv[1]); store.begin('a', me(), WINDOW, NOW); store.record(check('a', unchanged()));"
        "store.close();"
        "print(*sorted({'alembic', 'sqlalchemy.orm', 'sqlalchemy.dialects.mysql', 'yaml', 'bs4'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, ready_url], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_no_delivery_is_looked_at_in_vain(tmp_path: Path) -> None:
    """What was sent, in the end nearly everything, must not slow down what is still to be sent."""
    store = Store.open(f"sqlite:///{tmp_path / 'page-watch.db'}")
    plans: list[str] = []

    def explain(*arguments: Any) -> None:
        _, cursor, statement, parameters, _, _ = arguments
        if statement.startswith("SELECT"):
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in rows if "deliveries" in row[3])

    event.listen(store._database.engine, "before_cursor_execute", explain)
    store.tell([notice("log")])
    store.channels_due(NOW)
    store.claim(NOW, owner=me(), limit=9, channel="log")
    store.claim(NOW, owner=me(), limit=9, tried_before=NOW)
    store.pending()
    store.next_due()
    store.sent_since("log", NOW)
    store.close()
    assert len(plans) >= 9
    assert [plan for plan in plans if "INDEX ix_deliveries_" not in plan and "PRIMARY KEY" not in plan] == []


def test_no_statement_needs_a_newer_sqlite_than_long_supported_systems_have(tmp_path: Path) -> None:
    """RETURNING came with SQLite 3.35; systems in wide use have an older one."""
    store = Store.open(f"sqlite:///{tmp_path / 'page-watch.db'}")
    said: list[str] = []
    event.listen(store._database.engine, "before_cursor_execute", lambda *arguments: said.append(arguments[2]))
    store.begin("a", me(), WINDOW, NOW)
    decision = replace(baseline(known(1)), opened=(incident(),))
    store.record(check("a", decision, response=page(), notices=[notice("log")]), me())
    store.tell([notice("log")], opened=[incident(watch="b")])
    store.claim(NOW, owner=me(), limit=9)
    store.prune(NOW)
    store.close()
    assert len(said) > 30
    assert [statement for statement in said if "RETURNING" in statement] == []
