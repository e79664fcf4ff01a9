"""A script as everybody may see it, blind or not: the conversation, the criteria with their anchors, the gates.

Nothing of options, qualities, events or tags is in it, nor whose it is, nor whether it is a benchmark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from simulator.engine.session import Session
from simulator.errors import ContentError, PlayError
from simulator.model.assessment import Script
from simulator.model.benchmark import Benchmark
from simulator.model.rubric import Competency, Rubric
from simulator.services.assessing.acting import Acting
from simulator.services.assessing.dossiers import Dossier
from simulator.services.assessing.refusing import Refused
from simulator.services.assessing.showing import Anchor, CriterionCard, GateCard, IndicatorCard, Line, ScriptHead
from simulator.services.ports import Work
from simulator.services.words import parts

UNREADABLE = "This conversation cannot be shown here any more. Give the script back, and tell whoever runs this site."

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def code(script_id: str) -> str:
    """What a script is called while it is blind: five signs that tell nothing."""
    number = int.from_bytes(sha256(f"code/{script_id}".encode()).digest()[:8])
    return "".join(_SIGNS[number >> 5 * place & 31] for place in range(5))


@dataclass(frozen=True, slots=True)
class Played:
    """The conversation of a script, and what was written at its hinges, by turn."""

    session: Session
    reasons: Mapping[int, str]
    benchmark: Benchmark | None = None

    @property
    def turns(self) -> int:
        return len(self.session.steps)


def read_scenario(work: Work, acting: Acting, found: Dossier) -> None:
    """Within a unit of work, for `played` after it. Raises `Refused`."""
    if found.attempt:
        acting.scenario(work, found.attempt.digest)


def played(acting: Acting, found: Dossier) -> Played:
    """Outside any unit of work, since benchmarks may begin one. Raises `Refused` for what cannot be read any more."""
    try:
        if found.attempt is None:
            benchmark = acting.benchmarks.get(found.script.benchmark or "")
            return Played(acting.benchmarks.session(benchmark), benchmark.reasons, benchmark)
        attempt = found.attempt
        options = [each.option for each in attempt.choices]
        session = Session.resume(acting.texts.dialogue(attempt.digest), attempt.seed, options)
    except (ContentError, PlayError) as error:
        raise Refused(UNREADABLE) from error
    return Played(session, {each.turn: each.reason for each in attempt.choices if each.reason})


def head(script: Script, conversation: Played, rubric: Rubric, today: str, also: Sequence[str] = ()) -> ScriptHead:
    """`also` are criteria that came to it besides those to be marked; `today` is the digest of the present rubric."""
    scenario, ending = conversation.session.dialogue.scenario, conversation.session.ending
    known = rubric.competency_by_id
    return ScriptHead(
        script=script.id,
        code=code(script.id),
        title=scenario.title,
        client=scenario.client.name,
        brief=scenario.brief,
        setting=scenario.setting,
        rubric=rubric_name(rubric, present=script.rubric == today),
        lines=_lines(conversation),
        ending=ending.text if ending else "",
        criteria=tuple(_card(known[each], rubric.levels) for each in (*script.criteria, *also) if each in known),
        gates=tuple(GateCard(each.id, each.rule, each.why) for each in rubric.gates),
    )


def rubric_name(rubric: Rubric, *, present: bool = True) -> str:
    return f"{rubric.title}, version {rubric.version}{'' if present else ' (not the present one)'}"


def _lines(conversation: Played) -> tuple[Line, ...]:
    beats = conversation.session.dialogue.scenario.beat_by_id
    found = []
    for step in conversation.session.steps:
        beat = beats[step.beat]
        option = beat.option(step.option)
        said = parts(option.say) if option else ()
        reason = conversation.reasons.get(step.turn, "")
        found.append(Line(step.turn, parts(step.client), said, beat.hinge, reason))
    return tuple(found)


def _card(competency: Competency, levels: Sequence[str]) -> CriterionCard:
    cards = tuple(
        IndicatorCard(each.id, each.title, each.behaviour, _anchors(each.anchors, levels))
        for each in competency.indicators
        if each.core
    )
    anchors = _anchors(competency.anchors, levels)
    return CriterionCard(competency.id, competency.code, competency.title, competency.definition, anchors, cards)


def _anchors(anchors: Sequence[str], levels: Sequence[str]) -> tuple[Anchor, ...]:
    return tuple(Anchor(level, name, words) for level, (name, words) in enumerate(zip(levels, anchors, strict=True)))


# Times in words.

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def at(kept: str) -> str:
    """A kept time as one reads it: 1 March 2026, 14:02 UTC."""
    moment = datetime.fromisoformat(kept)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"


def other(found: Dossier, person: str, now: str) -> str:
    """Whether somebody else is at it who has not submitted either, and when last; of marks it says nothing."""
    seats = [each for each in found.unmarked if each.assessor not in (None, person)]
    if not seats:
        return ""
    opened = max((each.seen or "" for each in seats if each.opened), default="")
    if not opened:
        return "Another assessor has taken it too and has not opened it yet."
    when = f"{datetime.fromisoformat(opened):%H:%M} UTC" if opened[:10] == now[:10] else at(opened)
    return f"Another assessor is at it too, last seen {'' if opened[:10] == now[:10] else 'on '}{when}."
