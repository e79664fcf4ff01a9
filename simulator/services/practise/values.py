"""What a trainee is shown, as values: the list, a brief, a conversation, what is assigned. Nothing here decides."""

from dataclasses import dataclass

from simulator.model.assignment import Mode
from simulator.services.words import Part


@dataclass(frozen=True, slots=True)
class Finished:
    """An earlier attempt that came to an end."""

    attempt: str
    finished: str
    result: str
    turns: int


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One scenario in the list. `open_attempt` continues at `open_turn`; `finished` has the latest first.

    `reserved`: it is part of an exam of this person that is not over for them, so it cannot be practised now.
    """

    scenario: str
    title: str
    topic: str
    difficulty: int
    minutes: int
    summary: str
    open_attempt: str | None
    open_turn: int
    finished: tuple[Finished, ...]
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One scenario of an assignment, for one person. `state` is new, open or done.

    `left` is how many attempts may still be begun (None: as many as one likes). `begins` empty means that one may
    begin or go on now; otherwise it says why not. `finished` are ended attempts, the latest first; their results are
    in it only where `feedback` says that they may be seen.
    """

    scenario: str
    title: str
    minutes: int
    state: str
    open_attempt: str | None
    open_turn: int
    left: int | None
    begins: str
    finished: tuple[Finished, ...]
    feedback: bool


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment as its trainee sees it. `state` is planned, open, done, late or over (too late to begin)."""

    assignment: str
    title: str
    note: str
    mode: Mode
    opens: str
    due: str | None
    zone: str
    state: str
    held: bool
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What the coach knows beforehand. `targets` are titles of competencies.

    `exploring` is an open attempt that is not scored; `assignment` the one it is played for, `mode` how. `begins` says
    why it cannot be begun, as in `Task`.
    """

    scenario: str
    title: str
    topic: str
    difficulty: int
    minutes: int
    brief: str
    setting: str
    client: str
    about: str
    targets: tuple[str, ...]
    care_note: str | None
    open_attempt: str | None
    exploring: str | None = None
    assignment: str | None = None
    assignment_title: str = ""
    mode: Mode = Mode.PRACTICE
    begins: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the transcript: `who` is client, coach or feedback (on the coach's line before; `name` its label)."""

    who: str
    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """How the conversation ended. `result` is strong, good, mixed, weak or fail; it and the reflection are empty while
    feedback waits.
    """

    result: str
    text: str
    reflection: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as the trainee may see it now; nothing in it tells which option is better.

    `options` are in the order shown; a choice is sent back as turn and position (from 0). `reason_for` is the turn
    whose reason is asked for before the client's reaction is shown. `about` is roughly how many turns it will take.
    `revised`: the scenario has a newer version; this attempt keeps its own. `mood` is how the client seems, empty
    where that is not shown; `mood_on_request`: one may ask. `hints` are the words given at this turn;
    `next_hint` is the step that may be asked for, 0 for none; `aside` are positions that a hint has set aside.
    `feedback`: whether the debrief may be seen once it has ended.
    """

    attempt: str
    scenario: str
    title: str
    client: str
    setting: str
    lines: tuple[Said, ...]
    options: tuple[tuple[Part, ...], ...]
    turn: int
    about: int
    reason_for: int | None
    ended: Ended | None
    revised: bool
    mode: Mode = Mode.PRACTICE
    assignment: str | None = None
    mood: str = ""
    mood_on_request: bool = False
    hints: tuple[str, ...] = ()
    next_hint: int = 0
    aside: tuple[int, ...] = ()
    can_take_back: bool = False
    feedback: bool = True
