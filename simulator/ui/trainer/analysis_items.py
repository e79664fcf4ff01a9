"""Item analysis: a row for each moment, and under it, to be opened, what became of each of its options."""

from collections.abc import Callable, Sequence

from simulator.scoring.items import AIM, ENOUGH, GOOD, Item, OptionUse
from simulator.services.analysis.analysis import Selection
from simulator.services.analysis.moments import Answer
from simulator.services.analysis.turns import Examined, examined, met
from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainer.analysis_parts import (
    empty,
    head,
    hidden,
    moment_head,
    page_of,
    pager,
    percent,
    region,
    said,
    sort_head,
    two,
)
from simulator.ui.trainer.analysis_shown import Shown

PAGE = 20
CAPTION = "What the answers of all say about each moment"
HOW_TO_READ = (
    "Difficulty is the mean quality of what was chosen, 0 the worst on offer and 1 the best: "
    f"{AIM[0]:.1f} to {AIM[1]:.1f} tells most. Discrimination says whether those who do well elsewhere do well here, "
    f"among those who came to the same moment: {GOOD:.2f} and more is good, below 0 the key may be wrong; in brackets "
    f"where it may well lie (95 in 100). Both are given from {ENOUGH} visits on; with many moments a few will stand "
    "out by chance."
)
_TO_LOOK_AT = frozenset({"easy", "hard", "revise", "weak", "key", "idle"})
_LAST = (1, 0.0)


def html(selection: Selection, shown: Shown) -> Markup:
    moments = met(selection)
    if not moments:
        return empty("Nothing to show yet", "Moments appear here once conversations have been finished and marked.")
    page, some = _shown(selection, shown, moments)
    alone = len({selection.analysis.moments[number].scenario for number in moments}) == 1
    bodies = [_moment(each, alone=alone) for each in some]
    return join(
        el("p", HOW_TO_READ, class_="cs-soft cs-small"),
        region(CAPTION, el("thead", el("tr", _heads(shown))), bodies, class_="cs-items"),
        pager(page, len(moments), PAGE, "moments"),
    )


def _shown(selection: Selection, shown: Shown, moments: dict[int, int]) -> tuple[int, Sequence[Examined]]:
    """The page and its moments. Where the order needs no figure, only those of the page are examined."""
    if shown.sorted_by not in ("", "visits"):
        return page_of(sorted(examined(selection), key=_key(shown)), shown, PAGE)
    numbers = sorted(moments, key=lambda each: -moments[each] if shown.falling else moments[each])
    page, some = page_of(numbers if shown.sort else list(moments), shown, PAGE)
    found = {each.item.item: each for each in examined(selection, frozenset(some))}
    return page, [found[number] for number in some]


def _key(shown: Shown) -> Callable[[Examined], tuple[int, float]]:
    """What has no figure comes last, whichever way it goes."""
    way = -1 if shown.falling else 1

    def key(each: Examined) -> tuple[int, float]:
        item = each.item
        if not item.enough:
            return _LAST
        match shown.sorted_by:
            case "difficulty":
                return (0, way * item.difficulty)
            case "discrimination":
                value = item.discrimination.value
                return _LAST if value is None else (0, way * value)
            case _:
                return (0, way * sum(flag.kind in _TO_LOOK_AT for flag in item.flags))

    return key


def _heads(shown: Shown) -> list[Markup]:
    return [
        head("Moment"),
        sort_head(shown, "visits", "Visits", "cs-number"),
        sort_head(shown, "difficulty", "Difficulty", "cs-number"),
        sort_head(shown, "discrimination", "Discrimination", "cs-number"),
        sort_head(shown, "remarks", "To look at"),
    ]


def _moment(each: Examined, *, alone: bool) -> Markup:
    item = each.item
    row = el(
        "tr",
        moment_head(each.moment, each.title, alone=alone),
        el("td", item.visits, class_="cs-number"),
        *(_figures(item) if item.enough else _too_few(item)),
    )
    return el("tbody", row, el("tr", el("td", _options(each), colspan=5, class_="cs-below")))


def _too_few(item: Item) -> list[Markup]:
    few = [el("td", el("span", f"too few ({item.visits})", class_="cs-soft"), class_="cs-number") for _ in range(2)]
    return [*few, el("td", el("span", f"From {ENOUGH} visits on.", class_="cs-soft"))]


def _figures(item: Item) -> list[Markup]:
    return [
        el("td", two(item.difficulty), class_="cs-number"),
        el("td", _discrimination(item), class_="cs-number"),
        el("td", _remarks(item)),
    ]


def _discrimination(item: Item) -> Child:
    found = item.discrimination
    if found.value is None or found.low is None or found.high is None:
        return el("span", "cannot be told", class_="cs-soft")
    return join(el("span", two(found.value)), " ", el("small", f"({two(found.low)} to {two(found.high)})"))


def _remarks(item: Item) -> Markup:
    flags = [flag for flag in item.flags if flag.option is None]
    idle = sum(flag.option is not None for flag in item.flags)
    shown = [_flag(flag.words, good=flag.kind == "good") for flag in flags]
    if item.discrimination.why:
        shown.append(el("li", item.discrimination.why))
    if idle:
        shown.append(_flag(f"{idle} of {len(item.options)} options do not work as distractors."))
    return el("ul", shown, class_="cs-plain cs-remarks")


def _flag(words: str, *, good: bool = False) -> Markup:
    mark = el("span", "✓" if good else "!", aria_hidden="true", class_="cs-mark")
    return el("li", mark, words, class_="cs-good" if good else "cs-look")


_FEW_HEADS = ("Option", "Chosen", "As a distractor")
_NUMBERS = ("Chosen", "Quality", "Lower 27 %", "Upper 27 %")
_OPTION_HEADS = ("Option", *_NUMBERS, "Weakest to strongest fifth", "As a distractor")


def _options(each: Examined) -> Markup:
    """Figures of options as well only where there are enough visits."""
    moment, item = each.moment, each.item
    pairs = zip(moment.answers, item.options, strict=True)
    rows = [
        el("tr", _option_head(answer), *(_use(use) if item.enough else _chosen(use)), *_works(number, use, item))
        for number, (answer, use) in enumerate(pairs)
    ]
    heads = [
        head(each, "cs-number" if each in _NUMBERS else None) for each in (_OPTION_HEADS if item.enough else _FEW_HEADS)
    ]
    body = (el("thead", el("tr", heads)), el("tbody", rows))
    name = f"The options at moment {moment.place}{moment.version}"
    table = el("table", el("caption", name, class_="cs-hidden"), *body, class_="cs-options")
    moods = [el("p", f"When {mood}: ", said(text), class_="cs-soft") for mood, text in moment.moods]
    opened = f"option-{moment.scenario}-{moment.beat}-{moment.version}"
    summary = el("summary", f"What became of the {len(moment.answers)} options")
    line = el("p", "The client: ", said(moment.line)) if moment.line else None
    return el("details", summary, line, moods, table, id=opened)


def _option_head(answer: Answer) -> Markup:
    key = el("span", "key", class_="cs-chip cs-good") if answer.key else None
    return el("th", said(answer.say), " ", key, scope="row")


def _chosen(use: OptionUse) -> list[Markup]:
    return [el("td", use.chosen, class_="cs-number")]


def _use(use: OptionUse) -> list[Markup]:
    chosen = join(use.chosen, " ", el("small", f"({percent(use.share)})"))
    quality = el("td", "–" if use.quality is None else two(use.quality), class_="cs-number")
    tails = [el("td", "–" if value is None else percent(value), class_="cs-number") for value in (use.lower, use.upper)]
    return [el("td", chosen, class_="cs-number"), quality, *tails, el("td", _trace(use))]


def _trace(use: OptionUse) -> Child:
    """Five bars, and the same in figures."""
    if not use.trace:
        return el("span", "cannot be told", class_="cs-soft")
    bars = [el("i", style=f"height:{max(round(100 * value), 2)}%") for value in use.trace]
    figures = " · ".join(str(round(100 * value)) for value in use.trace)
    return join(el("span", bars, class_="cs-trace", aria_hidden="true"), el("small", figures, hidden(" per cent")))


def _works(number: int, use: OptionUse, item: Item) -> list[Markup]:
    if not item.enough:
        return [el("td", el("span", f"too few ({item.visits})", class_="cs-soft"))]
    if use.works:
        return [el("td", "works")]
    idle = next((flag.words for flag in item.flags if flag.option == number), None)
    if idle:
        return [el("td", idle.removeprefix("Does not work as a distractor: ").capitalize())]
    return [el("td", "nothing better was on offer" if use.key else "cannot be told", class_="cs-soft")]
