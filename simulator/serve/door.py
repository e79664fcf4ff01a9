"""The door: every request, of whatever route, is let in, shown where to sign in or sent away here.

Voilà's own routes differ in what they ask of a visitor (some static ones ask nothing), so none of them is reached
but at an address of ours and by somebody who is known. Who is known is the matter of a way in: `alone` for the one
person of a machine, `members` for many. What a visitor sends under the name of the header in which kernels are told
who they are is removed here, and the header is written anew.
"""

import logging
from collections.abc import Awaitable, Coroutine, Iterable, Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from tornado import web
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, HTTPServerRequest, RequestStartLine, ResponseStartLine

from simulator.errors import StoreError
from simulator.serve import pages
from simulator.serve.plain import Fixed
from simulator.services.accounts.visitor import Visitor
from simulator.services.identity import HEADER

if TYPE_CHECKING:
    from simulator.serve.kernels import Kernels

log = logging.getLogger(__name__)


class Route(NamedTuple):
    """A handler and what it is initialised with."""

    handler: type[web.RequestHandler]
    given: Mapping[str, Any] = {}


class WayIn(Protocol):
    """How people come in. `origin` is the address of the site without a path; `sign_in` and `sign_out` are the paths
    of those pages, None where there are none.
    """

    @property
    def origin(self) -> str: ...
    @property
    def sign_in(self) -> str | None: ...
    @property
    def sign_out(self) -> str | None: ...
    @property
    def xsrf_cookie(self) -> Mapping[str, Any]:
        """How the cookie is set that tells our forms from those of others."""

    def is_ours(self, request: HTTPServerRequest) -> bool:
        """Whether the request was addressed to this site by a name of its own."""

    def foreign(self) -> str:
        """The page for one that was not."""

    async def visitor(self, request: HTTPServerRequest, *, now: bool) -> Visitor | None:
        """Who sent the request; with `now`, as the store knows them at this moment. Raises `StoreError`."""

    def before(self, request: HTTPServerRequest, visitor: Visitor | None) -> Route | None:
        """What answers in the place of everything else: how one signs in, and the way there."""

    def jobs(self, kernels: "Kernels") -> Iterable[Coroutine[Any, Any, object]]:
        """What is to be done beside answering, until the server ends."""


class Door(web.Application):
    """Needs the settings `way_in`, `signer` and `pages`, the addresses of pages."""

    def find_handler(self, request: HTTPServerRequest, **_: Any) -> HTTPMessageDelegate:  # type: ignore[override]
        return _Asking(self, request)

    async def lead(self, request: HTTPServerRequest) -> HTTPMessageDelegate:
        """To whatever answers this request. Never raises."""
        try:
            route = await self._decide(request)
        except StoreError as error:
            route = Route(Fixed, {"status": 503, "page": pages.away(str(error))})
        except Exception:
            log.exception("A request could not be led to where it is answered.")
            route = Route(Fixed, {"status": 500, "page": pages.failed()})
        if route is None:
            return super().find_handler(request)
        return self.get_handler_delegate(request, route.handler, dict(route.given))

    async def _decide(self, request: HTTPServerRequest) -> Route | None:
        """None for what the site itself answers."""
        way_in: WayIn = self.settings["way_in"]
        forget_names(request.headers)
        if not way_in.is_ours(request):
            return Route(Fixed, {"status": 403, "page": way_in.foreign()})
        is_page = request.path in self.settings["pages"]
        visitor = await way_in.visitor(request, now=is_page)
        before = way_in.before(request, visitor)
        if before is not None or visitor is None:
            return before or Route(Fixed, {"status": 403, "page": pages.missing()})
        if "prefetch" in request.headers.get("Sec-Purpose", ""):
            # A browser that guesses where one may go next: a page that nobody looks at is not worth a kernel.
            return Route(Fixed, {"status": 503, "page": pages.missing()})
        _let_in(request, visitor)
        if is_page:
            request.headers[HEADER] = self.settings["signer"].sign(visitor.person.id)
        return None


def forget_names(headers: HTTPHeaders) -> None:
    """As a variable of a kernel's environment `-` and `_` are the same, and so is the case of a letter."""
    ours = HEADER.lower()
    for name in [name for name in headers if name.lower().replace("_", "-") == ours]:
        del headers[name]


def _let_in(request: HTTPServerRequest, visitor: Visitor) -> None:
    request.visitor = visitor  # type: ignore[attr-defined]


def visitor_of(request: HTTPServerRequest) -> Visitor | None:
    """Whom the door has let in with this request."""
    return getattr(request, "visitor", None)


class _Asking(HTTPMessageDelegate):
    """Holds a request until it is known who sent it; then hands it on to whatever answers."""

    def __init__(self, door: Door, request: HTTPServerRequest) -> None:
        self._door, self._request = door, request
        self._led: HTTPMessageDelegate | None = None

    async def _hand_on(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> None:
        self._led = await self._door.lead(self._request)
        further = self._led.headers_received(start_line, headers)
        if isawaitable(further):
            await further

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None]:
        return self._hand_on(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._led.data_received(chunk) if self._led else None

    def finish(self) -> None:
        if self._led:
            self._led.finish()

    def on_connection_close(self) -> None:
        if self._led:
            self._led.on_connection_close()
