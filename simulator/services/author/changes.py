"""What a new version of a scenario changes, by the ids its author gave. Says nothing of anybody's attempts.

Two versions are compared twice, as they are and without their words, to tell a better sentence from a different game.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from simulator.model.scenario import Beat, Ending, Form, Option, Scenario


@dataclass(frozen=True, slots=True)
class Change:
    """`what` is beat, option, ending or key; `how` added, removed or changed. An option's id is `beat/option`.

    `scoring`: it can move scores or the way through; otherwise only what is read has changed.
    """

    what: str
    id: str
    how: str
    scoring: bool


def changes(before: Scenario, after: Scenario) -> tuple[Change, ...]:
    """Keys of the scenario first, then beats with their options, then endings; empty where only the order differs."""
    return (
        *_keys(before, after),
        *_compared("beat", _beats(before), _beats(after)),
        *_compared("option", _options(before), _options(after)),
        *_compared("ending", before.ending_by_id, after.ending_by_id),
    )


_WORDS = {"title", "topic", "summary", "brief", "setting", "minutes", "difficulty", "language", "sources", "care_note"}
_PARTS = {"beats", "endings"}


def _keys(before: Scenario, after: Scenario) -> Iterator[Change]:
    for key in (each.name for each in fields(Scenario) if each.name not in _PARTS):
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield Change("key", key, "changed", key not in _WORDS and _bare(old) != _bare(new))


def _beats(scenario: Scenario) -> dict[str, Beat]:
    """The beats without their options, which are compared one by one."""
    return {beat.id: replace(beat, options=()) for beat in scenario.beats}


def _options(scenario: Scenario) -> dict[str, Option]:
    return {f"{beat.id}/{option.id}": option for beat in scenario.beats for option in beat.options}


def _compared(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for id_ in dict.fromkeys((*before, *after)):
        old, new = before.get(id_), after.get(id_)
        if old is None or new is None:
            yield Change(what, id_, "added" if old is None else "removed", scoring=True)
        elif old != new:
            yield Change(what, id_, "changed", _bare(old) != _bare(new))


def _bare(part: Any) -> Any:
    """A part of a scenario without what is only read."""
    if isinstance(part, Beat):
        return replace(part, lines=(), hints=())
    if isinstance(part, Option):
        return replace(part, say="", why="", misconception=None, form=Form.STATEMENT)
    if isinstance(part, Ending):
        return replace(part, text="", reflection="")
    return part.persona() if hasattr(part, "persona") else part
