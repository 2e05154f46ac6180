"""``python -m page_watch``."""
