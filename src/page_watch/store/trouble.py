"""Database errors in one clear sentence each, with what to do. Never a password in it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from page_watch.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

NO_TABLE = ("42P01", "no such table")


@dataclass(frozen=True, slots=True)
class Place:
    """A database as people know it: its file, or its server and name."""

    url: URL
    busy: float

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path:
        """The file of a SQLite database."""
        return Path(self.url.database or "")

    def __str__(self) -> str:
        if self.is_sqlite:
            return str(self.file)
        server = self.url.host or str(self.url.query.get("host", "localhost"))
        port = f":{self.url.port}" if self.url.port else ""
        return f"{self.url.database or self.url.username or 'postgres'} on {server}{port}"

    @contextmanager
    def named(self) -> Iterator[None]:
        """Raise foreign errors that come up inside as ``StoreError``, with their cause chained."""
        try:
            yield
        except DBAPIError as error:
            raise StoreError(self._say(error.orig or error)) from error
        except PoolTimeout as error:
            raise StoreError(f"The database {self} has no free connection: too many are in use at once.") from error
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise StoreError(self._say(error)) from error

    def _say(self, error: BaseException) -> str:
        return self._sqlite(error) if self.is_sqlite else self._postgresql(error)

    def _sqlite(self, error: BaseException) -> str:
        name = getattr(error, "sqlite_errorname", "") or ""
        match name.split("_")[1] if "_" in name else "":
            case "BUSY" | "LOCKED":
                return (
                    f"The database {self} was in use by another process for {self.busy:g} s, so nothing was written: "
                    "try again, or end that process."
                )
            case "READONLY":
                return (
                    f"The database {self} cannot be written: the file or its folder is read-only. "
                    "Give this user the right to write to both."
                )
            case "FULL":
                return f"The disk is full: the database {self} could not be written. Free some space and try again."
            case "CANTOPEN" | "PERM" | "AUTH":
                return self._unopened()
            case "NOTADB":
                return (
                    f"{self} is not a database of page-watch: the file is something else. "
                    "Name another file in the configuration, or move that one away."
                )
            case "CORRUPT":
                return f"The database {self} is damaged ({error}): put a backup in its place."
            case "IOERR":
                return f"The disk failed while the database {self} was in use ({error}): check the disk and its space."
        return f"The database {self} cannot be used: {_line(error)}."

    def _unopened(self) -> str:
        file = self.file
        if file.is_dir():
            return f"The database {self} is a folder: name a file inside it in the configuration."
        parent = file.absolute().parent
        try:
            if not parent.exists():
                return f"The database {self} cannot be created: the folder {parent} does not exist. Create it first."
        except PermissionError:
            pass
        return f"The database {self} cannot be opened: this user has no right to it, or to its folder {parent}."

    def _postgresql(self, error: BaseException) -> str:
        state = getattr(error, "sqlstate", None) or ""
        reason, user = _line(error), self.url.username or "the default user"
        if state.startswith("28") or "authentication failed" in reason or "no password supplied" in reason:
            return f"PostgreSQL refused the login to {self} as {user}: check the user and the password."
        if state == "3D000" or ("database" in reason and "does not exist" in reason):
            return f"The database {self} does not exist: create it, or name another one in the configuration."
        if state in ("53100", "58030"):
            return f"The disk of the database {self} is full or failing: {reason}."
        if state in ("42501", "25006"):
            return f"The database {self} does not let {user} write: {reason}. Grant the rights first."
        if state == "57014":
            return f"The database {self} took too long and gave up: {reason}. Try again."
        if not state or state.startswith(("08", "57P", "53")):
            return (
                f"The database {self} cannot be reached: {reason}. Check that the server runs and accepts connections."
            )
        return f"The database {self} cannot be used: {reason}."


def is_busy(error: BaseException) -> bool:
    """Whether SQLite gave way to another process."""
    name = getattr(_original(error), "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def is_passing(error: DBAPIError) -> bool:
    """Whether the same transaction may well succeed if it is run again: nothing of it was written.

    A lost connection, a deadlock, a serialization failure, or a row that was deleted, or referred to, in the same
    instant (SQLSTATE 40P01, 40001 and 23503).
    """
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in ("40001", "40P01", "23503")


def is_no_table(error: DBAPIError) -> bool:
    """Whether the statement named a table that is not there."""
    state, words = NO_TABLE
    return getattr(error.orig, "sqlstate", None) == state or words in str(error.orig)


def _original(error: BaseException) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


def _line(error: BaseException) -> str:
    """The telling line of a driver's message: its last one, as libpq puts the attempts before it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith("Multiple")]
    chosen = next((line for line in lines if "failed" in line or "FATAL" in line or "does not" in line), "")
    return (chosen or (lines[0] if lines else type(error).__name__)).rstrip(".")
