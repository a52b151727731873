from __future__ import annotations

import threading

import pytest

from nutgraf.web.rate import Rate, client_of


def test_a_client_may_ask_so_often_and_no_more() -> None:
    rate = Rate(3)

    assert [rate.wait("192.0.2.1") for _ in range(3)] == [0, 0, 0]
    assert 1 <= rate.wait("192.0.2.1") <= 60


def test_one_client_does_not_use_up_what_another_may() -> None:
    rate = Rate(1)
    rate.wait("192.0.2.1")

    assert rate.wait("192.0.2.2") == 0
    assert rate.wait("192.0.2.1") > 0


def test_after_a_minute_it_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    rate = Rate(1)
    rate.wait("192.0.2.1")
    now += 20

    assert rate.wait("192.0.2.1") == 40
    now += 41
    assert rate.wait("192.0.2.1") == 0


def test_many_at_once_are_counted_once_each() -> None:
    rate = Rate(50)
    waits: list[int] = []
    askers = [
        threading.Thread(target=lambda: waits.extend(rate.wait("192.0.2.1") for _ in range(20))) for _ in range(8)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert (len(waits), waits.count(0)) == (160, 50)


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_the_client_behind_an_address(address: str, client: str) -> None:
    assert client_of(address) == client
