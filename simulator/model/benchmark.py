"""Benchmarks: whole plays with the levels that were agreed for them, for assessors to learn and be held against.

A benchmark is a way through one version of a scenario, named by its digest, with what somebody wrote at the hinges. It
is not an attempt of anyone, and its agreed levels come from the anchors, not from the machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed for one criterion: `level` 0-4, None for "no opportunity"; why; and the turns it rests on."""

    level: int | None
    reason: str
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """The levels one reader gave before anything was agreed. `who` says in words who read, and knowing what."""

    who: str
    levels: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`title` and `about` are for trainers, never shown while it is marked. `options` are the choices in order, to an
    ending; `reasons` what was written at the hinges, by turn from 1; `levels` by criterion; `gates` those agreed to be
    crossed; `readers` are kept as evidence of how the levels were agreed, and nothing is computed from them.
    """

    id: str
    title: str
    about: str
    scenario: str
    digest: str
    seed: str
    options: tuple[str, ...]
    reasons: Mapping[int, str]
    levels: Mapping[str, Agreed]
    gates: tuple[str, ...] = ()
    readers: tuple[Reader, ...] = ()
