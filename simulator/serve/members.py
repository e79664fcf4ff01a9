"""The way in of `coachsim serve`: people who sign in by name and password.

A sign-in is a token in a signed cookie. What the store says of it is remembered for some seconds, since a page asks for
many things at once; whoever opens a page is looked up anew.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tornado import web
from tornado.httputil import HTTPServerRequest

from simulator.errors import StoreError
from simulator.serve import pages
from simulator.serve.asking import Asking
from simulator.serve.config import Address
from simulator.serve.door import Route
from simulator.serve.forms import Account, Invitation, SignIn, SignOut
from simulator.serve.plain import Fixed, Led
from simulator.serve.presence import Presence
from simulator.serve.proxy import sender, spoken_plainly
from simulator.serve.site import may_open
from simulator.serve.throttle import Throttle
from simulator.services.accounts import passwords
from simulator.services.accounts.names import Unfit, canonical_account
from simulator.services.accounts.passwords import UnfitPassword
from simulator.services.accounts.sign_in import NoFit, SignedIn, SignIns
from simulator.services.accounts.tokens import INVITATION_PATH, digest_of
from simulator.services.accounts.visitor import Visitor

if TYPE_CHECKING:
    from simulator.serve.kernels import Kernels

log = logging.getLogger(__name__)

SIGN_IN, SIGN_OUT, ACCOUNT, INVITATION = "/sign-in", "/sign-out", "/account", f"/{INVITATION_PATH}"
FORMS = {SIGN_IN: SignIn, SIGN_OUT: SignOut, ACCOUNT: Account, INVITATION: Invitation}
LOOK_EVERY_SECONDS = 5.0
DAY_SECONDS = 24 * 60 * 60.0
LONGEST_TOKEN_DAYS = 366


class Members:
    """`paths` are the addresses of pages; `daily` is done at the start and once a day; `trust_proxy`: a proxy on this
    machine says whom it speaks for.
    """

    sign_in = SIGN_IN
    sign_out = SIGN_OUT

    def __init__(
        self,
        address: Address,
        sign_ins: SignIns,
        secret: bytes,
        paths: frozenset[str],
        daily: Callable[[], object],
        *,
        trust_proxy: bool = False,
    ) -> None:
        self.address, self.sign_ins, self.throttle = address, sign_ins, Throttle()
        self._secret, self._paths, self._daily, self._trust_proxy = secret, paths | {ACCOUNT}, daily, trust_proxy
        self.asking = Asking()
        self.presence = Presence(self._look_up)

    @property
    def origin(self) -> str:
        return self.address.origin

    @property
    def xsrf_cookie(self) -> Mapping[str, Any]:
        return {"samesite": "Lax", "secure": self.address.secure}

    @property
    def cookie_name(self) -> str:
        """Where the connection is secure, no neighbour of this host can set a cookie of this name."""
        return "__Host-coachsim" if self.address.secure else f"coachsim-{self.address.port}"

    def is_ours(self, request: HTTPServerRequest) -> bool:
        return request.host.lower() == self.address.host

    def foreign(self) -> str:
        return pages.foreign_host(f"{self.origin}/")

    async def visitor(self, request: HTTPServerRequest, *, now: bool) -> Visitor | None:
        token = self.token(request)
        now = now or request.path in FORMS
        return await self.presence.visitor(digest_of(token), now=now) if token else None

    def before(self, request: HTTPServerRequest, visitor: Visitor | None) -> Route | None:
        if self._trust_proxy and self.address.secure and spoken_plainly(request):
            return Route(Led, {"address": self.origin + "/"})
        if request.path in FORMS:
            return Route(FORMS[request.path], {"members": self, "visitor": visitor})
        if visitor is not None:
            return None
        if request.path in self._paths and request.method == "GET":
            there = urlencode({"next": request.path + ("?" + request.query if request.query else "")})
            return Route(Led, {"address": f"{SIGN_IN}?{there}"})
        return Route(Fixed, {"status": 403, "page": pages.signed_out(SIGN_IN)})

    def onward(self, wanted: str) -> str:
        """The address of a page of ours that was wanted, or of the first: never one elsewhere."""
        try:
            parts = urlsplit(wanted)
        except ValueError:
            return "/"
        if parts.scheme or parts.netloc or parts.path not in self._paths:
            return "/"
        query = urlencode(parse_qsl(parts.query, keep_blank_values=True))
        return parts.path + ("?" + query if query else "")

    def token(self, request: HTTPServerRequest) -> str | None:
        """That of the request's cookie, if the cookie is ours; whether it still opens anything is another matter."""
        sent = request.cookies.get(self.cookie_name)
        if sent is None:
            return None
        value = web.decode_signed_value(self._secret, self.cookie_name, sent.value, LONGEST_TOKEN_DAYS)
        return value.decode() if value else None

    def sender(self, request: HTTPServerRequest) -> str:
        """The network address that a request came from, as far as that can be known."""
        return sender(request, trust_proxy=self._trust_proxy)

    async def try_password(
        self, request: HTTPServerRequest, account: str, work: Callable[..., SignedIn], *given: str
    ) -> SignedIn:
        """What comes of `work`, a try at the password of an account. Raises as it does, and `TooMany`."""
        name, sender = _canonical(account), self.sender(request)
        self.throttle.count(name, sender, time.monotonic())
        try:
            signed_in = await self.asking.hash(work, *given)
        except NoFit:
            raise
        except UnfitPassword:  # the new one; the old one fitted
            self.throttle.fitted(name, sender)
            raise
        except Exception:
            self.throttle.take_back(name, sender)
            raise
        self.throttle.fitted(name, sender)
        return signed_in

    async def sign_out_of(self, request: HTTPServerRequest) -> None:
        """Ends the sign-in of a request's cookie. Raises `StoreError`."""
        token = self.token(request)
        if token:
            await self.asking.ask(self.sign_ins.sign_out, token)

    async def farewell(self, visitor: Visitor, kernels: "Kernels") -> None:
        """A sign-in has ended: so does all that was opened by it."""
        self.presence.forget(visitor.sign_in)
        await kernels.end([id_ for id_, claim in kernels.claims().items() if claim.visitor.sign_in == visitor.sign_in])

    async def farewell_to_others(self, visitor: Visitor, kernels: "Kernels") -> None:
        """Every other sign-in of a person has ended: so does all that was opened by those."""
        self.presence.forget_others(visitor)
        theirs = {id_: claim.visitor for id_, claim in kernels.claims().items()}
        ended = [id_ for id_, other in theirs.items() if other.person.id == visitor.person.id]
        await kernels.end([id_ for id_ in ended if theirs[id_].sign_in != visitor.sign_in])

    def jobs(self, kernels: "Kernels") -> Sequence[Coroutine[Any, Any, object]]:
        return [self._get_ready(), self._look_after(kernels), self._every_day()]

    async def _get_ready(self) -> None:
        with suppress(StoreError):
            await self.asking.hash(passwords.prepare)

    async def _every_day(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._daily)
            except Exception as error:
                log.warning("What is done once a day could not be done today: %s", error)
            await asyncio.sleep(DAY_SECONDS)

    async def _look_after(self, kernels: "Kernels") -> None:
        """What is changed elsewhere (on the command line, by another server) reaches open pages too."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await kernels.end(await self.over(kernels))
            except StoreError:
                continue  # a store that does not answer has shut nobody out
            except Exception:
                log.exception("Open pages could not be looked after.")

    async def over(self, kernels: "Kernels") -> list[str]:
        """The kernels whose people may not be at their page any more. Raises `StoreError`."""
        claims = kernels.claims()
        if not claims:
            return []
        here = await self._look_up({claim.visitor.sign_in for claim in claims.values()})
        self.presence.renew({claim.visitor.sign_in for claim in claims.values()}, here)

        def ends(visitor: Visitor | None, page: Any) -> bool:
            return visitor is None or not may_open(page, visitor.person).allowed

        return [id_ for id_, claim in claims.items() if ends(here.get(claim.visitor.sign_in), claim.page)]

    async def _look_up(self, sign_ins: set[str]) -> dict[str, Visitor]:
        return await self.asking.ask(self.sign_ins.visitors, sign_ins)


def _canonical(account: str) -> str:
    """What tries are counted by: one spelling, and one for all that can be no account."""
    try:
        return canonical_account(account)
    except Unfit:
        return ""
