"""The plain pages outside the product: the way in, wrong host, nothing here, something failed. No script in them.

Pages with a form are in `form_pages`.
"""

from simulator.ui.html import Child, Markup, el, join

STYLE = """
:root { color-scheme: light dark; --page: #f5f2ec; --surface: #fffefb; --ink: #21292b; --soft: #55605f; --line: #ddd7ca;
  --edge: #857e70; --accent: #1c5f5b; --hover: #134845; --on-accent: #fff; --warm: #8a4a12; --warm-soft: #f7e8d4;
  --done: #dfece8; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --page: #12181a; --surface: #1b2325; --ink: #e5e9e6; --soft: #a7b2b0;
  --line: #313c3e; --edge: #7c8a89; --accent: #8ad1c4; --hover: #a9e0d6; --on-accent: #0b2321; --warm: #e8b77c;
  --warm-soft: #3a2d1c; --done: #1e3a37; --focus: #9cc0ff; } }
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; background: var(--page);
  color: var(--ink); overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
  font: 1.0625rem/1.6 -apple-system, "Segoe UI", Roboto, "Noto Sans", Cantarell, "Liberation Sans", system-ui,
  sans-serif; }
main { width: 100%; max-width: 36rem; padding: 2rem 1.25rem 3rem; }
main.narrow { max-width: 28rem; }
.brand { margin: 0 0 .25rem; color: var(--soft); font-size: .9375rem; }
h1 { font: 600 1.75rem/1.25 "Iowan Old Style", "Palatino Linotype", Palatino, Charter, Georgia, "Noto Serif",
  "Liberation Serif", serif; margin: 0 0 1rem; text-wrap: balance; }
h2 { font-size: 1.0625rem; margin: 2rem 0 .5rem; }
p { margin: 0 0 1rem; } code { font-size: .95em; border-bottom: 1px solid var(--line); }
.quiet { color: var(--soft); } a { color: var(--accent); text-underline-offset: .15em; }
form { margin: 0; }
form.card { padding: 1.5rem 1.25rem; background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; }
label { display: block; font-weight: 600; margin: 0 0 .25rem; }
.hint { margin: 0 0 .375rem; color: var(--soft); font-size: .9375rem; line-height: 1.45; }
input:not([type=hidden], [hidden]) { display: block; width: 100%; min-height: 2.75rem; margin: 0 0 1.25rem;
  padding: .5rem .75rem; color: var(--ink); background: var(--page); border: 1px solid var(--edge);
  border-radius: .5rem; font: inherit; }
input:read-only:not([type=hidden]) { color: var(--soft); background: transparent; border-style: dashed; }
button, a.button { display: inline-block; min-height: 2.75rem; padding: .5rem 1.5rem; border: 1px solid transparent;
  border-radius: .75rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600;
  line-height: 1.6; text-decoration: none; cursor: pointer; }
button.quiet { background: transparent; color: var(--ink); border-color: var(--edge); }
.wide button { width: 100%; }
@media (hover: hover) { button:hover, a.button:hover { background: var(--hover); }
  button.quiet:hover { background: transparent; border-color: var(--ink); } }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.alert { margin: 0 0 1.25rem; padding: .75rem 1rem; background: var(--warm-soft); border-left: 4px solid var(--warm);
  border-radius: .375rem; }
.alert.done { background: var(--done); border-color: var(--accent); }
.row { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: center; margin: 1.5rem 0 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0 0 1rem; }
dt { color: var(--soft); } dd { margin: 0; }
@media (max-width: 24rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .5rem; } }
"""
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 3h9v6H6l-3 2V9"
    "H2z' fill='%233c6e71'/%3E%3Cpath d='M8 10h6V6h-2v4z' fill='%23c08552'/%3E%3C/svg%3E"
)
PRODUCT = "coachsim"


def page(title: str, *body: Child, head: Child = None, narrow: bool = False) -> str:
    """A whole document under a heading that is its title."""
    metas = [el("meta", charset="utf-8"), el("title", f"{title} · {PRODUCT}")]
    metas += [el("meta", name="viewport", content="width=device-width, initial-scale=1")]
    metas += [el("link", rel="icon", href=ICON), join(head), Markup(f"<style>{STYLE}</style>")]
    main = el("main", el("p", PRODUCT, class_="brand"), el("h1", title), *body, class_="narrow" if narrow else None)
    return f"<!doctype html>{el('html', el('head', *metas), el('body', main), lang='en')}"


def from_the_terminal(wrong: bool) -> str:
    old = "The address you used is from an earlier start of the program; each start has a new one."
    new = "This page belongs to the person who started the program, and this browser has not been let in yet."
    return page(
        "Please open the address from the terminal",
        el("p", old if wrong else new),
        el(
            "p",
            "Look in the terminal where you started coachsim. It printed one line that begins with ",
            el("code", "Open http://"),
            ". Open that whole address, with the part after ",
            el("code", "?token="),
            ".",
        ),
        el(
            "p",
            "Were you in here a moment ago? ",
            el("a", "Try again", href="/"),
            ". Is the terminal gone? Start the program again with ",
            el("code", "coachsim start"),
            "; your attempts are kept.",
            class_="quiet",
        ),
    )


def foreign_host(address: str) -> str:
    return page(
        "This address is not served here",
        el("p", "coachsim answers only at its own address: ", el("code", address), "."),
        el("p", "Under another name, a page on the internet could reach it too.", class_="quiet"),
    )


def missing() -> str:
    back = el("a", "Go to the conversations", href="/")
    return page("There is no page at this address", el("p", "Perhaps a letter of it is wrong. ", back, "."))


def failed() -> str:
    again = el("a", "Try again", href="")
    return page(
        "The page could not be started",
        el("p", "Something went wrong while the page was being prepared. What you had done so far is kept."),
        el("p", again, ". If it happens again, whoever runs this program finds the reason where it was started."),
    )


def away(reason: str) -> str:
    return page(
        "Not just now",
        el("p", reason),
        el("p", el("a", "Try again", href=""), " in a moment."),
    )


def refused(reason: str, sign_out: str | None) -> str:
    other = [el("a", "Sign in as somebody else", href=sign_out)] if sign_out else []
    return page(
        "This page is not open to you",
        el("p", reason),
        el("p", el("a", "Go to the conversations", href="/", class_="button"), *other, class_="row"),
    )


def onward(address: str) -> str:
    refresh = el("meta", http_equiv="refresh", content=f"0;url={address}")
    return page("You are signed in", el("p", el("a", "Go on to coachsim", href=address)), head=refresh)


def signed_out(sign_in: str) -> str:
    return page(
        "Please sign in",
        el("p", "You are not signed in, or not any more. Everything you had chosen is kept."),
        el("p", el("a", "Sign in", href=sign_in, class_="button"), class_="row"),
    )


def stale_form(address: str) -> str:
    return page(
        "That form was too old",
        el("p", "Nothing was done. It happens when a page has been open for long, or when cookies are not allowed."),
        el("p", el("a", "Open the form again", href=address, class_="button"), class_="row"),
    )


def too_many() -> str:
    return page(
        "You have very many pages open",
        el("p", "Each takes its share of a machine that others use too. Close some that you do not need."),
        el("p", el("a", "Try again", href=""), " in a minute."),
    )
