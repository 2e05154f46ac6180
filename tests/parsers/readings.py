"""The record of what the parser read at its present revision: ``python -m tests.parsers.readings`` writes it anew.

One line for each page under ``fixtures/html``: the page's SHA-256 and that of what was read from it. A page that was
changed or added since is no line of it, and so no quarrel.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from page_watch.decode import decode
from page_watch.errors import CheckError
from page_watch.parsers import timeline

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "html"
RECORD = Path(__file__).with_name("readings.txt")
URL = "https://example.org/page"


def digest(page: bytes) -> str:
    """The SHA-256 of what is read from a page, or of the code of what it is instead."""
    try:
        read = timeline.parse(decode(page, None), URL)
    except CheckError as problem:
        return sha256(problem.code.encode()).hexdigest()[:16]
    said = "\x1e".join("\x1f".join([str(m.year), str(m.start), str(m.end), m.text, *m.links]) for m in read.milestones)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def recorded() -> tuple[int, dict[str, str]]:
    """The revision of the record, and its lines."""
    first, *lines = RECORD.read_text("ascii").splitlines()
    return int(first.removeprefix("revision ")), dict(line.split() for line in lines)


def current() -> dict[str, tuple[Path, str]]:
    """Each page by its SHA-256, and the digest of its reading now."""
    pages = {sha256(page.read_bytes()).hexdigest()[:16]: page for page in sorted(PAGES.rglob("*.html"))}
    return {name: (page, digest(page.read_bytes())) for name, page in pages.items()}


if __name__ == "__main__":
    lines = sorted(f"{name} {reading}" for name, (_, reading) in current().items())
    RECORD.write_text("\n".join([f"revision {timeline.REVISION}", *lines, ""]), "ascii")
