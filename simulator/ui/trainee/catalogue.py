"""The list: what is assigned, what there is to practise, where one was, and how earlier attempts went."""

from collections.abc import Mapping, Sequence

from simulator.model.programme import LearningPath
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
    paths: Sequence[LearningPath] = (),
) -> Markup:
    """The whole view, one widget: its actions are ordinary links.

    `left_out` names files and versions that cannot be offered; `ways` lead to the other pages somebody may open;
    `paths` say which conversations belong together, in which order.
    """
    lead = "Play a conversation line by line. The client reacts to what you say; afterwards you see what each line did."
    name = el("p", "coachsim", class_="cs-brand")
    words = el("p", lead, class_="cs-soft cs-lead")
    head = el("header", _ways(ways), name, el("h1", TITLE, id=HEADING), words, class_="cs-head")
    given = assigning.section(assigned)
    shown = _library(entries, paths, alone=given is None)
    return el("div", head, given, shown, _left_out(left_out), class_="cs-wide")


def _ways(ways: Sequence[Way]) -> Markup | None:
    if not ways:
        return None
    return el(
        "nav", [el("a", way.words, href=way.address) for way in ways], class_="cs-aside", aria_label="Other pages"
    )


def _library(entries: Sequence[CatalogueEntry], paths: Sequence[LearningPath], *, alone: bool) -> Markup:
    """`alone`: nothing is assigned, so the list needs no heading of its own."""
    if not entries:
        return el("p", "There are no scenarios here yet.")
    known = {each.scenario: each for each in entries}
    going = [(each, "") for each in entries if each.open_attempt]
    lanes = _lanes({id_: each for id_, each in known.items() if not each.open_attempt}, paths)
    if not lanes:
        cards = _cards([(each, "") for each in _going_first(entries)], "h2" if alone else "h3")
        return cards if alone else el("section", el("h2", "Practise on your own"), cards, class_="cs-library")
    top = 2 if alone else 3
    return el(
        "section",
        None if alone else el("h2", "Practise on your own"),
        _lane("Go on where you were", "", going, top),
        _topics(entries),
        [_order(path, known) for path in paths if path.id not in {lane.id for lane, _ in lanes}],
        [_lane(path.title, path.about, steps, top) for path, steps in lanes],
        _lane("More", "", _rest(entries, lanes), top),
        class_="cs-library",
    )


Steps = list[tuple[CatalogueEntry, str]]
"""Conversations, each with why it stands where it does."""


def _lanes(known: Mapping[str, CatalogueEntry], paths: Sequence[LearningPath]) -> list[tuple[LearningPath, Steps]]:
    """The paths that bring something new, with what they bring; every conversation stands in one."""
    lanes: list[tuple[LearningPath, Steps]] = []
    shown: set[str] = set()
    for path in paths:
        steps = [(known[s.scenario], s.why) for s in path.steps if s.scenario in known and s.scenario not in shown]
        shown |= {entry.scenario for entry, _ in steps}
        if steps:
            lanes.append((path, steps))
    return lanes


def _rest(entries: Sequence[CatalogueEntry], lanes: Sequence[tuple[LearningPath, Steps]]) -> Steps:
    shown = {entry.scenario for _, steps in lanes for entry, _ in steps}
    return [(each, "") for each in entries if each.scenario not in shown and not each.open_attempt]


def _going_first(entries: Sequence[CatalogueEntry]) -> list[CatalogueEntry]:
    return sorted(entries, key=lambda each: not each.open_attempt)


def _lane(title: str, about: str, steps: Steps, level: int) -> Markup | None:
    if not steps:
        return None
    words = el("p", about, class_="cs-soft") if about else None
    return el("section", el(f"h{level}", title), words, _cards(steps, f"h{level + 1}"), class_="cs-lane")


def _cards(steps: Steps, heading: str) -> Markup:
    rows = [el("li", _card(each, heading, why), id=f"{_PLACE}{each.scenario}") for each, why in steps]
    return el("ul", rows, class_="cs-plain cs-cards")


_PLACE = "conversation-"


def _topics(entries: Sequence[CatalogueEntry]) -> Markup:
    """What there is by topic, each a way to its card."""
    topics: dict[str, list[CatalogueEntry]] = {}
    for each in sorted(entries, key=lambda each: (each.topic, each.title)):
        topics.setdefault(each.topic, []).append(each)
    rows = [el("li", el("b", topic(slug)), ": ", _links(theirs)) for slug, theirs in topics.items()]
    count = plural(len(entries), "conversation")
    return el("details", el("summary", f"{count} by topic"), el("ul", rows, class_="cs-plain cs-topics"))


def _links(entries: Sequence[CatalogueEntry]) -> list[Markup | str]:
    links: list[Markup | str] = []
    for each in entries:
        links += [", ", _link(each)] if links else [_link(each)]
    return links


def _link(entry: CatalogueEntry) -> Markup:
    return el("a", entry.title, href=f"#{_PLACE}{entry.scenario}")


def _order(path: LearningPath, known: Mapping[str, CatalogueEntry]) -> Markup:
    """A path through what stands below: in which order, why, and how far one has come."""
    steps = [(known[each.scenario], each.why) for each in path.steps if each.scenario in known]
    played = sum(bool(entry.finished) for entry, _ in steps)
    rows = [
        el("li", _link(entry), " ", el("span", why, class_="cs-soft"), " (played)" if entry.finished else None)
        for entry, why in steps
    ]
    summary = el("summary", f"{path.title}: {played} of {len(steps)} played")
    return el("details", summary, el("p", path.about, class_="cs-soft"), el("ol", rows, class_="cs-order"))


def _left_out(files: Sequence[str]) -> Markup | None:
    """What an author should know; a trainee can go on."""
    if not files:
        return None
    words = (
        f"Left out because they cannot be used as they are: {', '.join(files)}. `coachsim check` says more of files."
    )
    return el("p", words, class_="cs-soft cs-small", role="note")


def _card(entry: CatalogueEntry, heading: str, why: str) -> Markup:
    level = DIFFICULTY.get(entry.difficulty, "")
    facts = [topic(entry.topic), f"{level} ({entry.difficulty} of 3)", f"{entry.minutes} min"]
    return el(
        "article",
        el(heading, entry.title),
        el("ul", [el("li", fact) for fact in facts], class_="cs-plain cs-facts"),
        el("p", entry.summary),
        el("p", why, class_="cs-soft cs-small") if why else None,
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
