"""Printing figures: minimum, median and maximum of repeated runs, and the ratio to a floor."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter


def repeat(action: Callable[[], object], times: int) -> list[float]:
    """Seconds of each run."""
    seconds = []
    for _ in range(times):
        began = perf_counter()
        action()
        seconds.append(perf_counter() - began)
    return seconds


def row(name: str, seconds: Sequence[float], *, target: str = "", floor: Sequence[float] | None = None) -> None:
    """One line: the figures in milliseconds, the ratio of medians to a floor, and the target."""
    low, middle, high = (1000 * each for each in (min(seconds), median(seconds), max(seconds)))
    ratio = f"{median(seconds) / median(floor):6.2f} x" if floor else ""
    print(f"{name:<46} {low:9.2f} {middle:9.2f} {high:9.2f} ms {len(seconds):4d} runs {ratio:>9}  {target}")


def heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")
    print(f"{'':<46} {'min':>9} {'median':>9} {'max':>9}")
