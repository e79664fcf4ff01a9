"""Verifying scenarios: explore, ask every rule, put what they found into words, and mind what authors allow.

The one entry for the command line, the author's desk and the tests. Nothing here judges; the rules do.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from simulator.authoring.allowances import Allowance, allowances
from simulator.authoring.load import Loaded
from simulator.authoring.source import Source
from simulator.engine.layers import Limits
from simulator.model.diagnostic import Diagnostic
from simulator.model.rubric import Rubric
from simulator.verification.diagnostics.catalogue import catalogue, diagnostic
from simulator.verification.extremes import Extremes, Found, extremes
from simulator.verification.finding import Finding
from simulator.verification.rules import bank, scoring, structure, tells, text
from simulator.verification.rules.structure import MOST_STATES
from simulator.verification.subject import Subject
from simulator.verification.surface.shingles import Shingles

NEVER_ALLOWED = {"reading", "format", "references", "twee"}
"""Families of findings that leave no scenario to play; no comment can silence them."""
BY_COMPARISON = frozenset(("L32",))
"""What is only found where there are texts to compare with."""
BY_ENGLISH = frozenset(("L04", "L05", "L06", "L07", "L08", "L11", "L12", "L13", "L19", "X01"))
"""What rests on English word lists and syllables, and is not asked of a scenario in another language."""
OF_EXTREMES = frozenset(("C01",))
"""What is only found where the extremes could be worked out."""


@dataclass(frozen=True)
class Verified:
    """What verifying one file gave.

    `subject` is None where the file holds no sound scenario. `complete`: every reachable state was visited, so what is
    said of all of them is proved. `extremes`: least and most of each target over all paths, but for those `given_up`.
    """

    loaded: Loaded
    diagnostics: tuple[Diagnostic, ...]
    subject: Subject | None = None
    extremes: dict[str, Extremes] = field(default_factory=dict)
    given_up: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def file(self) -> str:
        return self.loaded.file

    @property
    def complete(self) -> bool:
        return self.subject is not None and self.subject.product.complete


def verify(
    loaded: Loaded, rubric: Rubric, *, limits: Limits | None = None, against: Shingles | None = None
) -> Verified:
    """Everything about one scenario by itself, allowances applied."""
    return _settled([_explored(loaded, rubric, limits, against)], against)[0]


def verify_all(
    files: Sequence[Loaded],
    rubric: Rubric,
    *,
    limits: Limits | None = None,
    against: Shingles | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Verified]:
    """Every scenario by itself and all of them as one bank; `progress` is told each file before its turn."""
    found = []
    for loaded in files:
        progress(loaded.file)
        found.append(_explored(loaded, rubric, limits, against))
    return _settled(found, against)


def _explored(loaded: Loaded, rubric: Rubric, limits: Limits | None, against: Shingles | None) -> Verified:
    began = perf_counter()
    if loaded.scenario is None:
        return Verified(loaded, loaded.diagnostics, seconds=perf_counter() - began)
    subject = Subject.of(loaded.scenario, rubric, limits)
    findings = list(text.text_findings(subject, against))
    found = Found({}, subject.scenario.targets)
    if subject.product.stopped:
        findings.append(Finding("S08", ("beats",), {"why": subject.product.stopped}))
    elif not subject.beats:
        findings.append(Finding("S05", ("start",), {"beat": subject.scenario.start.beat}))
    else:
        findings += [each for rule in (*structure.RULES, *scoring.RULES, *tells.RULES) for each in rule(subject)]
        if subject.product.size[0] <= MOST_STATES:
            found = extremes(subject)
            findings += _levels(subject, found)
    said = tuple(worded(loaded.source, each) for each in findings if each.code not in _foreign(subject))
    return Verified(loaded, said, subject, found.reached, found.given_up, perf_counter() - began)


def _levels(subject: Subject, found: Found) -> Iterator[Finding]:
    """C01: a target on which no path at all shows enough for level 3. C11: one that nothing is known of."""
    for i, target in enumerate(subject.scenario.targets):
        if target in found.given_up:
            yield Finding("C11", ("targets", i), {"target": target})
            continue
        top = found.reached[target].top if target in found.reached else None
        if top is None or top.level is None or top.level < 3:
            level = "no level" if top is None or top.level is None else f"level {top.level}"
            yield Finding("C01", ("targets", i), {"target": target, "level": level}, top.path if top else ())


def worded(source: Source, finding: Finding) -> Diagnostic:
    """A finding in the catalogue's words, at its place in the file."""
    place = source.at(finding.path, key=isinstance(finding.path[-1], str) if finding.path else False)
    values: dict[str, Any] = dict(finding.values)
    return diagnostic(finding.code, place, witness=finding.witness, **values)


def _settled(found: list[Verified], against: Shingles | None) -> list[Verified]:
    """The same with the findings of the bank added, and what authors allow taken away."""
    subjects = [each.subject for each in found if each.subject and each.complete and each.subject.beats]
    of_bank: dict[int, list[Finding]] = {}
    for subject, finding in _of_banks(subjects):
        of_bank.setdefault(id(subject), []).append(finding)
    not_asked = (frozenset() if against else BY_COMPARISON) | (bank.CODES if len(subjects) < 2 else frozenset())
    return [_allowed(each, of_bank.get(id(each.subject), ()), not_asked) for each in found]


def _of_banks(subjects: Sequence[Subject]) -> Iterator[tuple[Subject, Finding]]:
    """What the scenarios of each language show together."""
    for language in dict.fromkeys(_language(each) for each in subjects):
        together = [each for each in subjects if _language(each) == language]
        for rule in bank.RULES if len(together) > 1 else ():
            yield from (found for found in rule(together) if found[1].code not in _foreign(found[0]))


def _language(subject: Subject) -> str:
    return subject.scenario.language.partition("-")[0]


def _foreign(subject: Subject) -> frozenset[str]:
    """What is not asked of a scenario because of its language."""
    return frozenset() if _language(subject) == "en" else BY_ENGLISH


def _allowed(verified: Verified, of_bank: Sequence[Finding], not_asked: frozenset[str]) -> Verified:
    """What is left after allowances, each used once. One for a code that was `not_asked` about may go unused."""
    source = verified.loaded.source
    unasked = not_asked | OF_EXTREMES if verified.given_up else not_asked
    unasked |= _foreign(verified.subject) if verified.subject else frozenset()
    said = _in_order([*verified.diagnostics, *(worded(source, each) for each in of_bank)])
    for each in allowances(source):
        if fault := _fault(each):
            said.append(diagnostic("A02", each.place, fault=fault))
        elif (silenced := _silenced(said, each)) is not None:
            said.remove(silenced)
        elif verified.complete and each.code not in unasked:
            said.append(diagnostic("A01", each.place, code=each.code))
    return replace(verified, diagnostics=tuple(_in_order(said)))


def _in_order(said: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Each once, in the order of the file."""
    return sorted(dict.fromkeys(said), key=lambda one: (one.location, one.code, one.message))


def _fault(allowance: Allowance) -> str | None:
    if not allowance.code:
        return "it names no finding"
    entry = catalogue().get(allowance.code)
    if entry is None:
        return f"there is no finding '{allowance.code}'"
    if entry.family in NEVER_ALLOWED:
        return f"{allowance.code} cannot be allowed, because nothing can be played until it is mended"
    return None if allowance.reason else f"it does not say why {allowance.code} is right here"


def _silenced(said: list[Diagnostic], allowance: Allowance) -> Diagnostic | None:
    return next((each for each in said if each.code == allowance.code and each.location.line == allowance.line), None)
