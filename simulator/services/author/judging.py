"""Judging a scenario's text: everything the verifier says of it. What publishing asks, and what the desk shows.

The last texts are remembered, so that what was just read beside the text is not worked out again to publish it.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from simulator.authoring.load import parse_scenario
from simulator.model.diagnostic import Diagnostic, Severity
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.verification.verify import Verified, verify

_REMEMBERED = 2
"""Texts; what exploring one gives can take many megabytes."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What `simulator.services.ports.Judged` asks for."""

    scenario: Scenario | None
    errors: tuple[Diagnostic, ...]


class Judging:
    """A `simulator.services.ports.Judge` that several threads may ask. `rubric` is asked for when first needed."""

    def __init__(self, rubric: Callable[[], Rubric]) -> None:
        self._rubric = rubric
        self._one_at_a_time = Lock()
        self._known: OrderedDict[str, Verified] = OrderedDict()

    def __call__(self, text: str) -> Judgement:
        verified = self.verified(text)
        errors = tuple(each for each in verified.diagnostics if each.severity is Severity.ERROR)
        return Judgement(verified.loaded.scenario, errors)

    def verified(self, text: str) -> Verified:
        with self._one_at_a_time:
            if text not in self._known:
                rubric = self._rubric()
                self._known[text] = verify(parse_scenario(text, rubric, "draft"), rubric)
            self._known.move_to_end(text)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            return self._known[text]
