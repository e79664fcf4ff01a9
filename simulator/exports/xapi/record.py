"""What statements are made from: one attempt with everything that came of it, and the site it was made at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.model.assessment import Final, Flag, Mark, Response, Script
from simulator.model.attempt import Attempt, Step
from simulator.model.scenario import Scenario
from simulator.model.score import Score

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """`home_page` is the address under which people have their accounts and activities their ids, without a slash at
    its end. `names` are what people are called there, by id; an id that is missing is its own name. `criteria` are
    titles of criteria by id.
    """

    home_page: str
    names: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Round:
    """One assessment by people, final and released."""

    script: Script
    marks: tuple[Mark, ...]
    responses: tuple[Response, ...]
    flags: tuple[Flag, ...]
    final: Final


@dataclass(frozen=True, slots=True)
class Record:
    """A finished and scored attempt. `times` are when its turns were taken.

    `waits`: what it shows and costs may be seen only once it has been released. `released` is when that was, None
    before, and then `rounds` is empty.
    """

    attempt: Attempt
    scenario: Scenario
    steps: tuple[Step, ...]
    times: tuple[str, ...]
    scores: tuple[Score, ...]
    waits: bool
    released: str | None = None
    rounds: tuple[Round, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether what it shows and costs may be seen."""
        return not self.waits or self.released is not None


@dataclass(frozen=True, slots=True)
class Statement:
    """`document` is what is sent; `person` is the id of who acts in it, which is not."""

    person: str
    document: Json

    @property
    def id(self) -> str:
        return str(self.document["id"])
