"""How often a password may be tried."""

import pytest

from simulator.serve import throttle
from simulator.serve.throttle import Throttle, TooMany, network_of

HERE, THERE = "192.0.2.1", "198.51.100.7"


def tries(counted: Throttle, times: int, account: str = "tina", address: str = HERE, now: float = 0) -> int:
    """How many of these tries were let through."""
    through = 0
    for _ in range(times):
        try:
            counted.count(account, address, now)
            through += 1
        except TooMany:
            pass
    return through


def wait(counted: Throttle, account: str = "tina", address: str = HERE, now: float = 0) -> str:
    with pytest.raises(TooMany) as refused:
        counted.count(account, address, now)
    return str(refused.value)


def test_after_five_one_has_to_wait_each_time_longer() -> None:
    counted, now = Throttle(), 0.0
    assert tries(counted, 9) == 5
    for minutes in (1, 2, 4):
        assert f"Try again in {minutes} minute" in wait(counted, now=now)
        now += minutes * 60
        assert tries(counted, 9, now=now) == 1


def test_one_minute_is_one_minute() -> None:
    counted = Throttle()
    tries(counted, 5)
    assert wait(counted) == "Too many tries. Try again in 1 minute."
    assert wait(counted, now=1).endswith("1 minute.")


def test_others_are_not_kept_waiting() -> None:
    counted = Throttle()
    tries(counted, 9)
    assert tries(counted, 1, account="leo") == 1
    assert tries(counted, 1, address=THERE) == 1


def test_what_is_long_ago_does_not_count() -> None:
    counted = Throttle()
    tries(counted, 5)
    assert tries(counted, 9, now=15 * 60) == 5


def test_the_right_password_makes_up_for_wrong_ones() -> None:
    counted = Throttle()
    tries(counted, 4)
    tries(counted, 1)
    counted.fitted("tina", HERE)
    assert tries(counted, 9) == 5


def test_an_own_account_does_not_make_up_for_tries_at_those_of_others() -> None:
    counted = Throttle()
    for number in range(60):
        tries(counted, 1, f"victim-{number}")
        if tries(counted, 1, "own"):
            counted.fitted("own", HERE)
    assert tries(counted, 1, "victim-99") == 0


def test_many_addresses_do_not_get_more_tries_at_one_account() -> None:
    counted = Throttle()
    assert sum(tries(counted, 1, address=f"192.0.2.{each}") for each in range(100)) == 20


def test_a_class_behind_one_address_can_sign_in() -> None:
    counted = Throttle()
    for number in range(500):
        assert tries(counted, 1, f"person-{number}") == 1
        counted.fitted(f"person-{number}", HERE)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "REMEMBERED", 10)
    counted = Throttle()
    for number in range(100):
        tries(counted, 1, f"person-{number}", f"192.0.2.{number}")
    assert [len(tally.tried) for tally in (counted._pairs, counted._addresses, counted._accounts)] == [10, 10, 10]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002"),
        ("nonsense", "unknown"),
    ],
)
def test_a_household_is_one_place(address: str, network: str) -> None:
    assert network_of(address) == network
