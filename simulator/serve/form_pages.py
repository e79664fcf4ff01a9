"""The plain pages with a form: signing in and out, taking up an invitation, one's own account. HTML alone, no deeds."""

from simulator.model.person import Person
from simulator.serve.pages import page
from simulator.services.accounts.passwords import SHORTEST
from simulator.ui.html import Child, Markup, el, join

HINT = f"At least {SHORTEST} characters. Several words make a good one."


def sign_in(xsrf: str, onward: str, account: str = "", problem: str = "") -> str:
    return page(
        "Sign in",
        _form(
            "/sign-in",
            xsrf,
            _alert(problem),
            _hidden("next", onward),
            _field("account", "Account", value=account, autocomplete="username", focus=not account),
            _field("password", "Password", type_="password", autocomplete="current-password", focus=bool(account)),
            el("button", "Sign in", type="submit"),
        ),
        el(
            "p",
            "No account or password yet, or forgotten? Ask whoever runs this site for an invitation.",
            class_="quiet row",
        ),
        narrow=True,
    )


def sign_out(xsrf: str, person: Person) -> str:
    return page(
        "Sign out",
        el("p", "You are signed in as ", el("b", person.name), ". Pages that you have open here will end; "
           "everything you had chosen is kept."),
        el(
            "div",
            _form("/sign-out", xsrf, el("button", "Sign out", type="submit"), plain=True),
            el("a", "Stay signed in", href="/"),
            class_="row",
        ),
        narrow=True,
    )  # fmt: skip


def signed_out() -> str:
    return page(
        "You are signed out",
        el("p", "Everything you had chosen is kept."),
        el("p", el("a", "Sign in again", href="/sign-in", class_="button"), class_="row"),
        narrow=True,
    )


def invitation(xsrf: str, token: str, person: Person, problem: str = "") -> str:
    return page(
        "Welcome",
        el("p", "This invitation is for ", el("b", person.name), ". Choose a password; you will then be signed in."),
        _form(
            "/invitation",
            xsrf,
            _alert(problem),
            _hidden("token", token),
            _field("account", "Your account", value=person.account, autocomplete="username", fixed=True),
            _new_password(focus=True),
            el("button", "Set the password", type="submit"),
        ),
        narrow=True,
    )


def no_invitation(reason: str) -> str:
    return page(
        "This invitation does not open",
        el("p", reason),
        el("p", "Have you set your password already? ", el("a", "Sign in", href="/sign-in"), "."),
    )


def account(xsrf: str, person: Person, problem: str = "", done: str = "") -> str:
    facts = {"Name": person.name, "Account": person.account, "Roles": ", ".join(sorted(person.roles)) or "none yet"}
    return page(
        "Your account",
        el("p", done, class_="alert done", role="status") if done else None,
        el("dl", [[el("dt", name), el("dd", value)] for name, value in facts.items()]),
        el(
            "div",
            el("a", "Go to the conversations", href="/", class_="button"),
            _form("/sign-out", xsrf, el("button", "Sign out", type="submit", class_="quiet"), plain=True),
            class_="row",
        ),
        el("h2", "Change your password"),
        _form(
            "/account",
            xsrf,
            _alert(problem),
            _field("account", "Account", value=person.account, autocomplete="username", fixed=True, unseen=True),
            _field("password", "Present password", type_="password", autocomplete="current-password"),
            _new_password(),
            el("button", "Change password", type="submit"),
        ),
        narrow=True,
    )


def _form(action: str, xsrf: str, *children: Child, plain: bool = False) -> Markup:
    class_ = None if plain else "card wide"
    return el("form", _hidden("_xsrf", xsrf), *children, action=action, method="post", class_=class_)


def _alert(problem: str) -> Child:
    return el("p", problem, class_="alert", role="alert", id="problem") if problem else None


def _hidden(name: str, value: str) -> Markup:
    return el("input", type="hidden", name=name, value=value)


def _new_password(*, focus: bool = False) -> Markup:
    return join(
        _field("new", "New password", type_="password", autocomplete="new-password", hint=HINT, focus=focus),
        _field("again", "The same again", type_="password", autocomplete="new-password"),
    )


def _field(
    name: str,
    words: str,
    *,
    autocomplete: str,
    type_: str = "text",
    value: str = "",
    hint: str = "",
    focus: bool = False,
    fixed: bool = False,
    unseen: bool = False,
) -> Markup:
    """`fixed`: shown, and for a browser's own store of passwords, but not to be changed; `unseen`: for that alone."""
    field = el(
        "input",
        id=name,
        name=name,
        type=type_,
        value=value or None,
        autocomplete=autocomplete,
        autocapitalize="none",
        spellcheck="false",
        autofocus=focus,
        required=not fixed,
        readonly=fixed,
        hidden=unseen,
        maxlength=200,
        aria_describedby=f"{name}-hint" if hint else None,
    )
    if unseen:
        return field
    told = el("p", hint, class_="hint", id=f"{name}-hint") if hint else None
    return join(el("label", words, for_=name), told, field)
