"""The look of the page: one style sheet, put into the page before any widget.

The sheet travels as a plain HTML output, not as a widget: a notebook server writes such outputs straight into the
document, so the first paint is already styled, without a script having run. Tokens are the custom properties
`--cs-…`; what is ours sits inside an element of class `coachsim`.
"""

from functools import cache
from pathlib import Path

ROOT = "coachsim"
"""The class of the page's root element; every rule of the theme starts from it."""


@cache
def css() -> str:
    return Path(__file__).with_suffix(".css").read_text("utf-8")


def element(*sheets: Path) -> str:
    """The sheet, and others after it, as a `<style>` element for an HTML output that precedes the page's widgets."""
    return f"<style>{css()}{''.join(sheet.read_text('utf-8') for sheet in sheets)}</style>"
