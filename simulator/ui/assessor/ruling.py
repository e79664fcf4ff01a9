"""The rules of marking as a form, and who marks whom not. No widget.

Shares are shown and typed in per cent, as people speak of them; they are kept as 0-1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from traitlets import Any, HasTraits

from simulator.errors import Overtaken
from simulator.model.assessment import Moderation
from simulator.ui.assessor.checks import needed, within
from simulator.ui.components.offered import Fields

if TYPE_CHECKING:
    from simulator.services.assessing.assessing import Assessing


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the form: what it is called, what it means, and from what to what it goes."""

    name: str
    label: str
    means: str
    least: float
    most: float
    unit: str = ""
    step: str = "1"

    @property
    def share(self) -> bool:
        return self.unit == "%"

    def shown(self, rules: Moderation) -> str:
        value = getattr(rules, self.name)
        return f"{round(value * 100, 6):g}" if self.share else f"{value:g}"

    def read(self, text: str) -> float | None:
        """The value as it is kept; None where it is no number in the range."""
        try:
            value = float(text)
        except ValueError:
            return None
        if not self.least <= value <= self.most or (self.step == "1" and value != int(value)):
            return None
        return value / 100 if self.share else value if self.step != "1" else int(value)

    @property
    def range(self) -> str:
        return f"{self.least:g} to {self.most:g}{f' {self.unit}' if self.unit else ''}"


NUMBERS = (
    Number("double", "Marked twice at random", "Share of scripts that two people mark whatever happens.", 0, 100, "%"),
    Number("border", "Close to a cut", "A script this close to the border between two levels is marked twice.",
           0, 0.2, step="0.01"),
    Number("gap", "A wide gap", "So many levels apart, marks ask for a further one.", 1, 4, "levels"),
    Number("calibration", "Benchmarks first", "So many benchmarks are marked before live marking.", 0, 20),
    Number("calibrated", "Within one level", "Share of levels on the benchmarks that must be within one of the agreed.",
           0, 100, "%"),
    Number("seeded", "Benchmarks in between", "So many benchmarks come unannounced …", 0, 10),
    Number("per", "… among so many scripts", "Their marks only show whether anybody drifts.", 1, 100),
)  # fmt: skip
CHOICES = {
    "within": ("Where marks are less than that apart", {"first": "The first mark counts", "mean": "The mean counts"}),
    "beyond": (
        "Where marks are that far apart",
        {
            "third": "A third person marks; the mark closest to theirs counts",
            "consensus": "The two agree, with a reason",
        },
    ),
}


class Ruling(HasTraits):
    """`rules` is what was read last, None before. `mistakes` says by field what is wrong with the form as it was sent.

    `conflict`: the rules were changed by somebody else meanwhile; what is shown now is theirs.
    """

    rules = Any(None)
    mistakes = Any({})
    conflict = Any(False)

    def __init__(self, assessing: "Assessing") -> None:
        super().__init__()
        self._assessing = assessing

    def show(self) -> None:
        rules = self._assessing.rules()
        with self.hold_trait_notifications():
            self.rules, self.mistakes, self.conflict = rules, {}, False

    def save(self, fields: Fields) -> str:
        """What to say of it; empty where there are mistakes, or somebody else was quicker."""
        if not self.rules.editable:
            return ""
        values = {each.name: each.read(fields.text(each.name)) for each in NUMBERS}
        chosen = {name: fields.text(name) for name in CHOICES}
        self.mistakes = {
            **{each.name: f"Type a number, {each.range}." for each in NUMBERS if values[each.name] is None},
            **{name: "Choose one of them." for name, value in chosen.items() if not value},
        }
        if self.mistakes:
            return ""
        try:
            self._assessing.set_rules(Moderation(**values, **chosen), self.rules.number)  # type: ignore[arg-type]
        except Overtaken:
            self.show()
            self.conflict = True
            return ""
        self.show()
        return "Kept. The rules hold from now on; what is final stays as it was settled."

    def exclude(self, fields: Fields) -> str:
        assessor, person = (needed(fields.text(each), f"The account of the {each}") for each in ("assessor", "person"))
        reason = within(fields.text("reason"), "The reason")
        told = f"{assessor} will not mark anything of {person}."
        return self._do(lambda: self._assessing.exclude(assessor, person, reason), told)

    def unexclude(self, pair: str) -> str:
        shown = {f"{each.assessor}|{each.person}": each for each in self.rules.exclusions}
        if pair not in shown:
            return ""
        each = shown[pair]
        told = f"{each.assessor_name} may mark {each.person_name} again."
        return self._do(lambda: self._assessing.unexclude(each.assessor, each.person), told)

    def _do(self, act: Callable[[], object], told: str) -> str:
        if not self.rules.editable:
            return ""
        act()
        self.show()
        return told
