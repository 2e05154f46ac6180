"""The apprise channel: its JSON service, posting to a real web server, stands for the hundred others."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from page_watch.channels import ChannelPort, open_channel
from page_watch.channels.apprise import harmless
from page_watch.errors import ConfigError, DeliveryError, Unreachable
from page_watch.settings import AppriseChannel, Secret
from tests.notices import far_ends
from tests.notices.far_ends import receiver
from tests.notices.samples import NOW, added, changes_notice, message

# apprise 2 imports imghdr, if only to see whether it is there.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

TOKEN = "t0ken-in-the-url"


def port_to(url: str) -> ChannelPort:
    return open_channel(AppriseChannel(name="chat", url=Secret(url)), lambda: NOW)


def test_a_message_arrives_with_subject_and_text() -> None:
    with receiver() as far:
        port_to(f"json://127.0.0.1:{far.port}/{TOKEN}").send(message(changes_notice(added(text="<b>bold</b> & *all*"))))
    (posted,) = far.taken
    said = json.loads(posted.body)
    assert said["title"] == "PAGE Peru: 1 new milestone (2024)"
    assert "NEW: <b>bold</b> & *all*" in said["message"]


@pytest.mark.parametrize(("status", "permanent"), [(400, True), (404, True), (429, False), (500, False), (503, False)])
def test_what_the_service_answers_is_told_and_no_secret(
    status: int, permanent: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with receiver() as far, caplog.at_level(logging.DEBUG):
        far.answer = lambda _: (status, {})
        with pytest.raises(
            DeliveryError, match=rf"json://… did not take the message \(it answered {status}\)"
        ) as caught:
            port_to(f"json://user:{TOKEN}@127.0.0.1:{far.port}/{TOKEN}").send(message())
    assert caught.value.permanent is permanent
    assert TOKEN not in str(caught.value) + caplog.text


def test_a_service_that_is_not_there_is_a_failure_for_now() -> None:
    with pytest.raises(DeliveryError) as caught:
        port_to(f"json://127.0.0.1:{far_ends.free_port()}/{TOKEN}").send(message())
    assert not caught.value.permanent


def test_a_url_that_apprise_does_not_know_is_told_without_it() -> None:
    with pytest.raises(Unreachable, match="nonsense://…") as caught:
        port_to(f"nonsense://{TOKEN}").send(message())
    assert TOKEN not in str(caught.value)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)  # what an absent package looks like to import
    with pytest.raises(ConfigError, match=r"channels\.chat: needs apprise.*page-watch\[apprise\]"):
        port_to("json://127.0.0.1/")


def test_a_page_calls_nobody_by_name() -> None:
    assert harmless("@everyone @here <@123> <!channel> @Channel") == (
        "@\u2060everyone @\u2060here <\u2060@123> <\u2060!channel> @\u2060Channel"
    )
    assert harmless("team@example.org, <b>, @allies") == "team@example.org, <b>, @allies"
