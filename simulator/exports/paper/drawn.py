"""A picture as SVG that stands in HTML."""

from simulator.exports.markup import number, said, tag
from simulator.exports.paper.fit import fit
from simulator.exports.paper.picture import Area, Dot, Label, Picture, Point, Shape, Stroke


def svg(picture: Picture, alt: str) -> str:
    """One picture to whoever has it read out, by the name of `alt`."""
    size = f"0 0 {number(picture.width)} {number(picture.height)}"
    return tag("svg", *map(_shape, picture.shapes), viewBox=size, role="img", aria_label=alt)


def _shape(shape: Shape) -> str:
    match shape:
        case Stroke():
            dashes = "3 2" if shape.dashed else None
            return tag(
                "polyline", points=_points(shape.points), fill="none", stroke=_grey(shape.grey),
                stroke_width=_width(shape.thick), stroke_dasharray=dashes, stroke_linejoin="round",
            )  # fmt: skip
        case Area():
            return tag("polygon", points=_points(shape.points), fill=_grey(shape.fill), **_edge(shape.edge))
        case Dot():
            x, y = map(number, shape.at)
            return tag("circle", cx=x, cy=y, r=number(shape.radius), fill=_grey(shape.fill), **_edge(shape.edge))
        case Label():
            x, y = map(number, shape.at)
            weight = "bold" if shape.strong else None
            return said(
                "text", fit(shape.text), x=x, y=y, text_anchor=shape.anchor, font_size=number(shape.size),
                font_weight=weight, fill=_grey(shape.grey),
            )  # fmt: skip


def _edge(thick: float) -> dict[str, str]:
    return {"stroke": _grey(0), "stroke_width": _width(thick)} if thick else {}


def _width(thick: float) -> str:
    return f"{thick:g}"


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _grey(light: float) -> str:
    return f"#{round(255 * light):02x}" + f"{round(255 * light):02x}" * 2
