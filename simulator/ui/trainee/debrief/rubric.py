"""What was not reached, what to play next, and the rubric behind it all: indicators, anchors, source documents."""

from simulator.services.debrief import Debrief, RubricEntry, SourceLink, Suggestion
from simulator.ui.html import Markup, el


def not_reached(debrief: Debrief) -> Markup:
    heading = el("h2", "What was not reached")
    if not debrief.not_reached:
        words = "Everything the best road would have called for came up in your conversation."
        return el("section", heading, el("p", words))
    reasons = dict.fromkeys(each.because for each in debrief.not_reached)
    note = el("p", "Not scored, because the conversation did not come to it.", class_="cs-soft")
    return el("section", heading, note, [_missed(debrief, because) for because in reasons])


def _missed(debrief: Debrief, because: str) -> Markup:
    titles = [each.title for each in debrief.not_reached if each.because == because]
    words = f"{because[:1].upper()}{because[1:]}, so there was no chance to"
    return el("div", el("p", words), el("ul", [el("li", title) for title in titles], class_="cs-missed"))


def suggestion(next_: Suggestion) -> Markup:
    return el("section", el("h2", "What to play next"), el("p", next_.because))


def panel(debrief: Debrief) -> Markup:
    """Every indicator that the review points to, each with its place on the page."""
    entries = [_entry(each) for each in debrief.rubric]
    name = el("p", f"{debrief.rubric_name}. What the turns above were held against.", class_="cs-soft")
    version = el("p", f"Scenario version {debrief.digest[:12]}", class_="cs-soft cs-small")
    return el("section", el("h2", "The rubric and its sources"), name, entries, version, class_="cs-rubric")


def _entry(entry: RubricEntry) -> Markup:
    anchors = [el("li", anchor) for anchor in entry.anchors]
    sources = [el("li", _source(each)) for each in entry.sources]
    return el(
        "details",
        el("summary", el("span", entry.title), el("span", entry.competency, class_="cs-soft cs-small")),
        el(
            "div",
            el("p", entry.behaviour),
            el("h4", "Levels") if anchors else None,
            el("ol", anchors, start=0) if anchors else None,
            el("h4", "Sources"),
            el("ul", sources),
            class_="cs-turn-body",
        ),
        id=f"rubric-{entry.id}",
    )


def _source(source: SourceLink) -> list[str]:
    author = f", {source.author}" if source.author else ""
    return [f"{source.document}{author}: {source.topic} ({source.reference})"]
