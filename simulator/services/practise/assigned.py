"""An assignment from its trainee's side: what of it is to do, done, late, or not to be begun any more.

Pure: values in, values out. A deadline closes an exam to those who have not begun; whoever is in the middle may come to
the end, and it counts as late. Practice and exploring may be done late.
"""

from collections.abc import Iterable, Mapping

from simulator.model.assignment import Assignment, Mode
from simulator.model.attempt import Attempt
from simulator.model.scenario import Scenario
from simulator.services.access import may_see_feedback
from simulator.services.practise.values import Assigned, Finished, Task
from simulator.store.assignments import Release

NOT_YET = "It has not opened yet."
TOO_LATE = "It closed before you began. Ask your trainer."
WITHDRAWN = "Your trainer has withdrawn it."
NONE_LEFT = "You have used all your attempts."
TEXT_GONE = "Its text cannot be found. Tell your trainer."


def assigned(
    assignment: Assignment,
    mine: Iterable[Attempt],
    texts: Mapping[str, Scenario],
    releases: Iterable[Release],
    now: str,
) -> Assigned:
    """`mine` are this person's attempts, the latest first; `texts` the pinned scenarios by digest."""
    theirs = [attempt for attempt in mine if attempt.assignment == assignment.id]
    known = tuple(releases)
    tasks = tuple(
        _task(assignment, exercise.scenario, texts.get(exercise.digest), theirs, known, now)
        for exercise in assignment.exercises
    )
    return Assigned(
        assignment=assignment.id,
        title=assignment.title,
        note=assignment.note,
        mode=assignment.mode,
        opens=assignment.opens,
        due=assignment.due,
        zone=assignment.zone,
        state=_state(assignment, tasks, now),
        held=assignment.held or assignment.mode is Mode.EXAM,
        tasks=tasks,
    )


def why_not(assignment: Assignment, used: int, now: str) -> str:
    """Why no further attempt can be begun, empty where one can."""
    if assignment.withdrawn:
        return WITHDRAWN
    if now < assignment.opens:
        return NOT_YET
    if assignment.mode is Mode.EXAM and assignment.due is not None and now > assignment.due:
        return TOO_LATE
    if assignment.attempts is not None and used >= assignment.attempts:
        return NONE_LEFT
    return ""


def released(attempt: Attempt, releases: Iterable[Release]) -> bool:
    """Whether the feedback on an attempt, or on all of its assignment, has been released."""
    return any(each.assignment == attempt.assignment and each.attempt in (None, attempt.id) for each in releases)


def reserved(
    assignments: Iterable[Assignment], mine: Iterable[Attempt], releases: Iterable[Release], now: str
) -> set[str]:
    """Scenarios of exams that are not over for this person: to be sat still, or sat and not released."""
    mine, releases = tuple(mine), tuple(releases)
    found: set[str] = set()
    for each in assignments:
        if each.mode is not Mode.EXAM or each.withdrawn:
            continue
        ahead = each.due is None or now <= each.due
        for exercise in each.exercises:
            sat = [a for a in mine if a.assignment == each.id and a.scenario == exercise.scenario]
            waiting = any(not released(a, releases) for a in sat)
            if waiting or (ahead and not sat):
                found.add(exercise.scenario)
    return found


def _task(
    assignment: Assignment,
    scenario: str,
    text: Scenario | None,
    theirs: list[Attempt],
    releases: tuple[Release, ...],
    now: str,
) -> Task:
    mine = [attempt for attempt in theirs if attempt.scenario == scenario]
    going = next((attempt for attempt in mine if attempt.going), None)
    done = [attempt for attempt in mine if attempt.ending and attempt.finished]
    used = sum(1 for attempt in mine if attempt.number is not None)
    seen = {attempt.id for attempt in done if _visible(assignment, attempt, releases)}
    begins = "" if going and not assignment.withdrawn else why_not(assignment, used, now)
    return Task(
        scenario=scenario,
        title=text.title if text else scenario,
        minutes=text.minutes if text else 0,
        state="open" if going else "done" if done else "new",
        open_attempt=going.id if going else None,
        open_turn=len(going.choices) + 1 if going else 0,
        left=None if assignment.attempts is None else max(0, assignment.attempts - used),
        begins=begins if text else TEXT_GONE,
        finished=tuple(finished(attempt, text, show=attempt.id in seen) for attempt in done),
        feedback=bool(seen),
    )


def _visible(assignment: Assignment, attempt: Attempt, releases: tuple[Release, ...]) -> bool:
    return may_see_feedback(assignment, attempt, released=released(attempt, releases)).allowed


def finished(attempt: Attempt, text: Scenario | None, *, show: bool = True) -> Finished:
    """An ended attempt; without its result where that must not be seen yet."""
    ending = text.ending_by_id.get(attempt.ending or "") if text and show else None
    return Finished(attempt.id, attempt.finished or "", ending.result.value if ending else "", len(attempt.choices))


def _state(assignment: Assignment, tasks: tuple[Task, ...], now: str) -> str:
    if now < assignment.opens:
        return "planned"
    if all(task.state == "done" for task in tasks):
        return "done"
    if assignment.due is None or now <= assignment.due:
        return "open"
    return "over" if all(task.begins for task in tasks if task.state != "done") else "late"


def urgency(each: Assigned) -> tuple[bool, bool, str, str]:
    """To sort by: what can still be done first, by its due date; what has none after those; then the rest."""
    return (each.state in ("done", "over"), each.due is None, each.due or "", each.title)
