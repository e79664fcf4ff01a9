"""The published schema: current, sound, and of one mind with the loader about every key and every value's kind."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from simulator.authoring import schema
from simulator.authoring.load import parse_scenario
from tests import stock, strategies

PUBLISHED = json.loads(schema.FILE.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(PUBLISHED)


class Everything(strategies.Author):
    """Writes every key there is; what refers to what does not matter here."""

    def maybe(self, **values):
        return {key: write() for key, write in values.items()}

    def start(self, beat, ceiling):
        return {**super().start(beat, ceiling), "mode": "breached", "breach": "respect", "facet": "bond"}

    def event(self):
        return {"BREACH": "respect"}

    def cases(self, key, value):
        return [{"when": self.when(), key: value()}, {key: value()}]


WITH_EVERYTHING = Everything(2026).scenario(3)


def _loader_accepts_the_shape(document):
    findings = parse_scenario(strategies.as_flow(document), stock.rubric()).diagnostics
    return not any(each.code.startswith("F") for each in findings)


def _mappings(data, path=()):
    """Every mapping in a document with its path."""
    if isinstance(data, dict):
        yield path, data
        for key, inner in data.items():
            yield from _mappings(inner, (*path, key))
    elif isinstance(data, list):
        for i, inner in enumerate(data):
            yield from _mappings(inner, (*path, i))


def _alternatives(part):
    if "$ref" in part:
        part = PUBLISHED["$defs"][part["$ref"].removeprefix("#/$defs/")]
    return [each for inner in part["anyOf"] for each in _alternatives(inner)] if "anyOf" in part else [part]


def _below(part, key):
    if isinstance(key, int):
        return [part["items"]] if "items" in part else []
    free = [*part.get("patternProperties", {}).values(), part.get("additionalProperties")]
    named = part.get("properties", {}).get(key)
    return [named] if named is not None else [each for each in free if isinstance(each, dict)]


def _schema_at(path):
    """The parts of the schema that judge a mapping at a path."""
    found = [PUBLISHED]
    for key in path:
        found = [below for part in found for each in _alternatives(part) for below in _below(each, key)]
    return [each for part in found for each in _alternatives(part) if each.get("type") == "object"]


def _at(document, path):
    for key in path:
        document = document[key]
    return document


def _keys_the_loader_knows(path):
    """What the loader lists when it meets an unknown key there; None where it has another word for it."""
    document = deepcopy(WITH_EVERYTHING)
    _at(document, path)["zzz"] = 1
    findings = parse_scenario(strategies.as_flow(document), stock.rubric()).diagnostics
    listed = [each.hint.split("Known: ")[1].rstrip(".") for each in findings if each.code == "F03"]
    return sorted(listed[0].split(", ")) if listed else None


def test_the_published_file_is_current():
    assert schema.FILE.read_text(encoding="utf-8") == schema.text(), "run: make schema"


def test_the_schema_is_a_schema_and_names_no_host_but_its_dialect():
    Draft202012Validator.check_schema(PUBLISHED)
    assert PUBLISHED["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert PUBLISHED["$id"] == "urn:coachsim:scenario:1"
    assert schema.text().count("://") == 1


def test_every_definition_has_a_name_that_people_can_read():
    for name, definition in PUBLISHED["$defs"].items():
        assert name.isalpha()
        assert len(name) < 20
        assert definition["title"] == name


@pytest.mark.parametrize("name", stock.names())
def test_sound_scenarios_satisfy_the_schema(name):
    import yaml

    assert [*VALIDATOR.iter_errors(yaml.safe_load(stock.text(name)))] == []


def test_every_key_of_the_schema_stands_in_the_document_that_is_walked():
    walked = {(key, _kind(path)) for path, mapping in _mappings(WITH_EVERYTHING) for key in mapping}
    for path, _ in _mappings(WITH_EVERYTHING):
        for part in _schema_at(path):
            for key in part.get("properties", {}):
                assert (key, _kind(path)) in walked, f"write {key} somewhere in {path}"


def _kind(path):
    """A path with the names that authors choose and the numbers of cases taken out."""
    free = {"beats": 1, "options": 1, "endings": 1}
    return tuple("…" if isinstance(key, int) or (i and path[i - 1] in free) else key for i, key in enumerate(path))


@pytest.mark.parametrize(
    "path", sorted({_kind(p): p for p, _ in _mappings(WITH_EVERYTHING)}.values(), key=str), ids=str
)
def test_schema_and_loader_know_the_same_keys(path):
    parts = [
        part
        for part in _schema_at(path)
        if set(_at(WITH_EVERYTHING, path)) <= set(part.get("properties", ())) or "properties" not in part
    ]
    assert len(parts) == 1
    known = _keys_the_loader_knows(path)
    if "properties" not in parts[0]:
        assert known is None, "keys are free here"
    elif "BREACH" in parts[0]["properties"]:
        assert sorted(parts[0]["properties"]) == ["BREACH"]
    else:
        assert known == sorted(parts[0]["properties"])


STRANGE = [
    None,
    True,
    0,
    5,
    -3,
    0.5,
    "x",
    "",
    " ",
    "No such thing",
    [],
    ["x"],
    ["x", "x"],
    {},
    {"x": 1},
    {"BREACH": "respect"},
    "CONNECT",
]


@st.composite
def _mutated(draw):
    """A sound document with one key more, one less, or something else in its place."""
    document = deepcopy(draw(strategies.documents()))
    places = [(mapping, key) for _, mapping in _mappings(document) for key in mapping]
    mapping, key = draw(st.sampled_from(places))
    change = draw(st.sampled_from(["more", "less", "other", "other", "renamed"]))
    if change == "more":
        mapping[draw(st.sampled_from(["zzz", "Bad Key", "when", "is", "to", "client", "title", "event"]))] = draw(
            st.sampled_from(STRANGE)
        )
    elif change == "less":
        del mapping[key]
    elif change == "renamed":
        mapping["Strange key"] = mapping.pop(key)
    else:
        mapping[key] = draw(st.sampled_from(STRANGE))
    return document


@given(_mutated())
def test_schema_and_loader_judge_a_changed_document_alike(document):
    assert VALIDATOR.is_valid(document) == _loader_accepts_the_shape(document)


@given(strategies.documents())
def test_schema_and_loader_both_accept_whatever_is_sound(document):
    assert VALIDATOR.is_valid(document)
    assert parse_scenario(strategies.as_flow(document), stock.rubric()).diagnostics == ()
