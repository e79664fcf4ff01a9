"""What a rubric *is*: competencies, their indicators with anchors and sources, gates, and the scoring parameters.

Numbers live in the rubric's files, never in code; where each comes from is said beside it there.
"""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Indicator:
    """One observable behaviour. `title` completes "This moment offered a chance to …"; `anchors` are levels 0-4."""

    id: str
    competency: str
    title: str
    core: bool
    behaviour: str
    counter: tuple[str, ...]
    anchors: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Competency:
    """A criterion: a family of indicators, with an anchor for each level 0-4."""

    id: str
    code: str
    title: str
    definition: str
    standards: str
    anchors: tuple[str, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """An ethical rule that no amount of good work makes up for: it caps the level of its criterion."""

    id: str
    rule: str
    why: str
    criterion: str
    cap: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scoring:
    """The parameters of evidence, levels and review; meanings and reasons are in the rubric's file.

    `evidence` maps valence -2..+2 to 0-1; `cuts` are the lower bounds of levels 1-4; `turn_weight` is the cost of a
    shortfall of one whole quality range; `labels` are upper bounds of loss in points; `hints` maps the
    step of the hint ladder to the most that a turn may then show, 0-1.
    """

    evidence: tuple[tuple[int, float], ...]
    cuts: tuple[float, ...]
    turn_weight: float
    shrinkage: float
    minimum_items: int
    exemplary_items: int
    exemplary_beats: int
    hinge_weight: float
    repeats: int
    interval: float
    coverage: float
    gate_utility: float
    labels: tuple[tuple[str, float], ...]
    last_label: str
    confidence: tuple[tuple[str, int], ...]
    good_width: float
    hints: tuple[tuple[int, float], ...]

    @property
    def absent(self) -> float:
        """What an indicator earns that was called for and not shown."""
        return self.value_of(0)

    def value_of(self, valence: int) -> float:
        return dict(self.evidence)[valence]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a source document that something in the rubric rests on."""

    reference: str
    topic: str


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One of the documents the rubric is drawn from. `author` and `date` are None where it states none."""

    number: str
    title: str
    author: str | None
    date: str | None
    publisher: str | None
    file: str
    rights: str | None
    about: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Rubric:
    id: str
    title: str
    version: str
    levels: tuple[str, ...]
    scoring: Scoring
    competencies: tuple[Competency, ...]
    gates: tuple[Gate, ...]
    documents: tuple[SourceDocument, ...]

    @cached_property
    def competency_by_id(self) -> dict[str, Competency]:
        return {competency.id: competency for competency in self.competencies}

    @cached_property
    def indicator_by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for each in self.competencies for indicator in each.indicators}

    @cached_property
    def gate_by_id(self) -> dict[str, Gate]:
        return {gate.id: gate for gate in self.gates}

    @cached_property
    def section_by_reference(self) -> dict[str, Section]:
        return {section.reference: section for document in self.documents for section in document.sections}
