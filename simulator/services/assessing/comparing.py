"""A script after one's mark: all sides beside one another, where they differ and by which evidence, what is asked.

Nothing is blind here any more, so whoever comes here has marked it, or it is final and they are not to mark it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.model.assessment import Draft, Flag, Mark, Moderation, Purpose, Script
from simulator.scoring.moderation import may_decide, owed, to_agree, waits
from simulator.services.assessing.acting import Acting, settings
from simulator.services.assessing.dossiers import Dossier, dossiers
from simulator.services.assessing.eligible import eligible
from simulator.services.assessing.head import Played, head, played
from simulator.services.assessing.marked import in_order
from simulator.services.assessing.showing import Comparison, Difference, FinalCard, FlagCard, Proposal, Side
from simulator.services.assessing.sides import agreed_side, explained, gap, machine_side, mark_side
from simulator.services.ports import Work


def may_compare(work: Work, acting: Acting, found: Dossier) -> bool:
    """Whether whoever asks may see what others make of a script.

    Those who have marked it may; once it is final every assessor who is not barred, but none who could still be the
    one to mark the attempt anew.
    """
    if found.mark_of(acting.person):
        return True
    if found.final is None or eligible(work, [found.script]).barred(acting.person, found.trainee):
        return False
    rounds = work.scripts.of_attempt(found.script.attempt or "")
    finals = work.scripts.finals([each.id for each in rounds])
    if all(each.id in finals for each in rounds):
        return True
    appeals, marks = work.scripts.appeals(finals), work.marks.of([each.id for each in rounds])
    know = {each.decided_by for each in appeals.values()} | {m.assessor for some in marks.values() for m in some}
    return acting.person in know


@dataclass(frozen=True, slots=True)
class Around:
    """A script and what was read around it. `names` are by person, `drafts` those that marks were made of."""

    found: Dossier
    rules: Moderation
    names: Mapping[str, str]
    drafts: Mapping[str, Draft]
    earlier: Sequence[Dossier]
    hindered: Sequence[str]
    person: str

    @property
    def mine(self) -> Mark | None:
        return self.found.mark_of(self.person)

    def name(self, person: str | None) -> str:
        if person == self.person:
            return "You"
        return self.names.get(person or "", "Somebody who is no longer here") if person else "The machine"


def look_around(work: Work, acting: Acting, found: Dossier) -> Around:
    """All that a comparison needs, for somebody who may see it."""
    earlier = _earlier(work, acting, found.script)
    marks, flags = [each for one in (found, *earlier) for each in one.assessed.marks], found.assessed.flags
    decided = [each.decision.assessor for each in flags if each.decision]
    people = {*(each.assessor for each in marks), *decided, *filter(None, [found.trainee])}
    raised = [each.assessor for each in found.assessed.marks] if flags else []
    drafts = {each: work.marks.draft(found.id, each) for each in raised}
    rules = settings(work)[1]
    return Around(
        found=found,
        rules=rules,
        names={each.id: each.name for each in work.people.some(people)},
        drafts={person: kept[0] for person, kept in drafts.items() if kept},
        earlier=earlier,
        hindered=eligible(work, [found.script]).says(found, rules),
        person=acting.person,
    )


def _earlier(work: Work, acting: Acting, script: Script) -> list[Dossier]:
    """The rounds before."""
    if script.round == 1 or script.attempt is None:
        return []
    before = [each for each in work.scripts.of_attempt(script.attempt) if each.round < script.round]
    return list(dossiers(work, acting, before).values())


def comparison(acting: Acting, read: Around) -> Comparison:
    """Outside any unit of work. Raises `Refused` where the conversation cannot be read any more."""
    found, conversation = read.found, played(acting, read.found)
    sides = _sides(read, conversation)
    final = in_order(found.final.criteria, found.script) if found.final else []
    also = [each.criterion for each in final if each.criterion not in found.script.criteria]
    benchmark = conversation.benchmark
    live = benchmark is None and found.final is None
    return Comparison(
        head=head(found.script, conversation, found.rubric, acting.rubric_today, also),
        person=read.names.get(found.trainee or "", ""),
        sides=sides,
        differences=tuple(_differences(read, [each for each in sides if each.kind != "earlier"])),
        flags=_benchmark_flags(read, conversation) if benchmark else _flags(read),
        proposals=_proposals(read),
        notes=_notes(read),
        comments=tuple((read.name(m.assessor), m.comment) for m in found.assessed.marks if m.comment),
        final=tuple(FinalCard(each.criterion, each.level, each.how) for each in final),
        waits=(*waits(found.assessed, read.rules), *read.hindered) if live else (),
        may_propose=live and read.mine is not None and bool(to_agree(found.assessed, read.rules)),
        calibrating=found.script.purpose is Purpose.CALIBRATION,
        agreed_reasons={id_: each.reason for id_, each in benchmark.levels.items()} if benchmark else {},
    )


def _sides(read: Around, conversation: Played) -> tuple[Side, ...]:
    found = read.found
    marks = sorted(found.assessed.marks, key=lambda each: (each.assessor != read.person, each.seat))
    sides = [mark_side(found, each, read.name(each.assessor), own=each.assessor == read.person) for each in marks]
    if found.score:
        sides.append(machine_side(found))
    if conversation.benchmark:
        sides.append(agreed_side(conversation.benchmark))
    for before in read.earlier:
        for each in before.assessed.marks:
            title = f"Round {before.script.round}, {read.name(each.assessor)}"
            sides.append(mark_side(before, each, title, own=False, earlier=True))
    return tuple(sides)


def _differences(read: Around, sides: Sequence[Side]) -> list[Difference]:
    found, mine = read.found, read.mine
    asked = owed(found.assessed, mine) if mine and not found.final else ()
    differences = []
    for criterion in found.script.criteria:
        levels = [each.levels[criterion] for each in sides if criterion in each.levels]
        if len(set(levels)) < 2:
            continue
        response = found.assessed.response(mine.seat, criterion) if mine else None
        differences.append(
            Difference(
                criterion=criterion,
                gap=gap(levels),
                explained=explained(criterion, sides),
                answer="asked" if criterion in asked else "given" if response else "",
                reason=response.reason if response else "",
                abides=response.level if response else None,
            )
        )
    return differences


def _flags(read: Around) -> tuple[FlagCard, ...]:
    return tuple(_flag(read, each) for each in read.found.assessed.flags)


def _flag(read: Around, flag: Flag) -> FlagCard:
    """Whoever else raised the same gate at the same turn is named too, with what they saw."""
    seen = [(flag.assessor, flag.comment)]
    for assessor, draft in read.drafts.items():
        if assessor != flag.assessor:
            seen += [
                (assessor, comment) for gate, turn, comment in draft.flags if (gate, turn) == (flag.gate, flag.turn)
            ]
    decision = flag.decision
    return FlagCard(
        gate=flag.gate,
        rule=read.found.rubric.gate_by_id[flag.gate].rule,
        turn=flag.turn,
        by=" and ".join(read.name(assessor) for assessor, _ in seen),
        comment="\n".join(comment for _, comment in seen if comment),
        decision="" if decision is None else "upheld" if decision.upheld else "cleared",
        decided_by=read.name(decision.assessor) if decision else "",
        reason=decision.reason if decision else "",
        decidable=read.found.final is None and may_decide(read.found.assessed, flag, read.person),
    )


def _benchmark_flags(read: Around, conversation: Played) -> tuple[FlagCard, ...]:
    """The gates agreed to be crossed, at their turns, and what the assessor raised besides."""
    benchmark, rubric = conversation.benchmark, read.found.rubric
    assert benchmark is not None  # noqa: S101 - asked for benchmarks alone
    raised = {(each.gate, each.turn): each.comment for each in read.found.assessed.flags}
    crossed = [each for each in _crossed(conversation) if each[0] in benchmark.gates and each[0] in rubric.gate_by_id]
    cards = []
    for gate, turn in sorted({*crossed, *raised}, key=lambda each: (each[1], each[0])):
        upheld = (gate, turn) in crossed
        both = (["You"] if (gate, turn) in raised else []) + (["Agreed on"] if upheld else [])
        said = "" if upheld else "It is not among the gates agreed to be crossed there."
        cards.append(
            FlagCard(
                gate,
                rubric.gate_by_id[gate].rule,
                turn,
                " and ".join(both),
                raised.get((gate, turn), ""),
                "upheld" if upheld else "cleared",
                "The agreed levels",
                said,
                decidable=False,
            )
        )
    return tuple(cards)


def _crossed(conversation: Played) -> list[tuple[str, int]]:
    beats = conversation.session.dialogue.scenario.beat_by_id
    options = ((beats[step.beat].option(step.option), step.turn) for step in conversation.session.steps)
    return [(option.gate, turn) for option, turn in options if option and option.gate]


def _proposals(read: Around) -> tuple[Proposal, ...]:
    found = read.found
    open_ = read.mine is not None and found.final is None and bool(to_agree(found.assessed, read.rules))
    last = max((each.number for each in found.assessed.consensus), default=0)
    return tuple(
        Proposal(
            number=each.number,
            by=read.name(each.assessor),
            mine=each.assessor == read.person,
            open=open_ and each.number == last and each.agreed_by is None,
            levels=dict(each.levels),
            reason=each.reason,
        )
        for each in found.assessed.consensus
    )


def _notes(read: Around) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for mark in read.found.assessed.marks:
        for turn, note in sorted(mark.notes.items()):
            found[turn] = (*found.get(turn, ()), (read.name(mark.assessor), note))
    return dict(sorted(found.items()))
