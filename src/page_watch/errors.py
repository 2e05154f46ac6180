"""Everything that can go wrong, drawn once.

    PageWatchError
    ├── ConfigError                  the configuration or the command line is wrong     (exit status 2)
    ├── StoreError                   the database cannot be used                         (exit status 1)
    ├── DeliveryError                a channel did not take a message
    │   ├── Unreachable              … and would take no other now: down, hanging, not letting us in
    │   └── PartlyRefused            … for some of its addresses, while the others have it
    └── CheckError                   this check learnt nothing; the next watch goes on
        ├── FetchError               no usable answer came: dns, tls, timeout, http …
        ├── Blocked                  an answer came, from a gatekeeper: challenge, denial, login
        ├── NotThePage               a page came, but not one that holds the milestones
        └── Suspicious               the milestones came, but so different that they are held back

Foreign exceptions are renamed at the edge that met them, with their cause chained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta


class PageWatchError(Exception):
    """The root. Its text is one clear sentence for a person: what happened, and what to do."""


class ConfigError(PageWatchError):
    """The configuration or the command line is wrong. Holds every mistake found, not only the first."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class StoreError(PageWatchError):
    """The database cannot be used; nothing half-written stays."""


class DeliveryError(PageWatchError):
    """A channel did not take a message.

    ``permanent`` says that trying the same message again cannot help (SMTP 5xx, most HTTP 4xx);
    ``retry_after`` is the wait the other side asked for, if it did.
    """

    def __init__(self, detail: str, *, permanent: bool = False, retry_after: timedelta | None = None) -> None:
        super().__init__(detail)
        self.permanent = permanent
        self.retry_after = retry_after


class Unreachable(DeliveryError):
    """A channel that takes no message at all now; never permanent, as somebody may mend it."""

    def __init__(self, detail: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(detail, retry_after=retry_after)


class PartlyRefused(DeliveryError):
    """Some addresses did not get a message, while the others have it and must not get it again.

    ``left`` are those that did not; the failure is permanent if every one of them was refused for good.
    """

    def __init__(self, detail: str, left: tuple[str, ...], *, permanent: bool) -> None:
        super().__init__(detail, permanent=permanent)
        self.left = left


class CheckError(PageWatchError):
    """A check that learnt nothing. Normal operation: recorded, counted, and the run goes on.

    ``code`` is the short word scripts rely on; the text is for people.
    """

    code: str = "error"

    @property
    def detail(self) -> str:
        """The sentence for people."""
        return str(self)


class FetchError(CheckError):
    """No usable answer came.

    ``code`` is one of ``dns``, ``tls``, ``timeout``, ``connection``, ``http``, ``not-html``, ``too-large``,
    ``redirect``, ``robots``, ``encoding``. ``transient`` says that trying again soon may help;
    ``retry_after`` is the wait the server asked for, if it did.
    """

    def __init__(self, code: str, detail: str, *, transient: bool = True, retry_after: timedelta | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.transient = transient
        self.retry_after = retry_after


class Blocked(CheckError):
    """An answer came, but from a gatekeeper: a bot challenge, a denial, a login form."""

    code = "blocked"


class NotThePage(CheckError):
    """A page came, but not one that holds the milestones."""

    code = "not-the-page"


class Suspicious(CheckError):
    """The milestones are so different from the accepted ones that they are held back."""

    code = "suspicious"
