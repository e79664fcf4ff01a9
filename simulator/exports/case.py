"""A rubric as a 1EdTech CASE 1.1 package: competencies, their indicators and ethical rules as items, levels as rubrics.

After the information model and JSON binding of CASE Service 1.1; a package as `GET /CFPackages/{id}` answers it. An
identifier is made from our id (UUIDv5), so it stays the same from version to version. "Not observed" has no field in
CASE: it is the absence of a level, and a note says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from simulator.model.rubric import Competency, Gate, Indicator, Rubric

NAMESPACE = uuid5(NAMESPACE_URL, "urn:coachsim:case")
CREATOR = "The coachsim developers"
NOT_OBSERVED = (
    "Where there was no opportunity to show a criterion, it has no level at all; that is not the lowest level."
)
_KINDS = {
    "Competency": "A family of behaviours that is given a level.",
    "Indicator": "One observable behaviour.",
    "Ethical rule": "A line that other strengths cannot make up for; crossing it caps the level of its competency.",
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a rubric: what is given a level, and the anchor of each level, the lowest first."""

    id: str
    title: str
    description: str
    anchors: tuple[str, ...]


def case(rubric: Rubric, changed: str, address: str | None = None) -> Json:
    """`changed` is when the rubric was changed last, ISO 8601 with its time zone. `address` is where identifiers can be
    looked up, with /uri/ before them; without one they are URNs. Raises `ValueError` for a time without a zone.
    """
    if datetime.fromisoformat(changed).tzinfo is None:
        raise ValueError(f"'{changed}' has no time zone")
    return _Package(rubric, changed, address).document()


class _Package:
    def __init__(self, rubric: Rubric, changed: str, address: str | None) -> None:
        self.rubric, self.changed, self.address = rubric, changed, address

    def document(self) -> Json:
        return {
            "CFDocument": self._document(),
            "CFItems": list(self._items()),
            "CFAssociations": list(self._associations()),
            "CFDefinitions": {"CFItemTypes": list(self._types())},
            "CFRubrics": list(self._rubrics()),
        }

    def _id(self, *name: str) -> str:
        return str(uuid5(NAMESPACE, "/".join((self.rubric.id, *name))))

    def _uri(self, identifier: str) -> str:
        return f"urn:uuid:{identifier}" if self.address is None else f"{self.address.rstrip('/')}/uri/{identifier}"

    def _head(self, *name: str) -> Json:
        identifier = self._id(*name)
        return {"identifier": identifier, "uri": self._uri(identifier), "lastChangeDateTime": self.changed}

    def _link(self, title: str, *name: str) -> Json:
        identifier = self._id(*name)
        return {"title": title, "identifier": identifier, "uri": self._uri(identifier)}

    def _document(self) -> Json:
        return {
            **self._head("document"),
            "creator": CREATOR,
            "title": self.rubric.title,
            "caseVersion": "1.1",
            "version": self.rubric.version,
            "language": "en",
            "notes": NOT_OBSERVED,
        }

    def _items(self) -> Iterable[Json]:
        for each in self.rubric.competencies:
            notes = {"notes": each.standards}
            yield self._item("Competency", each.id, each.code, each.title, each.definition) | notes
            for indicator in each.indicators:
                title, behaviour = indicator.title, indicator.behaviour
                yield self._item("Indicator", indicator.id, indicator.id, title, behaviour) | {
                    "notes": _lines("Not this:", indicator.counter)
                }
        for gate in self.rubric.gates:
            yield self._item("Ethical rule", gate.id, gate.id, gate.rule, gate.rule) | {"notes": gate.why}

    def _item(self, kind: str, id_: str, code: str, title: str, statement: str) -> Json:
        return {
            **self._head("item", id_),
            "fullStatement": statement,
            "abbreviatedStatement": title,
            "humanCodingScheme": code,
            "CFItemType": kind,
            "CFItemTypeURI": self._link(kind, "type", kind),
            "language": "en",
        }

    def _associations(self) -> Iterable[Json]:
        """Competencies are children of the document, indicators and rules of their competency."""
        top = self._link(self.rubric.title, "document")
        for number, each in enumerate(self.rubric.competencies, start=1):
            yield self._child(number, each.id, each.title, top)
            parent = self._link(each.title, "item", each.id)
            gates = [gate for gate in self.rubric.gates if gate.criterion == each.id]
            children: Sequence[Indicator | Gate] = (*each.indicators, *gates)
            for place, child in enumerate(children, start=1):
                title = child.title if isinstance(child, Indicator) else child.rule
                yield self._child(place, child.id, title, parent)

    def _child(self, number: int, id_: str, title: str, parent: Json) -> Json:
        return {
            **self._head("child", id_),
            "associationType": "isChildOf",
            "sequenceNumber": number,
            "originNodeURI": {**self._link(title, "item", id_), "targetType": "CASE"},
            "destinationNodeURI": {**parent, "targetType": "CASE"},
        }

    def _types(self) -> Iterable[Json]:
        for number, (kind, words) in enumerate(_KINDS.items(), start=1):
            head = self._head("type", kind)
            yield {**head, "title": kind, "description": words, "hierarchyCode": str(number)}

    def _rubrics(self) -> Iterable[Json]:
        """One of the competencies, and for each of them one of its indicators."""
        rows = [_Row(each.id, each.title, each.definition, each.anchors) for each in self.rubric.competencies]
        yield self._rubric(self.rubric.id, self.rubric.title, NOT_OBSERVED, rows)
        for each in self.rubric.competencies:
            yield self._rubric(each.id, f"{each.title}: indicators", each.definition, _indicators(each))

    def _rubric(self, id_: str, title: str, description: str, rows: Iterable[_Row]) -> Json:
        head = self._head("rubric", id_)
        criteria = [self._criterion(id_, head["identifier"], place, row) for place, row in enumerate(rows, start=1)]
        return {**head, "title": title, "description": description, "CFRubricCriteria": criteria}

    def _criterion(self, rubric: str, rubric_id: str, place: int, row: _Row) -> Json:
        head = self._head("rubric", rubric, row.id)
        levels = [self._level(rubric, row, head["identifier"], number) for number in range(len(row.anchors))]
        return {
            **head,
            "category": row.title,
            "description": row.description,
            "CFItemURI": self._link(row.title, "item", row.id),
            "weight": 1.0,
            "position": place,
            "rubricId": rubric_id,
            "CFRubricCriterionLevels": levels,
        }

    def _level(self, rubric: str, row: _Row, criterion_id: str, number: int) -> Json:
        return {
            **self._head("rubric", rubric, row.id, str(number)),
            "quality": self.rubric.levels[number],
            "description": row.anchors[number],
            "score": float(number),
            "position": number + 1,
            "rubricCriterionId": criterion_id,
        }


def _indicators(competency: Competency) -> list[_Row]:
    return [_Row(each.id, each.title, each.behaviour, each.anchors) for each in competency.indicators]


def _lines(head: str, lines: Iterable[str]) -> str:
    return "\n".join([head, *(f"- {line}" for line in lines)])
