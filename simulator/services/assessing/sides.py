"""The columns of a comparison, one for each who judged, and what their evidence says about where they differ."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from simulator.model.assessment import Mark
from simulator.model.benchmark import Benchmark
from simulator.scoring.moderation import own
from simulator.services.assessing.dossiers import Dossier
from simulator.services.assessing.head import at, rubric_name
from simulator.services.assessing.marked import evidence_turns
from simulator.services.assessing.showing import Side

_ORDER = ("First", "Second", "Third")


def mark_side(found: Dossier, mark: Mark, title: str, *, own: bool, earlier: bool = False) -> Side:
    """A mark as it was submitted, blind; what its assessor said of the machine's level stands in its words."""
    note = f"{_ORDER[mark.seat - 1]} mark, submitted on {at(mark.submitted)}"
    return Side(
        kind="earlier" if earlier else "own" if own else "mark",
        title=title,
        note=f"{note}, under {rubric_name(found.rubric)}" if earlier else note,
        levels={each.criterion: each.level for each in mark.criteria},
        turns={each.criterion: each.turns for each in mark.criteria},
        words={each.criterion: words for each in mark.criteria if (words := _words(found, mark, each.criterion))},
    )


def _words(found: Dossier, mark: Mark, criterion: str) -> str:
    said = mark.of(criterion)
    response = found.assessed.response(mark.seat, criterion)
    abides = ""
    if response:
        kept = response.level == own(mark, criterion)
        stands = "Keeps this level" if kept else f"Takes the machine’s level ({level(response.level)})"
        abides = f"{stands}: {response.reason}" if response.reason else f"{stands}."
    return "\n".join(filter(None, [said.comment if said else "", abides]))


def machine_side(found: Dossier) -> Side:
    """What the machine proposed, on the criteria to be marked."""
    score = found.score
    assert score is not None  # noqa: S101 - asked where there is one
    criteria = found.script.criteria
    shown = {each.criterion: each for each in score.criteria}
    says, turns = document(score.document), evidence_turns(score.document)
    note = "" if score.rubric == found.script.rubric else "Scored under another version of the rubric"
    return Side(
        kind="machine",
        title="The machine",
        note=note,
        levels={each: shown[each].level if each in shown else None for each in criteria},
        turns={each: turns[each] for each in criteria if each in turns},
        words={
            each: _rests_on(shown[each].m, shown[each].items, says.get(each, {})) for each in criteria if each in shown
        },
    )


def document(text: str) -> dict[str, dict[str, Any]]:
    """What the document of a score says of each criterion; empty where it does not say."""
    try:
        criteria = json.loads(text).get("criteria", {})
    except (ValueError, AttributeError):
        return {}
    return criteria if isinstance(criteria, dict) else {}


def _rests_on(mean: float, items: int, says: dict[str, Any]) -> str:
    low, high = says.get("interval") or (None, None)
    interval = f" ({low:.2f} to {high:.2f})" if low is not None and high is not None else ""
    evidence = "one piece of evidence" if items == 1 else f"{items} pieces of evidence"
    limited = " Limited, because a gate seems to have been crossed." if says.get("gates") else ""
    return f"Mean {mean:.2f}{interval} of {evidence}.{limited}"


def agreed_side(benchmark: Benchmark) -> Side:
    return Side(
        kind="agreed",
        title="Agreed levels",
        note="",
        levels={id_: each.level for id_, each in benchmark.levels.items()},
        turns={id_: each.turns for id_, each in benchmark.levels.items()},
        words={id_: each.reason for id_, each in benchmark.levels.items()},
    )


# Differences.


def level(value: int | None) -> str:
    return "none" if value is None else str(value)


def gap(levels: Sequence[int | None]) -> int | None:
    """How far levels lie apart; None where one of them is none."""
    known = [each for each in levels if each is not None]
    return max(known) - min(known) if len(known) == len(levels) else None


def explained(criterion: str, sides: Iterable[Side]) -> str:
    """Where a difference comes from by its evidence: turns that one side alone rests on, and those read differently."""
    judging = [each for each in sides if criterion in each.levels]
    cited = [set(each.turns.get(criterion, ())) for each in judging]
    said = []
    for place, side in enumerate(judging):
        others = set().union(*(turns for number, turns in enumerate(cited) if number != place))
        you = side.kind == "own"
        if side.levels[criterion] is None and not cited[place]:
            said.append(_nothing(side, you=you))
        elif alone := cited[place] - others:
            said.append(f"Only {_called(side)} {'rest' if you else 'rests'} on {turns_in_words(alone)}.")
    named = [each for each in cited if each]
    shared = set.intersection(*named) if len(named) > 1 else set()
    if shared:
        everybody = "Both" if len(named) == 2 else "All"
        said.append(
            f"{everybody} rest on {turns_in_words(shared)} and read {'it' if len(shared) == 1 else 'them'} differently."
        )
    return " ".join(said) or "They rest on the same turns in different ways."


def _called(side: Side) -> str:
    return {"own": "you", "machine": "the machine", "agreed": "the agreed level"}.get(side.kind, side.title)


def _nothing(side: Side, *, you: bool) -> str:
    if side.kind == "machine":
        return "The machine found too little evidence."
    name = "You" if you else _called(side)
    return f"{name[:1].upper()}{name[1:]} saw no opportunity."


def turns_in_words(turns: Iterable[int]) -> str:
    """Such as: turns 3, 4 and 7."""
    *first, last = map(str, sorted(turns))
    return f"turns {', '.join(first)} and {last}" if first else f"turn {last}"
