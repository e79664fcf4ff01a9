"""Which marks a script needs, and why: seat by seat, from what is known of it so far."""

from hashlib import sha256

from simulator.model.assessment import Flag, Moderation, Why
from simulator.scoring.moderation.assessed import Assessed, differ, disputed, own

ROUNDING = 1e-9
"""A mean that lies as far from a cut as the setting says is no nearer, whatever floating point makes of it."""


def lot(script_id: str) -> float:
    """A number from 0 up to 1 that a script draws once for ever, whoever looks."""
    return int.from_bytes(sha256(f"double/{script_id}".encode()).digest()[:6]) / 2**48


def borderline(assessed: Assessed, settings: Moderation) -> bool:
    """Whether the mean of a criterion with a level lies nearer than `border` to a cut."""
    machine = assessed.machine
    if machine is None:
        return False
    means = [machine.means[c] for c in assessed.script.criteria if c in machine.means and machine.level(c) is not None]
    return any(abs(mean - cut) < settings.border - ROUNDING for mean in means for cut in machine.cuts)


def needed(assessed: Assessed, settings: Moderation) -> tuple[Why, ...]:
    """Why each mark is needed, seat by seat: one to three of them. A benchmark needs one."""
    script = assessed.script
    if script.benchmark is not None:
        return (Why.BENCHMARK,)
    first = Why.FIRST if script.round == 1 else Why.APPEAL
    second = _second(assessed, settings)
    third = _third(assessed, settings)
    if third:
        return first, second or Why.RANDOM, third
    return (first, second) if second else (first,)


def _second(assessed: Assessed, settings: Moderation) -> Why | None:
    """Random before all else, so that what was drawn is a fair sample."""
    if lot(assessed.script.id) < settings.double:
        return Why.RANDOM
    if borderline(assessed, settings):
        return Why.BORDERLINE
    if any(each.assessor is None for each in assessed.flags):
        return Why.GATE
    mark = assessed.mark(1)
    if mark and assessed.machine:
        machine = assessed.machine
        if any(differ(own(mark, each), machine.level(each), settings.gap) for each in assessed.script.criteria):
            return Why.GAP
    return Why.GATE if assessed.flags else None


def _third(assessed: Assessed, settings: Moderation) -> Why | None:
    first, second = assessed.mark(1), assessed.mark(2)
    if first is None or second is None:
        return None
    blind = any(differ(own(first, c), own(second, c), settings.gap) for c in assessed.script.criteria)
    after = [each for each in disputed(assessed, settings) if each not in assessed.agreed]
    cannot_agree = bool(after) and not assessed.gone.isdisjoint((first.assessor, second.assessor))
    if cannot_agree or (settings.beyond == "third" and (after or (blind and not assessed.agreed))):
        return Why.DISPUTE
    open_flags = (each for each in assessed.flags if each.decision is None)
    unable = (second.assessor in assessed.gone or each.assessor == second.assessor for each in open_flags)
    return Why.GATE if any(unable) else None


def may_decide(assessed: Assessed, flag: Flag, assessor: str) -> bool:
    """Whether somebody may uphold a flag or clear it: whoever marked after the first and did not raise it."""
    mark = assessed.mark_of(assessor)
    return flag.decision is None and mark is not None and mark.seat > 1 and flag.assessor != assessor
