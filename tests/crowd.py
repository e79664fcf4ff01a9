"""A school of any size in a store: people in cohorts, assignments, and attempts that were really played and scored.

A few dozen conversations are played on each shipped scenario by players of different skill, and people are given those
that fit theirs; so texts, scores and turns are as long and as alike as they would be. Scenarios repeat under new ids.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import insert

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.codec import digest, encode
from simulator.model.person import Cohort, Person, Role
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.scoring.solution import Solution
from simulator.services.library import Library
from simulator.services.results import Results
from simulator.store.sql import Store
from simulator.store.tables import attempts, choices, scored_criteria, scored_turns, scores

TRAINER = "trainer"
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAYS = 24
FIRST = ("Ada", "Bea", "Chidi", "Dana", "Esra", "Femi", "Grace", "Hana", "Ivo", "Jun", "Kaya", "Lars", "Mina", "Noor")
LAST = ("Abara", "Brandt", "Castellanos-Ortiz", "Dhar", "Eriksen", "Fujita", "van der Grinten", "Haddad", "O'Neill")


@dataclass(frozen=True)
class Played:
    """A conversation with what it came to, as rows that lack only whose it is."""

    ending: str
    options: tuple[str, ...]
    score: dict[str, Any]
    criteria: tuple[dict[str, Any], ...]
    turns: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Case:
    """A scenario of the bank, its digest, and the id of the shipped one it is."""

    scenario: Scenario
    digest: str
    base: str


@dataclass(frozen=True, slots=True)
class School:
    """What was made: cohorts by age, the latest last, one assignment for each."""

    cohorts: tuple[str, ...]
    assignments: tuple[str, ...]
    attempts: int


def fill(
    store: Store, library: Library, people: int = 500, scenarios: int = 20, rounds: int = 1, trainer: str = TRAINER
) -> School:
    """Two cohorts of half the people each, each with an assignment of all the scenarios; every person plays each of
    them `rounds` times. All of it is looked after by one trainer, whose name is in every id.
    """
    random = Random(people * 1000 + scenarios)  # noqa: S311
    bank = [_renamed(library, number) for number in range(scenarios)]
    toni = Person(trainer, trainer, "Toni Trainer", frozenset({Role.TRAINER}))
    crowd = [_person(trainer, number) for number in range(people)]
    half = (people + 1) // 2
    groups = [[each.id for each in crowd[:half]], [each.id for each in crowd[half:]]]
    cohorts = [
        Cohort(f"{trainer}-{year}", f"Autumn {year}", _time(-400 + 300 * place), tuple(group), (trainer,))
        for place, (year, group) in enumerate(zip((2025, 2026), groups, strict=True))
    ]
    given = [_assignment(cohort, bank, trainer) for cohort in cohorts]
    with store.work() as work:
        work.people.add_all([toni, *crowd], _time(-500))
        for each in bank:
            work.keep_version(each.digest, each.scenario.id, encode(each.scenario).decode())
        rubric = library.rubric
        work.keep_rubric(digest(rubric), rubric.id, encode(rubric).decode())
        for cohort, assignment in zip(cohorts, given, strict=True):
            work.cohorts.add(cohort)
            work.assignments.add(assignment)
        count = 0
        for assignment, group in zip(given, groups, strict=True):
            for some in _batches(_rows(library, bank, assignment, group, rounds, random), 2000):
                count += len(some)
                for table, rows in _by_table(some).items():
                    work.connection.execute(insert(_TABLES[table]), rows)
        work.commit()
    return School(tuple(each.id for each in cohorts), tuple(each.id for each in given), count)


_TABLES = {
    "attempts": attempts, "choices": choices, "scores": scores, "criteria": scored_criteria, "turns": scored_turns,
}  # fmt: skip


def _person(trainer: str, number: int) -> Person:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
    return Person(f"{trainer}-{number:06}", f"{trainer}{number:06}@school.example", name, frozenset({Role.TRAINEE}))


BASES = ("late-again", "limits-of-silence", "two-minds", "whose-agenda")
"""What is played; the same whatever else the library holds."""


def _renamed(library: Library, number: int) -> Case:
    base = library.entries[BASES[number % len(BASES)]].scenario
    turn = number // len(BASES)
    renamed = replace(base, id=f"{base.id}-{turn + 1}", title=f"{base.title} ({turn + 1})") if turn else base
    return Case(renamed, digest(renamed), base.id)


def _assignment(cohort: Cohort, bank: list[Case], trainer: str) -> Assignment:
    exercises = tuple(Exercise(each.scenario.id, each.digest) for each in bank)
    return Assignment(
        id=f"for-{cohort.id}", title=f"Conversations of {cohort.name}", mode=Mode.PRACTICE, opens=cohort.made, due=None,
        zone="Europe/Berlin", attempts=None, held=False, exercises=exercises, person=trainer, made=cohort.made,
        cohorts=(cohort.id,),
    )  # fmt: skip


def _rows(
    library: Library, bank: list[Case], assignment: Assignment, group: list[str], rounds: int,
    random: Random,
) -> Iterator[dict[str, list[dict[str, Any]]]]:  # fmt: skip
    """The rows of one attempt after the other."""
    for person in group:
        skill = random.random()
        for place, case in enumerate(bank):
            plays = _plays(library, case.base)
            for number in range(1, rounds + 1):
                at = min(max(skill + random.gauss(0, 0.25), 0), 0.999)
                played = plays[int(at * len(plays))]
                begun = datetime.fromisoformat(assignment.made) + timedelta(
                    days=place, seconds=random.randrange(40_000)
                )
                id_ = f"{person}-{place:03}-{number:03}-{random.getrandbits(24):06x}"
                yield _attempt(id_, person, case, assignment, number, begun, played, random)


def _attempt(
    id_: str, person: str, case: Case, assignment: Assignment, number: int, begun: datetime, played: Played,
    random: Random,
) -> dict[str, list[dict[str, Any]]]:  # fmt: skip
    spent = [int(random.lognormvariate(3.4, 0.6)) for _ in played.turns]
    times = [(begun + timedelta(seconds=sum(spent[: i + 1]))).isoformat(timespec="seconds") for i in range(len(spent))]
    reason = "I wanted her to hear that I had noticed it, before I asked for anything. " * 2
    key = {"attempt": id_, "number": 1}
    return {
        "attempts": [
            {
                "id": id_, "person": person, "scenario": case.scenario.id, "digest": case.digest, "seed": id_,
                "begun": begun.isoformat(timespec="seconds"), "ending": played.ending, "finished": times[-1],
                "mode": assignment.mode.value, "assignment": assignment.id, "number": number, "parent": None,
                "continued": None,
            }
        ],
        "choices": [
            {"attempt": id_, "turn": turn, "chosen": option, "reason": reason if turn % 4 == 0 else None, "taken": time}
            for turn, (option, time) in enumerate(zip(played.options, times, strict=True), start=1)
        ],
        "scores": [{**played.score, **key, "made": times[-1]}],
        "criteria": [{**each, **key} for each in played.criteria],
        "turns": [{**each, **key, "seconds": taken} for each, taken in zip(played.turns, spent, strict=True)],
    }  # fmt: skip


@cache
def _plays(library: Library, base: str) -> list[Played]:
    """Conversations on a shipped scenario, the weakest player's first."""
    scenario = library.entries[base].scenario
    dialogue, solution = Dialogue(scenario), library.solution(scenario)
    return [_play(dialogue, solution, library.rubric, place / PLAYS, place) for place in range(PLAYS)]


def _play(dialogue: Dialogue, solution: Solution, rubric: Rubric, skill: float, seed: int) -> Played:
    """Played by somebody who sees the better of the options the more surely the more skilled they are."""
    random, session = Random(seed), Session(dialogue, str(seed))  # noqa: S311
    while session.ending is None:
        weights = [2.0 ** (dialogue.quality(session.state, option) * skill * 2.5) for option in session.offered]
        session.choose(session.turn, random.choices(session.offered, weights)[0].id)
    results = Results(session, solution, rubric)
    return Played(
        ending=session.ending.id,
        options=tuple(step.option for step in session.steps),
        score={
            "rubric": digest(rubric), "engine": "1", "kept": results.outcome.kept,
            "chance_corrected": results.outcome.chance_corrected, "result": session.ending.result.value,
            "document": encode(results.findings()).decode(),
        },
        criteria=tuple(
            {"criterion": each.id, "level": each.level, "m": each.m, "items": len(each.items)}
            for each in results.criteria.values()
        ),
        turns=tuple(
            {"turn": step.turn, "beat": step.beat, "chosen": step.option, "quality": turn.quality, "loss": turn.loss}
            for step, turn in zip(session.steps, results.review.turns, strict=True)
        ),
    )  # fmt: skip


def _by_table(some: list[dict[str, list[dict[str, Any]]]]) -> dict[str, list[dict[str, Any]]]:
    return {table: [row for each in some for row in each[table]] for table in _TABLES}


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    waiting: list[Any] = []
    for each in rows:
        waiting.append(each)
        if len(waiting) == size:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _time(days: int) -> str:
    return (BEGAN + timedelta(days=days)).isoformat(timespec="seconds")
