"""`coachsim serve` with an LRS in its settings: statements go there beside the pages, and secrets go no further."""

import os
import threading

import pytest

from simulator.serve import config, serving
from simulator.services.sending import background
from simulator.services.sending.settings import UnusableLrs
from simulator.store.sql import open_store
from simulator.store.statements import Statement
from tests.services.sending.lrs import misbehaving, says

NOW = "2026-03-01T12:00:00+00:00"


@pytest.fixture
def settings(tmp_path):
    """A file of settings with an LRS, where one statement waits."""

    def write(*lines):
        file = tmp_path / "coachsim.toml"
        own = ('address = "http://localhost:1"', "port = 0", 'data = "data"', *lines)
        file.write_text("\n".join(own))
        return config.read(file)

    store = open_store(tmp_path / "data")
    with store.work() as work:
        work.statements.add([Statement("s1", '{"id":"s1"}', NOW, NOW)])
        work.commit()
    store.close()
    return write


@pytest.fixture
def serve(monkeypatch):
    """Serve without serving anybody, until `until` returns."""

    def serve(read, until):
        monkeypatch.setattr("simulator.serve.running.run", lambda *_: until())
        monkeypatch.setattr(background, "FIRST", 0.0)
        monkeypatch.setattr(background, "EVERY", 0.01)
        serving.serve(read)

    return serve


def sending_threads():
    return [each for each in threading.enumerate() if each.name == "coachsim-sending"]


def test_what_waits_is_sent_beside_the_pages_until_the_server_ends(settings, serve, monkeypatch):
    monkeypatch.setenv("COACHSIM_LRS_PASSWORD", "secret")
    with misbehaving() as lrs:
        arrived, inherited = threading.Event(), {}
        lrs.behaviour = lambda server, request, sent: (says(204)(server, request, sent), arrived.set())

        def until():
            assert arrived.wait(30)
            assert sending_threads()
            inherited.update(os.environ)

        serve(settings("[lrs]", f'address = "{lrs.address}"', 'user = "coach"'), until)
        assert lrs.asked == [1]
        assert lrs.heads[0]["Authorization"].startswith("Basic ")
    assert not sending_threads()
    assert not [name for name in inherited if name.startswith("COACHSIM_LRS")]
    assert "secret" not in inherited.values()


def test_without_an_lrs_in_the_settings_nothing_is_sent(settings, serve, monkeypatch):
    monkeypatch.setenv("COACHSIM_LRS_ADDRESS", "http://127.0.0.1:9")
    serve(settings(), lambda: None if not sending_threads() else pytest.fail("something is sent"))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("lrs = 3",), "lrs: it must be a table"),
        (("[lrs]", "adress = 'https://x.org'"), "lrs: there is no key 'adress' (did you mean address?)"),
        (("[lrs]", "address = 'http://x.org'", "timeout = 0"), "timeout: it must be a number of seconds"),
        (("[lrs]", "identify = 'name'"), 'lrs: identify: it must be "id" or "account"'),
    ],
)
def test_settings_that_mean_nothing_are_refused_with_their_keys(settings, lines, words):
    with pytest.raises(config.ConfigError) as refused:
        settings(*lines)
    assert words in str(refused.value)


def test_an_lrs_without_an_address_is_refused_before_anything_runs(settings, serve):
    with pytest.raises(UnusableLrs, match="address is missing"):
        serve(settings("[lrs]"), lambda: pytest.fail("it ran"))


def test_certificates_are_meant_from_the_folder_of_the_settings(settings, tmp_path):
    read = settings("[lrs]", "ca = 'own.pem'", "password = 'secret'")
    assert read.lrs["ca"] == str(tmp_path / "own.pem")
    assert "secret" not in repr(read)
