"""Every statement about one attempt that may be made now, in the order in which things happened."""

from collections.abc import Iterator, Mapping

from simulator.exports.xapi import naming
from simulator.exports.xapi.assessed import assessments
from simulator.exports.xapi.frame import Frame
from simulator.exports.xapi.record import Json, Record, Site, Statement
from simulator.exports.xapi.scored import scores
from simulator.exports.xapi.words import Ext, Verb
from simulator.model.attempt import Snapshot, Step
from simulator.model.codec import plain


def statements(record: Record, site: Site) -> tuple[Statement, ...]:
    """While what an attempt shows may not be seen, there is nothing in them but the choices themselves."""
    frame = Frame(record, site)
    made = list(_decisions(frame))
    if record.shown:
        made += [*scores(frame), *_reviews(frame), *assessments(frame)]
    return tuple(made)


def _decisions(frame: Frame) -> Iterator[Statement]:
    """One for each turn. What it cost and did is in it unless that waits to be released."""
    record, digest = frame.record, frame.record.attempt.digest
    for step, taken in zip(record.steps, record.times, strict=True):
        beat = record.scenario.beat_by_id[step.beat]
        order = [naming.opaque(digest, step.beat, option) for option in step.offered]
        result: Json = {"response": naming.opaque(digest, step.beat, step.option), **_duration(frame, step.turn)}
        if not record.waits:
            result["extensions"] = _worth(frame, step)
        yield frame.statement(
            naming.decision_id(record.attempt.id, step.turn),
            record.attempt.person,
            Verb.RESPONDED,
            naming.decision(frame.site, record, beat),
            taken,
            result=result,
            context={Ext.TURN: step.turn, Ext.ORDER: order},
        )


def _reviews(frame: Frame) -> Iterator[Statement]:
    """What was held back of each turn, once it has been released."""
    record = frame.record
    if not record.waits or record.released is None:
        return
    for step in record.steps:
        yield frame.statement(
            naming.review_id(record.attempt.id, step.turn),
            record.attempt.person,
            Verb.REVIEWED,
            naming.reference(naming.decision_id(record.attempt.id, step.turn)),
            record.released,
            result={"extensions": _worth(frame, step)},
            context={Ext.TURN: step.turn},
        )


def _worth(frame: Frame, step: Step) -> Json:
    loss = frame.losses.get(step.turn)
    lost = {} if loss is None else {Ext.REGRET: round(max(0.0, loss), 4)}
    worth = {**lost, Ext.BEFORE: _alliance(step.before), Ext.AFTER: _alliance(step.after)}
    return {key.value.id: value for key, value in worth.items()}


def _alliance(snapshot: Snapshot) -> Mapping[str, object]:
    """The relationship alone; variables and flags belong to the workings of a scenario."""
    return {name: plain(getattr(snapshot, name)) for name in _ALLIANCE}


_ALLIANCE = ("mode", "trust", "ingredients", "strikes", "facet", "breach", "watch")


def _duration(frame: Frame, turn: int) -> Json:
    """ISO 8601; not there where the clock was set back meanwhile."""
    seconds = frame.seconds.get(turn)
    return {} if seconds is None else {"duration": f"PT{seconds}S"}
