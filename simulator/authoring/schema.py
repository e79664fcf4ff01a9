"""The scenario format as a JSON Schema, for editors that complete and check while one types.

`python -m simulator.authoring.schema` writes it. Generated from the classes in `document`, so it cannot disagree with
the loader; what refers to what is beyond a schema and stays with `references`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulator.authoring.document import ScenarioDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = "urn:coachsim:scenario:1"
FILE = Path(__file__).with_name("scenario.schema.json")

Schema = dict[str, Any]

_CASES = {"integer": "QualityCase", "number": "UtilityCase", "string": "LineCase"}


def scenario_schema() -> Schema:
    """The schema of a scenario file, `format: 1`."""
    generated = ScenarioDocument.model_json_schema()
    names = {name: _name(name, kind) for name, kind in generated["$defs"].items()}
    for each in _schemas(generated):
        _say_what_the_loader_says(each)
        if "$ref" in each:
            each["$ref"] = "#/$defs/" + names[each["$ref"].removeprefix("#/$defs/")]
    definitions = {names[name]: kind for name, kind in generated.pop("$defs").items()}
    titled = {name: {"title": name, **kind} for name, kind in sorted(definitions.items())}
    head = {"$schema": DIALECT, "$id": ID, "title": "Coaching scenario, format 1"}
    return {**head, **generated, "$defs": titled}


def text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=2) + "\n"


def _name(generated: str, kind: Schema) -> str:
    """What people call a definition: the cases by what they hold, the others as in the code."""
    if generated.startswith("CaseDocument"):
        return _CASES[kind["properties"]["is"]["type"]]
    return generated.removesuffix("Document")


def _schemas(schema: Schema) -> Iterator[Schema]:
    """A schema and every schema in it."""
    yield schema
    for key in ("properties", "patternProperties", "$defs"):
        for each in schema.get(key, {}).values():
            yield from _schemas(each)
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(key), dict):
            yield from _schemas(schema[key])
    for each in schema.get("anyOf", ()):
        yield from _schemas(each)


def _say_what_the_loader_says(schema: Schema) -> None:
    """What the loader asks for and the generator leaves out; and no titles made up from key names."""
    schema.pop("title", None)
    if "patternProperties" in schema:
        schema["additionalProperties"] = False
    if "$ref" in schema.get("items", {}):
        schema["minItems"] = 1
    if schema.get("minLength") == 1:
        schema["pattern"] = r"\S"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
