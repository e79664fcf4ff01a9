"""Who is asking: the signed-in person of this machine, known by a cookie, at a name that is this machine's.

Jupyter asks `LocalIdentity`; the door in `door.py` asks the same questions of every request before Jupyter sees it.
The cookie's name carries the port, for browsers share cookies between the ports of a host.
"""

import getpass
import hmac
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado import web
from tornado.httputil import HTTPServerRequest

NAMES = ("127.0.0.1", "localhost", "[::1]")
COOKIE_DAYS = 365


def is_local(request: HTTPServerRequest, port: int) -> bool:
    """Whether the request was addressed to this machine by name and port (else a foreign page may be rebinding DNS)."""
    return request.host.lower() in {f"{name}:{port}" for name in NAMES}


def cookie_name(port: int) -> str:
    return f"coachsim-{port}"


def knows(request: HTTPServerRequest, secret: bytes, port: int) -> bool:
    """Whether the request carries a sign-in cookie of ours."""
    name = cookie_name(port)
    sent = request.cookies.get(name)
    return sent is not None and web.decode_signed_value(secret, name, sent.value, COOKIE_DAYS) is not None


def same(given: str, token: str) -> bool:
    """Compares in a time that says nothing about where the two differ."""
    return hmac.compare_digest(given.encode(), token.encode())


class LocalIdentity(IdentityProvider):
    """One person on their own machine. Asks the settings for `cookie_secret` and `port`."""

    def __init__(self, **kwargs: Any) -> None:
        # Voilà passes a token and a login page of its own; the door replaces both.
        super().__init__(parent=kwargs.get("parent"), log=kwargs.get("log"), token="")

    def get_user(self, handler: web.RequestHandler) -> User:
        """The local user; raises 403 for a foreign host or a missing cookie.

        On GET it touches the `_xsrf` cookie: without it a page that closes may not shut its kernel down.
        """
        port = handler.settings["port"]
        if not is_local(handler.request, port) or not knows(handler.request, handler.settings["cookie_secret"], port):
            raise web.HTTPError(403)
        user = User(username=getpass.getuser())
        if handler.request.method == "GET":
            handler.current_user = user
            handler.xsrf_token  # noqa: B018 - reading it sets the cookie
        return user

    def get_handlers(self) -> list[tuple[str, object]]:
        return []

    def is_token_authenticated(self, handler: web.RequestHandler) -> bool:  # noqa: ARG002
        """Never: so origin and xsrf checks are never waived."""
        return False
