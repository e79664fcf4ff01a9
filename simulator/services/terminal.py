"""Playing in the terminal: a scenario by id or file, turn by turn or replayed. Keeps nothing; the page does that."""

import secrets
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.model.codec import digest
from simulator.model.scenario import Scenario
from simulator.services.library import Library
from simulator.services.local import local_library
from simulator.services.results import Results

WIDTH = 88
REPLAY_SEED = "replay"
"""Replays are shown in one order always, so that their JSON is the same on every machine."""


@dataclass(frozen=True, slots=True)
class Opened:
    scenario: Scenario
    digest: str
    library: Library


def open_scenario(name: str) -> Opened:
    """A scenario by its id, or from a file. Raises `UnknownScenario`, or `ContentError` with every mistake."""
    library = local_library()
    if not (name.endswith((".yaml", ".yml")) or Path(name).is_file()):
        entry = library.get(name)
        return Opened(entry.scenario, entry.digest, library)
    from simulator.authoring.load import load_scenario, scenario_or_error

    scenario = scenario_or_error(load_scenario(Path(name), library.rubric))
    return Opened(scenario, digest(scenario), library)


def replay(opened: Opened, options: list[str]) -> Results:
    """The results of a list of option ids. Raises `NotOffered` or `ConversationOver` where they do not fit."""
    session = Session.resume(Dialogue(opened.scenario), REPLAY_SEED, [each.strip() for each in options])
    return results_of(opened, session)


def results_of(opened: Opened, session: Session) -> Results:
    return Results(session, opened.library.solution(opened.scenario), opened.library.rubric)


def play(opened: Opened, source: TextIO, out: TextIO) -> int:
    """Play to the end or until the input ends or says `q`."""
    scenario = opened.scenario
    session = Session(Dialogue(scenario), secrets.token_hex(8))
    _say(out, scenario.title.upper(), scenario.care_note or "", scenario.brief, scenario.setting)
    while session.ending is None:
        _say(out, f"{scenario.client.name}: {session.line}")
        offered = session.offered
        for number, option in enumerate(offered, start=1):
            out.write(
                textwrap.fill(option.say, WIDTH, initial_indent=f"  {number}  ", subsequent_indent="     ") + "\n"
            )
        position = _ask(source, out, len(offered))
        if position is None:
            out.write("\nStopped. Nothing of this was kept.\n")
            return 0
        session.choose(session.turn, offered[position].id)
    _say(out, "— — —", session.ending.text, session.ending.reflection)
    _print_scores(results_of(opened, session), out)
    return 0


def _ask(source: TextIO, out: TextIO, count: int) -> int | None:
    """A position from 0, or None when the person stops."""
    while True:
        out.write(f"\nYour line (1-{count}, q to stop): ")
        out.flush()
        try:
            typed = source.readline()
        except KeyboardInterrupt:
            return None
        answer = typed.strip().lower()
        if not typed or answer in ("q", "quit", "exit"):
            return None
        if answer.isdecimal() and len(answer) < 4 and 1 <= int(answer) <= count:
            return int(answer) - 1
        out.write(f"Please type a number from 1 to {count}.\n")


def print_transcript(results: Results, out: TextIO) -> None:
    """The conversation as it went, and its scores."""
    name = results.scenario.client.name
    for step, turn in zip(results.session.steps, results.review.turns, strict=True):
        option = results.scenario.beat_by_id[step.beat].option(step.option)
        _say(out, f"{step.turn}. {name}: {step.client}", f"Coach: {option.say if option else ''}")
        out.write(f"   [{step.event.value}; {turn.label}, −{turn.loss:.0f}]\n")
    ending = results.session.ending
    if ending:
        _say(out, f"— {ending.id} ({ending.result.value}) —", ending.text, ending.reflection)
    else:
        _say(out, f"{name}: {results.session.line}")
    _print_scores(results, out)


def _print_scores(results: Results, out: TextIO) -> None:
    outcome = results.outcome
    out.write(f"\nKept {outcome.kept:.0f} of 100 attainable points; chance-corrected {outcome.chance_corrected:+.2f}\n")
    for criterion in results.criteria.values():
        title = results.rubric.competency_by_id[criterion.id].title
        level = "too little evidence" if criterion.level is None else results.rubric.levels[criterion.level]
        low, high = criterion.interval
        out.write(f"  {title}: {level} (m {criterion.m:.2f}, {len(criterion.items)} items, {low:.2f}–{high:.2f})\n")


def _say(out: TextIO, *paragraphs: str) -> None:
    for paragraph in paragraphs:
        for line in filter(None, map(str.strip, paragraph.splitlines())):
            out.write("\n" + textwrap.fill(line, WIDTH) + "\n")
