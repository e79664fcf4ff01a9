"""Asking one rule about an edited base, and playing its witness."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from simulator.authoring.load import parse_scenario, scenario_or_error
from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.engine.session import Session
from simulator.model.diagnostic import Location
from simulator.verification.diagnostics.catalogue import diagnostic
from simulator.verification.diagnostics.examples import make, parse_example
from simulator.verification.finding import Finding
from simulator.verification.subject import Subject
from tests import stock

Rule = Callable[[Subject], Iterable[Finding]]


def put(at, value):
    """The edit that puts a value at a place (see `diagnostics.edits`)."""
    return {"at": at, "put": value}


def subject(*edits, base="small", rubric=None) -> Subject:
    rubric = rubric or stock.rubric()
    (raw,) = make(parse_example({"base": base, "edit": list(edits)})).files.values()
    scenario = scenario_or_error(parse_scenario(raw.decode(), rubric))
    return Subject(scenario, rubric, Product(Dialogue(scenario)))


def asked(rule: Rule, *edits, **more) -> list[Finding]:
    """What a rule says of a base with these edits."""
    return list(rule(subject(*edits, **more)))


def codes(rule: Rule, *edits, **more) -> list[str]:
    return [each.code for each in asked(rule, *edits, **more)]


def places(rule: Rule, *edits, **more) -> list[str]:
    """Where a rule finds something, with dots between the keys."""
    return [".".join(map(str, each.path)) for each in asked(rule, *edits, **more)]


def played(finding: Finding, *edits, **more) -> Session:
    """The conversation that a witness plays on a base with these edits."""
    return Session.resume(Dialogue(subject(*edits, **more).scenario), "any", finding.witness)


def worded(finding: Finding) -> str:
    """A finding in the words of the catalogue."""
    return diagnostic(finding.code, Location("any.yaml"), **finding.values).message


def without_sources(gate: str):
    """The rubric, with one gate that no source stands behind."""
    rubric = stock.rubric()
    return replace(rubric, gates=tuple(replace(each, sources=()) if each.id == gate else each for each in rubric.gates))
