"""`coachsim xapi write|send|status`: what they print, write, send and refuse; and a sender that is killed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.store.cache import Cache
from simulator.store.sql import open_store
from simulator.store.statements import Statement
from tests import stock
from tests.services.conftest import known
from tests.services.playing import play
from tests.services.sending.lrs import accepts, keeps_and_says_nothing, misbehaving, refuses, says

NOW = "2026-03-01T12:00:00+00:00"


@pytest.fixture
def played(data):
    """Where ada has practised once."""
    store = open_store(data)
    known(store, "ada")
    library = Library(stock.SCENARIOS, stock.RUBRIC, Cache(data / "cache"))
    play(Practise(library, store, "ada", lambda: NOW, lambda: "id"), "tiny", "ask")
    store.close()
    return data


@pytest.fixture
def lrs(monkeypatch):
    with misbehaving() as server:
        monkeypatch.setenv("COACHSIM_LRS_ADDRESS", server.address)
        yield server


def test_statements_are_written_one_a_line_whatever_was_sent(run, played, lrs, tmp_path):
    assert run("xapi", "send").code == 0
    ran = run("xapi", "write", tmp_path / "all.jsonl")
    assert (ran.code, ran.err) == (0, "")
    written = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert ran.out == f"Wrote {len(written)} statements to {tmp_path / 'all.jsonl'}.\n"
    assert {each["id"]: each for each in written} == lrs.kept
    assert run("xapi", "write", "-").out == (tmp_path / "all.jsonl").read_text("utf-8")


def test_a_file_is_written_whole_or_not_at_all(run, played, tmp_path, monkeypatch):
    (tmp_path / "all.jsonl").write_text("before")
    ran = run("xapi", "write", tmp_path / "all.jsonl")
    assert (ran.code, "is there already and was left as it is" in ran.err) == (2, True)
    monkeypatch.setattr("simulator.model.codec.encode", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run("xapi", "write", tmp_path / "all.jsonl", "--force")
    assert (tmp_path / "all.jsonl").read_text() == "before"
    assert [each.name for each in tmp_path.iterdir() if "part" in each.name] == []
    ran = run("xapi", "write", tmp_path / "none" / "all.jsonl")
    assert (ran.code, "cannot be written (No such file" in ran.err) == (2, True)


def test_accounts_are_of_the_site_that_the_settings_name(run, played, tmp_path):
    def home(*more):
        written = run("xapi", "write", "-", *more).out.splitlines()
        return {json.loads(line)["actor"]["account"]["homePage"] for line in written}

    settings = tmp_path / "coachsim.toml"
    settings.write_text(f'address = "https://coach.example.org"\ndata = "{played}"\n')
    assert home() == {"http://localhost"}
    assert home("--config", settings) == {"https://coach.example.org"}
    settings.write_text(settings.read_text() + '[lrs]\nhome_page = "https://uni.example.org/people/"\n')
    assert home("--config", settings) == {"https://uni.example.org/people"}


def test_what_is_sent_what_waits_and_why_is_said(run, played, lrs):
    lrs.behaviour = says(503, "upstream is busy")
    ran = run("xapi", "send")
    assert (ran.code, ran.out) == (1, "0 statements arrived.\n")
    assert ran.err == ("The rest waits: it asks to be tried later (HTTP 503 Service Unavailable: upstream is busy).\n")
    ran = run("xapi", "status")
    assert ran.code == 1
    assert "0 statements arrived, 2 waiting. The next is due at 20" in ran.out
    assert "upstream is busy) (tried once, again at 20" in ran.out
    lrs.behaviour = accepts
    assert run("xapi", "send").out == "0 statements arrived.\n"
    ran = run("xapi", "send", "--now")
    assert (ran.code, ran.out, ran.err) == (0, "2 statements arrived.\n", "")
    ran = run("xapi", "status", "--json")
    assert ran.document == {"sent": 2, "waiting": 0, "failing": 0, "due": None, "failures": []}


def test_what_is_refused_is_counted_and_explained(run, played, lrs):
    written = [json.loads(line) for line in run("xapi", "write", "-").out.splitlines()]
    lrs.behaviour = refuses(written[0]["id"])
    ran = run("xapi", "send")
    assert (ran.code, ran.out) == (1, "1 statement arrived.\n")
    assert ran.err == "1 statement was refused; coachsim xapi status says why.\n"
    (failure,) = run("xapi", "status", "--json").document["failures"]
    assert (failure["id"], failure["tries"]) == (written[0]["id"], 1)
    assert failure["error"].startswith("refused: HTTP 400 Bad Request")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "address is missing"),
        ({"ADDRESS": "http://lrs.example.org"}, "without encryption; it must begin with https://"),
        ({"ADDRESS": "lrs.example.org"}, "is no address"),
        ({"ADDRESS": "https://me:secret@lrs.example.org"}, "it seems to hold a password"),
        ({"ADDRESS": "https://lrs.example.org", "USER": "me"}, "user and password go together"),
        ({"ADDRESS": "https://x.org", "TOKEN": "secret", "USER": "me", "PASSWORD": "secret"}, "one of the two"),
        ({"ADDRESS": "https://x.org", "TIMEOUT": "soon"}, "timeout: it must be a number of seconds"),
        ({"ADDRESS": "https://x.org", "CA": "none.pem"}, "there is no file none.pem"),
    ],
    ids=lambda each: None,
)
def test_an_lrs_that_cannot_be_used_is_refused_without_saying_secrets(run, data, monkeypatch, settings, words):
    for key, value in settings.items():
        monkeypatch.setenv(f"COACHSIM_LRS_{key}", value)
    ran = run("xapi", "send")
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "secret" not in ran.err


def test_a_sender_that_is_killed_has_lost_nothing_and_sends_nothing_twice(run, played, lrs):
    """The LRS has kept what it was sent, and the sender dies before it hears of that."""
    store = open_store(played)
    with store.work() as work:
        work.statements.add(Statement(f"s{number}", f'{{"id":"s{number}"}}', NOW, NOW) for number in range(150))
        work.commit()
    store.close()
    lrs.behaviour = keeps_and_says_nothing
    command = [sys.executable, "-m", "simulator.cli", "xapi", "send"]
    sender = subprocess.Popen(command, env=os.environ.copy(), cwd=Path(__file__).parents[2])
    assert lrs.kept_some.wait(60)
    sender.send_signal(signal.SIGKILL)
    assert sender.wait(10) == -signal.SIGKILL
    kept = dict(lrs.kept)
    assert kept
    lrs.behaviour = accepts
    assert run("xapi", "status", "--json").document["waiting"] == 152
    assert run("xapi", "send").out == "152 statements arrived.\n"
    assert len(lrs.kept) == 152
    assert {id_: lrs.kept[id_] for id_ in kept} == kept
    assert run("xapi", "status").out == "152 statements arrived, 0 waiting.\n"
