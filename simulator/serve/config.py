"""The file that `coachsim serve --config` reads: TOML, every key checked, none silently ignored.

It says where and how the product is served, not who may come in.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from simulator.errors import ServeError
from simulator.serve.ports import DEFAULT, HIGHEST, HOST
from simulator.services.sending.settings import UnusableLrs, check

DEFAULT_PORTS = {"http": 80, "https": 443}


class ConfigError(ServeError):
    """The file cannot be used; the message names every key that is wrong, and what it may be."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where people reach the site. `host` is what a browser sends for it: lower case, with the port unless it is the
    scheme's own.
    """

    scheme: str
    host: str

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}"

    @property
    def secure(self) -> bool:
        return self.scheme == "https"

    @property
    def port(self) -> int:
        return urlsplit(self.origin).port or DEFAULT_PORTS[self.scheme]

    @property
    def is_this_machine(self) -> bool:
        name = urlsplit(self.origin).hostname or ""
        return name == "localhost" or name.endswith(".localhost") or _is_loopback(name)


@dataclass(frozen=True, slots=True)
class Config:
    """`data` None is the user's data folder; `database` None is what COACHSIM_DATABASE names, else SQLite in `data`.

    `retention_days` 0 keeps everything. `trust_proxy`: a proxy on this machine says whom it speaks for. `lrs` is the
    table of that name, checked but not yet put together with what the environment says; None where there is none.
    """

    address: Address
    listen: str = HOST
    port: int = DEFAULT
    data: Path | None = None
    database: str | None = None
    session_hours: float = 12.0
    invitation_days: int = 7
    retention_days: int = 0
    zone: str = "UTC"
    trust_proxy: bool = False
    lrs: Mapping[str, Any] | None = field(default=None, repr=False)


def read(file: Path) -> Config:
    """Relative paths are meant from the folder of the file. Raises `ConfigError`."""
    try:
        given = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{file} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is no TOML: {error}. A line is: port = {DEFAULT}") from error
    config, folder = _config(file, given), file.absolute().parent
    if config.lrs and "ca" in config.lrs:
        config = replace(config, lrs={**config.lrs, "ca": str(folder / Path(config.lrs["ca"]).expanduser())})
    return config if config.data is None else replace(config, data=folder / config.data.expanduser())


def _config(file: Path, given: dict[str, Any]) -> Config:
    wrong = [_unknown(key) for key in given if key not in _KEYS]
    values = {}
    for key, take in _KEYS.items():
        try:
            if key in given:
                values[key] = take(given[key])
        except ValueError as error:
            wrong.append(f"{key}: {error}")
    if "address" not in given:
        wrong.append('address is missing: where people reach the site, such as "https://coach.example.org"')
    if wrong:
        raise ConfigError("\n".join([f"{file} cannot be used:", *(f"- {each}." for each in wrong)]))
    return Config(**values)


def _unknown(key: str) -> str:
    near = get_close_matches(key, _KEYS, 1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"there is no key '{key}'{meant}; the keys are {', '.join(_KEYS)}"


def _address(value: Any) -> Address:
    text = _text(value)
    parts = urlsplit(text)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or not text.isascii() or "@" in parts.netloc:
        raise ValueError(f"'{text}' is no address of a site; it must look like https://coach.example.org")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(
            f"'{text}' goes on after the host. The product needs a host name of its own, for cookies and what browsers "
            f"keep apart go by the host: use {parts.scheme}://{parts.netloc}"
        )
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port  # raises ValueError where it is none
    shown = "" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return Address(parts.scheme, f"{name}{shown}".lower())


def _listen(value: Any) -> str:
    text = _text(value)
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise ValueError(f"'{text}' is no IP address of this machine; {HOST} is for a proxy beside it") from error


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _database(value: Any) -> str:
    text = _text(value)
    if not text.startswith("postgresql+psycopg://"):
        raise ValueError("it must begin with postgresql+psycopg:// (leave it out to have SQLite in the data folder)")
    return text


def _zone(value: Any) -> str:
    text = _text(value)
    try:
        ZoneInfo(text)
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(f"'{text}' is no time zone; one is Europe/Vienna") from error
    return text


def _lrs(value: Any) -> dict[str, Any]:
    try:
        return check(value)
    except UnusableLrs as error:
        raise ValueError(str(error)) from error


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it must be a text in quotes")
    return value.strip()


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("it must be true or false")
    return value


def _number(least: float, most: float, *, whole: bool = True) -> Callable[[Any], Any]:
    def take(value: Any) -> int | float:
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
            raise ValueError(f"it must be a {'whole ' if whole else ''}number from {least:g} to {most:g}")
        return value

    return take


_KEYS: dict[str, Callable[[Any], Any]] = {
    "address": _address,
    "listen": _listen,
    "port": _number(0, HIGHEST),
    "data": lambda value: Path(_text(value)),
    "database": _database,
    "session_hours": _number(0.01, 24 * 365, whole=False),
    "invitation_days": _number(1, 365),
    "retention_days": _number(0, 36500),
    "zone": _zone,
    "trust_proxy": _flag,
    "lrs": _lrs,
}
