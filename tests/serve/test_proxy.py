"""Whom a proxy speaks for: only one on this machine is believed, and only what it has noted itself."""

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from simulator.serve.proxy import sender, spoken_plainly

PROXY, VISITOR = "127.0.0.1", "192.0.2.1"


def request(peer: str, **headers: str) -> HTTPServerRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    line = RequestStartLine("GET", "/", "HTTP/1.1")
    made = HTTPServerRequest(start_line=line, headers=HTTPHeaders({"Host": "x", **named}))
    made.remote_ip = peer
    return made


@pytest.mark.parametrize(
    ("noted", "address"),
    [
        (VISITOR, VISITOR),
        (f"203.0.113.9, {VISITOR}", VISITOR),
        (f"203.0.113.9, {VISITOR}, 127.0.0.1", VISITOR),
        ("2001:db8::1", "2001:db8::1"),
        ("", PROXY),
        ("127.0.0.1", PROXY),
    ],
)
def test_of_what_is_noted_the_last_counts(noted: str, address: str) -> None:
    assert sender(request(PROXY, X_Forwarded_For=noted), trust_proxy=True) == address


def test_other_notes_count_for_nothing() -> None:
    made = request(PROXY, X_Real_Ip="203.0.113.9", Forwarded="for=203.0.113.9", X_Forwarded_For=VISITOR)
    assert sender(made, trust_proxy=True) == VISITOR


def test_nobody_is_believed_who_is_no_proxy_of_ours() -> None:
    assert sender(request(VISITOR, X_Forwarded_For="203.0.113.9"), trust_proxy=True) == VISITOR
    assert sender(request(PROXY, X_Forwarded_For="203.0.113.9"), trust_proxy=False) == PROXY
    assert not spoken_plainly(request(VISITOR, X_Forwarded_Proto="http"))


def test_a_connection_without_encryption_is_known_by_the_proxy_s_note() -> None:
    assert spoken_plainly(request(PROXY, X_Forwarded_Proto="http"))
    assert not spoken_plainly(request(PROXY, X_Forwarded_Proto="https"))
    assert not spoken_plainly(request(PROXY))
