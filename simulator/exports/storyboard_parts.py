"""The pieces of a storyboard: a beat with its lines and options, an ending. The page is made by `storyboard`."""

from collections.abc import Iterable
from typing import Any

from simulator.exports.markup import said, tag, text
from simulator.exports.wording import cases, when
from simulator.model.rubric import Rubric
from simulator.model.scenario import Beat, Case, Ending, Impact, Line, Option, Scenario


def beat_section(scenario: Scenario, rubric: Rubric, beat: Beat, place: int) -> str:
    """One beat; `place` counts from 1 in forward order."""
    notes = ["start"] if beat.id == scenario.start.beat else []
    notes += ["hinge: a written reason is asked for"] if beat.hinge else []
    heading = said("h3", " · ".join([f"{place}. {beat.id}", *notes]), id=f"beat-{beat.id}")
    facts = [
        joined("Calls for", text("; ".join(_title(rubric, each) for each in beat.focus))),
        joined("A strain here", text(f"is about the {beat.facet.value}")),
        joined("On entering", text(_impact(beat.on_enter))) if beat.on_enter else "",
        joined("Hints", text(" / ".join(beat.hints))) if beat.hints else "",
    ]
    said_here = tag("dl", *map(_line, beat.lines), class_="lines")
    options = [_option(scenario, rubric, option) for option in beat.options]
    return tag("section", heading, tag("dl", *facts), said("h4", "The client"), said_here, *options, class_="beat")


def ending_section(scenario: Scenario, ending: Ending) -> str:
    note = " · the client leaves" if ending.id == scenario.exit else ""
    heading = said("h3", f"{ending.id} · {ending.result.value}{note}", id=f"ending-{ending.id}")
    worth = joined("Worth", _cases((f"{case.value:g}", case) for case in ending.utility))
    reflection = joined("To think about", paragraphs(ending.reflection))
    return tag("section", heading, paragraphs(ending.text), tag("dl", worth, reflection), class_="ending")


def paragraphs(words: str) -> str:
    """Authored text with blank lines between its paragraphs."""
    return "".join(said("p", " ".join(each.split())) for each in words.split("\n\n") if each.strip())


def joined(name: str, markup: str) -> str:
    """A name and what belongs to it, as a pair of a definition list."""
    return tag("div", said("dt", name), tag("dd", markup))


def _line(line: Line) -> str:
    words = [(when(case.when) or "otherwise", case.value) for case in line.text]
    only = len(words) == 1
    spoken = (tag("p", "" if only else said("i", f"{condition}: "), text(value)) for condition, value in words)
    return joined(line.mood or "otherwise", "".join(spoken))


def _option(scenario: Scenario, rubric: Rubric, option: Option) -> str:
    evidence = [f"{each.valence:+d} {_title(rubric, each.indicator)}" for each in option.evidence]
    effects = [f"{each.variable} {each.by:+d}" for each in option.changes] + [f"sets {flag}" for flag in option.sets]
    gate = rubric.gate_by_id.get(option.gate or "")
    facts = {
        "Event": text(f"{_impact(option.impact)} ({option.form.value})"),
        "Quality": _cases((str(case.value), case) for case in option.quality),
        "Evidence": _list(evidence),
        "Effects": text(", ".join(effects)),
        "Ethical gate": text(gate.rule if gate else option.gate or ""),
        "Leads to": "".join(tag("p", _route(scenario, case, of=len(option.then))) for case in option.then),
        "Why": text(option.why),
        "Misconception": text(option.misconception or ""),
    }
    pairs = [joined(name, markup) for name, markup in facts.items() if markup]
    return tag("article", said("h4", option.id), said("blockquote", option.say), tag("dl", *pairs), class_="option")


def _route(scenario: Scenario, case: Case[str], *, of: int) -> str:
    kind = "beat" if case.value in scenario.beat_by_id else "ending"
    words = when(case.when) or ("otherwise" if of > 1 else "")
    return said("a", case.value, href=f"#{kind}-{case.value}") + text(f" {words}" if words else "")


def _cases(values: Iterable[tuple[str, Case[Any]]]) -> str:
    lines = cases((value, case.when) for value, case in values)
    return "".join(said("p", line) for line in lines)


def _list(lines: list[str]) -> str:
    return tag("ul", *(said("li", line) for line in lines)) if lines else ""


def _impact(impact: Impact) -> str:
    return impact.event.value + (f" of {impact.breach.value}" if impact.breach else "")


def _title(rubric: Rubric, indicator: str) -> str:
    known = rubric.indicator_by_id.get(indicator)
    return f"{known.title} ({indicator})" if known else indicator
