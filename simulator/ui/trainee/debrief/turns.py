"""The review turn by turn: the line said, what the moment offered, a stronger line, why, and what would follow it."""

from simulator.services.debrief import Debrief, Exchange, RubricEntry, TurnReview
from simulator.ui.html import Markup, el
from simulator.ui.trainee.words import BADGES, COSTLY, LABELS, phrases, plain, points


def html(debrief: Debrief) -> Markup:
    """One fold per turn; those that mattered most are open."""
    important = {point.turn for point in debrief.turning_points}
    rubric = {entry.id: entry for entry in debrief.rubric}
    folds = [_turn(turn, debrief.client, rubric, turn.turn in important) for turn in debrief.turns]
    return el("section", el("h2", "Turn by turn"), el("p", _intro(), class_="cs-soft"), folds, class_="cs-turns")


def _intro() -> str:
    return "The turns that mattered most are open. A loss is counted in points of the 100 you began with."


def _turn(turn: TurnReview, client: str, rubric: dict[str, RubricEntry], opened: bool) -> Markup:
    return el("details", _headline(turn), _body(turn, client, rubric), id=f"turn-{turn.turn}", open=opened)


def _headline(turn: TurnReview) -> Markup:
    loss = f"−{points(turn.loss)}" if turn.loss >= 0.5 else None
    return el(
        "summary",
        el("span", f"Turn {turn.turn}", class_="cs-turn-number"),
        el("span", plain(turn.said), class_="cs-turn-line"),
        el("span", label(turn.label), el("span", loss, class_="cs-loss") if loss else None, class_="cs-turn-label"),
    )


def label(name: str) -> Markup:
    """A label as a chip: its word says everything; shape and shade only repeat it."""
    look = "cs-costly" if name in COSTLY else "cs-good"
    mark = {"best": "●", "sound": "●", "missed chance": "○", "misstep": "▽", "setback": "▼"}.get(name, "")
    return el("span", el("span", mark, aria_hidden="true"), LABELS.get(name, name), class_=f"cs-chip {look}")


def _body(turn: TurnReview, client: str, rubric: dict[str, RubricEntry]) -> Markup:
    return el(
        "div",
        _exchange(turn, client),
        _badges(turn) if turn.badges else None,
        _gate(turn.gate) if turn.gate else None,
        el("p", turn.what),
        _moment(turn),
        _stronger(turn, client) if turn.stronger else None,
        _also_fine(turn) if turn.also_fine else None,
        _sources(turn, rubric),
        class_="cs-turn-body",
    )


def _exchange(turn: TurnReview, client: str) -> Markup:
    return el(
        "div",
        el("p", el("b", client), phrases(turn.client), class_="cs-said"),
        el("p", el("b", "You"), phrases(turn.said), class_="cs-said cs-said-you"),
        el("p", el("b", "Your reason"), el("span", turn.reason), class_="cs-said cs-said-why") if turn.reason else None,
        class_="cs-exchange",
    )


def _badges(turn: TurnReview) -> Markup:
    known = [BADGES[each] for each in turn.badges if each in BADGES]
    chips = [el("li", el("span", name, class_="cs-chip"), el("span", why, class_="cs-soft")) for name, why in known]
    return el("ul", chips, class_="cs-plain cs-badges")


def _gate(rule: str) -> Markup:
    return el("p", el("b", "A rule was crossed here: "), rule, class_="cs-notice")


def _moment(turn: TurnReview) -> Markup | None:
    if not turn.moment:
        return None
    chance = f"This moment offered a chance to {' and to '.join(turn.moment)}."
    belief = f" What can lead here: {turn.misconception.rstrip('.')}." if turn.misconception else None
    return el("p", chance, belief)


def _stronger(turn: TurnReview, client: str) -> Markup:
    return el(
        "div",
        el("h3", "A stronger line here"),
        el("p", phrases(turn.stronger), class_="cs-quote"),
        el("p", el("b", "Why it works here: "), turn.stronger_why),
        _follow_up(turn.follow_up, client) if turn.follow_up else None,
        class_="cs-stronger",
    )


def _follow_up(exchanges: tuple[Exchange, ...], client: str) -> Markup:
    lines: list[Markup] = []
    for each in exchanges:
        lines.append(el("p", el("b", client), phrases(each.client), class_="cs-said"))
        if each.coach:
            lines.append(el("p", el("b", "You"), phrases(each.coach), class_="cs-said cs-said-you"))
    return el("details", el("summary", "What would have followed"), el("div", lines, class_="cs-exchange"))


def _also_fine(turn: TurnReview) -> Markup:
    return el("div", el("h3", "Also fine"), [el("p", phrases(each), class_="cs-quote") for each in turn.also_fine])


def _sources(turn: TurnReview, rubric: dict[str, RubricEntry]) -> Markup | None:
    """One chip per indicator, with the place in the source documents that it comes from first."""
    chips = [el("li", _chip(rubric[each])) for each in turn.indicators if each in rubric]
    return el("ul", chips, class_="cs-plain cs-chips", aria_label="In the rubric") if chips else None


def _chip(entry: RubricEntry) -> Markup:
    source = el("span", entry.sources[0].reference, class_="cs-soft") if entry.sources else None
    return el("a", el("span", entry.title), source, href=f"#rubric-{entry.id}", class_="cs-chip")
