"""The assessor who acts: asked for their right each time, and named in the audit log for what they did.

Benchmarks may read the library and that the store, so they are asked before a unit of work is begun, never within one.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.model.assessment import Moderation
from simulator.model.benchmark import Benchmark
from simulator.model.codec import decode, digest, encode
from simulator.model.person import Person
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.services.access import Act, may, may_lead
from simulator.services.assessing.drafts import Checking
from simulator.services.assessing.refusing import Refused
from simulator.services.library import Library
from simulator.services.marking import Marking
from simulator.services.ports import Attempts, Clock, Entropy, Work
from simulator.store.audit import Entry

T = TypeVar("T")


class Bench(Protocol):
    """The benchmarks there are; see `simulator.services.assessing.benchmarks.Benchmarks`."""

    def all(self) -> tuple[Benchmark, ...]: ...
    def get(self, benchmark_id: str) -> Benchmark: ...
    def session(self, benchmark: Benchmark) -> Session: ...


class Texts:
    """What never changes and is read once: rubrics and scenarios by digest, their dialogues, by script what its drafts
    are held against, and titles of benchmarks; and the machine that has read some of it, too.
    """

    def __init__(self) -> None:
        self.today = ""
        self.rubrics: dict[str, Rubric] = {}
        self.scenarios: dict[str, Scenario] = {}
        self.dialogues: dict[str, Dialogue] = {}
        self.checking: dict[str, Checking] = {}
        self.titles: dict[str, str] = {}
        self.marking: Marking | None = None

    def keep_scenario(self, digest: str, canonical: str) -> None:
        """Keep one that was read; what cannot be understood is left out."""
        with suppress(ValueError):
            self.scenarios[digest] = decode(canonical, Scenario)

    def dialogue(self, digest: str) -> Dialogue:
        """That of a scenario which has been read."""
        if digest not in self.dialogues:
            self.dialogues[digest] = Dialogue(self.scenarios[digest])
        return self.dialogues[digest]


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts and what with; the parts of `Assessing` share one."""

    library: Library
    store: Attempts
    benchmarks: Bench
    person: str
    now: Clock
    new_id: Entropy
    texts: Texts = field(default_factory=Texts)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work of somebody who may assess. Raises `Forbidden`."""
        with self.store.work() as work:
            may(self.me(work), Act.ASSESS).require()
            yield work

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """As `work`, where nothing is changed."""
        with self.store.reading() as work:
            may(self.me(work), Act.ASSESS).require()
            yield work

    @contextmanager
    def leading(self) -> Iterator[Work]:
        """As `work`, of somebody who may lead the marking. Raises `Forbidden`."""
        with self.store.work() as work:
            may_lead(self.me(work)).require()
            yield work

    @property
    def marking(self) -> Marking:
        """The machine, for what it has not scored yet."""
        if self.texts.marking is None:
            self.texts.marking = Marking(self.library, self.store, self.now)
        return self.texts.marking

    def me(self, work: Work) -> Person | None:
        return work.people.get(self.person)

    def audit(self, work: Work, act: str, subject: str, detail: str = "") -> None:
        work.audit.add(Entry(self.now(), self.person, act, subject, detail))

    # Texts that have been pinned.

    def keep_rubric(self, work: Work) -> str:
        """The digest of the rubric as it is today, which is kept from now on."""
        rubric = self.library.rubric
        work.keep_rubric(self.rubric_today, rubric.id, encode(rubric).decode())
        return self.rubric_today

    @property
    def rubric_today(self) -> str:
        """The digest of the library's rubric."""
        if not self.texts.today:
            self.texts.today = digest(self.library.rubric)
            self.texts.rubrics[self.texts.today] = self.library.rubric
        return self.texts.today

    def rubric(self, work: Work, name: str) -> Rubric:
        """A rubric that was kept. Raises `Refused` where it cannot be read any more."""
        return _kept(self.texts.rubrics, name, work.rubric, Rubric, "The rubric of this one")

    def scenario(self, work: Work, name: str) -> Scenario:
        """A version of a scenario that was kept. Raises `Refused` where it cannot be read any more."""
        return _kept(self.texts.scenarios, name, work.version, Scenario, "The conversation of this one")

    def titles(self, work: Work, digests: Iterable[str]) -> dict[str, str]:
        """Titles of versions of scenarios, by digest, of those that can be read; one query for what is new."""
        wanted = set(digests)
        unknown = [each for each in wanted if each not in self.texts.scenarios]
        for name, canonical in (work.versions(unknown) if unknown else {}).items():
            self.texts.keep_scenario(name, canonical)
        return {each: known.title for each in wanted if (known := self.texts.scenarios.get(each))}


def _kept(known: dict[str, T], name: str, read: Callable[[str], str | None], kind: type[T], what: str) -> T:
    if name not in known:
        canonical = read(name)
        try:
            known[name] = decode(canonical or "", kind)
        except ValueError as error:
            raise Refused(f"{what} cannot be read here any more. Tell whoever runs this site.") from error
    return known[name]


def settings(work: Work) -> tuple[int, Moderation]:
    """The rules of moderation that stand, and their number; 0 where nobody has changed them."""
    stands = work.scripts.moderation()
    return (stands[0], stands[1]) if stands else (0, Moderation())
