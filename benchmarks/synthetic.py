"""Scenarios of any size for measuring: sound in structure, said by nobody. As values, and as the YAML an author has."""

from random import Random
from typing import Any

from simulator.authoring.yaml_text import to_yaml
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
VOCABULARY = """
    answer bench bread careful door early evening fair first garden half hand hour kettle late letter light list market
    meadow minute morning neighbour number often open order paper plain plan question quiet rain road second sheet slow
    small soft stair story summer table thing train turn village visit wait walk water week window winter word
"""


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
        lines=(Line("closed", (Case(f"({number} closed.) No."),)), Line(None, (Case(_said(-number - 1, 15)),))),
        options=tuple(_option(f"o{i}", number, i, events[i], onward[i], flags) for i in range(4)),
        on_enter=Impact(Event.BREACH, BreachType.RELIABILITY) if number % 50 == 25 else None,
    )


def _option(id_: str, number: int, column: int, event: Event, to: str, flags: int) -> Option:
    return Option(
        id=id_,
        say=_said(4 * number + column, 12 + (number + column) % 5),
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


def _said(seed: int, words: int) -> str:
    """Words in an order of their own, so that no two texts are alike."""
    return " ".join(Random(seed).choices(VOCABULARY.split(), k=words)).capitalize() + "."  # noqa: S311


def text(scenario: Scenario) -> str:
    """The file that an author would have written."""
    return to_yaml(_document(scenario))


def _document(scenario: Scenario) -> dict[str, Any]:
    plain = ("title", "topic", "summary", "brief", "setting", "minutes", "difficulty", "language", "rubric", "exit")
    client, start = scenario.client, scenario.start
    return {
        **{key: getattr(scenario, key) for key in ("format", "id", *plain)},
        "targets": list(scenario.targets),
        "sources": list(scenario.sources),
        "client": {
            "name": client.name, "about": client.about, "style": str(client.style), "patience": client.patience,
            "trust_ceiling": client.trust_ceiling,
        },
        "variables": dict(scenario.variables),
        "start": {"beat": start.beat, "mode": str(start.mode), "trust": start.trust},
        "beats": {beat.id: _beat_document(beat) for beat in scenario.beats},
        "endings": {
            each.id: {
                "result": str(each.result), "utility": _cases(each.utility, "is"), "text": each.text,
                "reflection": each.reflection,
            }
            for each in scenario.endings
        },
    }  # fmt: skip


def _beat_document(beat: Beat) -> dict[str, Any]:
    on_enter = {"on_enter": {str(beat.on_enter.event): str(beat.on_enter.breach)}} if beat.on_enter else {}
    return {
        "focus": list(beat.focus),
        "facet": str(beat.facet),
        "client": {line.mood or "otherwise": _cases(line.text, "is") for line in beat.lines},
        "options": {option.id: _option_document(option) for option in beat.options},
        **on_enter,
    }


def _option_document(option: Option) -> dict[str, Any]:
    return {
        "say": option.say,
        "event": str(option.impact.event),
        "quality": _cases(option.quality, "is"),
        "evidence": {each.indicator: each.valence for each in option.evidence},
        "form": str(option.form),
        "why": option.why,
        "misconception": option.misconception,
        "then": _cases(option.then, "to"),
        **({"set": list(option.sets)} if option.sets else {}),
        **({"client": {each.variable: each.by for each in option.changes}} if option.changes else {}),
    }


def _cases(cases: tuple[Case[Any], ...], key: str) -> Any:
    if len(cases) == 1:
        return cases[0].value
    return [{**({"when": _when(case.when)} if case.when else {}), key: case.value} for case in cases]


def _when(conditions: tuple[Condition, ...]) -> dict[str, list[Any]]:
    return {each.fact: list(each.values) for each in conditions}
