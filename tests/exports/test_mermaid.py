"""Pictures as Mermaid text, held against a small grammar of the part of the language that is used."""

import re

import pytest

from simulator.exports.alliance_picture import alliance_drawing
from simulator.exports.drawing import Drawing, Edge, Node
from simulator.exports.mermaid import mermaid
from simulator.exports.scenario_graph import drawing_of
from tests.exports import pictures

WORDS = r"(?:[^\"#&<>`\\{}\[\]()|;%$:\n]|#\d+;|<br/>)+"
GRAMMAR = [
    re.compile(each)
    for each in (
        r"flowchart TD",
        r"    acc(Title|Descr): [^\n#;{}]+",
        rf'    (?P<node>n\d+)(\["{WORDS}"\]|\(\["{WORDS}"\]\)|\("{WORDS}"\))',
        rf'    (?P<source>n\d+) (-->|-\.->|==>)(\|"{WORDS}"\|)? (?P<target>n\d+)',
        r"    classDef unreached stroke-dasharray: 6 4",
        r"    class n\d+ unreached",
    )
]


def parsed(text):
    """The nodes and edges of the text; fails at a line that is not in the grammar."""
    nodes, edges = [], []
    for line in text.splitlines():
        found = next((match for match in (each.fullmatch(line) for each in GRAMMAR) if match), None)
        assert found, line
        named = found.groupdict()
        nodes += [named["node"]] if named.get("node") else []
        edges += [(named["source"], named["target"])] if named.get("source") else []
    assert {end for edge in edges for end in edge} <= set(nodes)
    return nodes, edges


@pytest.mark.parametrize("scenario", pictures.everything(), ids=lambda each: each.id)
def test_every_scenario_is_a_flowchart(scenario):
    drawing = drawing_of(scenario, leaves=[scenario.start.beat], unreached=[scenario.exit])
    nodes, edges = parsed(mermaid(drawing))
    assert (len(nodes), len(edges)) == (len(drawing.nodes), len(drawing.edges))


def test_so_is_the_alliance():
    nodes, _ = parsed(mermaid(alliance_drawing()))
    assert len(nodes) == 5


@pytest.mark.parametrize(
    "name",
    [
        "end",
        "graph",
        'a"]; click b',
        "%%{init}%%",
        "`*x*`",
        "#quot;",
        "été 😀",
        "x\ny",
        "$$x$$",
        "fa:fa-car",
        "a:::b",
        pictures.ATTACK,
    ],
)
def test_no_name_can_break_out_of_its_label(name):
    node = Node(name, name, name, "beat", "plain", name, (name,))
    other = Node("other", name, "", "ending", "fail", "")
    nodes, edges = parsed(mermaid(Drawing((node, other), (Edge(name, "other", name, 1.0, "depends", ""),), name, "")))
    assert (nodes, edges) == (["n0", "n1"], [("n0", "n1")])
