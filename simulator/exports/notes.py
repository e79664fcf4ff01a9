"""A trainer's notes on a scenario: what it is for, where it turns, what goes wrong and what to ask after it.

Values in, blocks out; what the figures mean is for `services.notes`. Not for trainees who have not played it.
"""

from dataclasses import dataclass

from simulator.exports.paper import Block, Document, Group, Heading, Listing, Paragraph, Words, line
from simulator.exports.report.words import facts, joined, points, quoted, short


@dataclass(frozen=True, slots=True)
class Hinge:
    """A moment that weighs double. `asks` completes "It asks the coach to …"; `notice` is a question to begin with."""

    beat: str
    client: Words
    asks: tuple[str, ...]
    strong: Words
    why: str
    notice: str


@dataclass(frozen=True, slots=True)
class Error:
    """A line that costs much. `lost` is its mean loss in points of 0-100, over the states in which random play meets
    it; `belief` is what somebody believes who takes it.
    """

    beat: str
    said: Words
    belief: str
    why: str
    lost: float


@dataclass(frozen=True, slots=True)
class Way:
    """An ending: how good it is, how it reads, and the question it leaves."""

    result: str
    text: str
    question: str


@dataclass(frozen=True, slots=True)
class Notes:
    title: str
    language: str
    summary: str
    client: str
    setting: str
    care: str
    length: str
    path: tuple[str, ...]
    aims: tuple[tuple[str, str], ...]
    hinges: tuple[Hinge, ...]
    errors: tuple[Error, ...]
    endings: tuple[Way, ...]
    sources: tuple[str, ...]
    digest: str
    rubric: str


def document(notes: Notes, moment: str) -> Document:
    """`moment` dates the file."""
    blocks: tuple[Block, ...] = (
        Heading(1, line(f"Trainer’s notes: {notes.title}")),
        Paragraph(line(notes.summary), "lead"),
        facts(
            ("Client", notes.client),
            ("Setting", notes.setting),
            ("Length", notes.length),
            ("Learning paths", ", ".join(notes.path)),
            ("Before play", notes.care),
        ),
        Heading(2, line("What it is for")),
        facts(*notes.aims),
        Heading(2, line("Where it turns")),
        *(_hinge(each, number) for number, each in enumerate(notes.hinges, 1)),
        Heading(2, line("What goes wrong, and what it costs")),
        Paragraph(line(_COST), "soft"),
        *(_error(each) for each in notes.errors),
        Heading(2, line("What to ask afterwards")),
        Listing(_questions(notes), numbered=True),
        Heading(2, line("How it can end")),
        *(_ending(each) for each in notes.endings),
        Heading(2, line("What it rests on")),
        Listing(tuple(map(line, notes.sources))),
        Paragraph(line(f"Scenario {notes.digest}, rubric {notes.rubric}."), "soft"),
    )
    foot = f"Trainer’s notes: {notes.title}. Scenario {short(notes.digest)}. Not for trainees before they have played"
    return Document(f"Trainer’s notes: {notes.title}", notes.language, moment, foot, blocks)


_COST = (
    "Points are of 100, the best that was attainable from the start; each is what the line loses on average where "
    "chance comes to it. A belief is named because it is what a debrief can reach."
)


def _hinge(hinge: Hinge, number: int) -> Group:
    return Group(
        (
            Heading(3, line(f"{number}. {hinge.beat.replace('-', ' ').capitalize()}")),
            Paragraph(hinge.client, "quote"),
            Paragraph(line(f"It asks the coach to {' and to '.join(hinge.asks)}.")),
            facts(("A strong line", joined(quoted(hinge.strong), f" {hinge.why}"))),
        ),
        whole=True,
    )


def _error(error: Error) -> Group:
    return Group(
        (
            Heading(3, line(f"{error.belief[:1].upper()}{error.belief[1:].rstrip('.')}: {points(error.lost)} of 100")),
            Paragraph(error.said, "quote"),
            Paragraph(line(error.why)),
        ),
        whole=True,
    )


def _questions(notes: Notes) -> tuple[Words, ...]:
    """From the hinges first, as everybody came past them; then what the endings ask."""
    hinges = [f"At “{_opening(each.client)}”: {each.notice}" for each in notes.hinges if each.notice]
    return tuple(map(line, (*hinges, *dict.fromkeys(each.question for each in notes.endings if each.question))))


def _opening(words: Words, most: int = 60) -> str:
    """How a line of the client begins, as far as it is spoken."""
    spoken = " ".join(each.text for each in words if each.look == "plain") or " ".join(each.text for each in words)
    return spoken if len(spoken) <= most else f"{spoken[:most].rsplit(' ', 1)[0]} …"


def _ending(way: Way) -> Group:
    return Group((Heading(3, line(way.result)), Paragraph(line(way.text))), whole=True)
