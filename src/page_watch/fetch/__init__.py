"""Asking servers for pages, politely and within limits, and reading saved pages in their place."""

from page_watch.fetch.fetcher import Fetcher
from page_watch.fetch.saved import saved

__all__ = ["Fetcher", "saved"]
