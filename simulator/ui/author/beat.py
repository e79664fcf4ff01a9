"""The state inspector: what can be the case at a beat, and what each option is worth in one situation there."""

from simulator.ui.author.desk import Desk
from simulator.ui.author.inspecting import LIKELIEST, Inspected
from simulator.ui.author.words import facts, percent, points
from simulator.ui.html import Markup, el, join
from simulator.ui.trainee.words import plural
from simulator.verification.inspection import Occurrence, Situation, Worth

_TIE = 0.05


def html(desk: Desk) -> Markup:
    if desk.subject is None:
        return el("p", _why_not(desk), class_="cs-soft")
    stale = el("p", "This is of an earlier text: the text as it is now cannot be played.", class_="cs-notice")
    inspected = desk.inspected
    return join(
        stale if desk.checking.stale else None,
        _beats(desk),
        _inspected(desk, inspected) if inspected else el("p", "Choose a beat; an ending has nothing to answer."),
    )


def _why_not(desk: Desk) -> str:
    if desk.checking.standing:
        return "There are too many states to list them; fewer variables or flags would help."
    return "There is nothing to look into before the text is a scenario."


def _beats(desk: Desk) -> Markup:
    subject = desk.subject
    assert subject  # noqa: S101 - asked before
    layers = subject.product.layers
    chosen = [] if desk.place in subject.scenario.beat_by_id else [el("option", "…", value="", selected=True)]
    for beat in subject.scenario.beats:
        words = beat.id if beat.id in layers else f"{beat.id} (never reached)"
        chosen.append(el("option", words, value=beat.id, selected=beat.id == desk.place))
    return _field("Beat", "beat", chosen)


def _field(label: str, do: str, choices: list[Markup]) -> Markup:
    field = el("select", choices, id=f"cs-{do}", data_do=do)
    return el("div", el("label", label, for_=f"cs-{do}"), field, class_="cs-desk-field")


def _inspected(desk: Desk, inspected: Inspected) -> Markup:
    chosen = inspected.situation(desk.situation)
    if chosen is None:
        return el("p", "No way leads to this beat, so nothing can be the case here.")
    return join(_worths(inspected, chosen), _occurrences(inspected))


def _worths(inspected: Inspected, chosen: Situation) -> Markup:
    """A choice of concrete situation, and what each option is worth in it."""
    listed = inspected.situations
    if all(each.number != chosen.number for each in listed):
        listed = (*listed, chosen)
    choices = [
        el("option", _situation(inspected, each), value=each.number, selected=each.number == chosen.number)
        for each in listed
    ]
    label = (
        "Situation"
        if inspected.states <= LIKELIEST
        else f"Situation, the likeliest {LIKELIEST} of {inspected.states:,}"
    )
    play = el("button", "Play from here", type="button", data_do=f"play-from:{chosen.number}", class_="cs-button")
    return el(
        "section",
        el("h3", "What each option is worth"),
        _field(label, "situation", choices),
        el(
            "div",
            _table(inspected, inspected.worths(chosen.number)),
            class_="cs-scroll",
            tabindex=0,
            role="group",
            aria_label="Options",
        ),
        el("div", play, class_="cs-actions"),
    )


def _situation(inspected: Inspected, each: Situation) -> str:
    return f"{each.mood.value} · {facts(each.snapshot)} · {percent(inspected.share(each))}"


def _table(inspected: Inspected, found: tuple[Worth, ...]) -> Markup:
    heads = ("Option", "Quality", "Lost", "Kept", "Event", "Leads to")
    says = {option.id: option.say for option in inspected.subject.scenario.beat_by_id[inspected.beat].options}
    caption = "Kept and lost are points of 0–100 of what is attainable at the start."
    rows = [_worth(each, says[each.option]) for each in found]
    return el("table", el("caption", caption), el("tr", [el("th", each, scope="col") for each in heads]), rows)


def _worth(each: Worth, say: str) -> Markup:
    best = el("span", "best", class_="cs-chip cs-good") if each.lost < _TIE else None
    name = el("th", el("b", each.option), " ", best, el("span", say, class_="cs-say"), scope="row")
    cells = (each.quality, points(each.lost), points(each.kept), each.event, each.leads_to)
    return el("tr", name, [el("td", cell) for cell in cells])


def _occurrences(inspected: Inspected) -> Markup:
    """Everything that can be the case here, each with a way to it."""
    states = plural(inspected.states, "state").replace(str(inspected.states), f"{inspected.states:,}")
    caption = f"Over {states} in which this beat can be shown. The share is that of random play."
    head = el(
        "tr",
        [
            el("th", each, scope="col")
            for each in ("Fact", "Value", "States", "Share", el("span", "Play", class_="cs-hidden"))
        ],
    )
    rows = [_occurrence(each) for each in inspected.occurrences]
    table = el(
        "div",
        el("table", el("caption", caption), head, rows),
        class_="cs-scroll",
        tabindex=0,
        role="group",
        aria_label="What can be the case",
    )
    return el("section", el("h3", "What can be the case here"), table, class_="cs-occurrences")


def _occurrence(each: Occurrence) -> Markup:
    hidden = el("span", f", with {each.fact} {each.value}", class_="cs-hidden")
    play = el(
        "button",
        "Play from here",
        hidden,
        type="button",
        data_do=f"play-from:{each.situation}",
        class_="cs-button cs-quiet",
    )
    cells = (each.value, f"{each.states:,}", percent(each.share), play)
    return el("tr", el("th", each.fact, scope="row"), [el("td", cell) for cell in cells])
