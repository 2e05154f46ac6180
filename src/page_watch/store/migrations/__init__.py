"""How a database's schema came to be, step by step (Alembic)."""
