"""The moments of conversations that are analysed, with their words: what the client says and what may be answered.

A moment is a beat as it was written. Where another version of a scenario left it as it was, it is the same moment;
where the words or the scoring were changed it is another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.model.codec import decode
from simulator.model.scenario import Beat, Case, Option, Scenario, T


@dataclass(frozen=True, slots=True)
class Answer:
    """An option: what the coach says, the belief it may come from, and whether it is meant to be the best."""

    id: str
    say: str
    misconception: str | None = None
    key: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """`scenario` is its id, `place` counts the beats from 1. `line` is what the client usually says; `moods` are the
    lines of other moods. `version` tells moments of one beat apart, and is empty where there is but one.
    """

    scenario: str
    beat: str
    place: int
    line: str
    answers: tuple[Answer, ...]
    moods: tuple[tuple[str, str], ...] = ()
    version: str = ""


class Moments:
    """Collects the moments of versions by digest. One whose text cannot be read any more has ids for words."""

    def __init__(self, versions: Mapping[str, str]) -> None:
        self._scenarios = {digest: _read(canonical) for digest, canonical in versions.items()}
        self._known: dict[tuple[str, object], int] = {}
        self._found: list[Moment] = []

    def title(self, digest: str) -> str | None:
        scenario = self._scenarios.get(digest)
        return scenario.title if scenario else None

    def of(self, scenario: str, digest: str, beat: str, chosen: Iterable[str]) -> int:
        """The number of a moment. `chosen` are the options it was left with, for one that cannot be read."""
        text = self._scenarios.get(digest)
        found = text.beat_by_id.get(beat) if text else None
        what: object = found or (digest, beat)
        key = scenario, what
        if key not in self._known:
            self._known[key] = len(self._found)
            place = text.beats.index(found) + 1 if text and found else 0
            moment = _moment(scenario, place, found) if found else _unread(scenario, beat, chosen)
            self._found.append(moment)
        return self._known[key]

    def all(self) -> tuple[Moment, ...]:
        """In the order in which they were met; those of one beat are told apart by a letter."""
        met: dict[tuple[str, str], list[Moment]] = {}
        for each in self._found:
            met.setdefault((each.scenario, each.beat), []).append(each)
        return tuple(_told_apart(each, met[each.scenario, each.beat]) for each in self._found)


def _read(canonical: str) -> Scenario | None:
    try:
        return decode(canonical, Scenario)
    except ValueError:
        return None


def _told_apart(moment: Moment, same: list[Moment]) -> Moment:
    if len(same) == 1:
        return moment
    letter = chr(ord("A") + min(next(i for i, each in enumerate(same) if each is moment), 25))
    return Moment(moment.scenario, moment.beat, moment.place, moment.line, moment.answers, moment.moods, letter)


def _moment(scenario: str, place: int, beat: Beat) -> Moment:
    lines = [(line.mood, _usual(line.text)) for line in beat.lines]
    usual = next((text for mood, text in lines if mood is None), lines[0][1] if lines else "")
    best = max((_usual(option.quality) for option in beat.options), default=0)
    answers = tuple(_answer(option, best) for option in beat.options)
    moods = tuple((mood, text) for mood, text in lines if mood is not None and text != usual)
    return Moment(scenario, beat.id, place, usual, answers, moods)


def _answer(option: Option, best: int) -> Answer:
    return Answer(option.id, option.say, option.misconception, key=_usual(option.quality) == best)


def _unread(scenario: str, beat: str, chosen: Iterable[str]) -> Moment:
    return Moment(scenario, beat, 0, "", tuple(Answer(each, each) for each in sorted(set(chosen))))


def _usual(cases: tuple[Case[T], ...]) -> T:
    """What holds otherwise."""
    return cases[-1].value
