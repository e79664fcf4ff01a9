"""What the coach knows before the conversation begins; a care note stands first, with a way to step back."""

from simulator.services.practise import Brief
from simulator.ui.html import Markup, el, link, paragraphs
from simulator.ui.trainee.words import DIFFICULTY, topic

HEADING = "cs-brief"

_MODE = {
    "explore": "You explore: all hints, a remark after each turn, and nothing is scored.",
    "practice": "You practise: there are hints, and one line may be taken back; the debrief shows what each did.",
    "exam": "This is an exam: no hints, no way back, and the results wait until your trainer releases them.",
}


def html(brief: Brief) -> Markup:
    """The whole view but its one button, which `begins` names."""
    level = DIFFICULTY.get(brief.difficulty, "")
    facts = [topic(brief.topic), f"{level} ({brief.difficulty} of 3)", f"about {brief.minutes} min"]
    return el(
        "div",
        el("nav", _back(brief), class_="cs-back", aria_label="Back"),
        el("h1", brief.title, id=HEADING),
        el("ul", [el("li", fact) for fact in facts], class_="cs-plain cs-facts"),
        _care(brief.care_note) if brief.care_note else None,
        el("div", paragraphs(brief.brief), class_="cs-prose"),
        _facts(brief),
        el("p", _MODE[brief.mode.value], class_="cs-soft") if brief.assignment else None,
        el("p", brief.begins, class_="cs-notice", role="note") if brief.begins else None,
        class_="cs-column cs-brief",
    )


def begins(brief: Brief) -> str:
    """The words on the button."""
    return "Continue the conversation" if brief.open_attempt else "Begin the conversation"


def _back(brief: Brief) -> Markup:
    if brief.assignment:
        return link(brief.assignment_title, assignment=brief.assignment)
    return link("All scenarios")


def explores(brief: Brief) -> str:
    """The words on the other button: to try things out."""
    return "Go on exploring" if brief.exploring else "Explore without being scored"


def _care(note: str) -> Markup:
    return el(
        "section",
        el("h2", "Before you read on"),
        el("p", note),
        el("p", link("Choose another scenario"), " if this is not for today. You can also pause or leave at any time."),
        class_="cs-care",
        aria_label="Care note",
    )


def _facts(brief: Brief) -> Markup:
    rows = (("Where", brief.setting), (brief.client, brief.about), ("What it practises", ", ".join(brief.targets)))
    return el("dl", [[el("dt", name), el("dd", words)] for name, words in rows], class_="cs-known cs-card")
