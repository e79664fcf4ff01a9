"""The words that our statements use: verbs, activity types and extensions, each with what it means.

The statements are made with them, and the profile that explains them to others (`profile`) is made from them.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

PROFILE = "urn:coachsim:xapi"
VERSION = f"{PROFILE}:1.0"
"""A version never changes once statements name it; another one follows it."""
MADE = "2026-11-29T00:00:00Z"

_ADL_VERB = "http://adlnet.gov/expapi/verbs/"
_ADL_ACTIVITY = "http://adlnet.gov/expapi/activities/"


@dataclass(frozen=True, slots=True)
class Word:
    """`id` is the IRI; `label` how it reads in a statement, `means` how it is to be used."""

    id: str
    label: str
    means: str

    @property
    def ours(self) -> bool:
        return self.id.startswith(PROFILE)


class Verb(Enum):
    RESPONDED = Word(
        f"{_ADL_VERB}responded",
        "responded",
        "The trainee chose one of the lines offered at a turn of the conversation.",
    )
    REVIEWED = Word(
        f"{PROFILE}:verb:received-review",
        "received the review of",
        "What a decision had cost, held back until then, could be seen by the trainee who made it. The object is the "
        "statement of the decision.",
    )
    SCORED = Word(
        f"{_ADL_VERB}scored",
        "scored",
        "The machine found a level for one criterion of the rubric in what the trainee did, or too little evidence "
        "for one: then there is no score.",
    )
    ASSESSED = Word(
        f"{PROFILE}:verb:assessed",
        "assessed",
        "An assessor who saw neither the machine's level nor another mark gave a level for one criterion, or found no "
        "opportunity to show it: then there is no score. The object is the statement of the machine's score.",
    )
    RECONSIDERED = Word(
        f"{PROFILE}:verb:reconsidered",
        "reconsidered",
        "Having seen the machine's level, an assessor said which level is abided by. The object is the statement of "
        "the mark, which stays as it was.",
    )
    RULED = Word(
        f"{PROFILE}:verb:ruled-on",
        "ruled on",
        "A second assessor decided whether an ethical rule was crossed at a turn.",
    )
    AWARDED = Word(
        f"{PROFILE}:verb:was-awarded",
        "was awarded",
        "The level that counts for one criterion in the end. The context refers to the statement it goes beyond: the "
        "machine's score, or after an appeal the award that it corrects.",
    )


class Kind(Enum):
    """Types of activities."""

    DECISION = Word(
        f"{_ADL_ACTIVITY}cmi.interaction",
        "decision",
        "One moment of a scenario in one version: an interaction of the type choice. Its choices are opaque ids.",
    )
    SCENARIO = Word(f"{_ADL_ACTIVITY}simulation", "scenario", "A conversation that can be practised.")
    EXERCISE = Word(f"{_ADL_ACTIVITY}assessment", "exercise", "An assignment within which an attempt was made.")
    CRITERION = Word(f"{_ADL_ACTIVITY}objective", "criterion", "A criterion of the rubric, levels 0 to 4.")
    CATEGORY = Word(f"{_ADL_ACTIVITY}profile", "profile", "The profile that a statement conforms to.")
    GATE = Word(
        f"{PROFILE}:activity-type:gate",
        "ethical rule",
        "A rule that other strengths cannot make up for; crossing it caps the level of its criterion.",
    )


@dataclass(frozen=True, slots=True)
class Extension:
    """`place` is `context` or `result`; `schema` says in JSON Schema what stands there."""

    id: str
    label: str
    means: str
    place: str
    schema: dict[str, Any]


_NUMBER = {"type": "number"}
_COUNT = {"type": "integer", "minimum": 0}
_TEXT = {"type": "string", "minLength": 1}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_TURNS = {"type": "array", "items": {"type": "integer", "minimum": 1}}
_ALLIANCE = {
    "type": "object",
    "properties": {
        "mode": {"enum": ["settled", "withdrawing", "confronting", "breached", "exit"]},
        "trust": {"type": "integer", "minimum": 0},
        "ingredients": {"type": "array", "items": _TEXT},
        "strikes": _COUNT,
        "facet": {"type": ["string", "null"]},
        "breach": {"type": ["string", "null"]},
        "watch": {"type": "boolean"},
    },
    "required": ["mode", "trust", "ingredients", "strikes", "facet", "breach", "watch"],
    "additionalProperties": False,
}


def _extension(place: str, name: str, means: str, schema: dict[str, Any]) -> Extension:
    return Extension(f"{PROFILE}:extension:{name}", name.replace("-", " "), means, place, schema)


class Ext(Enum):
    """Extensions."""

    MODE = _extension("context", "mode", "How the conversation was played.", {"enum": ["practice", "exam"]})
    CONTENT = _extension("context", "content-hash", "SHA-256 of the scenario in the version that was played.", _DIGEST)
    TURN = _extension(
        "context", "turn", "Which turn of the conversation it is about, from 1.", {**_COUNT, "minimum": 1}
    )
    ORDER = _extension(
        "context",
        "displayed-order",
        "The ids of the choices in the order in which they were shown.",
        {"type": "array", "items": _TEXT},
    )
    NUMBER = _extension("context", "attempt-number", "Which attempt of the exercise it is, from 1.", _COUNT)
    RUBRIC = _extension("context", "rubric-hash", "SHA-256 of the rubric in the version that was used.", _DIGEST)
    SCORING = _extension(
        "context", "scoring", "Which scoring of the attempt by the machine it is, from 1; a later one corrects.", _COUNT
    )
    ROUND = _extension(
        "context", "round", "Which assessment by people it is, from 1; a later one follows an appeal.", _COUNT
    )
    SEAT = _extension("context", "seat", "Whether it is the first, second or third mark.", _COUNT)
    REGRET = _extension(
        "result",
        "regret",
        "What the decision lost of what was attainable at the start, in points of 0 to 100.",
        {**_NUMBER, "minimum": 0},
    )
    BEFORE = _extension("result", "alliance-before", "The working alliance as the decision met it.", _ALLIANCE)
    AFTER = _extension("result", "alliance-after", "The working alliance as the decision left it.", _ALLIANCE)
    OPPORTUNITIES = _extension("result", "opportunities", "On how many pieces of evidence the level rests.", _COUNT)
    MEAN = _extension("result", "mean", "The mean of the evidence, 0 to 1, shrunk towards random play.", _NUMBER)
    INTERVAL = _extension(
        "result",
        "interval",
        "The central 80 per cent of a Beta distribution around the mean: a rule of thumb.",
        {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
    )
    CONFIDENCE = _extension(
        "result", "confidence", "How much the level can be leaned on.", {"enum": ["none", "slight", "some", "good"]}
    )
    GATES = _extension(
        "result", "gates", "Ethical rules that seem to have been crossed.", {"type": "array", "items": _TEXT}
    )
    OPPORTUNITY = _extension(
        "result", "opportunity", "Whether there was an opportunity to show the criterion.", {"type": "boolean"}
    )
    EVIDENCE = _extension("result", "evidence-turns", "The turns that the level rests on.", _TURNS)
    UPHELD = _extension("result", "upheld", "Whether the rule was found to have been crossed.", {"type": "boolean"})
    HOW = _extension(
        "result",
        "how",
        "What made the level final: the first mark, the mean, marks that agree, the mark closest to the third, the "
        "third mark, a consensus, or an ethical rule that caps it.",
        {"enum": ["first", "mean", "agreed", "closest", "third", "consensus", "capped"]},
    )
