"""Scenarios of any size for measuring: sound in structure, said by nobody."""

from simulator.model.alliance import BreachType, Event, Facet, Mode, Style
from simulator.model.scenario import (
    Beat,
    Case,
    Change,
    Client,
    Condition,
    Ending,
    Evidence,
    Form,
    Impact,
    Line,
    Option,
    Result,
    Scenario,
    Start,
)

EVENTS = (
    (Event.CONNECT, Event.MISS, Event.OWN, Event.PUSH),
    (Event.NAME, Event.NEUTRAL, Event.DEFEND, Event.EMPOWER),
    (Event.HEAR, Event.OVERDO, Event.CONTRACT, Event.RENEGOTIATE),
)
FORMS = tuple(Form)


def scenario(beats: int, *, flags: int = 2) -> Scenario:
    """A ladder of `beats` beats with four options each; `flags` of them double the states while they can be set."""
    return Scenario(
        id="synthetic", title="Synthetic", topic="size", summary="Of a given size.", brief="None.",
        client=Client("N.", "Nobody.", Style.DEFERS, 3, 3), setting="Nowhere.", minutes=15, difficulty=1,
        language="en", rubric="coaching-alliance", targets=("rupture-repair",), sources=("000 §2.3",),
        start=Start("b0", 3, Mode.SETTLED), exit="gone",
        beats=tuple(_beat(i, beats, flags) for i in range(beats)),
        endings=(
            Ending("well", Result.STRONG, (Case(1.0, (Condition("trust", (2, 3)),)), Case(0.5)), "Well.", "Why?"),
            Ending("gone", Result.FAIL, (Case(0.0),), "Gone.", "Why?"),
        ),
        variables=(("agency", 1),),
    )  # fmt: skip


def _beat(number: int, beats: int, flags: int) -> Beat:
    onward = [f"b{number + 1 + skip}" if number + 1 + skip < beats else "well" for skip in (0, 0, 1, 2)]
    events = EVENTS[number % 3]
    return Beat(
        id=f"b{number}",
        focus=("rr-own-part",),
        facet=Facet.BOND if number % 2 else Facet.TASK,
        lines=(Line("closed", (Case(f"({number} closed.) No."),)), Line(None, (Case(f"Line {number}."),))),
        options=tuple(_option(f"o{i}", number, i, events[i], onward[i], flags) for i in range(4)),
        on_enter=Impact(Event.BREACH, BreachType.RELIABILITY) if number % 50 == 25 else None,
    )


def _option(id_: str, number: int, column: int, event: Event, to: str, flags: int) -> Option:
    return Option(
        id=id_,
        say=f"Answer {column} at {number}, in a few words more.",
        impact=Impact(event),
        quality=(Case(2, (Condition("trust", (0, 1)),)), Case(4 - column)),
        evidence=(Evidence("rr-own-part", 2 - column),),
        form=FORMS[column],
        why="A reason.",
        then=(Case(to),),
        misconception="A belief.",
        sets=(f"f{number}",) if number < flags and column == 1 else (),
        changes=(Change("agency", 1),) if column == 3 else (),
    )
