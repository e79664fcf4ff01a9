"""What a scenario measures up to, computed over everything that can be played; used by the content tests.

Run by hand while writing: `python -m tests.content.measures scenarios/late-again.yaml`. The rules are those of the
content specification (L01 to L33, as far as they concern one scenario); a later verifier makes them a part of the
product, with a witness for each finding.
"""

import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import mean

from simulator import content
from simulator.authoring.load import load_scenario
from simulator.authoring.rubric import load_rubric
from simulator.engine.alliance import STRAINED
from simulator.engine.dialogue import Dialogue, State, pick
from simulator.engine.product import Edge, Product
from simulator.engine.session import Session
from simulator.model.alliance import Mode
from simulator.model.rubric import Rubric
from simulator.model.scenario import Beat, Option, Scenario
from simulator.scoring.evidence import baseline, evidence, shown
from simulator.scoring.levels import criteria
from simulator.scoring.review import Review
from simulator.scoring.solution import Worth, shortfall, solve

EMPATHIC = re.compile(r"\b(sounds? like|i hear|it seems|you feel|you're feeling|must be|must feel)\b", re.I)
HEDGES = re.compile(r"\b(maybe|might|perhaps|i wonder|a little|possibly|sort of)\b", re.I)
WARM = re.compile(
    r"\b(thank|thanks|glad|kind|generous|sorry|love|great|brave|care|warm|good|happy|appreciate|proud|wonderful|lovely|"
    r"well done|admire|honest|respect|trust|help|support|understand|easy|worry|safe|fine|of course|gentle|dear)",
    re.I,
)  # fmt: skip


@dataclass
class Findings:
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def error(self, code: str, text: str) -> None:
        self.errors.append(f"{code} {text}")

    def warn(self, code: str, text: str) -> None:
        self.warnings.append(f"{code} {text}")


def words(text: str) -> int:
    return len(re.findall(r"[\w’']+", text))


def syllables(word: str) -> int:
    """Vowel groups, less a silent final e: near enough for a grade over many words."""
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxz]es$", word.lower())
    return max(1, len(groups) - bool(silent and len(groups) > 1))


def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade."""
    tokens = re.findall(r"[A-Za-z’']+", text)
    sentences = max(1, len(re.findall(r"[.!?…]+(?=\s|$|[)”\"])", text)))
    return 0.39 * len(tokens) / sentences + 11.8 * sum(map(syllables, tokens)) / max(1, len(tokens)) - 15.59


class Measured:
    """One scenario with its product and values, and the questions the rules ask of it."""

    def __init__(self, scenario: Scenario, rubric: Rubric) -> None:
        self.scenario, self.rubric, self.scoring = scenario, rubric, rubric.scoring
        self.dialogue = Dialogue(scenario)
        self.product = Product(self.dialogue)
        self.solution = solve(self.product, self.scoring)
        self.found = Findings()

    @cached_property
    def worth(self) -> dict[State, Worth]:
        return {state: self.solution.of(state) for state in self.product.edges}

    @cached_property
    def span(self) -> float:
        return self.solution.start.best - self.solution.start.worst

    @cached_property
    def states_at(self) -> dict[str, list[State]]:
        by_beat: dict[str, list[State]] = defaultdict(list)
        for state in self.product.edges:
            by_beat[state.at].append(state)
        return by_beat

    @cached_property
    def parents(self) -> dict[State, tuple[State, Option]]:
        """For every state one way to come to it, the first found."""
        found: dict[State, tuple[State, Option]] = {}
        for state, edges in self.product.edges.items():
            for edge in edges:
                found.setdefault(edge.to, (state, edge.option))
        return found

    def witness(self, state: State) -> str:
        path: list[str] = []
        while state in self.parents and state != self.product.start:
            state, option = self.parents[state]
            path.append(option.id)
        return ",".join(reversed(path))

    def top(self, state: State) -> int:
        return max(edge.quality for edge in self.product.edges[state])

    def regret(self, state: State, edge: Edge) -> float:
        cost = self.scoring.turn_weight * shortfall(edge.quality, self.top(state))
        return self.worth[state].best - (self.worth[edge.to].best - cost)

    def lengths(self) -> tuple[int, int]:
        """Fewest and most decisions on paths that do not end in the exit."""
        low: dict[State, int] = {}
        high: dict[State, int] = {}
        for state, edges in reversed(self.product.edges.items()):
            if not edges:
                if state.at != self.scenario.exit:
                    low[state] = high[state] = 0
                continue
            nexts = [edge.to for edge in edges if edge.to in low]
            if nexts:
                low[state], high[state] = 1 + min(low[s] for s in nexts), 1 + max(high[s] for s in nexts)
        start = self.product.start
        return low.get(start, 0), high.get(start, 0)

    def best_session(self) -> Session:
        session = Session(self.dialogue, "best")
        review = Review(session, self.solution, self.scoring)
        while session.ending is None:
            session.choose(session.turn, review.best_option(session.state).id)
        return session

    def least_focus(self, target: str) -> int:
        """The fewest focus items of a target on any path that does not end in the exit."""
        least: dict[State, int] = {}
        for state, edges in reversed(self.product.edges.items()):
            if not edges:
                if state.at != self.scenario.exit:
                    least[state] = 0
                continue
            ahead = [least[edge.to] for edge in edges if edge.to in least]
            if ahead:
                least[state] = min(ahead) + self.focus_count(state.at, target)
        return least.get(self.product.start, 0)

    def focus_count(self, beat: str, target: str) -> int:
        indicators = self.rubric.indicator_by_id
        return sum(indicators[i].competency == target for i in self.scenario.beat_by_id[beat].focus)

    def baseline_of(self, target: str) -> float:
        values = [
            baseline(beat, indicator, self.scoring)
            for beat in self.scenario.beats
            for indicator in beat.focus
            if self.rubric.indicator_by_id[indicator].competency == target
        ]
        return mean(values) if values else 0.0

    # The rules.

    def check(self) -> Findings:
        for rule in (
            self.reach, self.size, self.texts, self.qualities, self.focus_rule, self.agreement, self.coverage,
            self.recoverable, self.no_traps, self.optimum, self.gates, self.tells, self.moods,
        ):  # fmt: skip
            rule()
        return self.found

    def reach(self) -> None:
        for beat in self.scenario.beats:
            if beat.id not in self.states_at:
                self.found.error("L26", f"beat {beat.id} can never be reached")
        for ending in self.scenario.endings:
            if ending.id not in self.states_at:
                self.found.error("L26", f"ending {ending.id} can never be reached")
        used: set[tuple[str, str, int]] = set()
        for state, edges in self.product.edges.items():
            facts = self.dialogue.facts(state)
            for edge in edges:
                option = edge.option
                q = pick(tuple(_indexed(option.quality)), facts)
                used.add((state.at, f"options.{option.id}.quality", q))
                after = self.dialogue.apply(state, option)
                if after.alliance.mode is not Mode.EXIT:
                    used.add(
                        (
                            state.at,
                            f"options.{option.id}.then",
                            pick(tuple(_indexed(option.then)), self.dialogue.facts(after)),
                        )
                    )
        for beat in self.scenario.beats:
            for option in beat.options:
                for name, cases in (("quality", option.quality), ("then", option.then)):
                    if name == "then" and len(cases) == 1:
                        continue  # required even where the client always leaves
                    for i in range(len(cases)):
                        if (beat.id, f"options.{option.id}.{name}", i) not in used and beat.id in self.states_at:
                            self.found.error("L26", f"{beat.id}.{option.id}: case {i + 1} of {name} can never count")

    def size(self) -> None:
        low, high = self.lengths()
        if not (low >= 8 and high <= 14):
            self.found.error("L26", f"decisions on non-exit paths run {low}-{high}, wanted 8-14")
        if len(self.product.edges) > 20_000:
            self.found.error("L26", f"{len(self.product.edges)} states, wanted at most 20,000: use fewer flags")
        hinges = Counter(step.beat for step in self.best_session().steps if self.scenario.beat_by_id[step.beat].hinge)
        if len(hinges) != 3:
            self.found.error("L26", f"the best path has {len(hinges)} hinges, wanted 3: {list(hinges)}")

    def texts(self) -> None:
        for beat in self.scenario.beats:
            counts = {option.id: words(option.say) for option in beat.options}
            ratio = max(counts.values()) / max(1, min(counts.values()))
            if ratio > 1.6:
                self.found.error("L01", f"{beat.id}: longest/shortest option is {ratio:.2f} {counts}")
            elif ratio > 1.35:
                self.found.warn("L01", f"{beat.id}: longest/shortest option is {ratio:.2f} {counts}")
            best = self.best_at(beat)
            off = counts[best.id] / mean(counts.values()) - 1
            if abs(off) > 0.2:
                self.found.error("L01", f"{beat.id}: best option {best.id} is {off:+.0%} off the mean length")
            grades = [reading_grade(option.say) for option in beat.options]
            if mean(grades) > 8:
                self.found.warn("L12", f"{beat.id}: options read at grade {mean(grades):.1f}")
        client = " ".join(case.value for beat in self.scenario.beats for line in beat.lines for case in line.text)
        if (grade := reading_grade(client)) > 8:
            self.found.error("L12", f"the client's lines read at grade {grade:.1f}")

    def best_at(self, beat: Beat) -> Option:
        return max(beat.options, key=lambda option: max(case.value for case in option.quality))

    def qualities(self) -> None:
        for beat in self.scenario.beats:
            if beat.id not in self.states_at:
                continue
            for state in self.states_at[beat.id]:
                values = sorted((edge.quality for edge in self.product.edges[state]), reverse=True)
                if values[0] < 4 and values[0] < 3.5:
                    self.found.error(
                        "L17", f"{beat.id}: best quality {values[0]} in {state.key()} [{self.witness(state)}]"
                    )
                    break
            base = sorted((option.quality[-1].value for option in beat.options), reverse=True)
            if len(set(base)) < 3:
                self.found.error("L17", f"{beat.id}: only {len(set(base))} distinct qualities {base}")
            if not any(2 <= value <= 3 for value in base):
                self.found.error("L17", f"{beat.id}: nothing nearly right {base}")

    def focus_rule(self) -> None:
        for beat in self.scenario.beats:
            seen: set[str] = set()
            for state in self.states_at.get(beat.id, ()):
                for edge in self.product.edges[state]:
                    if edge.quality == self.top(state) and edge.option.id not in seen:
                        tags = {tag.indicator: tag.valence for tag in edge.option.evidence}
                        lacking = [i for i in beat.focus if tags.get(i, 0) < 1]
                        if lacking:
                            seen.add(edge.option.id)
                            self.found.error(
                                "L23", f"{beat.id}: best option {edge.option.id} lacks {lacking} in {state.key()}"
                            )

    def agreement(self) -> None:
        rhos = []
        for beat in self.scenario.beats:
            quality = [float(option.quality[-1].value) for option in beat.options]
            sums = [
                mean(shown(option, i, self.scoring) for i in beat.focus)
                + 0.05 * sum(t.valence for t in option.evidence)
                for option in beat.options
            ]
            rho = _correlation(_ranks(quality), _ranks(sums))
            rhos.append(rho)
            if rho < 0:
                self.found.error("L24", f"{beat.id}: quality and evidence disagree ({rho:.2f})")
        if mean(rhos) < 0.7:
            self.found.error("L24", f"quality and evidence agree only {mean(rhos):.2f} on average")

    def coverage(self) -> None:
        for target in self.scenario.targets:
            least, b = self.least_focus(target), self.baseline_of(target)
            if least < 2:
                self.found.error("L25", f"{target}: only {least} focus items on some path")
            if b > 0.45:
                self.found.error("L33", f"{target}: random baseline {b:.2f}, wanted at most .45")

    def recoverable(self) -> None:
        best_beats = [step.beat for step in self.best_session().steps]
        half = set(best_beats[: (len(best_beats) + 1) // 2])
        state = self.product.start
        session = Session(self.dialogue, "best")
        review = Review(session, self.solution, self.scoring)
        while self.dialogue.ending(state) is None:
            if state.at in half:
                for edge in self.product.edges[state]:
                    kept = 100 - 100 * self.regret(state, edge) / self.span
                    if edge.option.gate is None and kept < 60:
                        self.found.error("L27", f"{state.at}.{edge.option.id} as first error keeps only {kept:.0f}")
            state = self.dialogue.step(state, review.best_option(state))
        for state, edges in self.product.edges.items():
            last = all(not self.product.edges[edge.to] for edge in edges)
            if edges and not last and state.alliance.mode in STRAINED and not self.can_settle(state):
                self.found.error("L27", f"no repair possible any more from {state.key()} [{self.witness(state)}]")
                break

    @cached_property
    def settles(self) -> set[State]:
        good: set[State] = set()
        for state, edges in reversed(self.product.edges.items()):
            if state.alliance.mode is Mode.SETTLED or any(edge.to in good for edge in edges):
                good.add(state)
        return good

    def can_settle(self, state: State) -> bool:
        return state in self.settles

    def no_traps(self) -> None:
        worst: dict[tuple[str, str], tuple[float, State]] = {}
        for state, edges in self.product.edges.items():
            for edge in edges:
                points = 100 * self.regret(state, edge) / self.span
                key = (state.at, edge.option.id)
                if edge.quality >= 3 and points > 10 and points > worst.get(key, (0, state))[0]:
                    worst[key] = (points, state)
        for (beat, option), (points, state) in worst.items():
            self.found.error(
                "L28", f"{beat}.{option}: sound but loses {points:.0f} in {state.key()} [{self.witness(state)}]"
            )
        free: dict[tuple[str, str], State] = {}
        for state, edges in self.product.edges.items():
            for edge in edges:
                if edge.quality <= 1 and edge.quality < self.top(state) and self.regret(state, edge) < 1e-9:
                    free.setdefault((state.at, edge.option.id), state)
        for (beat, option), state in free.items():
            self.found.warn("L28", f"{beat}.{option}: poor but loses nothing in {state.key()} [{self.witness(state)}]")

    def optimum(self) -> None:
        session = self.best_session()
        review = Review(session, self.solution, self.scoring)
        if abs(self.solution.start.best - 1) > 1e-9:
            self.found.error("L23", f"the best attainable value is {self.solution.start.best:.3f}, wanted 1.0")
        if self.solution.start.random > 0.45:
            self.found.error("L31", f"random play gets {self.solution.start.random:.2f}")
        found = criteria(evidence(session.steps, self.scenario, self.rubric), (), self.rubric)
        for target in self.scenario.targets:
            level = found[target].level if target in found else None
            if level is None or level < 3:
                self.found.error("L23", f"{target}: level {level} on the best path")
        for item in evidence(session.steps, self.scenario, self.rubric):
            if item.x < 0.7:
                self.found.error("L23", f"best path earns {item.x} on {item.indicator} at {item.beat}")
        assert review.outcome().kept > 99.999

    def gates(self) -> None:
        for beat in self.scenario.beats:
            if beat.options and all(option.gate for option in beat.options):
                self.found.error("L30", f"{beat.id}: every option crosses a gate")

    def tells(self) -> None:
        beats = self.scenario.beats
        best = {beat.id: self.best_at(beat) for beat in beats}
        n = len(beats)

        def share(test: object, of: list[Beat] | None = None) -> float:
            rows = of if of is not None else list(beats)
            return sum(bool(test(beat)) for beat in rows) / max(1, len(rows))  # type: ignore[operator]

        longest = share(lambda b: words(best[b.id].say) == max(words(o.say) for o in b.options))
        shortest = share(lambda b: words(best[b.id].say) == min(words(o.say) for o in b.options))
        for name, value in (("longest", longest), ("shortest", shortest)):
            if value > 0.42:
                self.found.error("L02", f"best is {name} at {value:.0%} of beats")
            elif not 0.12 <= value <= 0.36:
                self.found.warn("L02", f"best is {name} at {value:.0%} of beats")
        only = [b for b in beats if sum("?" in o.say for o in b.options) == 1]
        if len(only) >= 3 and (v := share(lambda b: "?" in best[b.id].say, only)) > 0.5:
            self.found.error("L03", f"the only question is best at {v:.0%} of {len(only)} beats")
        asked = [b for b in beats if 0 < sum("?" in o.say for o in b.options) < len(b.options)]
        if asked:
            with_q = [best[b.id] is o for b in asked for o in b.options if "?" in o.say]
            without = [best[b.id] is o for b in asked for o in b.options if "?" not in o.say]
            gap = mean(with_q) - mean(without)
            if abs(gap) > 0.25:
                self.found.error("L03", f"P(best | ?) - P(best | no ?) = {gap:+.2f}")
            elif abs(gap) > 0.15:
                self.found.warn("L03", f"P(best | ?) - P(best | no ?) = {gap:+.2f}")
        for code, name, pattern in (("L04", "hedges", HEDGES), ("L06", "empathic stems", EMPATHIC)):
            hits = [best[b.id] is o for b in beats for o in b.options if pattern.search(o.say)]
            if len(hits) >= 4 and mean(hits) > 0.6:
                self.found.error(code, f"{name}: {mean(hits):.0%} of {len(hits)} uses are in best options")
        pleasant = share(
            lambda b: len(WARM.findall(best[b.id].say)) == max(len(WARM.findall(o.say)) for o in b.options) > 0
        )
        if pleasant > 0.5:
            self.found.warn("L11", f"best is (joint) most pleasant at {pleasant:.0%} of beats")
        forms = Counter(best[b.id].form for b in beats)
        for form in {o.form for b in beats for o in b.options}:
            occurs = sum(any(o.form is form for o in b.options) for b in beats)
            if occurs >= 4 and not 0.1 <= forms[form] / occurs <= 0.5:
                self.found.warn("L18", f"form {form.value} wins {forms[form]} of the {occurs} beats it occurs in")
        stored = Counter([o.id for o in b.options].index(best[b.id].id) for b in beats)
        if n >= 8 and max(stored.values()) > 0.55 * n:
            self.found.warn(
                "L15",
                f"best stands at one position in {max(stored.values())} of {n} beats",
            )

    def moods(self) -> None:
        for beat in self.scenario.beats:
            written = {line.mood for line in beat.lines}
            can_be = {self.dialogue.mood(state).value for state in self.states_at.get(beat.id, ())}
            if never := sorted(mood for mood in written - can_be if mood):
                self.found.error("L26", f"{beat.id}: lines for moods that never occur here: {never}")
            for line in beat.lines:
                if line.mood is None and len(line.text) == 1:
                    continue  # required, and rightly unused where every mood has its own line
                for i, _ in enumerate(line.text):
                    if (
                        beat.id in self.states_at
                        and not any(self.dialogue.line(s) == line.text[i].value for s in self.states_at[beat.id])
                        and (line.mood is None or line.mood in can_be)
                    ):
                        self.found.error("L26", f"{beat.id}: a line is never said: {line.text[i].value[:60]!r}")

    def report(self) -> str:
        low, high = self.lengths()
        states, edges = self.product.size
        session = self.best_session()
        start = self.solution.start
        lines = [
            f"{self.scenario.id}: {len(self.scenario.beats)} beats, {states} states, {edges} edges; "
            f"decisions {low}-{high}",
            f"best {start.best:.3f} random {start.random:.3f} worst {start.worst:.3f}",
            "best path: " + ",".join(step.option for step in session.steps) + f" -> {session.state.at}",
            "    beats: "
            + " ".join(
                step.beat + ("*" if self.scenario.beat_by_id[step.beat].hinge else "") for step in session.steps
            ),
        ]
        for target in self.scenario.targets:
            found = criteria(evidence(session.steps, self.scenario, self.rubric), (), self.rubric).get(target)
            shown_ = f"best path: level {found.level} m {found.m:.2f} items {len(found.items)}" if found else "no items"
            lines.append(
                f"  {target}: least focus items {self.least_focus(target)}, "
                f"baseline {self.baseline_of(target):.2f}; {shown_}"
            )
        for beat in self.scenario.beats:
            can_be = Counter(self.dialogue.mood(state).value for state in self.states_at.get(beat.id, ()))
            lines.append(f"  {beat.id}{'*' if beat.hinge else ''}: moods {dict(can_be)}")
        for ending in self.scenario.endings:
            values = sorted(
                {
                    round(self.dialogue.utility(s, self.scoring.gate_utility), 3)
                    for s in self.states_at.get(ending.id, ())
                }
            )
            lines.append(f"  ending {ending.id} ({ending.result.value}): utility {values}")
        return "\n".join(lines)


def _indexed(cases: tuple) -> list:  # type: ignore[type-arg]
    from simulator.model.scenario import Case

    return [Case(i, case.when) for i, case in enumerate(cases)]


def _ranks(values: list[float]) -> list[float]:
    ordered = sorted(values)
    return [mean(i for i, other in enumerate(ordered) if other == value) for value in values]


def _correlation(a: list[float], b: list[float]) -> float:
    ma, mb = mean(a), mean(b)
    top = sum((x - ma) * (y - mb) for x, y in zip(a, b, strict=True))
    bottom = (sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b)) ** 0.5
    return top / bottom if bottom else 0.0


def main(paths: list[str]) -> int:
    rubric = load_rubric(content.folder("rubrics") / "coaching-alliance")
    worst = 0
    for path in paths:
        loaded = load_scenario(Path(path), rubric)
        for diagnostic in loaded.diagnostics:
            print(diagnostic)
        if loaded.scenario is None:
            worst = 2
            continue
        measured = Measured(loaded.scenario, rubric)
        print(measured.report())
        found = measured.check()
        for text in found.errors:
            print("ERROR", text)
        for text in found.warnings:
            print("warn ", text)
        print(f"{len(found.errors)} errors, {len(found.warnings)} warnings")
        worst = max(worst, 1 if found.errors else 0)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
