"""From a sound document to the value: shorter ways of writing are spelt out, nothing is judged any more."""

from typing import Any

from simulator.authoring.document import (
    BeatDocument,
    ClientDocument,
    EndingDocument,
    EventDocument,
    OptionDocument,
    ScenarioDocument,
)
from simulator.authoring.when import allowed_values, parse_values
from simulator.model.alliance import Event, Facet, Mode
from simulator.model.scenario import (
    Beat,
    Case,
    Change,
    Client,
    Condition,
    Ending,
    Evidence,
    Impact,
    Line,
    Option,
    Scenario,
    Start,
    Translation,
)


def build(document: ScenarioDocument) -> Scenario:
    """The scenario a sound document describes."""
    return Scenario(
        **{name: getattr(document, name) for name in _PLAIN},
        targets=tuple(document.targets),
        sources=tuple(document.sources),
        client=_client(document.client),
        start=_start(document),
        beats=tuple(_beat(beat_id, beat) for beat_id, beat in document.beats.items()),
        endings=tuple(_ending(ending_id, ending) for ending_id, ending in document.endings.items()),
        variables=tuple(sorted(document.variables.items())),
        languages=tuple(document.languages),
        translations=tuple(Translation(each, tuple(texts.items())) for each, texts in document.translations.items()),
    )


_PLAIN = (
    "format", "id", "title", "topic", "summary", "brief", "setting", "minutes", "difficulty", "language", "rubric",
    "exit", "care_note",
)  # fmt: skip


def _client(client: ClientDocument) -> Client:
    return Client(client.name, client.about, client.style, client.patience, client.trust_ceiling, tuple(client.groups))


def _start(document: ScenarioDocument) -> Start:
    start = document.start
    facet = Facet.BOND if start.mode is Mode.BREACHED else start.facet
    return Start(start.beat, start.trust, start.mode, start.breach, facet, tuple(sorted(set(start.flags))))


def _beat(beat_id: str, beat: BeatDocument) -> Beat:
    return Beat(
        id=beat_id,
        focus=tuple(beat.focus),
        facet=beat.facet,
        lines=tuple(Line(None if mood == "otherwise" else mood, _cases(text)) for mood, text in beat.client.items()),
        options=tuple(_option(option_id, option) for option_id, option in beat.options.items()),
        hints=tuple(beat.hints),
        hinge=beat.hinge,
        on_enter=_impact(beat.on_enter) if beat.on_enter else None,
    )


def _option(option_id: str, option: OptionDocument) -> Option:
    return Option(
        id=option_id,
        say=option.say,
        impact=_impact(option.event),
        quality=_cases(option.quality),
        evidence=tuple(Evidence(indicator, valence) for indicator, valence in option.evidence.items()),
        form=option.form,
        why=option.why,
        then=tuple(Case(route.to, _conditions(route.when)) for route in option.then),
        misconception=option.misconception,
        gate=option.gate,
        sets=tuple(option.sets),
        changes=tuple(Change(variable, by) for variable, by in option.client.items()),
    )


def _ending(ending_id: str, ending: EndingDocument) -> Ending:
    return Ending(ending_id, ending.result, _cases(ending.utility), ending.text, ending.reflection)


def _impact(event: EventDocument) -> Impact:
    return Impact(Event(event.event)) if event.event else Impact(Event.BREACH, event.breach)


def _cases(cases: list[Any]) -> tuple[Case[Any], ...]:
    return tuple(Case(case.value, _conditions(case.when)) for case in cases)


def _conditions(when: dict[str, Any] | None) -> tuple[Condition, ...]:
    pairs = ((fact, parse_values(written, allowed_values(fact))) for fact, written in (when or {}).items())
    return tuple(Condition(fact, values) for fact, values in pairs if values is not None)
