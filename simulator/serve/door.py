"""The door: every request, of whatever route, is let in, signed in or sent away here.

Voilà's own routes differ in what they ask of a visitor (some static ones ask nothing), so none of them is reached
without a local host name and our cookie.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from tornado import web
from tornado.httputil import HTTPServerRequest

from simulator.serve import identity, pages

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Type": "text/html; charset=utf-8",
}


class Door(web.Application):
    """Needs the settings `token`, `cookie_secret` and `port`."""

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:
        port = self.settings["port"]
        if not identity.is_local(request, port):
            return self.get_handler_delegate(request, Foreign)
        known = identity.knows(request, self.settings["cookie_secret"], port)
        if not known or "token" in request.query_arguments:
            return self.get_handler_delegate(request, SignIn, {"known": known})
        if "prefetch" in request.headers.get("Sec-Purpose", ""):
            return self.get_handler_delegate(request, NotYet)
        return super().find_handler(request, **kwargs)


class Plain(web.RequestHandler):
    """A page of ours, outside Voilà: the same answer to every method."""

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def answer(self, status: int, page: str) -> None:
        self.set_status(status)
        self.finish(page)

    def log_exception(self, *_: Any) -> None:
        """Refusals are not worth a line in the person's terminal."""


class Foreign(Plain):
    def prepare(self) -> None:
        self.answer(403, pages.foreign_host(self.settings["port"]))


class Missing(Plain):
    def prepare(self) -> None:
        self.answer(404, pages.missing())


class NotYet(Plain):
    """A browser that guesses where one may go next: a page that nobody looks at is not worth a kernel."""

    def prepare(self) -> None:
        self.answer(503, pages.missing())


class SignIn(Plain):
    """Turns the token of the printed address into a cookie, and takes it out of the address."""

    def initialize(self, known: bool) -> None:
        self.known = known

    def prepare(self) -> None:
        token = self.get_query_argument("token", "")
        if identity.same(token, self.settings["token"]):
            self._set_cookie()
        elif not self.known:
            return self.answer(403, pages.sign_in(wrong=bool(token)))
        return self._onward()

    def _set_cookie(self) -> None:
        name = identity.cookie_name(self.settings["port"])
        self.set_signed_cookie(name, "in", expires_days=identity.COOKIE_DAYS, httponly=True, samesite="Strict")

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
