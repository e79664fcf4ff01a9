"""What of an analysis is being looked at, as a value, and what each press makes of it. It knows no widget."""

from dataclasses import dataclass, replace
from datetime import date

from simulator.model.assignment import Mode
from simulator.services.analysis.analysis import Analysis, Selection
from simulator.services.analysis.subjects import EVERYTHING, Filter

TABS = {
    "people": "Heat map",
    "moments": "Items",
    "wrong-turns": "Wrong turns",
    "time": "Time",
    "comparison": "Comparison",
}
FILTERS = ("cohort", "assignment", "scenario", "mode", "attempts", "since", "until")
ACTS = ("tab", "page", "sort", "against", *FILTERS)
"""Every act that `Shown.pressed` understands."""

_AT_FIRST = {"people": "name", "wrong-turns": "-lost"}
"""How a tab is sorted before anything was pressed."""
_RISING = frozenset({"name", "difficulty", "discrimination"})
"""What the first press sorts from the lowest up."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`sort` is a column's name, with a minus before it from the highest down, and empty for the order at first;
    `against` is the cohort to compare with, empty for the one before.
    """

    filter: Filter = EVERYTHING
    tab: str = "people"
    page: int = 1
    sort: str = ""
    against: str = ""

    def of(self, analysis: Analysis) -> Selection:
        return analysis.select(self.filter)

    @property
    def sorted_by(self) -> str:
        return (self.sort or _AT_FIRST.get(self.tab, "")).removeprefix("-")

    @property
    def falling(self) -> bool:
        return (self.sort or _AT_FIRST.get(self.tab, "")).startswith("-")

    def pressed(self, act: str, argument: str) -> "Shown":
        """What is shown once a button was pressed or something was chosen; itself where that means nothing."""
        match act:
            case "tab" if argument in TABS:
                return replace(self, tab=argument, page=1, sort="")
            case "page" if argument.isdecimal():
                return replace(self, page=max(int(argument), 1))
            case "sort":
                return replace(self, sort=self._sorted(argument), page=1)
            case "against":
                return replace(self, against=argument)
            case _ if act in FILTERS:
                return replace(self, filter=_filtered(self.filter, act, argument), page=1)
        return self

    def _sorted(self, column: str) -> str:
        """A second press turns the order round. The button stays the same, so that the focus stays on it."""
        falls = not self.falling if self.sorted_by == column else column not in _RISING
        return f"-{column}" if falls else column


def _filtered(before: Filter, act: str, argument: str) -> Filter:
    """Another cohort lets go of the assignment, since most assignments are for one cohort."""
    match act:
        case "cohort":
            return replace(before, cohort=argument or None, assignment=None)
        case "assignment":
            return replace(before, assignment=argument or None)
        case "scenario":
            return replace(before, scenario=argument or None)
        case "mode":
            return replace(before, mode=Mode(argument) if argument in frozenset(Mode) else None)
        case "attempts":
            return replace(before, first=argument != "all")
        case "since":
            return replace(before, since=_day(argument))
        case _:
            return replace(before, until=_day(argument))


def _day(text: str) -> str | None:
    """A date as it is kept; None for what is not yet one, as while it is typed."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
