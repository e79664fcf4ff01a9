"""The list: what is assigned, what there is to practise, where one was, and how earlier attempts went."""

from collections.abc import Sequence

from simulator.services.practise import Assigned, CatalogueEntry, Finished
from simulator.ui.html import Markup, el, join, link
from simulator.ui.trainee import assigned as assigning
from simulator.ui.trainee.words import DIFFICULTY, RESULTS, day, plural, topic
from simulator.ui.ways import Way

HEADING = "cs-catalogue"
TITLE = "Practise"


def html(
    entries: Sequence[CatalogueEntry],
    assigned: Sequence[Assigned] = (),
    left_out: Sequence[str] = (),
    ways: Sequence[Way] = (),
) -> Markup:
    """The whole view, one widget: its actions are ordinary links.

    `left_out` names files and versions that cannot be offered; `ways` lead to the other pages somebody may open.
    """
    lead = "Play a conversation line by line. The client reacts to what you say; afterwards you see what each line did."
    name = el("p", "coachsim", class_="cs-brand")
    words = el("p", lead, class_="cs-soft cs-lead")
    head = el("header", _ways(ways), name, el("h1", TITLE, id=HEADING), words, class_="cs-head")
    given = assigning.section(assigned)
    return el("div", head, given, _library(entries, alone=given is None), _left_out(left_out), class_="cs-wide")


def _ways(ways: Sequence[Way]) -> Markup | None:
    if not ways:
        return None
    return el(
        "nav", [el("a", way.words, href=way.address) for way in ways], class_="cs-aside", aria_label="Other pages"
    )


def _library(entries: Sequence[CatalogueEntry], *, alone: bool) -> Markup:
    """`alone`: nothing is assigned, so the list needs no heading of its own."""
    if not entries:
        return el("p", "There are no scenarios here yet.")
    going = [each for each in entries if each.open_attempt]
    rest = [each for each in entries if not each.open_attempt]
    rows = [el("li", _card(each, "h2" if alone else "h3")) for each in (*going, *rest)]
    cards = el("ul", rows, class_="cs-plain cs-cards")
    return cards if alone else el("section", el("h2", "Practise on your own"), cards, class_="cs-library")


def _left_out(files: Sequence[str]) -> Markup | None:
    """What an author should know; a trainee can go on."""
    if not files:
        return None
    words = (
        f"Left out because they cannot be used as they are: {', '.join(files)}. `coachsim check` says more of files."
    )
    return el("p", words, class_="cs-soft cs-small", role="note")


def _card(entry: CatalogueEntry, heading: str) -> Markup:
    level = DIFFICULTY.get(entry.difficulty, "")
    facts = [topic(entry.topic), f"{level} ({entry.difficulty} of 3)", f"{entry.minutes} min"]
    return el(
        "article",
        el(heading, entry.title),
        el("ul", [el("li", fact) for fact in facts], class_="cs-plain cs-facts"),
        el("p", entry.summary),
        el("div", _action(entry), class_="cs-actions"),
        _earlier(entry) if entry.finished else None,
        class_="cs-card",
    )


def _action(entry: CatalogueEntry) -> Markup:
    """Continue where one was, else start; each names its scenario, for those who hear links out of context."""
    of = el("span", f" {entry.title}", class_="cs-hidden")
    if entry.reserved:
        return el("p", "Part of an exam of yours. It can be practised once the results are out.", class_="cs-soft")
    if entry.open_attempt:
        words = f"Continue at turn {entry.open_turn}"
        return join(
            link([words, of], button=True, attempt=entry.open_attempt),
            link(["Read the brief", of], button=True, quiet=True, scenario=entry.scenario),
        )
    return link(["Play again" if entry.finished else "Start", of], button=True, scenario=entry.scenario)


def _earlier(entry: CatalogueEntry) -> Markup:
    rows = [el("li", _attempt(each, debrief=not entry.reserved)) for each in entry.finished]
    count = plural(len(entry.finished), "earlier attempt")
    return el("details", el("summary", count), el("ul", rows, class_="cs-plain cs-rows"))


def _attempt(finished: Finished, *, debrief: bool) -> Markup:
    result = RESULTS.get(finished.result, "Finished")
    about = f"{result}, {plural(finished.turns, 'turn')}"
    named = ["Debrief", el("span", f" of {day(finished.finished)}", class_="cs-hidden")]
    return join(
        el("span", el("span", day(finished.finished)), el("span", about, class_="cs-soft cs-small")),
        link(named, debrief=finished.attempt) if debrief else None,
    )
