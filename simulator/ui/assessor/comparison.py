"""A script after one's mark: what everybody made of it side by side, what is still asked, and what counts in the end.

Where marks differ it is said in words and signs, never by colour alone.
"""

from simulator.services.assessing.showing import Comparison, CriterionCard, Difference, FlagCard, Proposal, Side
from simulator.ui.assessor import transcript, words
from simulator.ui.assessor.desk import Desk
from simulator.ui.assessor.parts import choices, jumps, level, long_text, radio, send
from simulator.ui.assessor.settling import MACHINE, OWN, Settling
from simulator.ui.components.marking import NO_OPPORTUNITY
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
            class_="cs-beside",
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
        *[_respond(settling, each, cards[each.criterion]) for each in asked if each.criterion in cards],
        _flags(found),
        _differences(settling, [each for each in found.differences if each.answer != "asked"]),
        _agreed_reasons(found, cards),
        _proposals(found, cards),
        _propose(settling, found) if found.may_propose else None,
        _third(desk, found),
        _comments(found),
    ]


def _head(found: Comparison) -> Markup:
    who = f"{found.person} · " if found.person else ""
    about = f"{who}{found.head.title} · rubric {found.head.rubric}"
    code = el("span", found.head.code, class_="cs-code")
    return el(
        "header",
        el("h1", code, " ", "How the marks compare", id=HEADING, tabindex=-1),
        el("p", about, class_="cs-soft"),
    )


# Where it stands.


def _waits(found: Comparison) -> Markup | None:
    if found.final or not found.waits:
        return None
    lines = [el("li", words.sentence(each)) for each in found.waits]
    return el("div", el("h2", "Before it is final"), el("ul", lines), class_="cs-notice cs-calm")


def _final(found: Comparison, cards: dict[str, CriterionCard]) -> Markup | None:
    if not found.final:
        return None
    rows = [
        el("tr", el("th", _title(cards.get(each.criterion), each.criterion), scope="row"),
           el("td", level(each.level, cards.get(each.criterion))), el("td", words.how(each)))
        for each in found.final
    ]  # fmt: skip
    heads: list[Child] = ["Criterion", "Level", "Why this one"]
    return el("section", el("h2", "What counts"), table("What counts", heads, rows, "cs-final"))


def _title(card: CriterionCard | None, otherwise: str = "") -> Child:
    return join(el("span", card.code, class_="cs-code"), " ", card.title) if card else otherwise


# Side by side.


def _table(settling: Settling, found: Comparison) -> Markup:
    differing = {each.criterion: each for each in found.differences}
    own = settling.side(OWN)
    heads: list[Child] = ["Criterion", *[_side_head(each) for each in found.sides]]
    rows = [
        el(
            "tr",
            el("th", _title(card), _tag(differing.get(card.id)), scope="row"),
            [_cell(found, side, card, own) for side in found.sides],
        )
        for card in found.head.criteria
    ]
    return el("section", el("h2", "Side by side"), table("Levels side by side", heads, rows, "cs-sides-of"))


def _side_head(side: Side) -> Child:
    return join(side.title, el("span", side.note, class_="cs-account") if side.note else None)


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
    return el("span", inside, class_="cs-against") if sign else None


def _words(found: Comparison, side: Side, card: CriterionCard) -> Markup | None:
    """The reasons of agreed levels are long and have a place of their own."""
    text = "" if side.kind == "agreed" and found.agreed_reasons else side.words.get(card.id, "")
    return el("p", text, class_="cs-small cs-lines cs-quote-of") if text else None


# Differences, and the answer to them.


def _differences(settling: Settling, differences: list[Difference]) -> Markup | None:
    if not differences:
        return None
    return el("section", el("h2", "Where they differ"), [_difference(settling, each) for each in differences])


def _difference(settling: Settling, found: Difference) -> Markup:
    card = settling.card(found.criterion)
    return el(
        "article",
        el("h3", _title(card, found.criterion)),
        el("p", el("b", f"{words.differs(found)}. "), found.explained),
        _given(found, card),
        class_="cs-difference",
    )


def _given(found: Difference, card: CriterionCard | None) -> Markup | None:
    if found.answer != "given":
        return None
    told = f"You abide by {words.level(found.abides, card)}"
    return el("p", el("b", told), f": {found.reason}" if found.reason else ".")


def _respond(settling: Settling, found: Difference, card: CriterionCard) -> Markup:
    own, machine = (settling.side(each) for each in (OWN, MACHINE))
    radios = [
        radio("abides", OWN, f"I abide by my level: {words.named(own, card)}", "Say why; it stays beside your mark.")
        if own
        else None,
        radio(
            "abides", MACHINE, f"I take the machine’s: {words.named(machine, card)}", "Your own mark is kept as it was."
        )
        if machine
        else None,
    ]
    return el(
        "section",
        el("h2", _title(card)),
        el("p", el("b", f"{words.differs(found)}. "), found.explained),
        el(
            "form",
            choices("Which level do you stand by?", *(each for each in radios if each)),
            long_text(
                f"cs-reason-{card.id}", "reason", "Your reason", hint="Needed where you abide by your own level."
            ),
            el("div", send("Keep this", "cs-primary"), class_="cs-actions"),
            data_do=f"respond:{card.id}",
            class_="cs-stack",
        ),
        class_="cs-card cs-asked-for",
    )


# Flags.


def _flags(found: Comparison) -> Markup | None:
    if not found.flags:
        return None
    return el("section", el("h2", "Ethical flags"), [_flag(each) for each in found.flags])


def _flag(flag: FlagCard) -> Markup:
    decided = (
        el("p", el("b", f"{words.sentence(flag.decision)} "), f"{flag.decided_by}: {flag.reason}")
        if flag.decision
        else None
    )
    waiting = None if flag.decision or flag.decidable else el("p", "Another assessor decides.", class_="cs-soft")
    return el(
        "article",
        el("h3", flag.rule),
        el(
            "div",
            jumps((flag.turn,)),
            el("span", f"Seen by: {flag.by}", class_="cs-soft cs-small"),
            class_="cs-flag-line",
        ),
        el("p", flag.comment, class_="cs-lines") if flag.comment else None,
        decided,
        waiting,
        _decide(flag) if flag.decidable else None,
        class_="cs-card cs-flag",
    )


def _decide(flag: FlagCard) -> Markup:
    name = f"{flag.gate}@{flag.turn}"
    return el(
        "form",
        choices(
            "Was this rule crossed?",
            radio("decision", "uphold", "Yes: uphold the flag", "It caps the level of its criterion."),
            radio("decision", "clear", "No: clear the flag"),
        ),
        long_text(f"cs-flag-{flag.gate}-{flag.turn}", "reason", "Your reason"),
        el("div", send("Decide", "cs-primary"), class_="cs-actions"),
        data_do=f"decide:{name}",
        class_="cs-stack",
    )


# What was agreed: on a benchmark, or between two.


def _agreed_reasons(found: Comparison, cards: dict[str, CriterionCard]) -> Markup | None:
    if not found.agreed_reasons:
        return None
    reasons = [
        el("article", el("h3", _title(cards.get(each), each)), paragraphs(reason), class_="cs-difference")
        for each, reason in found.agreed_reasons.items()
    ]
    return el("section", el("h2", "Why these levels were agreed"), reasons)


def _proposals(found: Comparison, cards: dict[str, CriterionCard]) -> Markup | None:
    if not found.proposals:
        return None
    return el("section", el("h2", "Consensus"), [_proposal(each, cards) for each in found.proposals])


def _proposal(proposal: Proposal, cards: dict[str, CriterionCard]) -> Markup:
    whose = "You propose" if proposal.mine else f"{proposal.by} proposes"
    levels = [
        el("li", el("span", _title(cards.get(each), each)), ": ", level(value, cards.get(each)))
        for each, value in proposal.levels.items()
    ]
    answer = (
        el("p", "The other assessor has not agreed yet." if proposal.mine else "", class_="cs-soft")
        if proposal.open
        else el("p", "Agreed, or overtaken by another proposal.", class_="cs-soft")
    )
    agree = (
        el("div", button("I agree", f"agree:{proposal.number}", "cs-primary"), class_="cs-actions")
        if proposal.open and not proposal.mine
        else answer
    )
    return el(
        "article", el("h3", whose), el("ul", levels), paragraphs(proposal.reason), agree, class_="cs-card cs-stacked"
    )


def _propose(settling: Settling, found: Comparison) -> Markup:
    own = settling.side(OWN)
    fields = [_choose(card, own) for card in settling.to_agree]
    return el(
        "details",
        el("summary", "Propose levels to agree on"),
        el(
            "form",
            el("div", fields, class_="cs-fields"),
            long_text("cs-propose-reason", "reason", "Why these", hint="The other assessor reads it."),
            el("div", send("Propose", "cs-primary"), class_="cs-actions"),
            data_do="propose",
            class_="cs-stack",
        ),
        id="cs-propose",
        open=not found.proposals,
    )


def _choose(card: CriterionCard, own: Side | None) -> Markup:
    mine = own.levels.get(card.id) if own else None
    names = [(str(each.level), f"{each.level} {each.name}") for each in card.anchors]
    chosen = NO_OPPORTUNITY if mine is None else str(mine)
    options = [
        el("option", label, value=value, selected=value == chosen)
        for value, label in (*names, (NO_OPPORTUNITY, words.UNOPPORTUNE))
    ]
    id_ = f"cs-propose-{card.id}"
    return el("div", el("label", card.title, for_=id_), el("select", options, id=id_, name_=f"level-{card.id}"),
              class_="cs-field")  # fmt: skip


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
