"""What may be concluded from a figure, in words: by its interval, and never from a handful of scripts.

Rules of thumb: content specification, section 2.5 (alpha: .80 to rely on, .667 for tentative conclusions; intraclass
correlations after Koo and Li). No words are attached to kappa, since what is large differs with its weights.
"""

from collections.abc import Iterator

from simulator.scoring.agreement import Coefficient

FEW = 10
"""Below so many scripts nothing is concluded."""
ROUGH = 30
"""Below so many it is said that a figure is rough."""
RELY, TENTATIVE = 0.80, 0.667
PILED = 0.75
"""From which share of marks at one level on alpha and kappa say little."""
DOUBTED = 0.10
"""From which share of doubt on whether there was anything to mark that is to be settled first."""
BANDS = ((0.9, "excellent"), (0.75, "good"), (0.5, "moderate"), (-1e9, "poor"))
APART = 0.02
"""By how much consistency has to exceed agreement to be spoken of."""


def number(value: float) -> str:
    """Two places, with a true minus."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def many(count: int, one: str) -> str:
    """`1 script`, `1,200 scripts`."""
    return f"{count:,} {one if count == 1 else one + 's'}"


def reach(found: Coefficient) -> str:
    """The ends of an interval."""
    assert found.low is not None  # noqa: S101 - asked for only where there is one
    assert found.high is not None  # noqa: S101
    return f"{number(found.low)} to {number(found.high)}"


def on_alpha(
    scripts: int, alpha: Coefficient, ac2: Coefficient, exact: Coefficient, piled: tuple[str, float] | None
) -> str:
    """Of a criterion, or of all. `piled` is the level that most marks are at, and their share."""
    if scripts == 0:
        return "Nothing was marked twice here."
    if scripts < FEW:
        return f"{many(scripts, 'script')}: too few to conclude anything from."
    if piled and piled[1] >= PILED and exact.value is not None and ac2.value is not None:
        return (
            f"{percent(piled[1])} of the marks are at level {piled[0]}, where alpha and kappa say little. Go by plain "
            f"agreement ({percent(exact.value)}) and AC2 ({number(ac2.value)}) together; AC2 alone flatters."
        )
    if alpha.low is None or alpha.high is None:
        return alpha.says
    return " ".join(_verdict(scripts, alpha, alpha.low, alpha.high))


def _verdict(scripts: int, alpha: Coefficient, low: float, high: float) -> Iterator[str]:
    if low >= RELY:
        yield "Can be relied on, whoever marks."
    elif low >= TENTATIVE:
        yield "Good enough for tentative conclusions."
    elif high < TENTATIVE:
        yield "Not good enough to conclude anything from: talk about it together."
    elif scripts < ROUGH:
        yield f"{many(scripts, 'script')}: too few to say more than that it lies somewhere from {reach(alpha)}."
        return
    else:
        yield f"Cannot be told yet: anything from {reach(alpha)} fits these marks."
    if scripts < ROUGH:
        yield f"Rough, from {many(scripts, 'script')}."


def on_opportunity(exact: Coefficient) -> str:
    """Whether it is agreed that there was anything to mark; empty where there is no doubt."""
    if exact.value is None or exact.n < FEW or 1 - exact.value < DOUBTED:
        return ""
    return f"In {percent(1 - exact.value)} of cases only one saw an opportunity: agree on that first."


def on_difference(scripts: int, who: str, difference: Coefficient, than: str) -> str:
    """Who marks higher, if that can be said; `who` does where the difference is above 0."""
    if difference.value is None:
        return difference.says
    if scripts < FEW:
        return f"{many(scripts, 'script')}: too few to conclude anything from."
    if difference.low is None or difference.high is None:
        return difference.says
    if difference.low <= 0 <= difference.high:
        return f"No difference of level stands out between {who} and {than}."
    size = f"{number(abs(difference.value))} of a level"
    ends = sorted((abs(difference.low), abs(difference.high)))
    way = "higher" if difference.value > 0 else "lower"
    return f"{who[:1].upper()}{who[1:]} marks {size} {way} than {than} ({number(ends[0])} to {number(ends[1])})."


def on_icc(single: Coefficient, consistent: Coefficient, difference: Coefficient) -> str:
    """Of two who marked the same scripts: what the mark of one is worth, and whether one is harsh throughout."""
    return " ".join(filter(None, (_band(single), _harsh(single, consistent, difference))))


def _band(single: Coefficient) -> str:
    if single.n < FEW or single.low is None or single.high is None:
        return ""
    low, high = (next(name for least, name in BANDS if end >= least) for end in (single.low, single.high))
    band = low if low == high else f"{low} to {high}"
    return f"Agreement of mean levels: {band}."


def _harsh(single: Coefficient, consistent: Coefficient, difference: Coefficient) -> str:
    if single.value is None or consistent.value is None or single.n < FEW:
        return ""
    if consistent.value - single.value < APART:
        return ""
    told = f"Consistency ({number(consistent.value)}) exceeds agreement ({number(single.value)})"
    sure = difference.low is not None and difference.high is not None and not difference.low <= 0 <= difference.high
    return f"{told}: one of them is systematically harsher." if sure else f"{told}: one may be harsher throughout."
