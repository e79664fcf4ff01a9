"""How the assessor's page says things: levels, states, differences, what counts and why."""

from collections.abc import Iterable, Mapping

from simulator.services.assessing.showing import CriterionCard, Difference, FinalCard, Side

STATES = {
    "all": "All",
    "mine": "Mine",
    "settle": "To settle",
    "flagged": "Flagged",
    "disputed": "Disputed",
    "free": "Unassigned",
    "waiting": "Waiting",
    "final": "Final",
}
"""In the order in which an assessor looks at them."""

ABOUT = {
    "all": "There is nothing to mark yet. Exams come here once finished, where their trainer wants them marked.",
    "mine": "Nothing is yours to mark now.",
    "settle": "Nothing you marked waits for your word.",
    "flagged": "No ethical flag waits for a decision.",
    "disputed": "Nobody disagrees by two levels at the moment.",
    "free": "There is nothing that nobody has taken.",
    "waiting": "Nothing waits for somebody else.",
    "final": "Nothing is final yet.",
}

HOW = {
    "first": "The first mark.",
    "mean": "The mean of the marks, which lie close together.",
    "agreed": "All marks are alike.",
    "closest": "The mark closest to the third.",
    "third": "The third mark.",
    "consensus": "What the two assessors agreed on.",
    "capped": "Capped, because an ethical gate was crossed.",
}

UNOPPORTUNE = "no opportunity"
TOO_LITTLE = "too little evidence"


def level(value: float | None, card: CriterionCard | None = None, *, machine: bool = False) -> str:
    """3 proficient; 2.5; no opportunity."""
    if value is None:
        return TOO_LITTLE if machine else UNOPPORTUNE
    names = {each.level: each.name for each in card.anchors} if card else {}
    below, above = names.get(int(value), ""), names.get(int(value) + 1, "")
    return f"{value:g} {below if value == int(value) else f'between {below} and {above}' if names else ''}".strip()


def named(side: Side, card: CriterionCard) -> str:
    """What a side says of a criterion, with the level's name."""
    if card.id not in side.levels:
        return "not marked"
    return level(side.levels[card.id], card, machine=side.kind == "machine")


def differs(difference: Difference) -> str:
    """By how much the sides differ, so that nobody has to see a colour."""
    if difference.gap is None:
        return "Differs on opportunity"
    return f"Differs by {difference.gap} {'level' if difference.gap == 1 else 'levels'}"


def against(own: Mapping[str, int | None], side: Side, criterion: str) -> tuple[str, str]:
    """How a side's level stands to one's own: as a sign (`+2`), and in words; both empty where alike."""
    mine, theirs = own.get(criterion), side.levels.get(criterion)
    if criterion not in own or criterion not in side.levels or mine == theirs:
        return "", ""
    if mine is None or theirs is None:
        return "≠", "differs on opportunity"
    gap = theirs - mine
    return f"{gap:+d}".replace("-", "−"), f"{abs(gap)} {'higher' if gap > 0 else 'lower'} than yours"


def how(final: FinalCard) -> str:
    return HOW.get(final.how, final.how)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f}%"


def sentence(words: str) -> str:
    """With a capital, and a full stop where there is none."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if not words or words[-1] in ".?!…" else ".")


def listed(names: Iterable[str]) -> str:
    """One, two and three."""
    *first, last = [*names] or [""]
    return f"{', '.join(first)} and {last}" if first else last
