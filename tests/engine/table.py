"""The published table of every transition of the alliance machine, read as values."""

import csv
import gzip
from functools import cache
from typing import NamedTuple

from simulator.model.alliance import Alliance, BreachType, Event, Facet, Ingredient, Mode, Persona, Style
from tests import stock

FILE = stock.DATA / "alliance-transitions.csv.gz"


class Row(NamedTuple):
    """One transition: before, what happened, after."""

    persona: Persona
    before: Alliance
    event: Event
    facet: Facet
    breach: BreachType | None
    after: Alliance


STATE = ("mode", "trust", "ingredients", "strikes", "facet", "breach", "watch")
COLUMNS = ["style", "patience", "ceiling", "facet_of_beat", *STATE, "event", "breach_type", *(f"to_{s}" for s in STATE)]


@cache
def rows() -> tuple[Row, ...]:
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        assert next(table) == COLUMNS
        return tuple(_row(*each) for each in table)


def _row(style: str, patience: str, ceiling: str, facet: str, *rest: str) -> Row:
    event, breach = rest[7:9]
    kind = BreachType(breach) if breach else None
    persona = _persona(style, patience, ceiling)
    return Row(persona, _alliance(*rest[:7]), Event(event), Facet(facet), kind, _alliance(*rest[9:]))


@cache
def _persona(style: str, patience: str, ceiling: str) -> Persona:
    return Persona(Style(style), int(patience), int(ceiling))


@cache
def _alliance(mode: str, trust: str, ingredients: str, strikes: str, facet: str, breach: str, watch: str) -> Alliance:
    supplied = tuple(sorted(map(Ingredient, filter(None, ingredients.split("+")))))
    about = Facet(facet) if facet else None
    kind = BreachType(breach) if breach else None
    return Alliance(Mode(mode), int(trust), supplied, int(strikes), about, kind, watch == "1")
