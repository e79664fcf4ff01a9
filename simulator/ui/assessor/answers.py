"""What is still asked after a mark, each with the form that answers it: where levels differ, flags, a consensus."""

from simulator.services.assessing.showing import Comparison, CriterionCard, Difference, FlagCard, Proposal, Side
from simulator.ui.assessor import words
from simulator.ui.assessor.parts import choices, jumps, level, long_text, radio, send, title
from simulator.ui.assessor.settling import MACHINE, OWN, Settling
from simulator.ui.components.marking import NO_OPPORTUNITY
from simulator.ui.html import Markup, el, paragraphs
from simulator.ui.trainer.parts import button

# Where levels differ.


def differences(settling: Settling, differences: list[Difference]) -> Markup | None:
    if not differences:
        return None
    return el("section", el("h2", "Where they differ"), [_difference(settling, each) for each in differences])


def _difference(settling: Settling, found: Difference) -> Markup:
    card = settling.card(found.criterion)
    return el(
        "article",
        el("h3", title(card, found.criterion)),
        el("p", el("b", f"{words.differs(found)}. "), found.explained),
        _given(found, card),
        class_="cs-difference",
    )


def _given(found: Difference, card: CriterionCard | None) -> Markup | None:
    if found.answer != "given":
        return None
    told = f"You abide by {words.level(found.abides, card)}"
    return el("p", el("b", told), f": {found.reason}" if found.reason else ".")


def respond(settling: Settling, found: Difference, card: CriterionCard) -> Markup:
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
        el("h2", title(card)),
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


def flags(found: Comparison) -> Markup | None:
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
        class_="cs-card cs-gate",
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


# Consensus.


def proposals(found: Comparison, cards: dict[str, CriterionCard]) -> Markup | None:
    if not found.proposals:
        return None
    return el("section", el("h2", "Consensus"), [_proposal(each, cards) for each in found.proposals])


def _proposal(proposal: Proposal, cards: dict[str, CriterionCard]) -> Markup:
    whose = "You propose" if proposal.mine else f"{proposal.by} proposes"
    levels = [
        el("li", el("span", title(cards.get(each), each)), ": ", level(value, cards.get(each)))
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


def propose(settling: Settling, found: Comparison) -> Markup:
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
