"""The way in of `coachsim start`: one person on their own machine, let in by the address that was printed for them.

The token of that address becomes a cookie. The cookie's name carries the port, for browsers share cookies between the
ports of a host.
"""

import asyncio
import hmac
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tornado import web
from tornado.httputil import HTTPServerRequest

from simulator.model.person import Person
from simulator.serve import pages
from simulator.serve.door import Route
from simulator.serve.plain import Plain
from simulator.serve.ports import HOST
from simulator.services.accounts.visitor import Visitor

NAMES = (HOST, "localhost", "[::1]")
COOKIE_DAYS = 365
FOR_GOOD = "9999-12-31T00:00:00+00:00"


class Alone:
    """`enter` says who it is and sees to it that the store knows them; it may take a moment, and nobody is let in
    before it is done.
    """

    sign_in = sign_out = None
    xsrf_cookie: Mapping[str, Any] = {"samesite": "Strict"}

    def __init__(self, port: int, token: str, secret: bytes, enter: Callable[[], Person]) -> None:
        self._port, self._token, self._secret, self._enter = port, token, secret, enter
        self._entering: asyncio.Task[Person] | None = None

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self._port}"

    @property
    def cookie_name(self) -> str:
        return f"coachsim-{self._port}"

    def is_ours(self, request: HTTPServerRequest) -> bool:
        """Whether it was addressed to this machine by name and port (else a foreign page may be rebinding DNS)."""
        return request.host.lower() in {f"{name}:{self._port}" for name in NAMES}

    def foreign(self) -> str:
        return pages.foreign_host(f"{self.origin}/")

    async def visitor(self, request: HTTPServerRequest, *, now: bool) -> Visitor | None:  # noqa: ARG002
        sent = request.cookies.get(self.cookie_name)
        if sent is None or not web.decode_signed_value(self._secret, self.cookie_name, sent.value, COOKIE_DAYS):
            return None
        return Visitor(await self._entered(), "local", FOR_GOOD)

    def before(self, request: HTTPServerRequest, visitor: Visitor | None) -> Route | None:
        if visitor is None or "token" in request.query_arguments:
            return Route(ByToken, {"way_in": self, "known": visitor is not None})
        return None

    def jobs(self, kernels: Any) -> Sequence[Coroutine[Any, Any, object]]:  # noqa: ARG002
        return [self._entered()]

    def fits(self, token: str) -> bool:
        """In a time that says nothing about where the two differ."""
        return hmac.compare_digest(token.encode(), self._token.encode())

    async def _entered(self) -> Person:
        """Begun once, beside everything else."""
        if self._entering is None:
            self._entering = asyncio.create_task(asyncio.to_thread(self._enter))
        return await asyncio.shield(self._entering)


class ByToken(Plain):
    """Turns the token of the printed address into a cookie, and takes it out of the address."""

    def initialize(self, way_in: Alone, known: bool) -> None:
        self.way_in, self.known = way_in, known

    def prepare(self) -> None:
        token = self.get_query_argument("token", "")
        if self.way_in.fits(token):
            self._set_cookie()
        elif not self.known:
            return self.answer(403, pages.from_the_terminal(wrong=bool(token)))
        return self._onward()

    def _set_cookie(self) -> None:
        name = self.way_in.cookie_name
        self.set_signed_cookie(name, "in", expires_days=COOKIE_DAYS, httponly=True, samesite="Strict")

    def _onward(self) -> None:
        """To the same address without the token.

        After a link on another site a redirect would not carry a strict cookie, so there a page of ours leads on.
        """
        rest = [pair for pair in parse_qsl(self.request.query, keep_blank_values=True) if pair[0] != "token"]
        address = "/" + self.request.path.lstrip("/\\") + ("?" + urlencode(rest) if rest else "")
        if self.request.headers.get("Sec-Fetch-Site") == "cross-site":
            self.answer(200, pages.onward(address))
        else:
            self.redirect(address)
