"""What all statements about one attempt have in common."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from simulator.exports.xapi import naming
from simulator.exports.xapi.record import Json, Record, Site, Statement
from simulator.exports.xapi.words import Ext, Verb

LEVELS = 4
"""The highest level of a criterion; the lowest is 0."""


class Frame:
    def __init__(self, record: Record, site: Site) -> None:
        self.record, self.site = record, site

    @cached_property
    def losses(self) -> dict[int, float]:
        return {each.turn: each.loss for each in self.record.scores[0].turns}

    @cached_property
    def seconds(self) -> dict[int, int | None]:
        return {each.turn: each.seconds for each in self.record.scores[0].turns}

    def statement(
        self,
        id_: str,
        person: str,
        verb: Verb,
        what: Json,
        at: str,
        *,
        result: Json,
        context: Mapping[Ext, Any],
        beyond: str | None = None,
        revision: str | None = None,
    ) -> Statement:
        """`what` is the object; `beyond` the statement that this one goes beyond; `revision` the version of an activity
        that is none of the scenario.
        """
        made: Json = {
            "id": id_,
            "actor": naming.agent(self.site, person),
            "verb": naming.verb(verb),
            "object": what,
            "context": {
                "registration": naming.registration(self.record.attempt.id),
                "contextActivities": self._activities(),
                "extensions": self._extensions(context),
            },
            "timestamp": at,
            "version": "1.0.0",
        }
        if result:
            made["result"] = result
        if beyond is not None:
            made["context"]["statement"] = naming.reference(beyond)
        if what["objectType"] == "Activity":  # xAPI allows these with activities alone
            made["context"] |= {"platform": "coachsim", "revision": revision or self.record.attempt.digest}
        return Statement(person, made)

    def _activities(self) -> Json:
        assignment = self.record.attempt.assignment
        grouping = {} if assignment is None else {"grouping": [naming.exercise(self.site, assignment)]}
        return {"parent": [naming.scenario(self.site, self.record)], **grouping, "category": [naming.profile()]}

    def _extensions(self, context: Mapping[Ext, Any]) -> Json:
        attempt = self.record.attempt
        number = {} if attempt.number is None else {Ext.NUMBER: attempt.number}
        common = {Ext.MODE: attempt.mode.value, Ext.CONTENT: attempt.digest, **number}
        return {key.value.id: value for key, value in {**common, **context}.items()}


def score(level: float | None) -> Json:
    """The score of a level; no score at all where there is no level."""
    if level is None:
        return {}
    return {"score": {"scaled": level / LEVELS, "raw": level, "min": 0, "max": LEVELS}}


def extended(result: Json, extensions: Mapping[Ext, Any]) -> Json:
    return {**result, "extensions": {key.value.id: value for key, value in extensions.items()}}
