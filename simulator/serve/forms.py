"""What answers the pages with a form: signing in and out, taking up an invitation, one's own account.

A form counts only with the token that our own page put into it, and from no other origin; what it does is the matter
of `services.accounts`.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from tornado import web

from simulator.errors import StoreError
from simulator.serve import form_pages, pages
from simulator.serve.plain import Plain
from simulator.serve.throttle import TooMany
from simulator.services.accounts.passwords import UnfitPassword
from simulator.services.accounts.sign_in import NoFit, NoInvitation, SignedIn
from simulator.services.accounts.visitor import Visitor

if TYPE_CHECKING:
    from simulator.serve.members import Members

REFUSED, GONE, TOO_MANY, AWAY = 403, 410, 429, 503
NOT_THE_SAME = "The two new passwords are not the same."


class Form(Plain):
    """A visitor, or somebody who is about to become one."""

    def initialize(self, members: "Members", visitor: Visitor | None) -> None:
        self.members, self.visitor = members, visitor

    def prepare(self) -> None:
        if self.request.method == "POST" and not self._is_our_own():
            self.answer(REFUSED, pages.stale_form(self.request.path))

    @property
    def xsrf(self) -> str:
        return self.xsrf_token.decode()

    def text(self, name: str) -> str:
        """A field as it was filled in, without a character changed."""
        return self.get_body_argument(name, "", strip=False)

    async def welcome(self, signed_in: SignedIn) -> None:
        """The cookie; and what was open in this browser by an earlier sign-in ends."""
        if self.visitor is not None:
            await self.farewell(self.visitor)
        self.members.presence.remember(signed_in.visitor)
        self.set_signed_cookie(
            self.members.cookie_name,
            signed_in.token,
            expires_days=None,
            expires=datetime.fromisoformat(signed_in.visitor.expires),
            httponly=True,
            samesite="Lax",
            secure=self.members.address.secure,
        )

    async def farewell(self, visitor: Visitor) -> None:
        await self.members.farewell(visitor, self.settings["kernel_manager"])

    async def welcome_alone(self, signed_in: SignedIn) -> None:
        """As `welcome`, and every other sign-in of the person has ended with it."""
        await self.welcome(signed_in)
        await self.members.farewell_to_others(signed_in.visitor, self.settings["kernel_manager"])

    def write_error(self, status_code: int, **told: Any) -> None:
        error = told.get("exc_info", (None, None))[1]
        if isinstance(error, StoreError):
            self.answer(AWAY, pages.away(str(error)))
        else:
            super().write_error(status_code, **told)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        if not isinstance(value, StoreError):
            super().log_exception(typ, value, tb)

    def _is_our_own(self) -> bool:
        try:
            self.check_xsrf_cookie()
        except web.HTTPError:
            return False
        return self.request.headers.get("Origin", self.members.origin).lower() == self.members.origin


class SignIn(Form):
    def get(self) -> None:
        onward = self.members.onward(self.get_query_argument("next", "/"))
        if self.visitor is not None:
            self.redirect(onward)
        else:
            self.answer(200, form_pages.sign_in(self.xsrf, onward))

    async def post(self) -> None:
        account, password, onward = self.text("account"), self.text("password"), self.members.onward(self.text("next"))
        try:
            signed_in = await self.members.try_password(
                self.request, account, self.members.sign_ins.sign_in, account, password
            )
        except (NoFit, TooMany) as error:
            page = form_pages.sign_in(self.xsrf, onward, account, str(error))
            return self.answer(TOO_MANY if isinstance(error, TooMany) else REFUSED, page)
        if self.visitor is not None:
            await self.members.sign_out_of(self.request)
        await self.welcome(signed_in)
        return self.redirect(onward, status=303)


class SignOut(Form):
    def get(self) -> None:
        if self.visitor is None:
            self.answer(200, form_pages.signed_out())
        else:
            self.answer(200, form_pages.sign_out(self.xsrf, self.visitor.person))

    async def post(self) -> None:
        """The kernels end even where the store cannot be told just now; then the cookie goes all the same."""
        self.clear_cookie(self.members.cookie_name, secure=self.members.address.secure, httponly=True)
        if self.visitor is not None:
            await self.farewell(self.visitor)
        await self.members.sign_out_of(self.request)
        self.answer(200, form_pages.signed_out())


class Invitation(Form):
    async def get(self) -> None:
        token = self.get_query_argument("token", "")
        try:
            person = await self.members.asking.ask(self.members.sign_ins.invitation, token)
        except NoInvitation as error:
            return self.answer(GONE, form_pages.no_invitation(str(error)))
        return self.answer(200, form_pages.invitation(self.xsrf, token, person))

    async def post(self) -> None:
        token, new = self.text("token"), self.text("new")
        sign_ins = self.members.sign_ins
        try:
            person = await self.members.asking.ask(sign_ins.invitation, token)
            if new != self.text("again"):
                return self.answer(REFUSED, form_pages.invitation(self.xsrf, token, person, NOT_THE_SAME))
            signed_in = await self.members.asking.hash(sign_ins.accept_invitation, token, new)
        except NoInvitation as error:
            return self.answer(GONE, form_pages.no_invitation(str(error)))
        except UnfitPassword as error:
            return self.answer(REFUSED, form_pages.invitation(self.xsrf, token, person, str(error)))
        if self.visitor is not None:
            await self.members.sign_out_of(self.request)
        await self.welcome_alone(signed_in)
        return self.redirect("/", status=303)


class Account(Form):
    def prepare(self) -> None:
        if self.visitor is None:
            self.redirect("/sign-in?next=%2Faccount", status=303)
        else:
            super().prepare()

    def get(self) -> None:
        self._show()

    async def post(self) -> None:
        assert self.visitor is not None  # noqa: S101 - see prepare
        token, old, new = self.members.token(self.request) or "", self.text("password"), self.text("new")
        if new != self.text("again"):
            return self._show(NOT_THE_SAME)
        try:
            signed_in = await self.members.try_password(
                self.request, self.visitor.person.account, self.members.sign_ins.change_password, token, old, new
            )
        except NoFit:
            return self._show("That is not your present password.")
        except (UnfitPassword, TooMany) as error:
            return self._show(str(error))
        await self.welcome_alone(signed_in)
        return self._show(done="Your password is changed. Wherever else you were signed in, you are not any more.")

    def _show(self, problem: str = "", done: str = "") -> None:
        assert self.visitor is not None  # noqa: S101 - see prepare
        self.answer(REFUSED if problem else 200, form_pages.account(self.xsrf, self.visitor.person, problem, done))
