"""Valid scenarios nobody would write: random documents that the loader must accept, and random ways through them.

Hypothesis chooses how many beats and a seed; `Author` writes the document from these. That is far quicker than letting
hypothesis choose every word, and a failure still shrinks to few beats.
"""

import json
import os
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from simulator.authoring.load import parse_scenario, scenario_or_error
from simulator.authoring.when import FACTS, allowed_values
from simulator.model.alliance import BreachType, Event, Facet, Mode, Mood, Style
from simulator.model.scenario import VARIABLES, Form, Result, Scenario
from tests import stock

# The same examples every time, so that a failure is a change in what is tested; COACHSIM_EXAMPLES=3000 looks for new
# ones. No deadlines: how long an example takes depends on who else uses the machine.
EXAMPLES = os.environ.get("COACHSIM_EXAMPLES")
settings.register_profile("coachsim", deadline=None, derandomize=not EXAMPLES, max_examples=int(EXAMPLES or 100))
settings.load_profile("coachsim")

Document = dict[str, Any]

FLAGS = ["spoke-first", "kept-it", "told", "late-2"]
TEXTS = [
    "Well.", "no", "12:30", "007", "- dash", "# hash", "a: b", "“Quoted”, 'twice' \"thrice\"", "(Nods.) Ja — “ñ” 😀",
    "~", "1.5", "*star", "&and", "!bang", "{curly", "[square", "two\nlines", "  spaces  ", "yes?", "@at", "%percent",
]  # fmt: skip


class Author:
    """Writes one random document."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - nothing here is a secret
        self.any = self.random.choice
        self.number = self.random.randint
        self.variables: dict[str, int] = {}

    def some(self, values: Any, least: int = 0, most: int = 3) -> list[Any]:
        values = sorted(values)
        return self.random.sample(values, self.number(least, min(most, len(values))))

    def maybe(self, **values: Callable[[], Any]) -> Document:
        """Some of these keys."""
        return {key: write() for key, write in values.items() if self.any((True, False))}

    def text(self) -> str:
        return self.any(TEXTS)

    def ids(self, prefix: str, count: int) -> list[str]:
        return [f"{prefix}{i}-{self.any('abc')}{self.number(0, 99)}" for i in range(count)]

    def scenario(self, length: int) -> Document:
        """A document with so many beats. Every flag stands in its start, so that any `when` may ask for any."""
        beats, endings = self.ids("b", length), self.ids("end", self.number(1, 3))
        ceiling = self.number(2, 3)
        self.variables = {name: self.number(*VARIABLES[name]) for name in self.some(VARIABLES)}
        return {
            "format": 1,
            "id": self.ids("s", 1)[0],
            **{key: self.text() for key in ("title", "summary", "brief", "setting")},
            "topic": self.ids("t", 1)[0],
            "client": self.client(ceiling),
            "minutes": self.number(1, 120),
            "difficulty": self.number(1, 3),
            "language": self.any(["en", "en-GB", "ast"]),
            "rubric": "coaching-alliance",
            "targets": self.some(stock.rubric().competency_by_id, 1, 6),
            "sources": self.some(stock.rubric().section_by_reference, 1),
            "start": self.start(beats[0], ceiling),
            "exit": self.any(endings),
            "beats": {beat: self.beat([*beats[i + 1 :], *endings]) for i, beat in enumerate(beats)},
            "endings": {ending: self.ending() for ending in endings},
            **({"variables": self.variables} if self.variables else {}),
            **self.maybe(
                care_note=self.text, languages=lambda: self.some(["nl", "de", "pt-BR"]), translations=self.words
            ),
        }

    def words(self) -> Document:
        """Some texts in other languages."""
        paths = ["title", "brief", "beats.b0.client.otherwise"]
        return {each: {path: self.text() for path in self.some(paths)} for each in self.some(["nl", "de"])}

    def client(self, ceiling: int) -> Document:
        client = {"name": self.text(), "about": self.text(), "style": self.any([*map(str, Style)])}
        more = self.maybe(
            patience=lambda: self.number(2, 3), groups=lambda: self.some(["young", "seventy", "new-here"])
        )
        return {**client, "trust_ceiling": ceiling, **more}

    def start(self, beat: str, ceiling: int) -> Document:
        mode = self.any(["settled", "withdrawing", "confronting", "breached"])
        start = {"beat": beat, "mode": mode, "trust": self.number(0, ceiling), "flags": FLAGS}
        if mode == Mode.BREACHED:
            start["breach"] = self.any([*map(str, BreachType)])
        elif mode != Mode.SETTLED:
            start["facet"] = self.any([*map(str, Facet)])
        return start

    def beat(self, onward: list[str]) -> Document:
        return {
            "focus": self.some(_indicators(), 1, 2),
            "facet": self.any([*map(str, Facet)]),
            "client": {mood: self.cases("is", self.text) for mood in [*self.some(map(str, Mood)), "otherwise"]},
            "options": {key: self.option(onward) for key in self.ids("o", self.number(3, 5))},
            **self.maybe(
                hinge=lambda: self.any((True, False)),
                hints=lambda: [self.text() for _ in range(self.number(0, 3))],
                on_enter=self.event,
            ),
        }

    def option(self, onward: list[str]) -> Document:
        changes = {name: self.number(-3, 3) for name in self.some(self.variables)}
        return {
            "say": self.text(),
            "event": self.event(),
            "quality": self.cases("is", lambda: self.number(0, 4)),
            "form": self.any([*map(str, Form)]),
            "why": self.text(),
            "misconception": self.text(),
            "then": self.cases("to", lambda: self.any(onward)),
            **self.maybe(
                evidence=lambda: {indicator: self.number(-2, 2) for indicator in self.some(_indicators())},
                gate=lambda: self.any(sorted(stock.rubric().gate_by_id)),
                set=lambda: self.some(FLAGS),
                client=lambda: changes,
            ),
        }

    def ending(self) -> Document:
        result, utility = self.any([*map(str, Result)]), self.cases("is", lambda: self.number(0, 20) / 20)
        return {"result": result, "utility": utility, "text": self.text(), "reflection": self.text()}

    def event(self) -> Any:
        event = self.any([*map(str, Event)])
        return event if event != Event.BREACH else {"BREACH": self.any([*map(str, BreachType)])}

    def cases(self, key: str, value: Callable[[], Any]) -> Any:
        """A plain value, or cases of which the last has no conditions."""
        if self.any((True, False)):
            return value()
        return [*({"when": self.when(), key: value()} for _ in range(self.number(0, 2))), {key: value()}]

    def when(self) -> Document:
        facts = self.some([*FACTS, *(f"flag.{flag}" for flag in FLAGS), *self.variables], 1)
        return {fact: self.values(allowed_values(fact)) for fact in facts}

    def values(self, allowed: tuple[Any, ...]) -> Any:
        """One value, a list of values, or where they are numbers a range."""
        low, high = sorted((self.any(allowed), self.any(allowed)))
        ways = [self.any(allowed), self.random.sample(allowed, self.number(1, len(allowed)))]
        ranges = [f"{low}..", f"..{high}", f"{low}..{high}"] if type(allowed[0]) is int else []
        return self.any([*ways, *ranges])


@cache
def _indicators() -> list[str]:
    return sorted(stock.rubric().indicator_by_id)


def documents() -> st.SearchStrategy[Document]:
    """Documents of whole scenarios, up to four beats."""
    return st.builds(lambda length, seed: Author(seed).scenario(length), st.integers(1, 4), st.integers(0, 1 << 32))


def as_flow(document: Document) -> str:
    """The document laid out as JSON, which is YAML too."""
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_block(document: Document) -> str:
    """The same in YAML's usual layout."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=60)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes out what stands in a document twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def load(text: str) -> Scenario:
    return scenario_or_error(parse_scenario(text, stock.rubric()))


def scenarios() -> st.SearchStrategy[Scenario]:
    return documents().map(as_flow).map(load)


ways = st.lists(st.integers(0, 59), max_size=6)
"""Ways through any scenario: which of the options to take at each turn, counted round."""

_plain = (
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")))
)
plain_data = st.recursive(
    _plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=4), inner, max_size=3)
)
"""Anything that JSON and our YAML can both say."""
