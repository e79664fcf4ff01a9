"""What the tabs of agreement are made of: a figure with its interval, in cells and in words."""

from collections.abc import Callable, Sequence

from simulator.scoring.agreement import Coefficient
from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainer.analysis_parts import head, hidden, region

NOTHING = "–"


def number(value: float) -> str:
    """Two places, with a true minus."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def signed(value: float) -> str:
    """Two places, with its sign."""
    rounded = round(value, 2) + 0.0
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"


def percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def figure(found: Coefficient, show: Callable[[float], str] = number) -> Markup:
    """A cell: the value, below it its interval; a dash, and why in words for those who hear it, where there is none."""
    if found.value is None:
        inside = join(el("span", NOTHING, aria_hidden="true", title=found.says), hidden(found.says))
    elif found.low is None or found.high is None:
        inside = join(show(found.value), el("small", "no interval", title=found.says))
    else:
        inside = join(show(found.value), el("small", f"{show(found.low)} to {show(found.high)}"))
    return el("td", inside, class_="cs-number cs-figure")


def spoken(found: Coefficient) -> str:
    """The same in a sentence's part, for a picture's description."""
    if found.value is None:
        return "undefined"
    if found.low is None or found.high is None:
        return number(found.value)
    return f"{number(found.value)} ({number(found.low)} to {number(found.high)})"


def cell(words: Child, class_: str | None = None) -> Markup:
    return el("td", words, class_=class_)


def count(value: int) -> Markup:
    return el("td", f"{value:,}", class_="cs-number")


def heads(first: str, *figures: str) -> list[Markup]:
    """What a row is about, what may be concluded from it, and its figures."""
    return [head(first), head("What may be concluded"), *(head(each, "cs-number") for each in figures)]


def grid(caption: str, named: Sequence[Markup], rows: Sequence[Markup], class_: str = "") -> Markup:
    """A table in its own box, under the heads that are given."""
    return region(caption, el("thead", el("tr", named)), el("tbody", rows), class_=f"cs-agreement {class_}".strip())


def soft(*words: Child) -> Markup:
    return el("p", *words, class_="cs-soft cs-small")


def select(name: str, label: str, choices: dict[str, str], chosen: str) -> Markup:
    """A list that is answered as soon as something else is chosen."""
    options = [el("option", words, value=value, selected=value == chosen) for value, words in choices.items()]
    control = el("select", options, data_do=name, id=f"cs-agreement-{name}")
    return el("div", el("label", label, for_=f"cs-agreement-{name}"), control, class_="cs-field")
