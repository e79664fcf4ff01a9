"""What met what, as a picture with the numbers in its cells, and as a table."""

from collections.abc import Sequence

from simulator.services.assessing.agreement.matrices import NONE, Matrix
from simulator.ui.assessor.agreement_parts import percent, soft
from simulator.ui.html import Markup, el, join
from simulator.ui.trainer.analysis_parts import head, region

CELL, SIDE, TOP = 44, 52, 26
"""Pixels: a cell, and the names beside it and above it."""
DARKEST = 0.4
"""How much of the accent the fullest cell takes; letters on it still read."""


def pictures(found: Sequence[Matrix]) -> Markup:
    """Each with its heading and its table, as many beside one another as there is room for."""
    return el("div", [_figure(each) for each in found], class_="cs-matrices")


def _figure(matrix: Matrix) -> Markup:
    told = f"{matrix.alike:,} of {matrix.total:,} alike ({percent(matrix.alike / matrix.total)})"
    caption = join(el("b", matrix.title), el("span", f"Down: {matrix.rows}. Across: {matrix.columns}. {told}."))
    table = el("details", el("summary", "The same as a table"), _table(matrix))
    return el("figure", el("figcaption", caption), _picture(matrix, told), table, class_="cs-matrix")


def _picture(matrix: Matrix, told: str) -> Markup:
    width, height = (each + CELL * len(matrix.labels) + 1 for each in (SIDE, TOP))
    title = f"{matrix.title}: {matrix.rows} down, {matrix.columns} across"
    most = max(max(row) for row in matrix.counts)
    cells = [_cell(i, j, times, most) for i, row in enumerate(matrix.counts) for j, times in enumerate(row)]
    names = [each for place, label in enumerate(matrix.labels) for each in _names(place, label)]
    diagonal = [_diagonal(place) for place in range(len(matrix.labels))]
    desc = f"{told}. The table below says the same, cell by cell."
    return el(
        "svg", el("title", title), el("desc", desc), cells, diagonal, names,
        viewBox=f"0 0 {width} {height}", width=width, role="img", aria_label=f"{title}. {desc}",
    )  # fmt: skip


def _cell(row: int, column: int, times: int, most: int) -> Markup:
    """The more often, the darker; a cell that nothing fell into stays empty."""
    x, y = SIDE + CELL * column, TOP + CELL * row
    shade = f"{DARKEST * times / most:.3f}"
    ground = el("rect", x=x, y=y, width=CELL, height=CELL, fill_opacity=shade, class_="cs-cell")
    if not times:
        return ground
    class_ = "cs-times cs-on" if row == column else "cs-times"
    number = el("text", f"{times:,}", x=x + CELL // 2, y=y + CELL // 2 + 5, text_anchor="middle", class_=class_)
    return join(ground, number)


def _diagonal(place: int) -> Markup:
    x, y = SIDE + CELL * place + 1, TOP + CELL * place + 1
    return el("rect", x=x, y=y, width=CELL - 2, height=CELL - 2, class_="cs-same")


def _names(place: int, label: str) -> tuple[Markup, Markup]:
    middle = CELL * place + CELL // 2
    return (
        el("text", label, x=SIDE - 8, y=TOP + middle + 5, text_anchor="end", class_="cs-tick"),
        el("text", label, x=SIDE + middle, y=TOP - 8, text_anchor="middle", class_="cs-tick"),
    )


def _table(matrix: Matrix) -> Markup:
    heads = [head(f"{matrix.rows} ↓ {matrix.columns} →"), *(head(_named(each), "cs-number") for each in matrix.labels)]
    rows = [
        el(
            "tr",
            el("th", _named(label), scope="row"),
            [el("td", f"{times:,}", class_="cs-number") for times in counts],
            el("td", f"{sum(counts):,}", class_="cs-number"),
        )
        for label, counts in zip(matrix.labels, matrix.counts, strict=True)
    ]
    sums = [el("td", f"{sum(column):,}", class_="cs-number") for column in zip(*matrix.counts, strict=True)]
    total = el("tr", el("th", "All", scope="row"), sums, el("td", f"{matrix.total:,}", class_="cs-number"))
    return region(
        f"{matrix.title}: {matrix.rows} and {matrix.columns}",
        el("thead", el("tr", heads, head("All", "cs-number"))),
        el("tbody", rows, total),
        class_="cs-counts",
    )


def _named(label: str) -> str:
    return "No opportunity" if label == NONE else f"Level {label}"


def about() -> Markup:
    return soft(
        "Outlined cells are where both gave the same; the further from them, the further apart. The last row and the "
        "last column are for no opportunity, or too little evidence of the machine."
    )
