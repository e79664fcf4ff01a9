"""The report over a bank: every strategy in every scenario, against the lines that the specification draws (3c.3).

Numbers only; as words it is in `table`, as a picture in `picture`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from math import sqrt
from typing import Any

from simulator.verification.nodes import Table
from simulator.verification.strategies.learner import learn
from simulator.verification.strategies.play import Chance, Played, chance, play
from simulator.verification.strategies.policies import REFERENCES, STRATEGIES
from simulator.verification.subject import Subject

LEARNER = "surface-learner"
BEYOND_CHANCE = 2.5
"""Standard errors from which on a strategy over a bank is taken to gain by more than chance."""
BEYOND_CHANCE_ALONE = 3.0
"""The same for one scenario, where there is little to judge by."""
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Accept:
    """The lines: what a strategy may earn at most, how far it may be from random, and what an expert must earn."""

    max_chance_corrected: float = 0.15
    node_quality_band: float = 0.04
    surface_learner_auc: float = 0.60
    expert: float = 0.85


ACCEPT = Accept()


@dataclass(frozen=True, slots=True)
class Row:
    """One strategy over the bank: means over scenarios (of node quality over all beats), what they should be, and how
    far they are from what chance gives, in standard errors of a strategy that looks at nothing of use.

    `accepted`: it keeps to its lines. `beyond_chance`: it does not, and by more than a small bank does by chance.
    """

    strategy: str
    chance_corrected: float
    node_quality: float
    value: float
    exits: float
    accepted: bool
    beyond_chance: bool
    chance_corrected_errors: float
    node_quality_errors: float

    @property
    def is_reference(self) -> bool:
        return self.strategy in REFERENCES


@dataclass(frozen=True)
class Report:
    """What every strategy got in every scenario, and what a strategy gets by chance."""

    played: dict[str, dict[str, Played]]
    chances: dict[str, Chance]
    auc: float | None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        strategies = next(iter(self.played.values()), {})
        return tuple(self._row(strategy) for strategy in strategies)

    @property
    def accepted(self) -> bool:
        """Whether every line is kept to."""
        return self.learnt_little and all(row.accepted for row in self.rows)

    @property
    def gamed(self) -> bool:
        """Whether a line is broken by more than chance explains: a fault of the content."""
        return not self.learnt_little or any(row.beyond_chance for row in self.rows)

    @property
    def learnt_little(self) -> bool:
        return self.auc is None or self.auc <= ACCEPT.surface_learner_auc

    @property
    def beats(self) -> int:
        return sum(each.nodes for each in self.chances.values())

    @cached_property
    def random_node_quality(self) -> float:
        return sum(each.nodes * each.node_quality for each in self.chances.values()) / max(1, self.beats)

    @cached_property
    def node_quality_error(self) -> float:
        """The standard error of the node quality of a strategy that takes a random but fixed option at each beat."""
        return sqrt(sum(each.node_variance for each in self.chances.values())) / max(1, self.beats)

    @cached_property
    def chance_corrected_error(self) -> float:
        """The same of its chance-corrected value."""
        return sqrt(sum(each.variance for each in self.chances.values())) / max(1, len(self.chances))

    def _row(self, strategy: str) -> Row:
        found = [(self.played[each][strategy], self.chances[each].nodes) for each in self.played]
        corrected, value, exits = (
            sum(getattr(played, name) for played, _ in found) / len(found)
            for name in ("chance_corrected", "value", "exits")
        )
        quality = sum(played.node_quality * nodes for played, nodes in found) / max(1, self.beats)
        off = quality - self.random_node_quality
        errors = _errors(corrected, self.chance_corrected_error), _errors(off, self.node_quality_error)
        accepted = _accepted(strategy, corrected, off)
        much = BEYOND_CHANCE if len(self.played) > 1 else BEYOND_CHANCE_ALONE
        beyond = not accepted and (strategy in REFERENCES or max(errors[0], abs(errors[1])) > much)
        return Row(strategy, corrected, quality, value, exits, accepted, beyond, *errors)

    def document(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "bank": {row.strategy: _told(row) for row in self.rows},
            "surface_learner_auc": self.auc,
            "scenarios": {each: {name: asdict(one) for name, one in by.items()} for each, by in self.played.items()},
            "accept": asdict(ACCEPT),
            "accepted": self.accepted,
            "gamed": self.gamed,
            "random_node_quality": self.random_node_quality,
            "standard_error": {
                "chance_corrected": self.chance_corrected_error,
                "node_quality": self.node_quality_error,
            },
        }

    def text(self) -> str:
        """The report as a table for a terminal."""
        from simulator.verification.strategies.table import table

        return table(self)

    def picture(self) -> str:
        """The report as one SVG document."""
        from simulator.verification.strategies.picture import picture

        return picture(self)


def report(subjects: Sequence[Subject]) -> Report:
    """Play every strategy in every scenario. Each must have been explored to its end, and ids must differ."""
    bank = [Table.of((subject,)).nodes for subject in subjects]
    learner = learn(bank)
    played: dict[str, dict[str, Played]] = {}
    for i, (subject, nodes) in enumerate(zip(subjects, bank, strict=True)):
        known = {**STRATEGIES, **({LEARNER: learner.strategy(i)} if learner else {}), **REFERENCES}
        played[subject.scenario.id] = {name: play(subject, nodes, strategy) for name, strategy in known.items()}
    chances = {subject.scenario.id: chance(subject, nodes) for subject, nodes in zip(subjects, bank, strict=True)}
    return Report(played, chances, learner.auc if learner else None)


def _accepted(strategy: str, corrected: float, off: float) -> bool:
    if strategy == "expert":
        return corrected >= ACCEPT.expert
    if strategy == "oracle":
        return corrected > 1 - 1e-6
    return corrected <= ACCEPT.max_chance_corrected + _TIE and abs(off) <= ACCEPT.node_quality_band + _TIE


def _errors(off: float, error: float) -> float:
    return off / error if error > 0 else 0.0


def _told(row: Row) -> dict[str, Any]:
    told = {name: round(each, 12) + 0.0 if isinstance(each, float) else each for name, each in asdict(row).items()}
    del told["strategy"]
    errors = {name: told.pop(f"{name}_errors") for name in ("chance_corrected", "node_quality")}
    return {**told, "standard_errors": errors}
