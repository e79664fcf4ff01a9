"""A whole scenario on paper, for trainers: one HTML document to print or to keep, with nothing in it that runs.

Everything the author wrote is in it, what trainees never see included.
"""

from pathlib import Path

from simulator.engine.graph import forward_order
from simulator.exports.markup import said, tag, text
from simulator.exports.scenario_graph import drawing_of
from simulator.exports.storyboard_parts import beat_section, ending_section, joined, paragraphs
from simulator.exports.svg import sheets
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario

_PAPER_WIDTH, _PAPER_SHAPE = 700, 1.38
"""A4 between its margins: width in px, and height for a width of 1 with room for a heading."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def storyboard(scenario: Scenario, rubric: Rubric, digest: str) -> str:
    """The scenario as a standalone page; `digest` names its version."""
    order = [place for place in forward_order(scenario) if place in scenario.beat_by_id]
    body = tag(
        "body",
        tag(
            "header",
            said("h1", scenario.title),
            said("p", scenario.summary, class_="summary"),
            _facts(scenario, rubric, digest),
        ),
        tag("section", said("h2", "What the coach knows beforehand"), paragraphs(scenario.brief)),
        _contents(scenario, order),
        _graph(scenario),
        said("h2", "Beats", class_="part"),
        *(beat_section(scenario, rubric, scenario.beat_by_id[beat], place) for place, beat in enumerate(order, 1)),
        said("h2", "Endings", class_="part"),
        *(ending_section(scenario, ending) for ending in scenario.endings),
    )
    return f"<!DOCTYPE html>\n{tag('html', _head(scenario), body, lang=scenario.language)}\n"


def _head(scenario: Scenario) -> str:
    return tag(
        "head",
        '<meta charset="utf-8"/>',
        f'<meta http-equiv="Content-Security-Policy" content="{text(_POLICY)}"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        said("title", f"{scenario.title}: storyboard"),
        tag("style", Path(__file__).with_name("storyboard.css").read_text(encoding="utf-8")),
    )


def _facts(scenario: Scenario, rubric: Rubric, digest: str) -> str:
    client, start = scenario.client, scenario.start
    state = [f"mode {start.mode.value}", f"trust {start.trust}"]
    state += [f"breach of {start.breach.value}"] if start.breach else []
    state += [f"about the {start.facet.value}"] if start.facet else []
    state += [f"{name} {value}" for name, value in scenario.variables] + list(start.flags)
    sections = rubric.section_by_reference
    sources = [f"{each}: {sections[each].topic}" if each in sections else each for each in scenario.sources]
    competencies = rubric.competency_by_id
    targets = [competencies[each].title if each in competencies else each for each in scenario.targets]
    ability = f"{client.style.value}, patience {client.patience}, trust up to {client.trust_ceiling}"
    rows = {
        "Client": f"{client.name}. {client.about} ({ability})",
        "Setting": scenario.setting,
        "Length": f"{scenario.minutes} minutes; difficulty {scenario.difficulty} of 3",
        "Before play": scenario.care_note,
        "Begins": ", ".join(state),
        "Targets": "; ".join(targets),
        "Sources": "; ".join(sources),
        "Version": f"{scenario.id}, {digest}",
    }
    return tag("dl", *(joined(name, text(value)) for name, value in rows.items() if value))


def _contents(scenario: Scenario, order: list[str]) -> str:
    beats = [_entry("beat", beat) for beat in order]
    endings = [_entry("ending", ending.id) for ending in scenario.endings]
    lists = (tag("ol", *beats), said("h3", "Endings"), tag("ul", *endings))
    return tag("nav", said("h2", "Contents"), said("h3", "Beats"), *lists, aria_label="Contents")


def _entry(kind: str, name: str) -> str:
    return tag("li", said("a", name, href=f"#{kind}-{name}"))


def _graph(scenario: Scenario) -> str:
    drawn = sheets(drawing_of(scenario), width=_PAPER_WIDTH, tall=_PAPER_SHAPE)
    return tag(
        "section", said("h2", "The conversation as a graph"), *(tag("figure", each) for each in drawn), class_="graph"
    )
