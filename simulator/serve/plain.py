"""What answers without Voilà: the plain pages' handlers, under a policy that allows them next to nothing."""

import base64
from hashlib import sha256
from typing import Any

from tornado import web

from simulator.serve import pages

_STYLE = base64.b64encode(sha256(pages.STYLE.encode()).digest()).decode()
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{_STYLE}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Type": "text/html; charset=utf-8",
}


class Plain(web.RequestHandler):
    """A page of ours, outside Voilà."""

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def answer(self, status: int, page: str) -> None:
        self.set_status(status)
        self.finish(page)

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish(pages.failed() if status_code >= 500 else pages.missing())

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Refusals are not worth a line in the person's terminal."""
        if not isinstance(value, web.HTTPError):
            super().log_exception(typ, value, tb)


class Fixed(Plain):
    """The same answer to every method."""

    def initialize(self, status: int, page: str) -> None:
        self.status, self.page = status, page

    def prepare(self) -> None:
        self.answer(self.status, self.page)


class Led(Plain):
    """To another address of this site, as it is."""

    def initialize(self, address: str) -> None:
        self.address = address

    def prepare(self) -> None:
        self.redirect(self.address)


class Missing(Plain):
    def prepare(self) -> None:
        self.answer(404, pages.missing())
