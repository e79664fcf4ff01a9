"""Dates and times as a trainer means them, in a time zone with a name, and as they are kept: UTC to the second.

A local time that a clock change leaves out is refused with the reason; of an hour that comes twice the first is meant.
"""

import logging
import os
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from simulator.errors import CoachsimError

ZONE_VARIABLE = "COACHSIM_ZONE"
YEARS = (2000, 2200)
_NO_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


class NoSuchTime(CoachsimError):
    """A date and time that cannot be meant; the message says why and what can be."""


@cache
def zones() -> tuple[str, ...]:
    """The names of the zones one can choose, with UTC last."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACES))
    return (*places, "UTC")


@cache
def zone(name: str) -> ZoneInfo | None:
    """The zone of a name, None where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def default_zone() -> str:
    """The one that COACHSIM_ZONE names, else the system's, else UTC."""
    named = os.environ.get(ZONE_VARIABLE)
    if named and zone(named) is None:
        logging.getLogger(__name__).warning("%s names no time zone: %s", ZONE_VARIABLE, named)
    wanted = (named, os.environ.get("TZ", "").lstrip(":"), _system())
    return next((each for each in wanted if each and zone(each) is not None), "UTC")


def _system() -> str:
    """The name behind /etc/localtime, where that is a link into the zones."""
    try:
        name = str(Path("/etc/localtime").readlink()).partition("zoneinfo/")[2]
    except OSError:
        return ""
    return "UTC" if name == "Etc/UTC" else name


def moment(day: str, at: str, zone_name: str) -> str:
    """A local date (2026-03-01) and time (23:59) as it is kept. Raises `NoSuchTime`."""
    where = zone(zone_name)
    if where is None:
        raise NoSuchTime(f"'{zone_name}' is no time zone known here. Choose one from the list.")
    try:
        meant = datetime.combine(date.fromisoformat(day), time.fromisoformat(at)).replace(
            second=0, microsecond=0, tzinfo=None
        )
    except ValueError as error:
        raise NoSuchTime("That is no date with a time. A date looks like 2026-03-01 and a time like 23:59.") from error
    if not YEARS[0] <= meant.year < YEARS[1]:
        raise NoSuchTime(f"The year {meant.year} is out of reach here; is it a slip?")
    kept = meant.replace(tzinfo=where, fold=0).astimezone(UTC)
    real = kept.astimezone(where).replace(tzinfo=None)
    if real != meant:
        raise NoSuchTime(_skipped(meant, real, zone_name))
    return kept.isoformat(timespec="seconds")


def _skipped(meant: datetime, real: datetime, zone_name: str) -> str:
    other = _clock(real) if real.date() == meant.date() else f"{_clock(real)} on {_date(real)}"
    return (
        f"There is no {_clock(meant)} on {_date(meant)} in {zone_name}: the clocks are put forward over it. "
        f"Take {other}, or a time before the change."
    )


def local(kept: str, zone_name: str) -> tuple[str, str]:
    """Date and time in a zone, as fields of a form take them."""
    there = _there(kept, zone_name)
    return there.date().isoformat(), there.strftime("%H:%M")


def shown(kept: str, zone_name: str) -> str:
    """A kept time as people read it, with the zone: Mon 2 March 2026, 23:59 (Europe/Helsinki)."""
    return f"{brief(kept, zone_name)} ({zone_name if zone(zone_name) else 'UTC'})"


def brief(kept: str, zone_name: str) -> str:
    """As `shown`, where the zone is said beside it."""
    there = _there(kept, zone_name)
    return f"{_DAYS[there.weekday()]} {_date(there)}, {_clock(there)}"


def later(kept: str, zone_name: str, span: timedelta) -> tuple[str, str]:
    """Date and time in a zone so much later by the clock on the wall, whatever is done to the clocks meanwhile."""
    there = _there(kept, zone_name).replace(tzinfo=None) + span
    return there.date().isoformat(), there.strftime("%H:%M")


def wall_span(begun: str, ended: str, zone_name: str) -> timedelta:
    """How long it is between two kept times by the clock on the wall."""
    return _there(ended, zone_name).replace(tzinfo=None) - _there(begun, zone_name).replace(tzinfo=None)


def _there(kept: str, zone_name: str) -> datetime:
    return datetime.fromisoformat(kept).astimezone(zone(zone_name) or UTC)


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _date(there: datetime) -> str:
    return f"{there.day} {_MONTHS[there.month - 1]} {there.year}"


def _clock(there: datetime) -> str:
    return there.strftime("%H:%M")
