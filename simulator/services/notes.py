"""Making a trainer's notes on a scenario: its hinges, and what its lines cost where chance comes to them."""

from collections.abc import Iterator

import numpy as np

from simulator.exports.notes import Error, Hinge, Notes, Way, document
from simulator.exports.paper import Span, Words, to_html, to_pdf
from simulator.model.codec import digest
from simulator.model.programme import Programme
from simulator.model.scenario import Beat, Option, Scenario
from simulator.services.library import Library
from simulator.services.words import parts
from simulator.verification.subject import Subject

ERRORS = 8
"""How many of the dearest lines are named."""
LEAST_LOST = 3.0
"""Points below which a line is not named."""
EPOCH = "2026-01-01T00:00:00+00:00"
"""Notes rest on no moment, so every file of one version has the same date."""

RESULTS = {"strong": "A strong ending", "good": "A good ending", "mixed": "A mixed ending", "weak": "A weak ending",
           "fail": "It comes apart"}  # fmt: skip


def notes(library: Library, scenario: Scenario, to: str) -> bytes:
    """A scenario's notes as `html` or `pdf`. Raises `NoPdf`."""
    made = document(notes_of(Subject.of(scenario, library.rubric), library.programme), EPOCH)
    return to_html(made).encode() if to == "html" else to_pdf(made)


def notes_of(subject: Subject, programme: Programme) -> Notes:
    scenario, rubric = subject.scenario, subject.rubric
    client = scenario.client
    sections = rubric.section_by_reference
    return Notes(
        title=scenario.title,
        language=scenario.language,
        summary=scenario.summary,
        client=f"{client.name}. {client.about}",
        setting=scenario.setting,
        care=scenario.care_note or "",
        length=f"{scenario.minutes} minutes, difficulty {scenario.difficulty} of 3",
        path=tuple(path.title for path in programme.paths if any(s.scenario == scenario.id for s in path.steps)),
        aims=tuple(
            (rubric.competency_by_id[each].title, rubric.competency_by_id[each].definition) for each in scenario.targets
        ),
        hinges=tuple(_hinge(subject, beat) for beat in scenario.beats if beat.hinge),
        errors=tuple(sorted(_errors(subject), key=lambda each: -each.lost)[:ERRORS]),
        endings=tuple(Way(RESULTS[each.result.value], each.text, each.reflection) for each in scenario.endings),
        sources=tuple(f"{each}: {sections[each].topic}" for each in scenario.sources if each in sections),
        digest=digest(scenario),
        rubric=f"{rubric.title}, version {rubric.version}",
    )


def _hinge(subject: Subject, beat: Beat) -> Hinge:
    best = subject.best_at(beat)
    asks = tuple(subject.rubric.indicator_by_id[each].title for each in beat.focus)
    return Hinge(beat.id, _words(_line(beat)), asks, _words(best.say), best.why, beat.hints[0] if beat.hints else "")


def _line(beat: Beat) -> str:
    """What the client says there when nothing special holds."""
    return beat.lines[-1].text[-1].value


def _errors(subject: Subject) -> Iterator[Error]:
    for beat, layer in subject.beats:
        weights = subject.chances[layer.rows]
        lost = np.asarray(weights @ subject.regret(layer) / weights.sum())
        for column, option in enumerate(beat.options):
            if option.misconception and lost[column] >= LEAST_LOST:
                yield _error(beat, option, float(lost[column]))


def _error(beat: Beat, option: Option, lost: float) -> Error:
    return Error(beat.id, _words(option.say), option.misconception or "", option.why, lost)


def _words(text: str) -> Words:
    return tuple(Span(f"{each.text} ", "cue" if each.kind == "cue" else "plain") for each in parts(text))
