"""How much still fits into the long texts of a page: words beside each field, kept in step while one types.

It stands anywhere on the page and shows nothing itself. A hint with `data-counts`, the number of characters that may be
written, is the one for the field that is described by it. Nothing is cut here, and nothing is sent; whoever takes the
text refuses what is too long.
"""

from pathlib import Path

from simulator.ui.components.oneway import OneWay


class Counting(OneWay):
    _esm = Path(__file__).with_suffix(".js")
