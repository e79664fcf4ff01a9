"""Are the words fit to print? Every text a trainee reads: its reading grade, names, gaps, copies and translations.

What the wording gives away is asked in `tells`; whether a text is well written, nobody asks here.
"""

from collections.abc import Iterator, Mapping

from simulator.authoring.source import KeyPath
from simulator.model.scenario import Beat, Case, Ending, Scenario
from simulator.verification.finding import Finding
from simulator.verification.rules.wording import counted
from simulator.verification.subject import Subject
from simulator.verification.surface.names import organisations, placeholders
from simulator.verification.surface.shingles import Shingles
from simulator.verification.surface.words import reading_grade

MOST_GRADE = 8.0
NAMED = 3
"""How many of the missing texts a message names."""

Texts = dict[KeyPath, str]


def texts_of(scenario: Scenario) -> Texts:
    """Every text a trainee reads, by its place in the document; of a text with cases, each case by its number.

    The client's name is none: it stays what it is in every language.
    """
    told = {"title": scenario.title, "summary": scenario.summary, "brief": scenario.brief, "setting": scenario.setting}
    texts: Texts = {(key,): text for key, text in told.items()}
    texts["client", "about"] = scenario.client.about
    if scenario.care_note:
        texts["care_note",] = scenario.care_note
    for beat in scenario.beats:
        texts |= _texts_of_beat(beat)
    for ending in scenario.endings:
        texts |= _texts_of_ending(ending)
    return texts


def _texts_of_beat(beat: Beat) -> Texts:
    at: KeyPath = ("beats", beat.id)
    texts: Texts = {}
    for line in beat.lines:
        texts |= _cases((*at, "client", line.mood or "otherwise"), line.text)
    texts |= {(*at, "hints", i): hint for i, hint in enumerate(beat.hints)}
    for option in beat.options:
        here = (*at, "options", option.id)
        texts |= {(*here, "say"): option.say, (*here, "why"): option.why}
        if option.misconception:
            texts[*here, "misconception"] = option.misconception
    return texts


def _cases(path: KeyPath, cases: tuple[Case[str], ...]) -> Texts:
    if len(cases) == 1:
        return {path: cases[0].value}
    return {(*path, i): case.value for i, case in enumerate(cases)}


def _texts_of_ending(ending: Ending) -> Texts:
    return {("endings", ending.id, "text"): ending.text, ("endings", ending.id, "reflection"): ending.reflection}


def dotted(path: KeyPath) -> str:
    """A place as translations name it: `beats.opening.client.polite`."""
    return ".".join(map(str, path))


def text_findings(subject: Subject, against: Shingles | None) -> Iterator[Finding]:
    """Every finding about the words of one scenario; `against` holds the texts that it must not copy."""
    texts = texts_of(subject.scenario)
    yield from _grade(subject.scenario)
    yield from _names(texts)
    yield from _gaps(texts)
    if against:
        yield from _copies(texts, against)
    yield from _missing(subject.scenario, texts)
    yield from _stray(subject.scenario, texts)


def _grade(scenario: Scenario) -> Iterator[Finding]:
    """L12 overall: what is said in the conversation."""
    said = [option.say for beat in scenario.beats for option in beat.options]
    said += [case.value for beat in scenario.beats for line in beat.lines for case in line.text]
    grade = reading_grade(" ".join(said))
    if grade > MOST_GRADE:
        fault = "the conversation is hard to read"
        figures = f"reading grade {grade:.1f} over all its lines, at most {MOST_GRADE:g} is fair"
        yield Finding("L12", ("beats",), {"fault": fault, "figures": figures})


def _names(texts: Mapping[KeyPath, str]) -> Iterator[Finding]:
    for path, text in texts.items():
        for name in organisations(text):
            yield Finding("X01", path, {"name": name})


def _gaps(texts: Mapping[KeyPath, str]) -> Iterator[Finding]:
    for path, text in texts.items():
        for gap in dict.fromkeys(placeholders(text)):
            yield Finding("X02", path, {"gap": gap})


def _copies(texts: Mapping[KeyPath, str], against: Shingles) -> Iterator[Finding]:
    """L32."""
    for path, text in texts.items():
        for source, words in against.shared(text):
            yield Finding("L32", path, {"source": source, "words": words, "count": len(words.split())})


def _missing(scenario: Scenario, texts: Mapping[KeyPath, str]) -> Iterator[Finding]:
    """X03: what a promised language lacks."""
    written = {each.language: dict(each.texts) for each in scenario.translations}
    for i, language in enumerate(scenario.languages):
        there = written.get(language, {})
        lacking = [dotted(path) for path in texts if dotted(path) not in there]
        if lacking and language != scenario.language:
            values = {"language": language, "count": len(lacking), "all": len(texts), "first": _first(lacking)}
            yield Finding("X03", ("languages", i), values)


def _stray(scenario: Scenario, texts: Mapping[KeyPath, str]) -> Iterator[Finding]:
    """X04: translations of nothing, or into a language that nobody promised."""
    known = {dotted(path) for path in texts}
    for each in scenario.translations:
        at: KeyPath = ("translations", each.language)
        if each.language not in scenario.languages:
            fault = f"'{each.language}' is translated but does not stand under `languages`"
            yield Finding("X04", at, {"fault": fault})
        elif stray := [path for path, _ in each.texts if path not in known]:
            fault = f"{counted(len(stray), 'text')} in '{each.language}' for no text of the scenario: {_first(stray)}"
            yield Finding("X04", (*at, stray[0]), {"fault": fault})


def _first(paths: list[str]) -> str:
    return ", ".join(paths[:NAMED]) + (", …" if len(paths) > NAMED else "")
