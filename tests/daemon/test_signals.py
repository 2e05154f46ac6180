"""Signals become wishes, and none is slept through."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from page_watch.schedule.signals import Signals, Wish


def test_each_signal_is_a_wish_and_the_old_handlers_come_back() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)]
    with Signals() as signals:
        for number, wish in ((signal.SIGHUP, Wish.RELOAD), (signal.SIGTERM, Wish.STOP)):
            os.kill(os.getpid(), number)
            assert signals.wait() is wish
        assert not signals.hurried
        os.kill(os.getpid(), signal.SIGINT)
        assert signals.wait() is Wish.STOP
        assert signals.hurried
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)] == before
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.parametrize("count", [3000])
def test_no_signal_is_slept_through(count: int) -> None:
    # Each is sent when the one before was heard: the moment at which whoever waits is about to fall asleep again.
    heard = threading.Semaphore(0)
    with Signals() as signals:

        def call() -> None:
            for _ in range(count):
                os.kill(os.getpid(), signal.SIGHUP)
                if not heard.acquire(timeout=10):
                    os.kill(os.getpid(), signal.SIGTERM)
                    return

        caller = threading.Thread(target=call)
        caller.start()
        for _ in range(count):
            assert signals.wait() is Wish.RELOAD
            heard.release()
        caller.join()


def test_a_wish_from_within_wakes_it_too() -> None:
    with Signals() as signals:
        threading.Timer(0.05, signals.wish, [Wish.RELOAD]).start()
        assert signals.wait() is Wish.RELOAD
