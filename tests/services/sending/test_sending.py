"""Statements on their way: whatever the other side does, nothing is lost, nothing is sent in vain, and it is said."""

import asyncio
import json
import logging
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from simulator.services.sending import sending as rules
from simulator.services.sending.background import Background
from simulator.services.sending.sending import Sending
from simulator.services.sending.settings import Lrs
from simulator.services.sending.status import status
from simulator.services.sending.wire import Answer, Outcome, post
from simulator.store.statements import Statement
from tests.services.sending.lrs import (
    accepts,
    breaks_off,
    dribbles,
    misbehaving,
    refuses,
    says,
    says_nothing,
    takes_at_most,
)

NOW = "2026-06-01T12:00:00+00:00"
SECRET = "correct-horse"  # noqa: S105


class Clock:
    """Stands still until it is told."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def pass_(self, seconds):
        self.now = (datetime.fromisoformat(self.now) + timedelta(seconds=seconds)).isoformat(timespec="seconds")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def lrs():
    with misbehaving() as server:
        yield server


def queue(store, *ids):
    with store.work() as work:
        work.statements.add([Statement(id_, json.dumps({"id": id_}), NOW, NOW) for id_ in ids])
        work.commit()


def numbered(count):
    return [f"s{number:03}" for number in range(count)]


def sender(store, lrs, clock, post=post, **more):
    return Sending(store, lrs if isinstance(lrs, Lrs) else lrs.lrs(**more), clock, lambda: 0.5, post)


def waiting(store):
    return {each.id: each.error for each in _due(store)}


def _due(store):
    with store.reading() as work:
        return work.statements.due("9999", 1000)


def test_what_waits_is_sent_in_batches_and_once(store, lrs, clock):
    queue(store, *numbered(250))
    sent = sender(store, lrs, clock).send()
    assert (sent.arrived, sent.refused, sent.stopped) == (250, [], "")
    assert lrs.asked == [100, 100, 50]
    assert sorted(lrs.kept) == numbered(250)
    assert sender(store, lrs, clock).send().arrived == 0
    assert len(lrs.asked) == 3


def test_whoever_has_a_loop_of_their_own_can_send(store, lrs, clock):
    """A page's kernel runs one, and so does a browser test."""
    queue(store, *numbered(3))

    async def within():
        return sender(store, lrs, clock).send()

    with ThreadPoolExecutor(1) as thread:  # this one may be running a loop already
        assert thread.submit(lambda: asyncio.run(within())).result().arrived == 3


def test_nothing_is_asked_of_anybody_while_nothing_waits(store, clock):
    assert sender(store, Lrs("http://127.0.0.1:9"), clock).send().stopped == ""


@pytest.mark.parametrize(
    ("more", "header"),
    [
        ({"user": "coach", "password": SECRET}, "Basic Y29hY2g6Y29ycmVjdC1ob3JzZQ=="),
        ({"token": SECRET}, f"Bearer {SECRET}"),
        ({}, None),
    ],
)
def test_whoever_we_are_is_said_as_the_settings_say(store, lrs, clock, more, header):
    queue(store, "a")
    sender(store, lrs, clock, **more).send()
    assert lrs.heads[0].get("Authorization") == header
    assert lrs.heads[0]["X-Experience-API-Version"] == "1.0.3"


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (says(500), "HTTP 500"),
        (says(503, "upstream is busy"), "upstream is busy"),
        (says(429), "HTTP 429"),
        (says(401, {"detail": f"no {SECRET} here"}), "does not let us in (HTTP 401 Unauthorized"),
        (says(403), "check user and password"),
        (says(404), "there is no LRS at that address"),
        (says(302, Location="http://127.0.0.1:9/"), "sends us on"),
        (says(200, "<html>Sign in</html>"), "what answers there is no LRS"),
        (says(200, {"ok": True}), "what answers there is no LRS"),
        (breaks_off, "its answer broke off"),
    ],
)
def test_an_lrs_that_does_not_take_them_now_leaves_them_waiting_with_the_reason(store, lrs, clock, behaviour, words):
    queue(store, "a", "b")
    lrs.behaviour = behaviour
    sent = sender(store, lrs, clock, user="coach", password=SECRET).send()
    assert words in sent.stopped
    assert waiting(store) == {"a": sent.stopped, "b": sent.stopped}
    assert words in status(store).text()
    assert SECRET not in status(store).text() + sent.stopped
    lrs.behaviour = accepts
    clock.pass_(120)
    assert sender(store, lrs, clock).send().arrived == 2
    assert sorted(lrs.kept) == ["a", "b"]
    assert status(store).text() == "2 statements arrived, 0 waiting."


@pytest.mark.parametrize("behaviour", [says_nothing, dribbles])
def test_an_lrs_that_is_slow_is_left_in_time_and_asked_for_less_the_next_time(store, lrs, clock, behaviour):
    queue(store, *numbered(100))
    lrs.behaviour = behaviour
    sending = sender(store, lrs, clock, seconds=0.3)
    assert sending.send().stopped == "it did not answer within 0.3 seconds"
    clock.pass_(120)
    sending.send()
    assert lrs.asked == [100, 50]


def test_an_lrs_that_is_down_or_speaks_no_tls_is_named_so(store, lrs, clock):
    queue(store, "a")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "there is no connection" in sender(store, Lrs(f"http://127.0.0.1:{port}/x"), clock).send().stopped
    plain = Lrs(lrs.address.replace("http:", "https:"))
    assert "does not speak TLS" in sender(store, plain, clock).send(everything=True).stopped


def own_certificate(folder):
    """Of this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = datetime.now(UTC) - timedelta(days=1)
    own = x509.CertificateBuilder(name, name, key.public_key(), 1, made, made + timedelta(days=9))
    own = own.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    signed = own.add_extension(x509.BasicConstraints(True, None), critical=True).sign(key, hashes.SHA256())
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "both.pem").write_bytes(secret + signed.public_bytes(Encoding.PEM))
    (folder / "trusted.pem").write_bytes(signed.public_bytes(Encoding.PEM))
    return folder / "both.pem", folder / "trusted.pem"


def test_nothing_is_sent_to_whoever_cannot_show_who_they_are(store, clock, tmp_path):
    queue(store, "a")
    both, trusted = own_certificate(tmp_path)
    with misbehaving(both) as lrs:
        assert "its certificate is not trusted" in sender(store, lrs, clock).send().stopped
        assert lrs.asked == []
        assert sender(store, lrs, clock, ca=trusted).send(everything=True).arrived == 1


def test_one_statement_that_is_refused_is_found_and_holds_up_no_other(store, lrs, clock):
    queue(store, *numbered(100))
    lrs.behaviour = refuses("s042", "s077")
    sent = sender(store, lrs, clock).send()
    assert (sent.arrived, sent.refused, sent.stopped) == (98, ["s042", "s077"], "")
    assert len(lrs.asked) < 32
    assert set(waiting(store)) == {"s042", "s077"}
    report = status(store)
    assert "s042: refused: HTTP 400 Bad Request" in report.text()
    assert "actor: field required" in report.text()
    assert report.document()["failing"] == 2
    clock.pass_(3600)
    assert sender(store, lrs, clock).send().refused == []
    clock.pass_(24 * 3600)
    assert sender(store, lrs, clock).send().refused == ["s042", "s077"]


def test_more_can_be_refused_than_stand_in_a_batch(store, lrs, clock, monkeypatch):
    """And those behind them were put off for longer than they are now."""
    monkeypatch.setattr(rules, "MOST", 5)
    queue(store, *numbered(20))
    with store.work() as work:
        work.statements.failed(numbered(20)[18:], "busy", "2026-09-01T12:00:00+00:00")
        work.commit()
    bad = numbered(20)[3:18]
    lrs.behaviour = refuses(*bad)
    sent = sender(store, lrs, clock).send(everything=True)
    assert (sent.arrived, sorted(sent.refused)) == (5, bad)


def test_an_lrs_that_refuses_everything_is_not_asked_about_each(store, lrs, clock):
    queue(store, *numbered(100))
    lrs.behaviour = says(400, "no such version")
    sent = sender(store, lrs, clock).send()
    assert "has refused 5 statements and accepted none" in sent.stopped
    assert len(lrs.asked) < 20
    assert len(waiting(store)) == 100


def test_too_much_at_once_is_sent_in_parts(store, lrs, clock):
    queue(store, *numbered(100))
    lrs.behaviour = takes_at_most(30)
    assert sender(store, lrs, clock).send().arrived == 100
    assert max(each for each in lrs.asked if each <= 30) == 25


def test_what_is_there_already_with_another_text_has_arrived(store, lrs, clock):
    queue(store, *numbered(8))
    lrs.kept["s003"] = {"id": "s003", "version": "1.0.0"}
    sent = sender(store, lrs, clock).send()
    assert (sent.arrived, sent.there, sent.refused) == (7, 1, [])
    assert waiting(store) == {}


def test_it_is_tried_again_ever_later_and_never_later_than_the_longest(store, clock):
    queue(store, "a")
    sending = sender(store, Lrs("http://x"), clock, lambda *_: Answer(Outcome.LATER, "busy"))
    waits = []
    for _ in range(12):
        sending.send()
        (due,) = (each.due for each in _due(store))
        waits.append((datetime.fromisoformat(due) - datetime.fromisoformat(clock.now)).total_seconds())
        clock.pass_(waits[-1])
    assert waits[:4] == [60, 120, 240, 480]
    assert waits[-1] == rules.LONGEST


def test_the_waits_of_many_differ(store, clock):
    def due(chance):
        queue(store, "a")
        Sending(store, Lrs("http://x"), clock, lambda: chance, lambda *_: Answer(Outcome.LATER, "busy")).send()
        (found,) = (each.due for each in _due(store))
        with store.work() as work:
            work.connection.exec_driver_sql("DELETE FROM statements")
            work.commit()
        return found

    assert due(0.0) < due(0.5) < due(1.0)


@pytest.mark.parametrize(
    ("retry_after", "at_least", "at_most"),
    [("600", 600, 600), ("Wed, 01 Jan 2020 00:00:00 GMT", 60, 60), ("soon", 60, 60), ("9" * 9, 86400, 86400)],
)
def test_an_lrs_that_says_when_to_come_back_is_left_alone_until_then(store, lrs, clock, retry_after, at_least, at_most):
    queue(store, "a", "b")
    lrs.behaviour = says(429, Retry_After=retry_after)
    sending = sender(store, lrs, clock)
    why = sending.send().stopped
    lrs.behaviour = accepts
    clock.pass_(at_least - 2)
    assert sending.send().stopped == why
    assert len(lrs.asked) == 1
    clock.pass_(at_most - at_least + 3)
    assert sending.send().arrived == 2


def test_a_person_who_asks_now_does_not_wait(store, lrs, clock):
    queue(store, "a")
    lrs.behaviour = says(503)
    sending = sender(store, lrs, clock)
    sending.send()
    lrs.behaviour = accepts
    assert sending.send(everything=True).arrived == 1


def test_what_was_sent_and_not_noted_is_sent_again_and_there_once(store, lrs, clock):
    """As after a power cut between the two."""
    queue(store, *numbered(3))
    for outcome in (lambda self, some: (_ for _ in ()).throw(KeyboardInterrupt), None):
        sending = sender(store, lrs, clock)
        if outcome:
            sending._arrived = outcome.__get__(sending)
            with pytest.raises(KeyboardInterrupt):
                sending.send()
        else:
            assert sending.send().arrived == 3
    assert lrs.asked == [3, 3]
    assert sorted(lrs.kept) == numbered(3)


def test_what_goes_on_beside_a_server_survives_errors_and_ends_with_it(caplog):
    done, seen = threading.Event(), []

    def job():
        seen.append(1)
        if len(seen) == 4:
            done.set()
        if len(seen) in (1, 2):
            raise RuntimeError("the disk is full")
        return ""

    background = Background(job, every=0.001, first=0.0)
    with caplog.at_level(logging.WARNING):
        background.start()
        assert done.wait(10)
        background.stop(10)
    times = len(seen)
    assert [each.message for each in caplog.records] == [
        "Statements could not be sent: the disk is full",
        "Statements are sent again.",
    ]
    assert not background._thread.is_alive()
    assert len(seen) == times
