"""The head of a debrief: how it ended, the two numbers in words, and the turns that mattered most."""

from simulator.services.debrief import Debrief, TurningPoint
from simulator.ui.html import Markup, el, link, paragraphs
from simulator.ui.trainee.words import RESULTS, phrases, points


def html(debrief: Debrief) -> Markup:
    kept, chance = _kept(debrief), _chance(debrief)
    return el(
        "header",
        el(
            "nav",
            link("All scenarios"),
            " ",
            link("Read the conversation again", attempt=debrief.attempt),
            class_="cs-back cs-both",
            aria_label="Back",
        ),
        el("h1", f"Debrief: {debrief.title}", id="cs-debrief"),
        el(
            "section",
            el("h2", RESULTS.get(debrief.result, "How it ended")),
            paragraphs(debrief.ending),
            el("p", debrief.reflection, class_="cs-reflection") if debrief.reflection else None,
            class_="cs-ending",
        ),
        el("section", kept, chance, class_="cs-figures", aria_label="The two figures"),
        class_="cs-debrief-head",
    )


def _kept(debrief: Debrief) -> Markup:
    words = (
        "of 100 kept. 100 is the best this conversation could have come to from where it began, "
        "0 the worst; every turn keeps or loses some of it."
    )
    return el("p", el("strong", points(debrief.kept)), el("span", words), class_="cs-figure cs-card")


def _chance(debrief: Debrief) -> Markup:
    words = (
        "against chance. 0 is what picking lines blindly would bring on average, "
        "1 is the best there was; below 0 is less than chance."
    )
    value = f"{debrief.chance_corrected:+.2f}".replace("-", "−")
    return el("p", el("strong", value), el("span", words), class_="cs-figure cs-card")


def turning_points(debrief: Debrief) -> Markup:
    """Numbered as in the curve above them."""
    if not debrief.turning_points:
        words = "No single turn stood out: nothing of note was lost, and there was no strain to repair."
        return el("section", el("h2", "Turning points"), el("p", words))
    items = [el("li", _turning_point(each)) for each in debrief.turning_points]
    return el("section", el("h2", "Turning points"), el("ol", items, class_="cs-turning"))


def _turning_point(point: TurningPoint) -> Markup:
    return el(
        "div",
        el("p", el("a", f"Turn {point.turn}", href=f"#turn-{point.turn}"), f", {_kind(point)}", class_="cs-point"),
        el("p", phrases(point.said), class_="cs-quote"),
        el("p", point.what),
    )


def _kind(point: TurningPoint) -> str:
    if point.kind == "repair":
        return "a step of repair"
    if point.kind == "only-move":
        return "the only line that held the conversation"
    return f"{points(point.loss)} of 100 lost"
