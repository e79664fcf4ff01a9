"""Reading the rubric: a folder with `rubric.yaml` and one file per competency, and `sources.yaml` beside it.

The rubric ships with the product, so a mistake in it is an exception that lists every mistake, not a value.
"""

from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field

from simulator.authoring.document import Brief, Document, Reference, Slug, Text
from simulator.authoring.shape import nearest, shape
from simulator.authoring.source import Source, read_source
from simulator.errors import ContentError
from simulator.model.rubric import Competency, Gate, Indicator, Rubric, Scoring, Section, SourceDocument

D = TypeVar("D", bound=BaseModel)

Anchors = Annotated[list[Text], Field(min_length=5, max_length=5)]
Share = Annotated[float, Field(ge=0, le=1, strict=False)]
Positive = Annotated[float, Field(gt=0, strict=False)]
Valence = Annotated[str, Field(pattern=r"^([+-][12]|0)$")]


class IndicatorDocument(Document):
    title: Brief
    core: bool
    behaviour: Text
    counter: list[Text] = Field(min_length=1)
    anchors: Anchors
    sources: list[Reference] = Field(min_length=1)


class CompetencyDocument(Document):
    id: Slug
    code: Annotated[str, Field(pattern=r"^C[0-9]{2}$")]
    title: Brief
    definition: Text
    standards: Text
    anchors: Anchors
    indicators: dict[Slug, IndicatorDocument] = Field(min_length=1)


class ExemplaryDocument(Document):
    items: int
    beats: int


class LabelsDocument(Document):
    best: Positive
    sound: Positive
    missed_chance: Positive = Field(alias="missed chance")
    misstep: Positive


class ConfidenceDocument(Document):
    slight: int = Field(ge=1)
    some: int = Field(ge=1)
    good: int = Field(ge=1)
    width: Share


class ScoringDocument(Document):
    evidence: dict[Valence, Share] = Field(min_length=5, max_length=5)
    cuts: list[Share] = Field(min_length=4, max_length=4)
    turn_weight: Share
    shrinkage: Positive
    minimum_items: int = Field(ge=1)
    exemplary: ExemplaryDocument
    hinge_weight: Positive
    repeats: int = Field(ge=1)
    interval: Share
    coverage: Share
    gate_utility: Share
    hints: dict[Literal["1", "2", "3"], Share] = Field(min_length=3, max_length=3)
    labels: LabelsDocument
    confidence: ConfidenceDocument


class GateDocument(Document):
    rule: Text
    why: Text
    criterion: Slug
    cap: int = Field(ge=0, le=1)
    sources: list[Reference] = Field(min_length=1)


class RubricDocument(Document):
    id: Slug
    title: Brief
    version: Brief
    levels: list[Brief] = Field(min_length=5, max_length=5)
    scoring: ScoringDocument
    gates: dict[Slug, GateDocument]
    competencies: list[Slug] = Field(min_length=1)


class SourceDocumentDocument(Document):
    title: Text
    author: Text | None = None
    publisher: Text | None = None
    date: Text | None = None
    file: Text
    rights: Text | None = None
    about: Text
    sections: dict[str, Text] = Field(min_length=1)


class SourcesDocument(Document):
    documents: dict[Annotated[str, Field(pattern=r"^[0-9]{3}$")], SourceDocumentDocument]


def load_rubric(folder: Path) -> Rubric:
    """The rubric in `folder`, with `sources.yaml` from the folder above. Raises `ContentError` with every mistake."""
    heads: list[Source] = []
    head = _read(folder / "rubric.yaml", RubricDocument, heads)
    documents = _read(folder.parent / "sources.yaml", SourcesDocument, heads)
    files = sorted((folder / "competencies").glob("*.yaml"))
    competencies = {path: _read(path, CompetencyDocument, heads) for path in files}
    found = {document.id: _competency(document) for document in competencies.values() if document}
    if documents:
        _check_citations(heads, documents)
    if head and all(competencies.values()):
        _check_competencies(heads, head, found)
    mistakes = tuple(each for source in heads for each in source.diagnostics)
    if mistakes or not head or not documents:
        listing = "\n".join(str(each) for each in mistakes)
        raise ContentError(f"the rubric in {folder} has mistakes:\n{listing}", mistakes)
    return Rubric(
        id=head.id,
        title=head.title,
        version=head.version,
        levels=tuple(head.levels),
        scoring=_scoring(head.scoring),
        competencies=tuple(found[slug] for slug in head.competencies),
        gates=tuple(_gate(gate_id, gate) for gate_id, gate in head.gates.items()),
        documents=tuple(_source(number, document) for number, document in documents.documents.items()),
    )


def _read(path: Path, kind: type[D], sources: list[Source]) -> D | None:
    source = read_source(path)
    sources.append(source)
    return shape(source, kind)


def _check_competencies(heads: list[Source], head: RubricDocument, found: dict[str, Competency]) -> None:
    """Competencies that nobody describes or lists, or that two files or two competencies claim."""
    source, files = heads[0], heads[2:]
    for i, slug in enumerate(head.competencies):
        if slug not in found:
            place = source.at(("competencies", i))
            source.report("R01", place, f"no file describes '{slug}'", nearest(slug, list(found)))
    for gate_id, gate in head.gates.items():
        if gate.criterion not in found:
            place, hint = source.at(("gates", gate_id, "criterion")), nearest(gate.criterion, list(found))
            source.report("R01", place, f"there is no competency '{gate.criterion}'", hint)
    claimed: set[str] = set()
    for each in files:
        data = each.data if isinstance(each.data, dict) else {}
        if data["id"] not in head.competencies:
            each.report("R01", each.at(("id",)), f"rubric.yaml does not list '{data['id']}'", "Add it there.")
        indicators = data["indicators"]
        names = [("id",), *(("indicators", key) for key in indicators)] if isinstance(indicators, dict) else []
        for path in names:
            name = str(data["id"] if path == ("id",) else path[-1])
            if name in claimed:
                each.report("R03", each.at(path, key=True), f"'{name}' is described twice", "Rename one of them.")
            claimed.add(name)


def _check_citations(sources: list[Source], documents: SourcesDocument) -> None:
    """References to parts of documents that `sources.yaml` does not name, wherever they stand."""
    known = {f"{number} {section}" for number, each in documents.documents.items() for section in each.sections}
    for source in (each for each in (sources[0], *sources[2:]) if each.data is not None):
        for path, place in source.values.items():
            reference = source.value(path) if path[-2:-1] == ("sources",) else None
            if isinstance(reference, str) and reference not in known:
                source.report("R01", place, f"there is no source section '{reference}'", nearest(reference, [*known]))


def _competency(document: CompetencyDocument) -> Competency:
    return Competency(
        id=document.id,
        code=document.code,
        title=document.title,
        definition=document.definition,
        standards=document.standards,
        anchors=tuple(document.anchors),
        indicators=tuple(_indicator(document.id, key, each) for key, each in document.indicators.items()),
    )


def _indicator(competency: str, indicator_id: str, document: IndicatorDocument) -> Indicator:
    return Indicator(
        id=indicator_id,
        competency=competency,
        title=document.title,
        core=document.core,
        behaviour=document.behaviour,
        counter=tuple(document.counter),
        anchors=tuple(document.anchors),
        sources=tuple(document.sources),
    )


def _gate(gate_id: str, document: GateDocument) -> Gate:
    return Gate(gate_id, document.rule, document.why, document.criterion, document.cap, tuple(document.sources))


def _source(number: str, document: SourceDocumentDocument) -> SourceDocument:
    sections = tuple(Section(f"{number} {section}", topic) for section, topic in document.sections.items())
    return SourceDocument(**{**document.model_dump(), "number": number, "sections": sections})


def _scoring(document: ScoringDocument) -> Scoring:
    words = document.confidence.model_dump(exclude={"width"})
    return Scoring(
        evidence=tuple(sorted((int(valence), value) for valence, value in document.evidence.items())),
        cuts=tuple(document.cuts),
        turn_weight=document.turn_weight,
        shrinkage=document.shrinkage,
        minimum_items=document.minimum_items,
        exemplary_items=document.exemplary.items,
        exemplary_beats=document.exemplary.beats,
        hinge_weight=document.hinge_weight,
        repeats=document.repeats,
        interval=document.interval,
        coverage=document.coverage,
        gate_utility=document.gate_utility,
        labels=tuple(sorted(document.labels.model_dump(by_alias=True).items(), key=lambda each: each[1])),
        last_label="setback",
        confidence=tuple(sorted(words.items(), key=lambda each: each[1])),
        good_width=document.confidence.width,
        hints=tuple(sorted((int(step), most) for step, most in document.hints.items())),
    )
