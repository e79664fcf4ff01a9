"""A drawing as Mermaid text, for documents that draw it themselves. Where things lie is up to the one who draws."""

import re

from simulator.exports.drawing import Drawing, Edge, Node

_FRAMES = {"beat": ('["', '"]'), "ending": ('(["', '"])'), "mode": ('("', '")')}
_SPECIAL = re.compile(r"""["#&<>`\\{}\[\]()|;%$:]""")


def mermaid(drawing: Drawing) -> str:
    """A `flowchart TD`. Nodes are called n0, n1, … in order, so no id can be a word of the language."""
    names = {node.id: f"n{place}" for place, node in enumerate(drawing.nodes)}
    lines = [
        "flowchart TD",
        f"    accTitle: {_one_line(drawing.title)}",
        f"    accDescr: {_one_line(drawing.description)}",
        *(f"    {names[node.id]}{_node(node)}" for node in drawing.nodes),
        *(f"    {names[edge.source]} {_arrow(edge)} {names[edge.target]}" for edge in drawing.edges),
        "    classDef unreached stroke-dasharray: 6 4",
        *(f"    class {names[node.id]} unreached" for node in drawing.nodes if node.tone == "unreached"),
    ]
    return "\n".join(lines) + "\n"


def _node(node: Node) -> str:
    before, after = _FRAMES[node.kind]
    words = [f"({', '.join(node.badges)})" if node.badges else "", node.label, *node.note.split("\n")]
    return before + "<br/>".join(_escaped(each) for each in words if each) + after


def _arrow(edge: Edge) -> str:
    shaft = "-.->" if edge.tone in ("leave", "unreached") else "==>" if edge.weight >= 0.5 else "-->"
    words = edge.label or {"depends": "depends", "leave": "may leave"}.get(edge.tone, "")
    return shaft + (f'|"{"<br/>".join(_escaped(line) for line in words.splitlines())}"|' if words else "")


def _escaped(words: str) -> str:
    """Text in which every character that means something to Mermaid or to HTML is written as its number."""
    return _SPECIAL.sub(lambda found: f"#{ord(found.group())};", _printable(words))


def _one_line(words: str) -> str:
    """For the title, which ends with its line and knows no numbers: what could mean something is left out."""
    return _SPECIAL.sub(" ", _printable(words)) or "-"


def _printable(words: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
