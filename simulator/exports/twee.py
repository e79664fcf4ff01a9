"""A scenario as Twee 3, for writers who like to see a conversation as Twine's map; the way back is `authoring.twee`.

A beat is a passage, tagged `beat` and where it is one `hinge`: first the client's line, one paragraph for each mood
that has its own (`When polite: …`), then a link for each option. An ending is a passage tagged `ending` and with its
result. The brief stands in a passage of its own, tagged `scenario`, which nothing links to.

What Twee has no place for stands in comments that no story format shows. A writer may delete them, and then loses:
`scenario` - all of the head but title, brief and the beat to start with; `beat` - focus, facet, hints, scenario event;
`option` - the option's id, event, quality, evidence, form, why, misconception, gate, flags, client variables and every
conditional way on (the link is the way otherwise); `when` - the conditions of the paragraph after it; `ending` -
utility and reflection. The import puts a clear gap in its place. Layout and comments of the YAML do not travel.

`StoryData` names no story format: Twine then takes the writer's own, and the passages use no macro of any. The IFID is
made from the scenario's id, so each export is the same story to Twine. Passage names are ids, which need no escape.
"""

import json
from collections.abc import Iterable
from dataclasses import fields
from graphlib import TopologicalSorter
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from simulator.authoring.twee.details import Details, comment
from simulator.authoring.twee.escapes import link_text, paragraph, prose, title
from simulator.model.alliance import Facet, Mode
from simulator.model.scenario import Beat, Case, Client, Condition, Ending, Impact, Line, Option, Scenario, Start

_STEP = 150
"""Between neighbours on Twine's map, in its pixels."""


def twee(scenario: Scenario) -> str:
    """The whole scenario as the text of a Twee file."""
    places = _places(scenario)
    passages = [
        f":: StoryTitle\n{title(scenario.title)}",
        f":: StoryData\n{_story_data(scenario)}",
        f":: Scenario [scenario] {_position(0, -1)}\n{_head(scenario)}",
        *(_beat(beat, places[beat.id]) for beat in scenario.beats),
        *(_ending(ending, places[ending.id]) for ending in scenario.endings),
    ]
    return "\n\n\n".join(passages) + "\n"


def _story_data(scenario: Scenario) -> str:
    ifid = str(uuid5(NAMESPACE_URL, f"coachsim:{scenario.id}")).upper()
    colours = {"hinge": "orange", "ending": "blue", "scenario": "gray"}
    return json.dumps({"ifid": ifid, "start": scenario.start.beat, "tag-colors": colours}, indent=1)


def _head(scenario: Scenario) -> str:
    plain = ("id", "topic", "summary", "setting", "minutes", "difficulty", "language", "rubric", "care_note", "exit")
    details = {
        **{name: getattr(scenario, name) for name in plain},
        "client": _given({field.name: getattr(scenario.client, field.name) for field in fields(Client)}),
        "targets": scenario.targets,
        "sources": scenario.sources,
        "start": _start(scenario.start),
        "variables": dict(scenario.variables),
        "languages": scenario.languages,
        "translations": {each.language: dict(each.texts) for each in scenario.translations},
    }
    return f"{comment('scenario', _given(details))}\n{prose(scenario.brief)}"


def _start(start: Start) -> Details:
    facet = None if start.mode is Mode.BREACHED and start.facet is Facet.BOND else start.facet
    details = {"mode": start.mode, "breach": start.breach, "facet": facet, "flags": start.flags}
    return {**_given(details), "trust": start.trust}


def _beat(beat: Beat, position: str) -> str:
    tags = "beat hinge" if beat.hinge else "beat"
    on_enter = _event(beat.on_enter) if beat.on_enter else None
    details = {"focus": beat.focus, "facet": beat.facet, "on_enter": on_enter, "hints": beat.hints}
    lines = "\n\n".join(_line(line) for line in beat.lines)
    options = "\n\n".join(_option(option) for option in beat.options)
    return f":: {beat.id} [{tags}] {position}\n{comment('beat', _given(details))}\n{lines}\n\n{options}"


def _line(line: Line) -> str:
    """The paragraphs of one mood: one for each case."""
    start = f"When {line.mood}: " if line.mood else ""
    if not start and len(line.text) == 1:
        return prose(line.text[0].value)
    return "\n\n".join(_conditions(case) + start + paragraph(case.value) for case in line.text)


def _conditions(case: Case[str]) -> str:
    return comment("when", _when(case.when)) + "\n" if case.when else ""


def _option(option: Option) -> str:
    *conditional, otherwise = option.then
    details = {
        "event": _event(option.impact),
        "quality": _cases(option.quality),
        "evidence": {each.indicator: each.valence for each in option.evidence},
        "form": option.form,
        "why": option.why,
        "misconception": option.misconception,
        "gate": option.gate,
        "set": option.sets,
        "client": {each.variable: each.by for each in option.changes},
        "then": [{"when": _when(case.when), "to": case.value} for case in conditional],
    }
    return f"{comment(f'option {option.id}', _given(details))}\n[[{link_text(option.say)}->{otherwise.value}]]"


def _ending(ending: Ending, position: str) -> str:
    details = comment("ending", {"utility": _cases(ending.utility), "reflection": ending.reflection})
    return f":: {ending.id} [ending result-{ending.result}] {position}\n{details}\n{prose(ending.text)}"


def _event(impact: Impact) -> object:
    return {impact.event: impact.breach} if impact.breach else impact.event


def _cases(cases: tuple[Case[Any], ...]) -> object:
    """A plain value, or the cases as an author writes them."""
    if len(cases) == 1:
        return cases[0].value
    return [{**({"when": _when(case.when)} if case.when else {}), "is": case.value} for case in cases]


def _when(conditions: tuple[Condition, ...]) -> Details:
    return {each.fact: each.values[0] if len(each.values) == 1 else each.values for each in conditions}


def _given(details: Details) -> Details:
    """Without what an author would leave out."""
    return {key: value for key, value in details.items() if value not in (None, (), {}, [])}


def _places(scenario: Scenario) -> dict[str, str]:
    """Where each passage stands on the map: a row for each turn, endings last."""
    turn = {beat.id: 0 for beat in scenario.beats}
    for beat in _forward(scenario):
        for target in _targets(beat):
            if target in turn:
                turn[target] = max(turn[target], turn[beat.id] + 1)
    last = max(turn.values()) + 1
    rows = turn | dict.fromkeys(scenario.ending_by_id, last)
    column: dict[int, int] = {}
    places = {}
    for passage, row in rows.items():
        places[passage] = _position(column.get(row, 0), row)
        column[row] = column.get(row, 0) + 1
    return places


def _forward(scenario: Scenario) -> list[Beat]:
    """The beats in an order in which every link leads forward."""
    order = TopologicalSorter({beat.id: [] for beat in scenario.beats})
    for beat in scenario.beats:
        for target in _targets(beat):
            order.add(target, beat.id)
    return [scenario.beat_by_id[each] for each in order.static_order() if each in scenario.beat_by_id]


def _targets(beat: Beat) -> Iterable[str]:
    return (case.value for option in beat.options for case in option.then)


def _position(column: int, row: int) -> str:
    return json.dumps({"position": f"{100 + column * _STEP},{250 + row * _STEP}"})
