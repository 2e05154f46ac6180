"""Exit statuses. The first four are the contract; the others are what shells expect of a process that was ended."""

from __future__ import annotations

WELL = 0
ATTENTION = 1
USAGE = 2
CHANGED = 3
INTERRUPTED = 130
PIPE_CLOSED = 141
TERMINATED = 143
