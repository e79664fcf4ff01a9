"""A document as values: headings, paragraphs, tables, pictures. Nothing in them is markup; text stays text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from simulator.exports.paper.picture import Picture


@dataclass(frozen=True, slots=True)
class Span:
    """Words within a line. `look`: plain, strong, cue (what is seen or heard besides the words) or soft. `to` is the
    label of a heading, which they lead to where the document has it.
    """

    text: str
    look: str = "plain"
    to: str | None = None


Words: TypeAlias = tuple[Span, ...]


def line(text: str, look: str = "plain") -> Words:
    """A line all of one look; none for no text."""
    return (Span(text, look),) if text else ()


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1-3, each no more than one below the one before. `label` names the place, unique within a document."""

    level: int
    words: Words
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`look`: plain, lead (said in large), strong, soft, quote."""

    words: Words
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names at the left and what belongs to them at the right. `look`: plain, or talk (names are of speakers)."""

    rows: tuple[tuple[Words, Words], ...]
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Words, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of what is left, 0 for as wide as its words; `right`: flush right, for figures."""

    name: str
    width: float = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has a cell for each column; its first cell names it. `caption` says what the table shows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """`alt` says in words what the picture shows; `caption` stands below it, empty for none. `beside`: it belongs to
    facts, and stands below what is at their right.
    """

    picture: Picture
    alt: str
    caption: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that belong together. `look`: plain, caution (boxed). `whole`: not broken over two pages, where it fits
    on one.
    """

    blocks: tuple["Block", ...]
    look: str = "plain"
    whole: bool = False


Block: TypeAlias = Heading | Paragraph | Facts | Listing | Table | Figure | Group


@dataclass(frozen=True, slots=True)
class Document:
    """`title` is what the file is called in a list of files; `foot` stands below every page. `language` is BCP 47.
    `moment` is the last one that anything in it rests on, UTC, ISO 8601: it dates the file, so that the same document
    always gives the same bytes.
    """

    title: str
    language: str
    moment: str
    foot: str
    blocks: tuple[Block, ...]

    def labels(self) -> frozenset[str]:
        """The places that words may lead to."""
        return frozenset(each.label for each in headings(self.blocks) if each.label)


def headings(blocks: tuple[Block, ...]) -> Iterator[Heading]:
    """Every heading, in order."""
    for each in blocks:
        if isinstance(each, Heading):
            yield each
        elif isinstance(each, Group):
            yield from headings(each.blocks)
