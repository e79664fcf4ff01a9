"""Where statements go, and under which accounts: the `[lrs]` table of the settings, and the environment beneath it."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from simulator.errors import CoachsimError

PREFIX = "COACHSIM_LRS_"
NOWHERE = "http://localhost"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SECONDS = 20.0
_WHICH = f"The settings of the learning record store ([lrs] in the file, or {PREFIX}… in the environment): "


class UnusableLrs(CoachsimError):
    """The settings of an LRS cannot be used; the message names every one that is wrong."""


@dataclass(frozen=True, slots=True)
class Naming:
    """`home_page` is the address under which accounts and activities are named, without a slash at its end.
    `by_account`: people are named by their accounts rather than by their ids, which say nothing.
    """

    home_page: str = NOWHERE
    by_account: bool = False


@dataclass(frozen=True, slots=True)
class Lrs:
    """`address` ends where `/statements` begins. Either `user` with `password`, or `token`, or neither. `seconds` is
    how long one answer is waited for; `ca` a file of certificates to trust besides none but its own.
    """

    address: str
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    seconds: float = SECONDS
    ca: Path | None = None
    naming: Naming = Naming()

    def secrets(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.password, self.token)))


def from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings that the environment holds, as a table of the file would."""
    found: dict[str, Any] = {}
    for key in _KEYS:
        if value := environ.get(PREFIX + key.upper()):
            found[key] = _number(value) if key == "timeout" else value
    return found


def take_secrets(environ: MutableMapping[str, str]) -> None:
    """Remove what kernels and other programs started from here must not inherit."""
    for key in _KEYS:
        environ.pop(PREFIX + key.upper(), None)


def naming_of(table: Mapping[str, Any], site: str | None) -> Naming:
    """`site` is the address of the site, where that is known. Raises `UnusableLrs`."""
    values = _read(table, _WHICH)
    return Naming(values.get("home_page") or site or NOWHERE, values.get("identify") == "account")


def lrs_of(table: Mapping[str, Any], site: str | None) -> Lrs:
    """Raises `UnusableLrs`."""
    values = _read(table, _WHICH)
    wrong = []
    if "address" not in values:
        wrong.append("address is missing: where statements are sent, such as https://lrs.example.org/xAPI")
    if "token" in values and ("user" in values or "password" in values):
        wrong.append("there is a token beside user and password; one of the two is enough")
    elif ("user" in values) != ("password" in values):
        wrong.append("user and password go together")
    if not wrong and "ca" in values and not values["ca"].is_file():
        wrong.append(f"ca: there is no file {values['ca']}")
    if wrong:
        raise UnusableLrs(_WHICH + _listed(wrong))
    own = {key: values[key] for key in ("address", "user", "password", "token", "ca") if key in values}
    return Lrs(**own, seconds=values.get("timeout", SECONDS), naming=naming_of(table, site))


def check(table: Any) -> dict[str, Any]:
    """The table as it stands. Raises `UnusableLrs`, for a key that means nothing too."""
    if not isinstance(table, dict):
        raise UnusableLrs("it must be a table: [lrs] on a line of its own, and its keys below it")
    _read(table)
    return table


def _read(table: Mapping[str, Any], which: str = "") -> dict[str, Any]:
    values, wrong = {}, [_unknown(key) for key in table if key not in _KEYS]
    for key, take in _KEYS.items():
        try:
            if key in table:
                values[key] = take(table[key])
        except ValueError as error:
            wrong.append(f"{key}: {error}")
    if wrong:
        raise UnusableLrs(which + _listed(wrong))
    return values


def _listed(wrong: list[str]) -> str:
    return "; ".join(wrong)


def _unknown(key: str) -> str:
    near = get_close_matches(key, _KEYS, 1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"there is no key '{key}'{meant}; the keys are {', '.join(_KEYS)}"


def _endpoint(value: Any) -> str:
    """TLS unless it goes no further than this machine: names of people and a password travel there."""
    text = _address(value)
    parts = urlsplit(text)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError(f"'{text}' is without encryption; it must begin with https:// unless it is this machine")
    return text.removesuffix("/statements").rstrip("/")


def _address(value: Any) -> str:
    text = _text(value)
    if "@" in text:
        raise ValueError("it seems to hold a password; say it as user and password")
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or any(map(str.isspace, text)):
        raise ValueError(f"'{text}' is no address; one is https://lrs.example.org/xAPI")
    if parts.query or parts.fragment:
        raise ValueError(f"'{text}' goes on after its path; leave out what follows ? or #")
    return text.rstrip("/")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it must be a text in quotes")
    return value.strip()


def _secret(value: Any) -> str:
    text = _text(value)
    if not text.isprintable() or not text.isascii():
        raise ValueError("it must be of letters, digits and signs of ASCII, on one line")
    return text


def _identify(value: Any) -> str:
    if value not in ("id", "account"):
        raise ValueError('it must be "id" or "account"')
    return str(value)


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 1 <= value <= 600:
        raise ValueError("it must be a number of seconds from 1 to 600")
    return float(value)


def _file(value: Any) -> Path:
    return Path(_text(value)).expanduser()


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


_KEYS: dict[str, Callable[[Any], Any]] = {
    "address": _endpoint,
    "user": _secret,
    "password": _secret,
    "token": _secret,
    "home_page": _address,
    "identify": _identify,
    "timeout": _seconds,
    "ca": _file,
}
