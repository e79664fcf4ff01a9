"""The criteria: each level with its evidence, how sure it is, and the turns that earned it."""

from simulator.services.debrief import CriterionReview, Debrief
from simulator.ui.html import Markup, el, join
from simulator.ui.trainee.words import plural

SURENESS = {
    "none": "no evidence",
    "slight": "slight evidence",
    "some": "some evidence",
    "good": "good evidence",
}
HONESTY = (
    "Levels run from 0 to 4. The range shows where the true share of the evidence may well lie (80 in 100); it is a "
    "rule of thumb, since turns of one conversation are not independent."
)


def html(debrief: Debrief) -> Markup:
    """The scenario's targets, then, folded away, whatever else there was evidence on."""
    targets = [_criterion(each) for each in debrief.criteria if each.target]
    others = [_criterion(each) for each in debrief.criteria if not each.target]
    total = debrief.total
    return el(
        "section",
        el("h2", "What the scoring proposed" if debrief.marked else "What it showed of your coaching"),
        el("p", f"Over all criteria: {round(total)} of 100.", class_="cs-lead") if total is not None else None,
        el("p", HONESTY, class_="cs-soft cs-small"),
        el("div", targets, class_="cs-criteria"),
        _others(others) if others else None,
    )


def _others(shown: list[Markup]) -> Markup:
    count = plural(len(shown), "criterion", "criteria")
    summary = el("summary", f"{count} more came up, though this scenario does not aim at them")
    return el("details", summary, el("div", shown, class_="cs-criteria"))


def _criterion(review: CriterionReview) -> Markup:
    return el(
        "article",
        el("h3", review.title),
        _level(review),
        el("p", review.anchor) if review.anchor else None,
        _range(review) if review.items else None,
        el("p", _evidence(review), class_="cs-small cs-evidence"),
        el("p", "Limited, because a rule was crossed: ", review.cap, class_="cs-notice") if review.cap else None,
        class_="cs-card",
    )


def _level(review: CriterionReview) -> Markup:
    if review.level is None:
        return el("p", "Too little evidence for a level", class_="cs-level-word")
    steps = [el("i", class_="cs-on" if step <= review.level else None) for step in range(1, 5)]
    word = el("span", f"Level {review.level} of 4: {review.level_name}")
    return el("p", el("span", steps, class_="cs-level", aria_hidden="true"), word, class_="cs-level-word")


def _range(review: CriterionReview) -> Markup:
    """The interval as a bar; the words under it say the same."""
    low, high = (round(100 * each) for each in review.interval)
    middle = round(100 * review.m)
    bar = el("i", style=f"left:{low}%;width:{max(high - low, 1)}%")
    mark = el("b", style=f"left:{middle}%")
    words = f"Share of the evidence {middle} of 100, range {low} to {high}"
    picture = el("div", bar, mark, class_="cs-range-bar", aria_hidden="true")
    return el("div", picture, el("p", words, class_="cs-small"), class_="cs-range")


def _evidence(review: CriterionReview) -> Markup:
    sure = SURENESS.get(review.confidence, review.confidence).capitalize()
    counted = f"{sure}: {plural(review.items, 'item')}"
    if not review.turns:
        return join(f"{counted}.")
    links = [el("a", str(turn), href=f"#turn-{turn}", aria_label=f"Turn {turn}") for turn in review.turns]
    between: list[Markup | str] = []
    for each in links:
        between += [each] if not between else [", ", each]
    return join(f"{counted}, from {'turn' if len(links) == 1 else 'turns'} ", between, ".")
