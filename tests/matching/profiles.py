"""How many examples the laws are tried on: a few by default, many with PAGE_WATCH_EXAMPLES=5000."""

import os

from hypothesis import settings

EXAMPLES = int(os.environ.get("PAGE_WATCH_EXAMPLES", "100"))

lawful = settings(max_examples=EXAMPLES, deadline=None)
