"""What may stand in a draft, and what a mark still lacks: every mistake at once, each in words that say where."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from simulator.model.assessment import COMMENT, CriterionMark, Draft
from simulator.model.rubric import Rubric
from simulator.services.assessing.refusing import Refused
from simulator.services.assigning.acting import sound

LEVELS = range(5)


class Checking:
    """Drafts of one script: `criteria` are to be marked, and the conversation has so many turns."""

    def __init__(self, criteria: tuple[str, ...], turns: int, rubric: Rubric) -> None:
        self._criteria, self._turns, self._rubric = criteria, turns, rubric

    def clean(self, draft: Draft) -> Draft:
        """The draft as it can be kept, without what no database takes. Raises `Refused` with every mistake in it."""
        if not isinstance(draft, Draft) or not isinstance(draft.notes, Mapping):
            raise Refused("That is no draft of a mark.")
        if mistakes := list(self._mistakes(draft)):
            raise Refused(*mistakes)
        return Draft(
            criteria=tuple(map(_clean, draft.criteria)),
            notes={turn: sound(note) for turn, note in draft.notes.items() if note},
            comment=sound(draft.comment),
            flags=tuple((gate, turn, sound(seen)) for gate, turn, seen in draft.flags),
            undecided=tuple(replace(_clean(each), level=None) for each in draft.undecided),
        )

    def _mistakes(self, draft: Draft) -> Iterator[str]:
        marks = (*draft.criteria, *draft.undecided)
        for mark in marks:
            yield from self._of_mark(mark)
        for mark in draft.criteria:
            if not is_level(mark.level):
                yield f"The level of {self._title(mark.criterion)} is a number from 0 to 4, or no opportunity."
        names = [each.criterion for each in marks]
        yield from (f"{self._title(each)} is there twice." for each in twice(names) if each in self._criteria)
        for turn, note in draft.notes.items():
            yield from self._turn(turn, "A note")
            yield from too_long(note, f"The note on turn {turn}")
        yield from too_long(draft.comment, "The comment on the whole")
        for gate, turn, seen in draft.flags:
            if not isinstance(gate, str) or gate not in self._rubric.gate_by_id:
                yield "A flag names a gate that the rubric does not have."
            yield from self._turn(turn, "A flag")
            yield from too_long(seen, f"What was seen at turn {turn}")
        places = [f"{turn} {gate}" for gate, turn, _ in draft.flags]
        yield from ("The same gate is flagged twice at the same turn." for _ in twice(places))

    def _of_mark(self, mark: CriterionMark) -> Iterator[str]:
        if mark.criterion not in self._criteria:
            yield "There is a criterion in it that is not to be marked here."
            return
        for turn in mark.turns:
            yield from self._turn(turn, f"The evidence of {self._title(mark.criterion)}")
        yield from too_long(mark.comment, f"The comment on {self._title(mark.criterion)}")

    def _turn(self, turn: object, what: str) -> Iterator[str]:
        if not isinstance(turn, int) or isinstance(turn, bool) or not 1 <= turn <= self._turns:
            yield f"{what} names a turn that there is not: turns go from 1 to {self._turns}."

    def _title(self, criterion: str) -> str:
        found = self._rubric.competency_by_id.get(criterion)
        return found.title if found else criterion

    def lacking(self, draft: Draft) -> tuple[str, ...]:
        """What a clean draft still lacks to be submitted, a sentence each."""
        marks = {each.criterion: each for each in draft.criteria}
        undecided = [self._title(each) for each in self._criteria if each not in marks]
        bare = [self._title(m.criterion) for m in draft.criteria if m.level is not None and not m.turns]
        return (
            *(f"{each} has no level yet." for each in undecided),
            *(f"{each} has no evidence yet: name at least one turn for its level." for each in bare),
        )


def mark_of(draft: Draft) -> Draft:
    """A draft as it is submitted: without blanks around its texts, and without empty notes."""
    return replace(
        draft,
        criteria=tuple(replace(each, comment=each.comment.strip()) for each in draft.criteria),
        notes={turn: note.strip() for turn, note in draft.notes.items() if note.strip()},
        comment=draft.comment.strip(),
    )


def _clean(mark: CriterionMark) -> CriterionMark:
    return replace(mark, turns=tuple(sorted(set(mark.turns))), comment=sound(mark.comment))


def is_level(level: object) -> bool:
    """A page may send anything, and to Python `True` is 1."""
    return level is None or (type(level) is int and level in LEVELS)


def too_long(text: object, what: str) -> Iterator[str]:
    if not isinstance(text, str):
        yield f"{what} is no text."
    elif len(text) > COMMENT:
        yield f"{what} takes {COMMENT:,} characters at most; this one has {len(text):,}."


def twice(values: Iterable[str]) -> list[str]:
    """Those that are there more than once."""
    return [each for each, times in Counter(values).items() if times > 1]
