"""A small LRS on this machine that behaves as a test tells it to; what it has accepted it keeps, as a real one does."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from simulator.services.sending.settings import Lrs

Request = Any
Behaviour = Callable[["Misbehaving", Request, list[dict[str, Any]]], None]


class Misbehaving(ThreadingHTTPServer):
    """`kept` are statements by id; `asked` how many stood in each request; `heads` the headers of each."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviour: Behaviour = accepts
        self.scheme = "http"
        self.kept: dict[str, dict[str, Any]] = {}
        self.asked: list[int] = []
        self.heads: list[dict[str, str]] = []
        self.over = threading.Event()
        self.kept_some = threading.Event()

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}/xAPI"

    def lrs(self, **more: Any) -> Lrs:
        return Lrs(self.address, **{"seconds": 10.0, **more})

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever is asked does not mind being left."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Misbehaving

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(len(sent))
        self.server.heads.append(dict(self.headers))
        self.server.behaviour(self.server, self, sent)

    def answer(self, status: int, body: object = None, **headers: str) -> None:
        raw = body.encode() if isinstance(body, str) else b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


def accepts(server: Misbehaving, request: Request, sent: list[dict[str, Any]]) -> None:
    """All or nothing; what is there already is no mistake, unless it says something else."""
    new = {each["id"]: each for each in sent}
    if any(server.kept.get(id_, each) != each for id_, each in new.items()):
        return request.answer(409, {"detail": "another statement has this id"})
    fresh = [id_ for id_ in new if id_ not in server.kept]
    server.kept |= new
    return request.answer(200, fresh) if fresh else request.answer(204)


def says(status: int, body: object = None, **headers: str) -> Behaviour:
    return lambda server, request, sent: request.answer(status, body, **headers)


def refuses(*bad: str) -> Behaviour:
    def behave(server: Misbehaving, request: Request, sent: list[dict[str, Any]]) -> None:
        if {each["id"] for each in sent} & set(bad):
            return request.answer(400, {"detail": "actor: field required"})
        return accepts(server, request, sent)

    return behave


def takes_at_most(number: int) -> Behaviour:
    def behave(server: Misbehaving, request: Request, sent: list[dict[str, Any]]) -> None:
        return request.answer(413) if len(sent) > number else accepts(server, request, sent)

    return behave


def says_nothing(server: Misbehaving, request: Request, sent: list[dict[str, Any]]) -> None:
    server.over.wait(30)


def dribbles(server: Misbehaving, request: Request, sent: list[dict[str, Any]]) -> None:
    """One byte after another, so that no single wait is long."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not server.over.wait(0.02):
        request.wfile.write(b"x")
        request.wfile.flush()


def breaks_off(server: Misbehaving, request: Request, sent: list[dict[str, Any]]) -> None:
    """Everything is kept, and half of the answer is lost."""
    server.kept |= {each["id"]: each for each in sent}
    request.send_response(200)
    request.send_header("Content-Length", "10000")
    request.end_headers()
    request.wfile.write(b'["')
    request.close_connection = True


def keeps_and_says_nothing(server: Misbehaving, request: Request, sent: list[dict[str, Any]]) -> None:
    server.kept |= {each["id"]: each for each in sent}
    server.kept_some.set()
    server.over.wait(30)


@contextmanager
def misbehaving(certificate: Path | None = None) -> Iterator[Misbehaving]:
    """With a file of certificate and key it speaks TLS."""
    server = Misbehaving()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
