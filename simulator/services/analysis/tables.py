"""Every table of the cohort view as a table to be taken away, with what it rests on beside each figure."""

from collections.abc import Callable, Iterator

from simulator.exports.table import Cell, Table
from simulator.scoring.items import ENOUGH, OptionUse
from simulator.services.analysis.analysis import Selection
from simulator.services.analysis.comparing import Comparison, comparison
from simulator.services.analysis.heat import HeatMap, heat_map
from simulator.services.analysis.moments import Moment
from simulator.services.analysis.turns import Examined, examined, times, wrong_turns


def people(selection: Selection) -> Table:
    """Everybody, whether they have begun or not; four columns for each competency."""
    found = heat_map(selection)
    each = ("mean of 100", "level", "items", "scenarios")
    named = [f"{column.title}: {what}" for column in found.columns for what in each]
    columns = ("Name", "Account", "Scored attempts", *named, "Attempts in which a rule was crossed")
    return Table("people", columns, tuple(_person(found, int(place)) for place in found.order()))


def _person(found: HeatMap, place: int) -> tuple[Cell, ...]:
    somebody, row = found.selection.analysis.people[place], found.cells(place)
    cells: list[Cell] = []
    for cell in row:
        if cell is None:
            cells += [None, None, 0, 0]
        else:
            level: Cell = "too little evidence" if cell.level is None else cell.level
            cells += [_hundred(cell.profile.mean), level, cell.profile.items, cell.profile.scenarios]
    crossed = sum(cell.crossed for cell in row if cell)
    return (somebody.name, somebody.account, int(found.attempts[place]), *cells, crossed)


_MOMENT = ("Scenario", "Moment", "Beat", "The client says")


def items(selection: Selection) -> Table:
    figures = ("Visits", "Difficulty", "Discrimination", "from", "to", "People compared", "Remarks")
    rows = tuple((*_moment(each.title, each.moment), *_figures(each)) for each in examined(selection))
    return Table("moments", (*_MOMENT, *figures), rows)


def _figures(each: Examined) -> tuple[Cell, ...]:
    item, found = each.item, each.item.discrimination
    if not item.enough:
        return (item.visits, None, None, None, None, found.people, too_few(item.visits))
    words = [found.why, *(flag.words for flag in item.flags if flag.option is None)]
    r = tuple(_two(value) for value in (found.value, found.low, found.high))
    return (item.visits, _two(item.difficulty), *r, found.people, " ".join(filter(None, words)))


def options(selection: Selection) -> Table:
    named = (
        "Option", "The coach says", "Meant to be best", "Chosen", "Share", "Mean quality", "Lower 27 %", "Upper 27 %",
        *(f"Fifth {number} of 5" for number in range(1, 6)), "Works as a distractor", "Remarks",
    )  # fmt: skip
    rows = tuple((*_moment(each.title, each.moment), *row) for each in examined(selection) for row in _options(each))
    return Table("options", (*_MOMENT, *named), rows)


def _options(each: Examined) -> Iterator[tuple[Cell, ...]]:
    for number, (answer, use) in enumerate(zip(each.moment.answers, each.item.options, strict=True)):
        remarks = " ".join(flag.words for flag in each.item.flags if flag.option == number)
        figures = _use(use) if each.item.enough else (*(None,) * 10, too_few(each.item.visits))
        yield (answer.id, answer.say, answer.key, use.chosen, *figures[:-1], figures[-1] or remarks)


def _use(use: OptionUse) -> tuple[Cell, ...]:
    trace = tuple(_two(value) for value in use.trace) or (None,) * 5
    works: Cell = "" if use.works is None else use.works
    return (_two(use.share), _two(use.quality), _two(use.lower), _two(use.upper), *trace, works, "")


def wrong(selection: Selection) -> Table:
    named = ("The coach says", "What may lie behind it", "Times", "Visits", "Mean loss", "Lost all together")
    rows = tuple(
        (*_moment(each.title, each.moment), each.answer.say, each.answer.misconception, each.times, each.visits,
         _one(each.loss), _one(each.lost))
        for each in wrong_turns(selection)
    )  # fmt: skip
    return Table("wrong-turns", (*_MOMENT, *named), rows)


def time(selection: Selection) -> Table:
    named = ("Known", "Unknown", "First quartile (s)", "Median (s)", "Third quartile (s)")
    rows = tuple(
        (*_moment(each.title, each.moment), each.known,
         each.unknown, each.low, each.median, each.high)
        for each in times(selection)
    )  # fmt: skip
    return Table("time", (*_MOMENT, *named), rows)


def compared(found: Comparison) -> Table:
    names = [group.name if group else "" for group in (found.first, found.second)]
    columns = (
        "Competency", f"{names[0]}: mean of 100", f"{names[0]}: people", f"{names[1]}: mean of 100",
        f"{names[1]}: people", "Difference", "from", "to", "Remarks",
    )  # fmt: skip
    rows = []
    for each in found.rows:
        of = each.difference
        ends = (_hundred(value) for value in (of.value, of.low, of.high))
        means = (_hundred(of.first), of.people[0], _hundred(of.second), of.people[1])
        rows.append((each.criterion.title, *means, *ends, of.why))
    return Table("comparison", columns, tuple(rows))


TABLES: dict[str, Callable[[Selection], Table]] = {
    "people": people,
    "moments": items,
    "options": options,
    "wrong-turns": wrong,
    "time": time,
}
"""By name, but for the comparison, which is of two selections."""


def table(name: str, selection: Selection, against: str | None = None) -> Table:
    """A table by its name; `against` is the cohort to compare with. Raises `KeyError`."""
    return compared(comparison(selection, against)) if name == "comparison" else TABLES[name](selection)


def too_few(visits: int) -> str:
    return f"too few ({visits}); at least {ENOUGH} visits are needed"


def _moment(title: str, moment: Moment | None) -> tuple[Cell, ...]:
    if moment is None:
        return (title, "whole conversation", None, None)
    return (title, f"{moment.place}{moment.version}" if moment.place else "", moment.beat, moment.line)


def _hundred(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 1)


def _one(value: float) -> float:
    return round(value, 1)


def _two(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
