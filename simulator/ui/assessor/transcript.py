"""A conversation to be read beside what was made of it; what links lead to is marked."""

from collections.abc import Iterable, Mapping

from simulator.services.assessing.showing import Line, ScriptHead
from simulator.services.words import Part
from simulator.ui.html import Markup, el, join, paragraphs

Notes = Mapping[int, tuple[tuple[str, str], ...]]


def html(head: ScriptHead, notes: Notes, flagged: frozenset[int], person: str = "") -> Markup:
    """`notes` by turn, each with whose it is; `flagged` are turns with an ethical flag."""
    brief = el(
        "details", el("summary", "The brief they had"), el("p", head.setting, class_="cs-soft"), paragraphs(head.brief),
        id="cs-brief", class_="cs-brief-of",
    )  # fmt: skip
    turns = [_turn(line, head.client, notes.get(line.turn, ()), line.turn in flagged, person) for line in head.lines]
    ending = el("p", el("b", "How it ended. "), head.ending, class_="cs-outcome")
    return el("section", el("h2", "Transcript"), brief, turns, ending, class_="cs-transcript", aria_label="Transcript",
              tabindex=0)  # fmt: skip


def _turn(line: Line, client: str, notes: Iterable[tuple[str, str]], flagged: bool, person: str) -> Markup:
    name = f"turn-{line.turn}-name"
    flag = el("span", "Flagged", class_="cs-chip cs-costly") if flagged else None
    return el(
        "article",
        el("header", el("h3", f"Turn {line.turn}", id=name), flag),
        _said(client, line.client, "cs-of-client"),
        _said(person or "Coach", line.said, "cs-of-coach"),
        _why(line) if line.hinge else None,
        [el("p", el("b", f"{whose}: "), note, class_="cs-noted") for whose, note in notes],
        id=f"turn-{line.turn}",
        tabindex=-1,
        aria_labelledby=name,
        class_="cs-turn",
    )


def _said(who: str, said: Iterable[Part], looks: str) -> Markup:
    return el(
        "div", el("p", who, class_="cs-who"), el("p", phrases(said), class_="cs-spoken"), class_=f"cs-utterance {looks}"
    )


def phrases(parts: Iterable[Part]) -> Markup:
    pieces = [el("span", part.text, class_=f"cs-{part.kind}", dir="auto") for part in parts]
    return join(*(join(" " if i else None, piece) for i, piece in enumerate(pieces)))


def _why(line: Line) -> Markup:
    wrote = (
        paragraphs(line.reason)
        if line.reason
        else el("p", "They were asked for a reason and wrote none.", class_="cs-soft")
    )
    return el("div", el("p", "Why, in the trainee’s own words", class_="cs-who"), wrote, class_="cs-why")
