"""A document as one HTML file: nothing in it runs or is fetched, and it prints as it reads."""

from pathlib import Path

from simulator.exports.markup import number, said, tag, text
from simulator.exports.paper.drawn import svg
from simulator.exports.paper.fit import fit
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
    headings,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = Path(__file__).with_name("paper.css")
_ELEMENTS = {"plain": "", "strong": "strong", "cue": "em", "soft": "small"}


def to_html(document: Document) -> str:
    """The whole file; encode it as UTF-8."""
    page = _Page(document.labels())
    title, *rest = document.blocks
    main = tag("main", page.block(title), page.contents(document), *map(page.block, rest))
    body = tag("body", main, tag("footer", said("p", fit(document.foot))))
    return f"<!DOCTYPE html>\n{tag('html', _head(document), body, lang=document.language)}\n"


def _head(document: Document) -> str:
    return tag(
        "head",
        '<meta charset="utf-8"/>',
        f'<meta http-equiv="Content-Security-Policy" content="{text(_POLICY)}"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        said("title", fit(document.title)),
        tag("style", _STYLE.read_text(encoding="utf-8")),
    )


class _Page:
    """Prints blocks; `places` are the labels that there are."""

    def __init__(self, places: frozenset[str]) -> None:
        self._places = places

    def contents(self, document: Document) -> str:
        """Links to the parts of a longer document, on screens only: paper has its bookmarks and its pages."""
        parts = [each for each in headings(document.blocks) if each.level == 2 and each.label]
        entries = (tag("li", tag("a", _plain(each.words), href=f"#{each.label}")) for each in parts)
        return tag("nav", tag("ul", *entries), aria_label="Contents") if len(parts) > 2 else ""

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                return tag(f"h{block.level}", self.words(block.words), id=block.label)
            case Paragraph():
                return self._paragraph(block)
            case Facts():
                rows = (
                    tag("div", tag("dt", self.words(name)), tag("dd", self.words(words), dir="auto"))
                    for name, words in block.rows
                )
                return tag("dl", "", *rows, class_=block.look)
            case Listing():
                items = (tag("li", self.words(each)) for each in block.items)
                return tag("ol" if block.numbered else "ul", "", *items)
            case Table():
                return self._table(block)
            case Figure():
                return _figure(block)
            case Group():
                looks = " ".join([block.look, *(["whole"] if block.whole else [])])
                return tag("section", "", *map(self.block, block.blocks), class_=looks)

    def words(self, words: Words) -> str:
        return "".join(map(self._span, words))

    def _span(self, span: Span) -> str:
        shown = _broken(span.text)
        element = _ELEMENTS[span.look]
        shown = tag(element, shown) if element else shown
        return tag("a", shown, href=f"#{span.to}") if span.to in self._places else shown

    def _paragraph(self, block: Paragraph) -> str:
        name = "blockquote" if block.look == "quote" else "p"
        return tag(name, self.words(block.words), class_=None if block.look == "plain" else block.look, dir="auto")

    def _table(self, block: Table) -> str:
        heads = (said("th", fit(each.name), scope="col", class_=_side(each)) for each in block.columns)
        rows = (tag("tr", *self._cells(block.columns, row)) for row in block.rows)
        table = tag(
            "table",
            said("caption", fit(block.caption)),
            tag("thead", tag("tr", *heads)),
            tag("tbody", *rows),
        )
        return tag("div", table, class_="wide", tabindex=0, role="region", aria_label=fit(block.caption))

    def _cells(self, columns: tuple[Column, ...], row: tuple[Words, ...]) -> list[str]:
        (_, *rest), (first, *cells) = columns, row
        named = tag("th", self.words(first) or " ", scope="row")
        pairs = zip(rest, cells, strict=True)
        return [named, *(tag("td", self.words(cell) or " ", class_=_side(column)) for column, cell in pairs)]


def _side(column: Column) -> str | None:
    return "right" if column.right else None if column.width else "tight"


def _plain(words: Words) -> str:
    return "".join(_broken(each.text) for each in words)


def _broken(words: str) -> str:
    """Escaped text, whose line breaks stay."""
    return "<br/>".join(text(each) for each in fit(words).split("\n"))


def _figure(figure: Figure) -> str:
    caption = said("figcaption", fit(figure.caption)) if figure.caption else ""
    drawn = svg(figure.picture, fit(figure.alt))
    shown = tag("div", drawn, class_="drawn", style=f"max-width:{number(figure.picture.width)}pt")
    looks: dict[str, object] = {"class_": "beside"} if figure.beside else {"tabindex": 0}
    return tag("figure", shown, caption, **looks)
