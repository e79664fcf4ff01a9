"""How the desk says things: counts, states of a draft, what is the case in a state."""

from collections.abc import Iterable

from simulator.model.attempt import Snapshot
from simulator.services.author.workbench import Examined
from simulator.ui.html import Markup, el, join
from simulator.ui.trainee.words import plural
from simulator.verification.verify import Verified


def counted(examined: Examined) -> str:
    """How many findings there are, as one says it."""
    if not examined.findings:
        return "No findings"
    kinds = ((len(examined.errors), "error"), (len(examined.warnings), "warning"))
    return ", ".join(plural(count, kind) for count, kind in kinds if count)


def proved(verified: Verified) -> str:
    """How much of the scenario was explored; without a scenario, that nothing was."""
    if verified.subject is None:
        return "Nothing can be played yet: first the errors below must go."
    product = verified.subject.product
    if not product.complete:
        return f"Not all explored: {product.stopped}; nothing is proved."
    return f"All {product.size[0]:,} states explored in {verified.seconds:.1f} s."


def facts(snapshot: Snapshot) -> str:
    """Mode, trust and all else that holds, the alliance first."""
    return " · ".join(_facts(snapshot))


def _facts(snapshot: Snapshot) -> Iterable[str]:
    yield f"{snapshot.mode.value} ({snapshot.breach.value})" if snapshot.breach else snapshot.mode.value
    yield f"trust {snapshot.trust}"
    if snapshot.ingredients:
        yield f"repair: {', '.join(each.value for each in snapshot.ingredients)}"
    if snapshot.strikes:
        yield plural(snapshot.strikes, "strike")
    if snapshot.watch:
        yield "on watch"
    yield from (f"{name} {value}" for name, value in snapshot.variables.items())
    if snapshot.flags:
        yield f"flags: {', '.join(snapshot.flags)}"


def coded(words: str) -> Markup:
    """A message or hint, with what stands in it between `backticks` as code."""
    return join(*(el("code", part) if i % 2 else part for i, part in enumerate(words.split("`"))))


def percent(share: float) -> str:
    """A share of 0-1 in whole per cent; what is more than nothing does not become nothing."""
    return "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def points(value: float) -> str:
    """Points of 0-100, to a tenth."""
    return f"{abs(round(value, 1)):.1f}"
