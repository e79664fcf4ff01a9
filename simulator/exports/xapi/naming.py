"""Ids: of statements and registrations, made from what they are about; of activities and choices, which say nothing."""

from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from simulator.exports.xapi.record import Json, Record, Site
from simulator.exports.xapi.words import PROFILE, VERSION, Kind, Verb
from simulator.model.scenario import Beat

NAMESPACE: UUID = uuid5(NAMESPACE_URL, PROFILE)
_OPAQUE = 12


def registration(attempt: str) -> str:
    """The UUID under which everything about an attempt is found."""
    return str(uuid5(NAMESPACE, f"attempt/{attempt}"))


def decision_id(attempt: str, turn: int) -> str:
    return _statement(attempt, "turn", turn)


def review_id(attempt: str, turn: int) -> str:
    return _statement(attempt, "turn", turn, "review")


def score_id(attempt: str, number: int, criterion: str) -> str:
    return _statement(attempt, "score", number, criterion)


def mark_id(script: str, seat: int, criterion: str) -> str:
    return _statement(script, "mark", seat, criterion)


def response_id(script: str, seat: int, criterion: str) -> str:
    return _statement(script, "response", seat, criterion)


def ruling_id(script: str, gate: str, turn: int) -> str:
    return _statement(script, "ruling", gate, turn)


def award_id(script: str, criterion: str) -> str:
    return _statement(script, "award", criterion)


def _statement(*parts: object) -> str:
    return str(uuid5(NAMESPACE, "/".join(("statement", *map(str, parts)))))


def opaque(digest: str, beat: str, option: str) -> str:
    """An option of a version of a scenario, under an id that does not say what it is."""
    return sha256(f"{digest}/{beat}/{option}".encode()).hexdigest()[:_OPAQUE]


def agent(site: Site, person: str) -> Json:
    """Somebody by their account here: never by name or e-mail."""
    name = site.names.get(person, person)
    return {"objectType": "Agent", "account": {"homePage": site.home_page, "name": name}}


def verb(which: Verb) -> Json:
    return {"id": which.value.id, "display": {"en": which.value.label}}


def reference(statement: str) -> Json:
    return {"objectType": "StatementRef", "id": statement}


def decision(site: Site, record: Record, beat: Beat) -> Json:
    """The moment as an interaction. What may be right is not in it, and no text of the scenario."""
    digest = record.attempt.digest
    name = f"scenarios/{record.scenario.id}/versions/{digest[:_OPAQUE]}/beats/{beat.id}"
    choices = sorted(opaque(digest, beat.id, option.id) for option in beat.options)
    more = {"interactionType": "choice", "choices": [{"id": each} for each in choices]}
    return _activity(f"{site.home_page}/{name}", Kind.DECISION, more)


def scenario(site: Site, record: Record) -> Json:
    name = {"name": {record.scenario.language: record.scenario.title}}
    return _activity(f"{site.home_page}/scenarios/{record.scenario.id}", Kind.SCENARIO, name)


def exercise(site: Site, assignment: str) -> Json:
    """Without its title, in which a trainer may have named somebody."""
    return _activity(f"{site.home_page}/assignments/{assignment}", Kind.EXERCISE, {})


def criterion(site: Site, id_: str) -> Json:
    name = {"name": {"en": site.criteria[id_]}} if id_ in site.criteria else {}
    return _activity(f"{site.home_page}/criteria/{id_}", Kind.CRITERION, name)


def gate(site: Site, id_: str) -> Json:
    return _activity(f"{site.home_page}/gates/{id_}", Kind.GATE, {})


def profile() -> Json:
    return _activity(VERSION, Kind.CATEGORY, {})


def _activity(id_: str, kind: Kind, more: Json) -> Json:
    return {"objectType": "Activity", "id": id_, "definition": {"type": kind.value.id, **more}}
