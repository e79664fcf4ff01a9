"""The profile says of our statements what is true of them, as somebody else's validator would see it."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from simulator.exports.xapi.profile import FILE, profile, text
from simulator.exports.xapi.words import PROFILE, VERSION, Ext, Kind, Verb
from tests.services.sending.examined import BEST, HOUR

PARTS = re.compile(r"\.(\w+)|\['([^']+)'\]")


@pytest.fixture
def told(examined, make):
    """Statements of every kind."""
    examined.everything()
    examined.practised("cem", HOUR, *BEST)
    documents = [each.document for each in make().all()]
    assert {each["verb"]["id"] for each in documents} == {each.value.id for each in Verb}
    return documents


def at(document, location):
    """What stands there, as a list: the part of JSONPath that the profile uses."""
    assert location.startswith("$")
    found = document
    for name, quoted in PARTS.findall(location[1:]):
        if not isinstance(found, dict) or (name or quoted) not in found:
            return []
        found = found[name or quoted]
    return [found]


def matching(document):
    context = document["context"]["contextActivities"]
    for template in profile()["templates"]:
        kinds = {each["definition"]["type"] for each in context["category"]}
        parents = {each["definition"]["type"] for each in context["parent"]}
        if (
            document["verb"]["id"] == template["verb"]
            and kinds >= set(template["contextCategoryActivityType"])
            and parents >= set(template["contextParentActivityType"])
            and at(document, "$.object.definition.type") in ([template.get("objectActivityType")], [])
        ):
            yield template


def broken(document, rules):
    for rule in rules:
        found = at(document, rule["location"])
        wrong = {"included": not found, "excluded": bool(found)}[rule["presence"]]
        if wrong or any(each not in rule.get("all", found) for each in found):
            yield rule


def test_the_file_that_ships_is_the_profile():
    assert FILE.read_text("utf-8") == text(), "run: python -m simulator.exports.xapi.profile"


def test_each_statement_follows_one_template_and_all_of_its_rules(told):
    by_id = {each["id"]: each for each in told}
    for document in told:
        (template,) = matching(document)
        assert list(broken(document, template["rules"])) == []
        for place, name in (("object", "objectStatementRefTemplate"), ("context", "contextStatementRefTemplate")):
            reference = document["object"] if place == "object" else document["context"].get("statement")
            if reference and reference.get("objectType") == "StatementRef":
                (referred,) = matching(by_id[reference["id"]])
                assert referred["id"] in template[name]
            elif place == "object":
                assert name not in template


def test_a_statement_that_gives_away_too_much_breaks_a_rule(told):
    decision = next(each for each in told if each["verb"]["id"] == Verb.RESPONDED.value.id)
    (template,) = matching(decision)
    decision["result"]["score"] = {"scaled": 1}
    decision["object"]["definition"]["correctResponsesPattern"] = ["x"]
    decision["actor"]["mbox"] = "mailto:ada@example.org"
    assert len(list(broken(decision, template["rules"]))) == 3


def test_every_extension_is_explained_where_it_stands_and_used(told):
    concepts = {each["id"]: each for each in profile()["concepts"]}
    used = set()
    for document in told:
        for place in ("context", "result"):
            for key, value in document[place].get("extensions", {}).items():
                assert concepts[key]["type"] == f"{place.capitalize()}Extension"
                Draft202012Validator(json.loads(concepts[key]["inlineSchema"])).validate(value)
                used.add(key)
    assert used == {each.value.id for each in Ext}


def test_every_verb_and_type_of_ours_is_explained():
    concepts = {each["id"]: each for each in profile()["concepts"]}
    ours = {each.value.id for each in (*Verb, *Kind, *Ext) if each.value.id.startswith(PROFILE)}
    assert set(concepts) == ours
    assert all(re.fullmatch(r"(urn:|http://adlnet\.gov/)[\w:/.-]+", each.value.id) for each in (*Verb, *Kind, *Ext))
    for each in (*concepts.values(), *profile()["templates"]):
        assert (each["inScheme"], bool(each["prefLabel"]["en"]), bool(each["definition"]["en"])) == (
            VERSION,
            True,
            True,
        )


def test_the_patterns_name_what_there_is_and_the_first_statements_are_decisions(told):
    document = profile()
    patterns = {each["id"]: each for each in document["patterns"]}
    known = {*patterns, *(each["id"] for each in document["templates"])}
    named = set()
    for each in patterns.values():
        (how,) = {"alternates", "optional", "oneOrMore", "sequence", "zeroOrMore"} & set(each)
        named |= {each[how]} if isinstance(each[how], str) else set(each[how])
    assert named <= known
    assert known - named == {f"{PROFILE}:pattern:attempt"}
    for registration in {each["context"]["registration"] for each in told}:
        theirs = sorted(
            (each for each in told if each["context"]["registration"] == registration),
            key=lambda each: each["timestamp"],
        )
        decisions = [each["verb"]["id"] == Verb.RESPONDED.value.id for each in theirs]
        assert decisions == sorted(decisions, reverse=True)
