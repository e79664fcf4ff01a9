"""The list of scenarios: what there is to practise, where one was, and how earlier attempts went."""

from collections.abc import Sequence

from simulator.services.practise import CatalogueEntry, Finished
from simulator.ui.html import Markup, el, join, link
from simulator.ui.trainee.words import DIFFICULTY, RESULTS, day, plural, topic

HEADING = "cs-catalogue"
TITLE = "Practise"


def html(entries: Sequence[CatalogueEntry], left_out: Sequence[str] = (), desk: str | None = None) -> Markup:
    """The whole view, one widget: its actions are ordinary links.

    `left_out` names files and versions that cannot be offered; `desk` is the author's address, if there is one.
    """
    lead = "Play a conversation line by line. The client reacts to what you say; afterwards you see what each line did."
    name = el("p", "coachsim", class_="cs-brand")
    other = el("p", el("a", "Author’s desk", href=desk), class_="cs-small cs-aside") if desk else None
    words = el("p", lead, class_="cs-soft cs-lead")
    head = el("header", other, name, el("h1", TITLE, id=HEADING), words, class_="cs-head")
    if not entries:
        return el("div", head, el("p", "There are no scenarios here yet."), _left_out(left_out), class_="cs-wide")
    going = [each for each in entries if each.open_attempt]
    rest = [each for each in entries if not each.open_attempt]
    cards = el("ul", [el("li", _card(each)) for each in (*going, *rest)], class_="cs-plain cs-cards")
    return el("div", head, cards, _left_out(left_out), class_="cs-wide")


def _left_out(files: Sequence[str]) -> Markup | None:
    """What an author should know; a trainee can go on."""
    if not files:
        return None
    words = (
        f"Left out because they cannot be used as they are: {', '.join(files)}. `coachsim check` says more of files."
    )
    return el("p", words, class_="cs-soft cs-small", role="note")


def _card(entry: CatalogueEntry) -> Markup:
    level = DIFFICULTY.get(entry.difficulty, "")
    facts = [topic(entry.topic), f"{level} ({entry.difficulty} of 3)", f"{entry.minutes} min"]
    return el(
        "article",
        el("h2", entry.title),
        el("ul", [el("li", fact) for fact in facts], class_="cs-plain cs-facts"),
        el("p", entry.summary),
        el("div", _action(entry), class_="cs-actions"),
        _earlier(entry) if entry.finished else None,
        class_="cs-card",
    )


def _action(entry: CatalogueEntry) -> Markup:
    """Continue where one was, else start; each names its scenario, for those who hear links out of context."""
    of = el("span", f" {entry.title}", class_="cs-hidden")
    if entry.open_attempt:
        words = f"Continue at turn {entry.open_turn}"
        return join(
            link([words, of], button=True, attempt=entry.open_attempt),
            link(["Read the brief", of], button=True, quiet=True, scenario=entry.scenario),
        )
    return link(["Play again" if entry.finished else "Start", of], button=True, scenario=entry.scenario)


def _earlier(entry: CatalogueEntry) -> Markup:
    rows = [el("li", _attempt(each)) for each in entry.finished]
    count = plural(len(entry.finished), "earlier attempt")
    return el("details", el("summary", count), el("ul", rows, class_="cs-plain cs-rows"))


def _attempt(finished: Finished) -> Markup:
    result = RESULTS.get(finished.result, "Finished")
    about = f"{result}, {plural(finished.turns, 'turn')}"
    named = ["Debrief", el("span", f" of {day(finished.finished)}", class_="cs-hidden")]
    return join(
        el("span", el("span", day(finished.finished)), el("span", about, class_="cs-soft cs-small")),
        link(named, debrief=finished.attempt),
    )
