"""What refers to what in a scenario: ids that must exist, conditions that must make sense, beats that form no cycle.

Works on the plain data, not on the shaped document, so that mistakes of shape and of reference are reported in one
go; whatever has the wrong shape is passed over here, since `shape` has reported it already.
"""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from simulator.authoring.shape import nearest, quoted
from simulator.authoring.source import KeyPath, Source
from simulator.authoring.when import FACTS, allowed_values, parse_values
from simulator.model.rubric import Rubric
from simulator.model.scenario import VARIABLES


def check_references(source: Source, rubric: Rubric) -> None:
    """Report every reference in the file that leads nowhere."""
    if isinstance(source.data, dict):
        _Checker(source, rubric).check()


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _cases(value: Any, key: str, path: KeyPath) -> Iterator[tuple[dict[str, Any], KeyPath]]:
    """Each case with its place; a plain value counts as one case without conditions."""
    if isinstance(value, list):
        yield from ((case, (*path, i)) for i, case in enumerate(value) if isinstance(case, dict))
    elif value is not None:
        yield {key: value}, path


class _Checker:
    def __init__(self, source: Source, rubric: Rubric) -> None:
        self.source = source
        self.rubric = rubric
        self.data = _mapping(source.data)
        self.beats = _mapping(self.data.get("beats"))
        self.endings = _mapping(self.data.get("endings"))
        self.variables = _mapping(self.data.get("variables"))
        self.flags = sorted({flag for flags in self._flag_lists() for flag in flags if isinstance(flag, str)})

    def _flag_lists(self) -> Iterator[list[Any]]:
        yield _sequence(_mapping(self.data.get("start")).get("flags"))
        for _, option, _ in self.options():
            yield _sequence(option.get("set"))

    def options(self) -> Iterator[tuple[dict[str, Any], dict[str, Any], KeyPath]]:
        """Every option with its beat and its path."""
        for beat_id, beat in self.beats.items():
            for option_id, option in _mapping(_mapping(beat).get("options")).items():
                yield _mapping(beat), _mapping(option), ("beats", beat_id, "options", option_id)

    def check(self) -> None:
        self.check_head()
        self.check_start()
        self.check_beats()
        for beat, option, path in self.options():
            self.check_option(beat, option, path)
        for ending_id, ending in self.endings.items():
            self.check_cases(_mapping(ending).get("utility"), "is", ("endings", ending_id, "utility"))
        self.check_cycles()

    def report(self, code: str, path: KeyPath, message: str, hint: str, *, key: bool = False) -> None:
        self.source.report(code, self.source.at(path, key=key), message, hint)

    def known(self, value: Any, known: Any, what: str, path: KeyPath, *, key: bool = False) -> None:
        if isinstance(value, str) and value not in known:
            self.report("R01", path, f"there is no {what} '{value}'", nearest(value, list(known)), key=key)

    def check_head(self) -> None:
        self.known(self.data.get("rubric"), [self.rubric.id], "rubric", ("rubric",))
        self.known(self.data.get("exit"), self.endings, "ending", ("exit",))
        for i, target in enumerate(_sequence(self.data.get("targets"))):
            self.known(target, self.rubric.competency_by_id, "competency", ("targets", i))
        for i, reference in enumerate(_sequence(self.data.get("sources"))):
            self.known(reference, self.rubric.section_by_reference, "source section", ("sources", i))
        for name, value in self.variables.items():
            self.known(name, VARIABLES, "client variable", ("variables", name), key=True)
            low, high = VARIABLES.get(name, (0, 3))
            if isinstance(value, int) and not low <= value <= high:
                self.report("R02", ("variables", name), f"{name} starts at {value}", f"Its range is {low} to {high}.")
        for ending_id in self.endings:
            if ending_id in self.beats:
                hint = "Rename one of them."
                self.report("R03", ("endings", ending_id), f"'{ending_id}' names a beat too", hint, key=True)

    def check_start(self) -> None:
        start = _mapping(self.data.get("start"))
        self.known(start.get("beat"), self.beats, "beat", ("start", "beat"))
        mode, ceiling = start.get("mode", "settled"), _mapping(self.data.get("client")).get("trust_ceiling", 3)
        trust, breach, facet = start.get("trust"), start.get("breach"), start.get("facet")
        if mode in FACTS["mode"] and (mode == "breached") != (breach is not None):
            message = f"the start is {mode} " + ("without" if breach is None else "with") + " a type of breach"
            self.report("R04", ("start",), message, "Give `breach` with mode breached, and only there.")
        if mode in ("withdrawing", "confronting") and facet is None:
            message = f"the start is {mode}, but not about what"
            self.report("R05", ("start",), message, "Add `facet: bond` or `facet: task`.")
        if mode == "settled" and facet is not None:
            self.report("R05", ("start", "facet"), "a settled start has no facet", "Take `facet` away.")
        if mode == "breached" and facet == "task":
            self.report("R05", ("start", "facet"), "a breach is always about the bond", "Take `facet` away.")
        if mode == "exit":
            self.report("R06", ("start", "mode"), "a conversation cannot start after it ended", "Choose another mode.")
        if isinstance(trust, int) and isinstance(ceiling, int) and trust > ceiling:
            message = f"trust starts at {trust}, above the client's ceiling of {ceiling}"
            self.report("R02", ("start", "trust"), message, "Lower it, or raise `trust_ceiling`.")

    def check_beats(self) -> None:
        for beat_id, beat in self.beats.items():
            path: KeyPath = ("beats", beat_id)
            for i, indicator in enumerate(_sequence(_mapping(beat).get("focus"))):
                self.known(indicator, self.rubric.indicator_by_id, "indicator", (*path, "focus", i))
            lines = _mapping(_mapping(beat).get("client"))
            if lines and "otherwise" not in lines:
                message = f"the client's lines at '{beat_id}' have no `otherwise`"
                self.report("R07", (*path, "client"), message, "Add the line for every other mood.", key=True)
            for mood, text in lines.items():
                self.check_cases(text, "is", (*path, "client", mood))

    def check_option(self, beat: dict[str, Any], option: dict[str, Any], path: KeyPath) -> None:
        for indicator in _mapping(option.get("evidence")):
            where = (*path, "evidence", indicator)
            self.known(indicator, self.rubric.indicator_by_id, "indicator", where, key=True)
        self.known(option.get("gate"), self.rubric.gate_by_id, "gate", (*path, "gate"))
        for name in _mapping(option.get("client")):
            self.known(name, self.variables, "variable of this scenario", (*path, "client", name), key=True)
        self.check_cases(option.get("quality"), "is", (*path, "quality"))
        self.check_cases(option.get("then"), "to", (*path, "then"))
        for case, where in _cases(option.get("then"), "to", (*path, "then")):
            at = (*where, "to") if isinstance(option.get("then"), list) else where
            self.known(case.get("to"), {**self.beats, **self.endings}, "beat or ending", at)
        if not option.get("misconception") and not self.can_be_best(beat, option):
            message = f"'{path[-1]}' is not the best option here and names no misconception"
            self.report("R08", path, message, "Add `misconception`: the belief behind this error.", key=True)

    def can_be_best(self, beat: dict[str, Any], option: dict[str, Any]) -> bool:
        def highest(each: Any) -> int | None:
            cases = _cases(_mapping(each).get("quality"), "is", ())
            return max((case["is"] for case, _ in cases if type(case.get("is")) is int), default=None)

        own = highest(option)
        others = (highest(each) for each in _mapping(beat.get("options")).values())
        return own is None or own >= max(each for each in others if each is not None)

    def check_cases(self, value: Any, key: str, path: KeyPath) -> None:
        cases = list(_cases(value, key, path))
        for i, (case, where) in enumerate(cases):
            last = i == len(cases) - 1
            conditional = case.get("when") is not None
            if last and conditional:
                hint = "Take its `when` away, or add a last case without one."
                self.report("R09", where, "the last case has conditions, so there may be no value", hint)
            if not last and not conditional:
                hint = "Move it to the end; the first case that holds counts."
                self.report("R10", where, "no case after this one can ever count", hint)
            for fact, values in _mapping(case.get("when")).items():
                self.check_when(fact, values, (*where, "when", fact))

    def check_when(self, fact: str, values: Any, path: KeyPath) -> None:
        if fact.startswith("flag."):
            self.known(fact.removeprefix("flag."), self.flags, "flag set in this scenario", path, key=True)
        elif fact not in FACTS and (fact not in self.variables or fact not in VARIABLES):
            known = [*FACTS, *(name for name in self.variables if name in VARIABLES), "flag.<name>"]
            self.report("R11", path, f"there is no fact '{fact}'", nearest(fact, known), key=True)
            return
        allowed = allowed_values(fact)
        parts = values if isinstance(values, list) and values else [values]
        impossible = [part for part in parts if parse_values(part, allowed) is None]
        if impossible:
            shown = ", ".join(str(each).lower() if isinstance(each, bool) else str(each) for each in allowed)
            ranged = not isinstance(allowed[0], str | bool)
            hint = f"Use one of {shown}, or a list of them" + (', or "1..2".' if ranged else ".")
            self.report("R12", path, f"'{fact}' can never be {quoted(impossible[0])}", hint)

    def check_cycles(self) -> None:
        graph: dict[str, dict[str, None]] = {beat_id: {} for beat_id in self.beats}
        for _, option, path in self.options():
            targets = [case.get("to") for case, _ in _cases(option.get("then"), "to", ())]
            graph[str(path[1])] |= {to: None for to in targets if isinstance(to, str) and to in self.beats}
        while circle := _circle(graph):
            message = f"the beats {' → '.join([*circle, circle[0]])} lead in a circle"
            self.report("R13", ("beats", circle[0]), message, "A conversation only moves forward.", key=True)
            graph = {beat: onward for beat, onward in graph.items() if beat not in circle}


def _circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """A circle of beats, starting with the one that stands first in the file; empty where there is none."""
    try:
        TopologicalSorter({beat: [to for to in onward if to in graph] for beat, onward in graph.items()}).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))[1:]
        first = circle.index(next(beat for beat in graph if beat in circle))
        return circle[first:] + circle[:first]
    return []
