"""A script after one's mark: what everybody made of it side by side, what is still asked, and what counts in the end.

Where marks differ it is said in words and signs, never by colour alone.
"""

from simulator.services.assessing.showing import Comparison, CriterionCard, Difference, Side
from simulator.ui.assessor import answers, transcript, words
from simulator.ui.assessor.desk import Desk
from simulator.ui.assessor.parts import jumps, level, title
from simulator.ui.assessor.settling import MACHINE, OWN, Settling
from simulator.ui.html import Child, Markup, el, join, paragraphs
from simulator.ui.trainer.parts import back, button, chip, table

HEADING = "cs-comparison"


def html(desk: Desk) -> Markup:
    settling = desk.settling
    found: Comparison = settling.comparison
    flagged = frozenset(each.turn for each in found.flags)
    return el(
        "div",
        _back(desk),
        el(
            "div",
            transcript.html(found.head, found.notes, flagged, found.person),
            el("section", _found(desk, settling, found), class_="cs-compared", aria_label="Marks", tabindex=0),
            class_="cs-facing",
        ),
        class_="cs-settling",
    )


def _back(desk: Desk) -> Markup:
    if desk.settling.comparison.calibrating:
        return back("Calibration", "?view=calibration")
    return back("Queue")


def _found(desk: Desk, settling: Settling, found: Comparison) -> list[Markup | None]:
    cards = {each.id: each for each in found.head.criteria}
    asked = [each for each in found.differences if each.answer == "asked"]
    return [
        _head(found),
        _waits(found),
        _final(found, cards),
        _table(settling, found),
        *[answers.respond(settling, each, cards[each.criterion]) for each in asked if each.criterion in cards],
        answers.flags(found),
        answers.differences(settling, [each for each in found.differences if each.answer != "asked"]),
        _agreed_reasons(found, cards),
        answers.proposals(found, cards),
        answers.propose(settling, found) if found.may_propose else None,
        _third(desk, found),
        _comments(found),
    ]


def _head(found: Comparison) -> Markup:
    who = f"{found.person} · " if found.person else ""
    about = f"{who}{found.head.title} · {found.head.rubric}"
    code = el("span", found.head.code, class_="cs-code")
    return el(
        "header",
        el("h1", code, " ", "How the marks compare", id=HEADING, tabindex=-1, data_rest=not _open(found)),
        el("p", about, class_="cs-soft"),
    )


# Where it stands.


def _open(found: Comparison) -> bool:
    """Whether something has to happen before it is final; there the focus rests once a form is answered."""
    return bool(found.waits) and not found.final


def _waits(found: Comparison) -> Markup | None:
    if not _open(found):
        return None
    lines = [el("li", words.sentence(each)) for each in found.waits]
    return el(
        "div", el("h2", "Before it is final", tabindex=-1, data_rest=True), el("ul", lines), class_="cs-notice cs-calm"
    )


def _final(found: Comparison, cards: dict[str, CriterionCard]) -> Markup | None:
    if not found.final:
        return None
    rows = [
        el("tr", el("th", title(cards.get(each.criterion), each.criterion), scope="row"),
           el("td", level(each.level, cards.get(each.criterion))), el("td", words.how(each)))
        for each in found.final
    ]  # fmt: skip
    heads: list[Child] = ["Criterion", "Level", "Why this one"]
    return el("section", el("h2", "What counts"), table("What counts", heads, rows, "cs-final"))


# Side by side.


def _table(settling: Settling, found: Comparison) -> Markup:
    differing = {each.criterion: each for each in found.differences}
    own = settling.side(OWN)
    heads: list[Child] = ["Criterion", *[_side_head(each) for each in found.sides]]
    rows = [
        el(
            "tr",
            el("th", title(card), _tag(differing.get(card.id)), scope="row"),
            [_cell(found, side, card, own) for side in found.sides],
        )
        for card in found.head.criteria
    ]
    return el("section", el("h2", "Side by side"), table("Levels side by side", heads, rows, "cs-sides-of"))


def _side_head(side: Side) -> Child:
    return join(side.title, el("span", side.note, class_="cs-below") if side.note else None)


def _tag(difference: Difference | None) -> Markup | None:
    return el("span", chip(words.differs(difference), costly=True), class_="cs-block") if difference else None


def _cell(found: Comparison, side: Side, card: CriterionCard, own: Side | None) -> Markup:
    if card.id not in side.levels:
        return el("td", el("span", "–", aria_hidden="true"), el("span", "not marked", class_="cs-hidden"))
    shown = level(side.levels[card.id], card, machine=side.kind == MACHINE)
    return el(
        "td",
        el("p", shown, " ", _against(side, card, own)),
        jumps(side.turns.get(card.id, ())),
        _words(found, side, card),
    )


def _against(side: Side, card: CriterionCard, own: Side | None) -> Markup | None:
    """How it stands to one's own level."""
    if own is None or side is own:
        return None
    sign, meaning = words.against(own.levels, side, card.id)
    inside = el("span", sign, aria_hidden="true"), el("span", f" ({meaning})", class_="cs-hidden")
    return el("span", inside, class_="cs-versus") if sign else None


def _words(found: Comparison, side: Side, card: CriterionCard) -> Markup | None:
    """The reasons of agreed levels are long and have a place of their own."""
    text = "" if side.kind == "agreed" and found.agreed_reasons else side.words.get(card.id, "")
    return el("p", text, class_="cs-small cs-lines cs-quote-of") if text else None


# What else there is to read.


def _agreed_reasons(found: Comparison, cards: dict[str, CriterionCard]) -> Markup | None:
    if not found.agreed_reasons:
        return None
    reasons = [
        el("article", el("h3", title(cards.get(each), each)), paragraphs(reason), class_="cs-difference")
        for each, reason in found.agreed_reasons.items()
    ]
    return el("section", el("h2", "Why these levels were agreed"), reasons)


def _third(desk: Desk, found: Comparison) -> Markup | None:
    """Whoever leads may ask for a third mark where two cannot agree."""
    queue, entry = desk.queueing.queue, desk.queueing.entry(found.head.script)
    disputed = found.may_propose or found.proposals or (entry is not None and entry.state == "disputed")
    if found.final or not disputed or queue is None or not queue.may_lead:
        return None
    told = "Where the two cannot agree, a third person marks it blind; the mark closest to theirs then counts."
    return el("section", el("p", told, class_="cs-soft"), button("Ask for a third mark", "third"), class_="cs-stacked")


def _comments(found: Comparison) -> Markup | None:
    if not found.comments:
        return None
    said = [join(el("h3", whose), paragraphs(comment)) for whose, comment in found.comments]
    return el("section", el("h2", "On the whole"), said)
