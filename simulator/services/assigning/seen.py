"""Whom of an assignment a trainer sees: members of cohorts they look after, and people they assigned by name."""

from collections.abc import Iterable, Sequence

from simulator.model.assignment import Assignment
from simulator.model.person import Cohort


def audience(assignment: Assignment, mine: Iterable[Cohort], trainer: str) -> list[str]:
    """Ids of the people it is for, as far as this trainer sees them, each once. `mine`: cohorts they look after."""
    mine = list(mine)
    through = [each for cohort in mine if cohort.id in assignment.cohorts for each in cohort.members]
    return list(dict.fromkeys((*through, *named_people(assignment, mine, trainer))))


def named_people(assignment: Assignment, mine: Iterable[Cohort], trainer: str) -> list[str]:
    """Of those assigned by name, whom this trainer sees: all where they made it, else members of their cohorts."""
    if assignment.person == trainer:
        return list(assignment.people)
    known = {each for cohort in mine for each in cohort.members}
    return [each for each in assignment.people if each in known]


def hidden_cohorts(assignment: Assignment, mine: Sequence[Cohort]) -> tuple[str, ...]:
    """Cohorts of an assignment that others look after."""
    theirs = {cohort.id for cohort in mine}
    return tuple(each for each in assignment.cohorts if each not in theirs)
