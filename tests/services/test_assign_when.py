"""Dates and times in zones: what is kept, what is refused, and what is shown."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.services.assigning import when
from simulator.services.assigning.when import NoSuchTime


@pytest.mark.parametrize(
    ("day", "at", "zone", "kept"),
    [
        ("2026-03-02", "23:59", "Europe/Helsinki", "2026-03-02T21:59:00+00:00"),
        ("2026-07-02", "23:59", "Europe/Helsinki", "2026-07-02T20:59:00+00:00"),
        ("2026-07-02", "09:00", "America/New_York", "2026-07-02T13:00:00+00:00"),
        ("2026-07-02", "09:00", "Australia/Lord_Howe", "2026-07-01T22:30:00+00:00"),
        ("2026-03-02", "23:59", "UTC", "2026-03-02T23:59:00+00:00"),
    ],
)
def test_a_local_time_is_kept_as_utc(day: str, at: str, zone: str, kept: str) -> None:
    assert when.moment(day, at, zone) == kept
    assert when.local(kept, zone) == (day, at)


@pytest.mark.parametrize(
    ("day", "at", "zone", "instead"),
    [
        ("2026-03-29", "03:30", "Europe/Helsinki", "Take 04:30"),
        ("2026-03-08", "02:00", "America/New_York", "Take 03:00"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "Take 02:45"),
        ("2011-12-30", "12:00", "Pacific/Apia", "Take 12:00 on 31 December 2011"),
    ],
)
def test_a_time_that_the_clock_change_leaves_out_is_refused_with_the_reason(
    day: str, at: str, zone: str, instead: str
) -> None:
    with pytest.raises(NoSuchTime, match="the clocks are put forward over it") as refused:
        when.moment(day, at, zone)
    assert instead in str(refused.value)
    assert zone in str(refused.value)


@pytest.mark.parametrize(
    ("day", "at", "zone", "kept"),
    [
        ("2026-10-25", "03:30", "Europe/Helsinki", "2026-10-25T00:30:00+00:00"),
        ("2026-11-01", "01:30", "America/New_York", "2026-11-01T05:30:00+00:00"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00+00:00"),
    ],
)
def test_of_an_hour_that_comes_twice_the_first_is_meant(day: str, at: str, zone: str, kept: str) -> None:
    assert when.moment(day, at, zone) == kept


@given(
    st.datetimes(min_value=when.datetime(2001, 1, 1), max_value=when.datetime(2100, 1, 1)),
    st.sampled_from(["Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_whatever_is_kept_reads_as_what_was_meant(meant: when.datetime, zone: str) -> None:
    day, at = meant.date().isoformat(), meant.strftime("%H:%M")
    try:
        kept = when.moment(day, at, zone)
    except NoSuchTime:
        return
    assert when.local(kept, zone) == (day, at)


@pytest.mark.parametrize(
    ("day", "at", "zone"),
    [
        ("2026-02-30", "12:00", "UTC"),
        ("yesterday", "12:00", "UTC"),
        ("2026-03-02", "25:00", "UTC"),
        ("2026-03-02", "", "UTC"),
        ("0001-01-01", "00:00", "Asia/Tokyo"),
        ("9999-12-31", "23:59", "America/New_York"),
        ("12026-01-01", "00:00", "UTC"),
        ("2026-03-02", "12:00", "Europe/Atlantis"),
        ("2026-03-02", "12:00", "../../etc/passwd"),
        ("2026-03-02", "12:00", ""),
    ],
)
def test_what_is_no_time_is_refused_with_words(day: str, at: str, zone: str) -> None:
    with pytest.raises(NoSuchTime):
        when.moment(day, at, zone)


def test_a_time_is_shown_with_the_zone_it_was_meant_in() -> None:
    assert when.shown("2026-03-02T21:59:00+00:00", "Europe/Helsinki") == "Mon 2 March 2026, 23:59 (Europe/Helsinki)"
    assert when.shown("2026-03-02T21:59:00+00:00", "Europe/Atlantis") == "Mon 2 March 2026, 21:59 (UTC)"


def test_a_week_later_is_the_same_time_by_the_clock_on_the_wall() -> None:
    before_the_change = "2026-03-25T10:00:00+00:00"
    assert when.later(before_the_change, "Europe/Helsinki", timedelta(days=7)) == ("2026-04-01", "12:00")


def test_the_zone_of_a_site_is_the_one_it_names_else_the_systems_else_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(when, "_system", lambda: "")
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.delenv(when.ZONE_VARIABLE, raising=False)
    assert when.default_zone() == "UTC"
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert when.default_zone() == "Asia/Tokyo"
    monkeypatch.setenv(when.ZONE_VARIABLE, "Europe/Helsinki")
    assert when.default_zone() == "Europe/Helsinki"
    monkeypatch.setenv(when.ZONE_VARIABLE, "Europe/Atlantis")
    assert when.default_zone() == "Asia/Tokyo"


def test_every_zone_that_can_be_chosen_is_one() -> None:
    assert "Europe/Helsinki" in when.zones()
    assert when.zones()[-1] == "UTC"
    assert all(when.zone(each) for each in when.zones())
