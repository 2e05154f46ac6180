"""What the documentation says a receiver should do is done with what a channel really sends."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from page_watch.channels import open_channel
from page_watch.settings import Secret, WebhookChannel
from tests.notices.far_ends import receiver
from tests.notices.samples import NOW, message

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.mark.parametrize("secret", ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a plain one"])
def test_the_documented_receiver_tells_what_is_genuine(secret: str) -> None:
    (code,) = re.findall(r"```python\n(.*?is_genuine.*?)```", OPERATIONS.read_text(encoding="utf-8"), re.S)
    names: dict[str, Any] = {}
    exec(code, names)
    is_genuine: Callable[[dict[str, str], bytes, str], bool] = names["is_genuine"]
    with receiver() as far:
        port = open_channel(WebhookChannel(name="hook", url=Secret(far.url), secret=Secret(secret)), lambda: NOW)
        port.send(message())
        port.close()
    (posted,) = far.taken
    assert is_genuine(posted.headers, posted.body, secret)
    assert not is_genuine(posted.headers, posted.body + b" ", secret)
    assert not is_genuine(posted.headers, posted.body, "another")
