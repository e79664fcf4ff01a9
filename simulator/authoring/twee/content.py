"""The content of one passage taken apart: paragraphs, links and details, each with its place; no scenario yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.authoring.twee.details import COMMENT, Details, read_json
from simulator.authoring.twee.escapes import unescape
from simulator.authoring.twee.findings import Places, shortened
from simulator.authoring.twee.markup import report_markup
from simulator.authoring.twee.passages import Passage

_LINK = re.compile(r"\[\[((?:(?!\[\[|\]\]|\n).)*+)\]\]")
_BROKEN_LINK = re.compile(r"\[\[")
_BULLETS = re.compile(r"[\s*+>-]*")


@dataclass(slots=True)
class Link:
    """What the coach says and the name of the passage it leads to; `option` is the id its comment gave it."""

    say: str
    target: str
    offset: int
    option: str | None = None
    details: Details | None = None


@dataclass(slots=True)
class Paragraph:
    """Lines as they stand in the file, references and all; `when` are the conditions its comment gave it."""

    text: str
    when: Details | None = None
    offset: int = 0


@dataclass(slots=True)
class Content:
    paragraphs: list[Paragraph] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    details: dict[str, tuple[Details, int]] = field(default_factory=dict)
    """Those of the passage itself, by kind: `scenario`, `beat` or `ending`; with their place."""

    def prose(self) -> str:
        return unescape("\n\n".join(paragraph.text for paragraph in self.paragraphs))


def content_of(passage: Passage, places: Places) -> Content:
    """Take a passage apart; reports whatever in it is not understood."""
    return _Reader(places).read(passage)


class _Reader:
    """Goes through a passage once, from comment to comment and from line to line."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.content = Content()
        self.lines: list[str] = []
        self.when: tuple[Details, int] | None = None
        self.option: tuple[str | None, Details, int] | None = None

    def read(self, passage: Passage) -> Content:
        for is_comment, text, offset in _parts(passage, self.places):
            if is_comment:
                self.comment(text, offset)
            else:
                self.text(text, offset)
        self.end_paragraph()
        self.end_option()
        self.end_when()
        return self.content

    def comment(self, text: str, offset: int) -> None:
        found = COMMENT.fullmatch(text)
        if found is None:
            self.places.report("T26", offset, text=shortened(text))
            return
        kind, inside = found[1], offset + len("<!--") + found.start(3)
        details = read_json(found[3], inside, f"comment '{kind}'", self.places)
        if details is None:
            return
        if kind == "when":
            self.end_paragraph()
            self.end_when()
            self.when = details, offset
        elif kind == "option":
            self.end_option()
            self.option = found[2], details, offset
        elif kind in self.content.details:
            self.misplaced(f"a second comment '{kind}' was", offset, "the passage has one already")
        else:
            self.content.details[kind] = details, offset

    def text(self, text: str, offset: int) -> None:
        for line in text.split("\n"):
            self.line(line, offset)
            offset += len(line) + 1

    def line(self, line: str, offset: int) -> None:
        for found in _LINK.finditer(line):
            self.link(found[1], offset + found.start())
        rest = _LINK.sub("", line)
        if not line.strip():
            self.end_paragraph()
        elif rest == line or not _BULLETS.fullmatch(rest):
            self.words(_LINK.sub(lambda found: _sides(found[1])[0], line), line, offset)

    def words(self, words: str, line: str, offset: int) -> None:
        """Keep a line of text; links within it leave their words."""
        blank = _LINK.sub(lambda found: " " * len(found[0]), line)
        for broken in _BROKEN_LINK.finditer(blank):
            self.places.report("T24", offset + broken.start(), what="`[[` without `]]` on its line")
        report_markup(blank, offset, self.places)
        self.lines.append(words.strip().removeprefix("\\") if words.startswith("\\::") else words.strip())

    def link(self, inside: str, offset: int) -> None:
        inside, bracket, setter = inside.partition("][")
        if bracket:
            self.places.report("T24", offset, what=f"it sets something ('{shortened(setter)}')")
        say, target = _sides(inside)
        if not say or not target:
            self.places.report("T24", offset, what="it has no words or leads nowhere")
            return
        report_markup(inside, offset + 2, self.places)
        option, details, _ = self.option or (None, None, 0)
        self.option = None
        self.content.links.append(Link(unescape(say), target, offset, option, details))

    def end_paragraph(self) -> None:
        if not self.lines:
            return
        when, self.when = self.when, None
        self.content.paragraphs.append(Paragraph("\n".join(self.lines), *(when or ())))
        self.lines = []

    def end_option(self) -> None:
        if self.option:
            self.misplaced(f"the details of the option '{self.option[0]}' were", self.option[2], "no link follows them")
        self.option = None

    def end_when(self) -> None:
        if self.when:
            self.misplaced("the conditions were", self.when[1], "no paragraph follows them")
        self.when = None

    def misplaced(self, what: str, offset: int, reason: str) -> None:
        self.places.report("T25", offset, what=what, reason=reason)


def _parts(passage: Passage, places: Places) -> Iterator[tuple[bool, str, int]]:
    """Comments (their inside) and the text between them, each with its place in the file."""
    text, at = passage.content, 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            places.report("T26", passage.start + start, text=shortened(text[start:]))
            text = text[:start]
            break
        yield False, text[at:start], passage.start + at
        yield True, text[start + 4 : end], passage.start + start
        at = end + 3
    yield False, text[at:], passage.start + at


def _sides(inside: str) -> tuple[str, str]:
    """What is said and the target, in any of the ways in which Twine writes a link."""
    inside = inside.partition("][")[0]
    for sign, last in (("->", True), ("<-", False), ("|", True)):
        if sign in inside:
            left, _, right = inside.rpartition(sign) if last else inside.partition(sign)
            say, target = (right, left) if sign == "<-" else (left, right)
            return say.strip(), target.strip()
    return unescape(inside).strip(), inside.strip()
