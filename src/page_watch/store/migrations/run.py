"""Running the migrations inside a transaction that the caller holds. Imports alembic: import this late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

if TYPE_CHECKING:
    from sqlalchemy import Connection


def configuration() -> Config:
    """Alembic's configuration, without a file: the steps lie beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def migrate(connection: Connection) -> None:
    """Bring the database to the newest revision, on this connection and in its transaction."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
