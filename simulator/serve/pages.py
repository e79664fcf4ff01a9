"""The plain pages outside the product: sign in, wrong host, nothing here, something failed. No script in them."""

from html import escape

STYLE = """
:root { color-scheme: light dark; --ground: #f6f5f2; --ink: #22262b; --quiet: #5b636d; --line: #d9d6cf; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181b; --ink: #e8e6e1; --quiet: #a3abb5; --line: #34383e; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, sans-serif; }
main { max-width: 34rem; padding: 2rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; } code { font-size: .95em; overflow-wrap: anywhere; border-bottom: 1px solid var(--line); }
.quiet { color: var(--quiet); } a { color: inherit; }
"""
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 3h9v6H6l-3 2V9"
    "H2z' fill='%233c6e71'/%3E%3Cpath d='M8 10h6V6h-2v4z' fill='%23c08552'/%3E%3C/svg%3E"
)


def page(title: str, body: str, head: str = "") -> str:
    """A whole document; `title` is text, `body` and `head` are markup."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="{ICON}">'
        f"{head}<style>{STYLE}</style></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def sign_in(wrong: bool) -> str:
    reason = (
        "<p>The address you used is from an earlier start of the program; each start has a new one.</p>"
        if wrong
        else "<p>This page belongs to the person who started the program, and this browser has not been let in yet.</p>"
    )
    return page(
        "Please open the address from the terminal",
        f"{reason}<p>Look in the terminal where you started coachsim. It printed one line that begins with "
        "<code>Open http://</code>. Open that whole address, with the part after <code>?token=</code>.</p>"
        '<p class="quiet">Were you in here a moment ago? <a href="/">Try again</a>. '
        "Is the terminal gone? Start the program again with <code>coachsim start</code>; your attempts are kept.</p>",
    )


def foreign_host(port: int) -> str:
    return page(
        "This address is not served here",
        "<p>coachsim answers only at the address that it printed when it started: "
        f"<code>http://127.0.0.1:{port}/</code>. "
        "Under another name, a page on the internet could reach it too.</p>",
    )


def missing() -> str:
    return page(
        "There is no page at this address",
        '<p>Perhaps a letter of it is wrong. <a href="/">Go to the conversations</a>.</p>',
    )


def failed() -> str:
    return page(
        "The page could not be started",
        "<p>Something went wrong while the page was being prepared. What you had done so far is kept.</p>"
        '<p><a href="">Try again</a>. If it happens again, look in the terminal where you started coachsim.</p>',
    )


def onward(address: str) -> str:
    there = escape(address, quote=True)
    return page(
        "You are signed in",
        f'<p><a href="{there}">Go on to coachsim</a></p>',
        f'<meta http-equiv="refresh" content="0;url={there}">',
    )
