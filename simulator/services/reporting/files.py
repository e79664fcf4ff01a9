"""Documents as files, and what it is called when there is none to be had."""

from collections.abc import Callable

from simulator.errors import CoachsimError
from simulator.exports.paper import Document, to_html, to_pdf

File = tuple[str, str, bytes]
"""What a file is called, its media type, and what is in it."""

FORMATS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "html": ("text/html", lambda document: to_html(document).encode()),
    "pdf": ("application/pdf", to_pdf),
}


class NoReport(CoachsimError):
    """There is nothing to make a document of, or not in the form asked for; the message says why."""


def maker(to: str) -> Callable[[str, Document], File]:
    """What makes a file of a name and a document. Raises `NoReport` for another form than html and pdf."""
    if to not in FORMATS:
        raise NoReport(f"There is no '{to}' of it. Take {' or '.join(FORMATS)}.")
    media_type, written = FORMATS[to]
    return lambda name, document: (f"{name}.{to}", media_type, written(document))
