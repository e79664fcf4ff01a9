"""The file of `coachsim serve`: what it may say, and what is said about one that cannot be used."""

from pathlib import Path

import pytest

from simulator.serve.config import Config, ConfigError, read

LEAST = 'address = "https://coach.example.org"\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "coachsim.toml"
    file.write_text(text)
    return file


def test_an_address_is_enough(tmp_path: Path) -> None:
    config = read(written(tmp_path, LEAST))
    assert config == Config(config.address)
    assert (config.address.origin, config.address.host, config.address.secure) == (
        "https://coach.example.org",
        "coach.example.org",
        True,
    )


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """
        address = "http://Coach.example.org:8080/"
        listen = "0.0.0.0"
        port = 8080
        data = "kept"
        database = "postgresql+psycopg://coach:secret@db/coach"
        session_hours = 1.5
        invitation_days = 3
        retention_days = 400
        zone = "Europe/Vienna"
        trust_proxy = true
    """
    config = read(written(tmp_path, text))
    assert config.address.origin == "http://coach.example.org:8080"
    assert config.data == tmp_path / "kept"
    given = (config.listen, config.port, config.session_hours, config.invitation_days, config.retention_days)
    assert given == ("0.0.0.0", 8080, 1.5, 3, 400)  # noqa: S104
    assert (config.zone, config.trust_proxy) == ("Europe/Vienna", True)
    assert config.database == "postgresql+psycopg://coach:secret@db/coach"


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://coach.example.org:80", "coach.example.org"),
        ("https://coach.example.org:443/", "coach.example.org"),
        ("https://coach.example.org:8443", "coach.example.org:8443"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_a_host_is_what_a_browser_sends_for_it(tmp_path: Path, given: str, host: str) -> None:
    assert read(written(tmp_path, f'address = "{given}"')).address.host == host


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "address is missing"),
        ("address = 'coach.example.org'", "address: 'coach.example.org' is no address of a site"),
        ("address = 'ftp://coach.example.org'", "is no address of a site"),
        ("address = 'https://me:pw@coach.example.org'", "is no address of a site"),
        ("address = 'https://coach.example.org/coach'", "needs a host name of its own.*use https://coach.example.org"),
        ("address = 'https://coach.example.org/?a=b'", "goes on after the host"),
        ("address = 'https://coach.example.org:99999'", "address: .*[Pp]ort"),
        ("address = 7", "address: it must be a text in quotes"),
        (LEAST + "sesion_hours = 3", r"no key 'sesion_hours' \(did you mean session_hours\?\); the keys are address"),
        (LEAST + "[server]\nport = 3", "there is no key 'server'"),
        (LEAST + "port = '8000'", "port: it must be a whole number from 0 to 65535"),
        (LEAST + "port = true", "port: it must be a whole number"),
        (LEAST + "port = 65536", "port: it must be a whole number"),
        (LEAST + "session_hours = 0", "session_hours: it must be a number from 0.01"),
        (LEAST + "session_hours = nan", "session_hours: it must be a number from 0.01"),
        (LEAST + "retention_days = -1", "retention_days: it must be a whole number from 0"),
        (LEAST + "invitation_days = 1.5", "invitation_days: it must be a whole number"),
        (LEAST + "trust_proxy = 'yes'", "trust_proxy: it must be true or false"),
        (LEAST + "listen = 'localhost'", "listen: 'localhost' is no IP address"),
        (LEAST + "zone = 'Vienna'", "zone: 'Vienna' is no time zone"),
        (LEAST + "zone = '../etc/passwd'", "zone: .* is no time zone"),
        (LEAST + "database = 'sqlite:///x'", "must begin with postgresql"),
        ("address =", "is no TOML"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read(written(tmp_path, text))


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        read(written(tmp_path, "port = -1\nzone = 'x'\ncolour = 1"))
    lines = str(refused.value).splitlines()
    assert lines[0].endswith("coachsim.toml cannot be used:")
    assert [line[2:].split()[0] for line in lines[1:]] == ["there", "port:", "zone:", "address"]


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none.toml cannot be read \(No such file"):
        read(tmp_path / "none.toml")


def test_a_password_of_a_database_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        read(written(tmp_path, LEAST + "database = 'postgres://coach:secret@db'"))
    assert "secret" not in str(refused.value)
