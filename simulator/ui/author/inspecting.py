"""What can be the case at one beat, and what each option is worth in one situation there: the Beat tab's values."""

from dataclasses import dataclass

from simulator.verification.inspection import Occurrence, Situation, Worth, occurrences, situation, situations, worths
from simulator.verification.subject import Subject

LIKELIEST = 50


@dataclass(frozen=True)
class Inspected:
    """A beat of an explored scenario. `chosen` is one of the situations, None where the beat is never reached."""

    subject: Subject
    beat: str
    occurrences: tuple[Occurrence, ...]
    situations: tuple[Situation, ...]
    states: int

    @classmethod
    def of(cls, subject: Subject, beat: str) -> "Inspected":
        layer = subject.product.layers.get(beat)
        found = situations(subject, beat, LIKELIEST)
        return cls(subject, beat, occurrences(subject, beat), found, layer.size if layer else 0)

    def situation(self, number: int) -> Situation | None:
        """The situation with this number at this beat; the likeliest for any other number."""
        layer = self.subject.product.layers.get(self.beat)
        if layer is None:
            return None
        if layer.first <= number < layer.first + layer.size:
            return situation(self.subject, number)
        return self.situations[0]

    def share(self, each: Situation) -> float:
        """How likely a situation is when random play is at this beat, 0-1."""
        layer = self.subject.product.layers[self.beat]
        return each.chance / float(self.subject.chances[layer.rows].sum())

    def worths(self, number: int) -> tuple[Worth, ...]:
        return worths(self.subject, number)
