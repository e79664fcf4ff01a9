"""Pictures as SVG: everything is on them once, nothing overlaps, nothing authored becomes markup."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given

from simulator.engine.graph import routes
from simulator.exports.drawing import Drawing, Edge, Node
from simulator.exports.scenario_graph import drawing_of
from simulator.exports.svg import sheets, svg
from tests import strategies
from tests.exports import pictures
from tests.exports.pictures import Taken

CLEAR = 22
"""What a line that passes leaves free beside a box: room for the sign that the client may leave."""

SCENARIOS = pytest.mark.parametrize("scenario", pictures.everything(), ids=lambda each: each.id)


@SCENARIOS
def test_every_beat_and_ending_is_drawn_once_and_every_route_is_an_edge(scenario):
    taken = Taken(svg(drawing_of(scenario)))
    assert sorted(taken.nodes()) == sorted([*scenario.beat_by_id, *scenario.ending_by_id])
    assert taken.edges() == sorted((beat, target) for beat, targets in routes(scenario).items() for target in targets)


@given(strategies.scenarios())
def test_no_two_boxes_overlap_and_all_lie_within_the_picture(scenario):
    taken = Taken(svg(drawing_of(scenario, leaves=list(scenario.beat_by_id))))
    wide, high = float(taken.root.get("width", "")), float(taken.root.get("height", ""))
    boxes = taken.boxes().values()
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    assert all(box.left > 0 and box.right < wide and box.top > 0 and box.bottom < high for box in boxes)


@SCENARIOS
@pytest.mark.parametrize("width", [360, 1440])
def test_no_line_runs_through_a_box_or_close_beside_it(scenario, width):
    taken = Taken(svg(drawing_of(scenario), width=width))
    for group in taken.groups("cs-edge"):
        if not group.get("data-source"):
            continue
        line = next(path for path in group.iter(f"{pictures.SVG}path") if path.get("class") == "cs-line")
        for x, top, bottom in _verticals(line.get("d", "")):
            crossed = [
                name
                for name, box in taken.boxes().items()
                if box.left - CLEAR < x < box.right + CLEAR and box.top < bottom and top < box.bottom
            ]
            assert crossed == []


def test_a_line_longer_than_a_row_passes_beside_the_boxes():
    taken = Taken(svg(pictures.plain("abc", "ab", "bc", "ac")))
    long = next(
        group for group in taken.groups("cs-edge") if (group.get("data-source"), group.get("data-target")) == ("a", "c")
    )
    assert _verticals(long.find(f"{pictures.SVG}path").get("d"))


def test_the_same_drawing_is_always_the_same_text():
    scenario = pictures.shipped()["whose-agenda"]
    assert svg(drawing_of(scenario)) == svg(drawing_of(scenario))


def test_a_picture_fits_the_width_asked_for_where_its_boxes_can_be_that_narrow():
    drawing = pictures.plain("abcdefg", "ab", "ac", "ad", "ae", "af", "ag")
    narrow, wide, never = (float(Taken(svg(drawing, width=width)).root.get("width", "")) for width in (1200, 2000, 100))
    assert never < narrow <= 1200 < wide <= 2000


def test_an_edge_to_an_earlier_node_is_drawn_upwards():
    taken = Taken(svg(pictures.plain("abc", "ab", "bc", "ca")))
    tops = {name: box.top for name, box in taken.boxes().items()}
    assert tops["a"] < tops["b"] < tops["c"]
    assert ("c", "a") in taken.edges()


def test_nodes_without_edges_are_drawn_below_the_others():
    taken = Taken(svg(pictures.plain("abcd", "bd")))
    boxes = taken.boxes()
    assert min(boxes["a"].top, boxes["c"].top) > max(boxes["b"].bottom, boxes["d"].bottom)


def test_an_empty_drawing_is_a_picture_too():
    assert Taken(svg(Drawing((), (), "Nothing", "Empty."))).nodes() == []


def test_nothing_authored_becomes_markup():
    evil = pictures.ATTACK
    nodes = tuple(Node(f"{name}{evil}", evil, f"{evil}\n{evil}", "beat", "plain", evil, (evil,)) for name in "ab")
    edges = (Edge(nodes[0].id, nodes[1].id, evil, 0.5, "depends", evil),)
    text = svg(Drawing(nodes, edges, evil, evil), interactive=True)
    assert "<script" not in text
    taken = Taken(text)
    allowed = {"svg", "title", "desc", "style", "rect", "g", "path", "text", "circle"}
    assert {each.tag.removeprefix(pictures.SVG) for each in taken.root.iter()} <= allowed
    assert not [name for each in taken.root.iter() for name in each.attrib if name.startswith("on") or "href" in name]
    assert "<script>alert('x')</script>&]]>" in taken.words()


def test_a_plain_picture_is_one_image_with_a_name_and_a_description():
    root = Taken(svg(pictures.plain("ab", "ab"))).root
    assert root.get("role") == "img"
    assert [root[0].tag, root[0].text, root[1].tag, root[1].text] == [
        f"{pictures.SVG}title", "Plain", f"{pictures.SVG}desc", "For a test.",
    ]  # fmt: skip
    assert not [each for each in root.iter() if each.get("tabindex")]


def test_an_interactive_picture_has_a_button_for_every_node_in_reading_order():
    taken = Taken(svg(pictures.plain("ab", "ab"), interactive=True))
    assert taken.root.get("role") == "group"
    buttons = [
        (each.get("data-id"), each.get("role"), each.get("aria-label"))
        for each in taken.root.iter()
        if each.get("tabindex") == "0"
    ]
    assert buttons == [("a", "button", "Beat a"), ("b", "button", "Beat b")]


def test_the_weight_of_an_edge_is_the_width_of_its_line_and_stays_within_bounds():
    drawing = pictures.plain("abc", "ab", "bc")
    heavy = replace(
        drawing, edges=tuple(replace(edge, weight=w) for edge, w in zip(drawing.edges, (0.0, 7.0), strict=True))
    )
    assert _widths(svg(heavy)) == {("a", "b"): 1.5, ("b", "c"): 6.5}


def test_long_words_are_broken_and_never_shortened():
    name = "a-very-long-name-" * 6 + "x" * 90
    drawing = Drawing((Node("a", name, "", "beat", "plain", "A"),), (), "Long", "")
    (group,) = Taken(svg(drawing)).groups("cs-node")
    lines = [each.text or "" for each in group.iter(f"{pictures.SVG}text")]
    assert "".join(lines) == name
    assert len(lines) > 3


@SCENARIOS
def test_on_several_sheets_every_node_is_on_one_of_them(scenario):
    parts = [Taken(each) for each in sheets(drawing_of(scenario), width=700, tall=1.3)]
    assert sorted(node for part in parts for node in part.nodes()) == sorted(
        [*scenario.beat_by_id, *scenario.ending_by_id]
    )
    drawn = {edge for part in parts for edge in part.edges()}
    assert drawn == {(beat, target) for beat, targets in routes(scenario).items() for target in targets}


def _verticals(path: str) -> list[tuple[float, float, float]]:
    """The straight parts of a line: x, upper end, lower end."""
    found = re.findall(r"([\d.]+) ([\d.]+)V([\d.]+)", path)
    return [(float(x), float(top), float(bottom)) for x, top, bottom in found]


def _widths(text: str) -> dict[tuple[str | None, str | None], float]:
    return {
        (group.get("data-source"), group.get("data-target")): float(line.get("stroke-width", ""))
        for group in Taken(text).groups("cs-edge")
        for line in group.findall(f"{pictures.SVG}path")
        if line.get("class") == "cs-line" and group.get("data-source")
    }
