"""What a conversation amounts to: evidence, criteria, review and outcome of one session, and its JSON document."""

from collections.abc import Mapping
from typing import Any

from simulator.engine.session import Session
from simulator.model.attempt import Step
from simulator.model.codec import plain
from simulator.model.rubric import Rubric
from simulator.scoring.evidence import Item, evidence
from simulator.scoring.levels import Criterion, criteria
from simulator.scoring.review import Outcome, Review
from simulator.scoring.solution import Solution


class Results:
    """Everything scored about a session. A gate counts as crossed where the chosen option names it.

    `hints`: the furthest step of the hint ladder by turn, where there was one.
    """

    def __init__(
        self, session: Session, solution: Solution, rubric: Rubric, hints: Mapping[int, int] | None = None
    ) -> None:
        self.session, self.rubric = session, rubric
        self.scenario = session.dialogue.scenario
        self.items: tuple[Item, ...] = evidence(session.steps, self.scenario, rubric, hints)
        self.gates = tuple(gate for step in session.steps if (gate := self._gate(step)))
        self.criteria: dict[str, Criterion] = criteria(self.items, self.gates, rubric)
        self.review = Review(session, solution, rubric.scoring)
        self.outcome: Outcome = self.review.outcome()

    def _gate(self, step: Step) -> str | None:
        option = self.scenario.beat_by_id[step.beat].option(step.option)
        return option.gate if option else None

    def document(self, digest: str) -> dict[str, Any]:
        """The command line's JSON document (docs/architecture.md); numbers are rounded to four places."""
        ending = self.session.ending
        return {
            "scenario": self.scenario.id,
            "digest": digest,
            "ending": ending.id if ending else None,
            "steps": _rounded([plain(step) for step in self.session.steps]),
            **self.findings(),
        }

    def findings(self) -> dict[str, Any]:
        """The part of the document that is worked out: criteria, outcome and review."""
        document = {
            "criteria": {id_: self._criterion(each) for id_, each in self.criteria.items()},
            "outcome": plain(self.outcome),
            "review": [
                {"turn": t.turn, "loss": t.loss, "label": t.label, "values": t.values, "badges": list(t.badges)}
                for t in self.review.turns
            ],
        }
        rounded = _rounded(document)
        assert isinstance(rounded, dict)  # noqa: S101 - rounding keeps the shape
        return rounded

    def _criterion(self, criterion: Criterion) -> dict[str, Any]:
        return {
            "level": criterion.level,
            "m": criterion.m,
            "items": len(criterion.items),
            "baseline": criterion.baseline,
            "interval": list(criterion.interval),
            "confidence": criterion.confidence,
            "gates": list(criterion.gates),
            "turns": sorted({item.turn for item in criterion.items}),
        }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4) + 0.0  # no negative zero
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return value
