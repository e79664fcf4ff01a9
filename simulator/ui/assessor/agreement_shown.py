"""What of the agreement of assessors is being looked at, as a value, and what each press makes of it. No widget."""

from dataclasses import dataclass, replace
from datetime import date

from simulator.services.assessing.agreement.dashboard import EVERYTHING, Dashboard, Filter, Sample, Selection
from simulator.services.assessing.agreement.matrices import FIRST_AND_SECOND

TABS = {
    "criteria": "Criteria",
    "pairs": "Pairs",
    "assessors": "Assessors",
    "time": "Over time",
    "machine": "Machine",
    "confusion": "What met what",
    "scripts": "Furthest apart",
}
FILTERS = ("criterion", "assessor", "sample", "since", "until")
ACTS = ("tab", "page", "by", "of", *FILTERS)
"""Every act that `Shown.pressed` understands."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`by` is how time is divided, `month` or `block`; `of` is what is held against what in the tab of that name."""

    filter: Filter = EVERYTHING
    tab: str = "criteria"
    page: int = 1
    by: str = "month"
    of: str = FIRST_AND_SECOND

    def select(self, dashboard: Dashboard) -> Selection:
        return dashboard.select(self.filter)

    def pressed(self, act: str, argument: str) -> "Shown":
        """What is shown once a button was pressed or something was chosen; itself where that means nothing."""
        match act:
            case "tab" if argument in TABS:
                return replace(self, tab=argument, page=1)
            case "page" if argument.isdecimal():
                return replace(self, page=max(int(argument), 1))
            case "by" if argument in ("month", "block"):
                return replace(self, by=argument)
            case "of":
                return replace(self, of=argument)
            case _ if act in FILTERS:
                return replace(self, filter=_filtered(self.filter, act, argument), page=1)
        return self


def _filtered(before: Filter, act: str, argument: str) -> Filter:
    match act:
        case "criterion":
            return replace(before, criterion=argument or None)
        case "assessor":
            return replace(before, assessor=argument or None)
        case "sample":
            return replace(before, sample=Sample(argument)) if argument in frozenset(Sample) else before
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
