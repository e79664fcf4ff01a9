"""Documents that travel: blocks as values, printed as one HTML file or as a tagged PDF that says the same.

What is in a document is the business of whoever makes it (`exports.report`, `exports.portfolio`). How it looks is in
`paper.css` and `paper.typ`; both are black on white.
"""

from simulator.exports.paper.html import to_html
from simulator.exports.paper.pdf import NoPdf, to_pdf
from simulator.exports.paper.values import (
    Block,
    Column,
    Document,
    Facts,
    Figure,
    Group,
    Heading,
    Listing,
    Paragraph,
    Span,
    Table,
    Words,
    line,
)

__all__ = [
    "Block", "Column", "Document", "Facts", "Figure", "Group", "Heading", "Listing", "NoPdf", "Paragraph", "Span",
    "Table", "Words", "line", "to_html", "to_pdf",
]  # fmt: skip
