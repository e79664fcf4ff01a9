"""Valid scenarios nobody would write: random documents that the loader must accept, and random ways through them."""

import json
from functools import cache
from typing import Any

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from simulator.authoring.load import parse_scenario, scenario_or_error
from simulator.authoring.when import FACTS
from simulator.model.alliance import BreachType, Event, Facet, Mode, Mood, Style
from simulator.model.scenario import VARIABLES, Form, Result, Scenario
from tests import stock

settings.register_profile("coachsim", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=2000)
if settings.get_current_profile_name() in ("default", "ci"):
    settings.load_profile("coachsim")

Document = dict[str, Any]
FLAGS = ("spoke-first", "kept-it", "told", "late-2")
TRICKY = ("Well.", "no", "12:30", "007", "- dash", "# hash", "a: b", "“Quoted”, 'twice'", "(Nods.) Ja — “ñ” 😀", "~", "1.5")

texts = st.sampled_from(TRICKY) | st.text("aé ?!:#-'\"{}[]&*", min_size=1, max_size=12).filter(str.strip)
slugs = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3})?", fullmatch=True)


@cache
def _indicators() -> list[str]:
    return sorted(stock.rubric().indicator_by_id)


def _some(values: Any, least: int = 0, most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(sorted(values)), min_size=least, max_size=most, unique=True)


def _optional(draw: st.DrawFn, document: Document, **values: st.SearchStrategy[Any]) -> Document:
    """The document with some of these keys as well."""
    for key, strategy in values.items():
        if draw(st.booleans()):
            document[key] = draw(strategy)
    return document


def documents() -> st.SearchStrategy[Document]:
    """Documents of whole scenarios, up to four beats."""
    return _documents()


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    beats = draw(st.lists(slugs, min_size=1, max_size=4, unique=True))
    endings = [f"end-{i}" for i in range(draw(st.integers(1, 3)))]
    variables = {name: draw(st.integers(*VARIABLES[name])) for name in draw(_some(VARIABLES))}
    ceiling = draw(st.integers(2, 3))
    document: Document = {
        "format": 1,
        "id": draw(slugs),
        **{key: draw(texts) for key in ("title", "summary", "brief", "setting")},
        "topic": draw(slugs),
        "client": _optional(
            draw,
            {
                "name": draw(texts),
                "about": draw(texts),
                "style": draw(st.sampled_from([*map(str, Style)])),
                "trust_ceiling": ceiling,
            },
            patience=st.integers(2, 3),
        ),
        "minutes": draw(st.integers(1, 120)),
        "difficulty": draw(st.integers(1, 3)),
        "language": draw(st.sampled_from(["en", "en-GB", "ast"])),
        "rubric": "coaching-alliance",
        "targets": draw(_some(stock.rubric().competency_by_id, 1)),
        "sources": draw(_some(stock.rubric().section_by_reference, 1)),
        "start": draw(_starts(beats[0], ceiling)),
        "exit": draw(st.sampled_from(endings)),
        "beats": {beat: draw(_beats([*beats[i + 1 :], *endings], variables)) for i, beat in enumerate(beats)},
        "endings": {ending: draw(_endings(variables)) for ending in endings},
    }
    return _optional(draw, document, care_note=texts) | ({"variables": variables} if variables else {})


@st.composite
def _starts(draw: st.DrawFn, beat: str, ceiling: int) -> Document:
    """Every flag stands here, so that every `when` may ask for any."""
    mode = draw(st.sampled_from([mode.value for mode in Mode if mode is not Mode.EXIT]))
    start = {"beat": beat, "mode": mode, "trust": draw(st.integers(0, ceiling)), "flags": list(FLAGS)}
    if mode == "breached":
        start["breach"] = draw(st.sampled_from([*map(str, BreachType)]))
    elif mode != "settled":
        start["facet"] = draw(st.sampled_from([*map(str, Facet)]))
    return start


@st.composite
def _beats(draw: st.DrawFn, onward: list[str], variables: Document) -> Document:
    options = {key: draw(_options(onward, variables)) for key in draw(st.lists(slugs, min_size=3, max_size=5, unique=True))}
    beat = {
        "focus": draw(_some(_indicators(), 1, 2)),
        "facet": draw(st.sampled_from([*map(str, Facet)])),
        "client": {mood: draw(_cases(texts, "is", variables)) for mood in [*draw(_some(map(str, Mood))), "otherwise"]},
        "options": options,
    }
    return _optional(draw, beat, hinge=st.booleans(), hints=st.lists(texts, max_size=3), on_enter=_events())


@st.composite
def _options(draw: st.DrawFn, onward: list[str], variables: Document) -> Document:
    option = {
        "say": draw(texts),
        "event": draw(_events()),
        "quality": draw(_cases(st.integers(0, 4), "is", variables)),
        "form": draw(st.sampled_from([*map(str, Form)])),
        "why": draw(texts),
        "misconception": draw(texts),
        "then": draw(_cases(st.sampled_from(onward), "to", variables)),
    }
    return _optional(
        draw,
        option,
        evidence=st.dictionaries(st.sampled_from(_indicators()), st.integers(-2, 2), max_size=3),
        gate=st.sampled_from(sorted(stock.rubric().gate_by_id)),
        set=_some(FLAGS),
        client=st.fixed_dictionaries({}, optional={name: st.integers(-3, 3) for name in variables}),
    )


def _endings(variables: Document) -> st.SearchStrategy[Document]:
    utility = st.integers(0, 20).map(lambda twentieths: twentieths / 20)
    return st.fixed_dictionaries(
        {
            "result": st.sampled_from([*map(str, Result)]),
            "utility": _cases(utility, "is", variables),
            "text": texts,
            "reflection": texts,
        }
    )


def _events() -> st.SearchStrategy[Any]:
    plain = st.sampled_from([event.value for event in Event if event is not Event.BREACH])
    return plain | st.sampled_from([*map(str, BreachType)]).map(lambda kind: {"BREACH": kind})


def _cases(values: st.SearchStrategy[Any], key: str, variables: Document) -> st.SearchStrategy[Any]:
    """A plain value, or cases of which the last has no conditions."""
    conditional = st.lists(st.fixed_dictionaries({"when": _whens(variables), key: values}), max_size=2)
    last = st.fixed_dictionaries({key: values})
    return values | st.tuples(conditional, last).map(lambda parts: [*parts[0], parts[1]])


@st.composite
def _whens(draw: st.DrawFn, variables: Document) -> Document:
    facts: dict[str, Any] = {
        **FACTS,
        **{f"flag.{flag}": (True, False) for flag in FLAGS},
        **{name: tuple(range(VARIABLES[name][0], VARIABLES[name][1] + 1)) for name in variables},
    }
    return {fact: draw(_conditions(facts[fact])) for fact in draw(_some(facts, 1))}


def _conditions(allowed: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    one = st.sampled_from(allowed)
    any_of = st.lists(one, min_size=1, max_size=3)
    if type(allowed[0]) is not int:
        return one | any_of
    span = st.tuples(one, one).map(sorted)
    ranges = span.flatmap(lambda ends: st.sampled_from([f"{ends[0]}..", f"..{ends[1]}", f"{ends[0]}..{ends[1]}"]))
    return one | any_of | ranges


def as_flow(document: Document) -> str:
    """The document laid out as JSON, which is YAML too."""
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_block(document: Document) -> str:
    """The same in YAML's usual layout."""
    dumper = type("Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})
    return yaml.dump(document, Dumper=dumper, sort_keys=False, allow_unicode=True, width=60)


def load(text: str) -> Scenario:
    return scenario_or_error(parse_scenario(text, stock.rubric()))


def scenarios() -> st.SearchStrategy[Scenario]:
    return documents().map(as_flow).map(load)


ways = st.lists(st.integers(0, 59), max_size=6)
"""Ways through any scenario: which of the options to take at each turn, counted round."""
