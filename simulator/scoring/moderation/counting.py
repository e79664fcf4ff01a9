"""What is still waited for before a mark is final, and what counts then, criterion by criterion."""

from collections.abc import Iterable, Sequence

from simulator.model.assessment import FinalCriterion, Flag, Mark, Moderation
from simulator.scoring.moderation.assessed import Assessed, Level, abides, differ, disputed, owed
from simulator.scoring.moderation.needed import may_decide, needed

_NAMES = ("first", "second", "third")


def to_agree(assessed: Assessed, settings: Moderation) -> tuple[str, ...]:
    """Disputed criteria that assessors have to agree on, for no mark will decide them and nothing was agreed yet.

    That is where no third mark is asked for, and where the third saw no opportunity while the first two give levels.
    """
    third = assessed.mark(3)
    if max(assessed.seats, len(needed(assessed, settings))) > 2 and third is None:
        return ()
    return tuple(
        each
        for each in disputed(assessed, settings)
        if each not in assessed.agreed and (third is None or _decide(assessed, each, third, settings.gap) is None)
    )


def waits(assessed: Assessed, settings: Moderation) -> tuple[str, ...]:
    """What has to happen before the mark is final, a sentence each; nothing where it can be final now."""
    seats = max(assessed.seats, len(needed(assessed, settings)))
    missing = [name for seat, name in enumerate(_NAMES[:seats], start=1) if assessed.mark(seat) is None]
    return (
        *(f"The {name} mark has not been submitted yet." for name in missing),
        *(words for mark in sorted(assessed.marks, key=_seat) if (words := _owes(owed(assessed, mark), mark.seat))),
        *(_undecided(assessed, each) for each in _by_turn(assessed.flags) if each.decision is None),
        *_to_agree(to_agree(assessed, settings), assessed),
    )


def _owes(criteria: Sequence[str], seat: int) -> str:
    if not criteria:
        return ""
    on = "one criterion" if len(criteria) == 1 else f"{len(criteria)} criteria"
    return f"The {_NAMES[seat - 1]} assessor has still to say which level they abide by on {on}."


def _undecided(assessed: Assessed, flag: Flag) -> str:
    marked = [each for each in assessed.marks if may_decide(assessed, flag, each.assessor)]
    nobody = marked and all(each.assessor in assessed.gone for each in marked) and assessed.mark(3) is not None
    hint = " Nobody is left here who could: whoever marked it no longer assesses." if nobody else ""
    return f"The flag at turn {flag.turn} has to be upheld or cleared by a second assessor.{hint}"


def _to_agree(criteria: Sequence[str], assessed: Assessed) -> tuple[str, ...]:
    if not criteria:
        return ()
    on = "one criterion" if len(criteria) == 1 else f"{len(criteria)} criteria"
    two = "Two of those who marked it" if assessed.mark(3) else "The two assessors"
    return (f"{two} have to agree on the level of {on}.",)


def settle(assessed: Assessed, settings: Moderation) -> tuple[FinalCriterion, ...]:
    """What counts, criterion by criterion; empty while something is waited for.

    A gate that was upheld limits its criterion, and is seen even where that criterion was not to be marked.
    """
    if not assessed.marks or waits(assessed, settings):
        return ()
    upheld = _upheld(assessed)
    also = [each for each in upheld if each not in assessed.script.criteria]
    plain = [_criterion(assessed, each, settings) for each in assessed.script.criteria]
    return (
        *(_capped(each, upheld.get(each.criterion)) for each in plain),
        *(FinalCriterion(each, upheld[each], "capped") for each in also),
    )


def _criterion(assessed: Assessed, criterion: str, settings: Moderation) -> FinalCriterion:
    if criterion in assessed.agreed:
        return FinalCriterion(criterion, assessed.agreed[criterion], "consensus")
    first, second, third = (assessed.mark(seat) for seat in (1, 2, 3))
    assert first is not None  # noqa: S101 - the first mark is always needed
    one = abides(assessed, first, criterion)
    if second is None:
        return FinalCriterion(criterion, one, "first")
    other = abides(assessed, second, criterion)
    if one == other:
        return FinalCriterion(criterion, one, "agreed")
    if one is None or other is None or differ(one, other, settings.gap):
        decided = _decide(assessed, criterion, third, settings.gap) if third else None
        assert decided is not None  # noqa: S101 - otherwise it would be waited for
        return FinalCriterion(criterion, *decided)
    if settings.within == "mean":
        return FinalCriterion(criterion, (one + other) / 2, "mean")
    return FinalCriterion(criterion, one, "first")


def _decide(assessed: Assessed, criterion: str, third: Mark, gap: int) -> tuple[Level, str] | None:
    """What a third mark makes of a dispute: the level closest to it, or its own where both are as close.

    First the majority says whether there was an opportunity. Where only one of the two gave a level, it counts if it
    is not itself in dispute with the third; else the third's. None where the third has no level and both others have.
    """
    first, second = assessed.mark(1), assessed.mark(2)
    assert first is not None  # noqa: S101 - both are there before a third is
    assert second is not None  # noqa: S101
    own_third = abides(assessed, third, criterion)
    both = (abides(assessed, first, criterion), abides(assessed, second, criterion))
    levels = sorted({each for each in both if each is not None})
    if own_third is None:
        return None if None not in both else (None, "closest")
    near = sorted(levels, key=lambda each: abs(each - own_third))
    if len(near) == 1:
        return (own_third, "third") if differ(near[0], own_third, gap) else (near[0], "closest")
    tie = abs(near[0] - own_third) == abs(near[1] - own_third)
    return (own_third, "third") if tie else (near[0], "closest")


def _upheld(assessed: Assessed) -> dict[str, int]:
    """The lowest cap of each criterion by the flags that were upheld."""
    found: dict[str, int] = {}
    for flag in _by_turn(assessed.flags):
        if flag.decision and flag.decision.upheld and flag.gate in assessed.caps:
            criterion, cap = assessed.caps[flag.gate]
            found[criterion] = min(cap, found.get(criterion, cap))
    return found


def _capped(final: FinalCriterion, cap: int | None) -> FinalCriterion:
    """Whoever crosses a gate had the opportunity, so the cap counts even where no level was given."""
    if cap is None or (final.level is not None and final.level <= cap):
        return final
    return FinalCriterion(final.criterion, cap, "capped")


def _seat(mark: Mark) -> int:
    return mark.seat


def _by_turn(flags: Iterable[Flag]) -> list[Flag]:
    return sorted(flags, key=lambda each: (each.turn, each.gate))
