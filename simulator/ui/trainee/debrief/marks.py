"""What assessors found: the levels that count, with what they rest on, beside what the scoring had proposed.

Assessors are nameless here. Where a result may be asked about again, the form for it stands below.
"""

from simulator.model.assessment import COMMENT
from simulator.services.assessing.showing import Marked, MarkedCriterion
from simulator.services.debrief import CriterionReview, Debrief
from simulator.ui.html import Markup, el, join, paragraphs

HOW = {
    "first": "The first mark counts; where there was another, it lay within a level of it.",
    "agreed": "Every assessor who marked it came to this level.",
    "mean": "The mean of two marks.",
    "closest": "Two marks lay apart; a third assessor decided, and this is the one closest to it.",
    "third": "Two marks lay apart; a third assessor decided.",
    "consensus": "Two marks lay apart; the two assessors talked it over and agreed.",
    "capped": "Limited, because a rule was crossed.",
}
LEAD = (
    "People read your conversation and what you wrote, without knowing whose it was. The levels below are theirs and "
    "count; the scoring’s own are a proposal that they saw afterwards."
)


def html(debrief: Debrief, marked: Marked) -> Markup:
    proposed = {each.id: each for each in debrief.criteria}
    cards = [_criterion(each, marked, proposed.get(each.criterion)) for each in marked.criteria]
    return el(
        "section",
        el("h2", "What your assessors found"),
        el("p", LEAD, class_="cs-soft"),
        _again(marked),
        [el("p", el("b", "A rule was crossed at turn "), _turn(turn), ": ", rule) for rule, turn, _ in _gates(marked)],
        el("div", cards, class_="cs-criteria"),
        _whole(marked),
        _notes(marked),
        el("p", f"{marked.rubric.title}, version {marked.rubric.version}", class_="cs-soft cs-small"),
        id="cs-marks",
    )


def _criterion(mark: MarkedCriterion, marked: Marked, proposed: CriterionReview | None) -> Markup:
    competency = marked.rubric.competency_by_id[mark.criterion]
    return el(
        "article",
        el("h3", competency.title),
        _level(mark.level, marked),
        _anchor(mark.level, competency.anchors),
        [el("p", each, class_="cs-said-of-it") for each in mark.comments],
        el("p", HOW.get(mark.how, ""), " ", _evidence(mark), class_="cs-small cs-evidence"),
        el("p", _proposal(mark, proposed), class_="cs-small cs-soft") if proposed else None,
        class_="cs-card",
    )


def _level(level: float | None, marked: Marked) -> Markup:
    if level is None:
        return el("p", "No opportunity to show it", class_="cs-level-word")
    steps = [el("i", class_="cs-on" if step <= level else None) for step in range(1, 5)]
    words = f"Level {level:g} of 4"
    if level == int(level):
        words = f"{words}: {marked.rubric.levels[int(level)]}"
    else:
        words = f"{words}: between {marked.rubric.levels[int(level)]} and {marked.rubric.levels[int(level) + 1]}"
    return el("p", el("span", steps, class_="cs-level", aria_hidden="true"), el("span", words), class_="cs-level-word")


def _anchor(level: float | None, anchors: tuple[str, ...]) -> Markup | None:
    return el("p", anchors[int(level)]) if level is not None else None


def _evidence(mark: MarkedCriterion) -> Markup:
    if not mark.turns:
        return join("")
    links: list[Markup | str] = []
    for turn in mark.turns:
        links += [", ", _turn(turn)] if links else [_turn(turn)]
    return join("Seen at ", "turn " if len(mark.turns) == 1 else "turns ", links, ".")


def _turn(turn: int) -> Markup:
    return el("a", str(turn), href=f"#turn-{turn}", aria_label=f"Turn {turn}")


def _proposal(mark: MarkedCriterion, proposed: CriterionReview) -> str:
    if proposed.level is None:
        return "The scoring found too little evidence for a level."
    same = " too" if proposed.level == mark.level else ""
    return f"The scoring proposed level {proposed.level}{same}."


def _gates(marked: Marked) -> list[tuple[str, int, str]]:
    gates = marked.rubric.gate_by_id
    return [(gates[gate].rule, turn, reason) for gate, turn, reason in marked.gates if gate in gates]


def _again(marked: Marked) -> Markup | None:
    if marked.again:
        return el("p", "You asked for it: this result is being looked at again. Until then it stands as it is.",
                  class_="cs-notice cs-calm")  # fmt: skip
    if marked.round > 1:
        return el("p", "It has been looked at again; this is what came of it.", class_="cs-notice cs-calm")
    return None


def _whole(marked: Marked) -> Markup | None:
    rows = [el("blockquote", paragraphs(each), class_="cs-quote") for each in marked.comments]
    return el("div", el("h3", "On the whole"), rows) if rows else None


def _notes(marked: Marked) -> Markup | None:
    rows = [
        el("li", "Turn ", _turn(turn), ": ", note) for turn, notes in sorted(marked.notes.items()) for note in notes
    ]
    return el("div", el("h3", "Notes on your lines"), el("ul", rows, class_="cs-plain cs-notes")) if rows else None


# Asking for another look.


def appeal(marked: Marked, said: str = "") -> Markup:
    """The form to ask for another look, or what has come of it; `said` is why it could not be sent."""
    if marked.appeal == "declined":
        return el(
            "section",
            el("h2", "You asked for another look"),
            el("p", "The result stands as it is."),
            el("blockquote", paragraphs(marked.answer), class_="cs-quote"),
            class_="cs-appeal",
        )
    if marked.appeal == "open":
        words = "You have asked for another look at this result. The assessors have been told."
        return el("section", el("p", words, class_="cs-notice cs-calm"), class_="cs-appeal")
    if marked.appeal:
        return join("")
    return el(
        "details",
        el("summary", "Ask for another look at this result"),
        el("p", said, class_="cs-notice", role="alert") if said else None,
        el(
            "form",
            el("label", "What should be looked at again, and why", for_="cs-appeal"),
            el("p", _LIMIT, id="cs-appeal-hint", class_="cs-soft cs-small"),
            el(
                "textarea", id="cs-appeal", name_="reason", rows=5, maxlength=COMMENT, required=True,
                aria_describedby="cs-appeal-hint",
            ),
            el("button", "Ask for another look", type="submit", class_="cs-button"),
            data_do="appeal",
        ),
        open=bool(said),
        class_="cs-appeal",
    )  # fmt: skip


_LIMIT = (
    f"Name turns and what the level’s words say of them. You can ask once; {COMMENT:,} characters at most. "
    "Other assessors then mark the conversation anew, and their result may be higher or lower."
)
