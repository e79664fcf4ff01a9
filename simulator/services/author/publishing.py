"""From a draft to everybody's catalogue: what publishing would do, before anything is stored, and then doing it.

A publication is appended and never changed. Attempts keep the version they were made on; nothing here touches them.
"""

from dataclasses import dataclass

from simulator.model.codec import decode, digest, encode
from simulator.model.diagnostic import Diagnostic
from simulator.model.scenario import Scenario
from simulator.services.access import Act, may
from simulator.services.author import words
from simulator.services.author.changes import Change, changes
from simulator.services.author.impact import NO_IMPACT, Impact, impact
from simulator.services.library import Library
from simulator.services.ports import Attempts, Clock, Judge
from simulator.store.audit import Entry
from simulator.store.publication import NumberTaken, Publication


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing a text would do.

    `kind` is mistakes, new, revision or unchanged; `number` is the version's, 0 with mistakes (for an unchanged text
    that of the version on offer, where 0 is the one that ships). `sentences` say all this in words.
    """

    text: str
    kind: str
    number: int = 0
    scenario: str = ""
    title: str = ""
    digest: str = ""
    errors: tuple[Diagnostic, ...] = ()
    changes: tuple[Change, ...] = ()
    impact: Impact = NO_IMPACT

    @property
    def can_publish(self) -> bool:
        return self.kind in ("new", "revision")

    @property
    def words_only(self) -> bool:
        """A revision that can move no score and no way through the conversation."""
        return self.kind == "revision" and not any(change.scoring for change in self.changes)

    @property
    def sentences(self) -> tuple[str, ...]:
        if self.kind == "mistakes":
            return (words.mistakes(len(self.errors)),)
        if self.kind == "unchanged":
            return (words.unchanged(self.scenario, self.number),)
        if self.kind == "new":
            return (words.new(self.scenario), *words.impact(self.impact))
        return (words.revision(self.scenario, self.number, self.changes), *words.impact(self.impact))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `kind` is published, unchanged, mistakes, or overtaken: somebody else published this scenario
    since the preview, so nothing was stored and `preview` is a new one to look at.
    """

    kind: str
    preview: Preview
    publication: Publication | None = None

    @property
    def sentence(self) -> str:
        if self.publication:
            return words.published(self.publication.title, self.publication.number)
        if self.kind == "overtaken":
            return words.overtaken(self.preview.scenario)
        return self.preview.sentences[0]


@dataclass(frozen=True, slots=True)
class _Latest:
    """The version on offer now: None where there is none, or none that can be read."""

    number: int
    digest: str = ""
    scenario: Scenario | None = None


class Publishing:
    """The use case for one author. `judge` decides what has no mistakes; `person` is who publishes."""

    def __init__(self, library: Library, store: Attempts, judge: Judge, person: str, now: Clock) -> None:
        self._library, self._store, self._judge = library, store, judge
        self._person, self._now = person, now

    def preview(self, text: str) -> Preview:
        """What publishing a text would do; nothing is stored."""
        judged = self._judge(text)
        scenario = judged.scenario
        if scenario is None or judged.errors:
            return Preview(text, "mistakes", errors=tuple(judged.errors))
        latest, name = self._latest(scenario.id), digest(scenario)
        if latest.digest == name:
            return Preview(text, "unchanged", latest.number, scenario.id, scenario.title, name)
        return Preview(
            text,
            "revision" if latest.digest else "new",
            latest.number + 1,
            scenario.id,
            scenario.title,
            name,
            changes=changes(latest.scenario, scenario) if latest.scenario else (),
            impact=self._impact(scenario),
        )

    def publish(self, preview: Preview) -> Outcome:
        """Publish what was previewed, as it was previewed. Raises `StoreError` where it cannot be kept, `Forbidden`."""
        judged = self._judge(preview.text)
        scenario = judged.scenario
        if scenario is None or judged.errors:
            return Outcome("mistakes", Preview(preview.text, "mistakes", errors=tuple(judged.errors)))
        publication = Publication(
            scenario.id, preview.number, digest(scenario), scenario.title, preview.text, self._person, self._now()
        )
        if preview.can_publish and self._append(publication, encode(scenario).decode()):
            return Outcome("published", preview, publication)
        again = self.preview(preview.text)
        return Outcome("unchanged" if again.kind == "unchanged" else "overtaken", again)

    def _append(self, publication: Publication, canonical: str) -> bool:
        """Keep it, unless its number has been taken since the preview."""
        try:
            with self._store.work() as work:
                may(work.people.get(self._person), Act.WRITE).require()
                work.keep_version(publication.digest, publication.scenario, canonical)
                work.publish(publication)
                said = f"version {publication.number}"
                work.audit.add(Entry(publication.published, self._person, "publish", publication.scenario, said))
                work.commit()
        except NumberTaken:
            return False
        return True

    def history(self, scenario_id: str) -> tuple[Publication, ...]:
        """Every publication of a scenario, the latest first."""
        with self._store.reading() as work:
            return tuple(work.publications(scenario_id))

    def _latest(self, scenario_id: str) -> _Latest:
        published = self.history(scenario_id)
        if published:
            return _Latest(published[0].number, published[0].digest, self._kept(published[0].digest))
        shipped = self._library.shipped.get(scenario_id)
        return _Latest(0, shipped.digest, shipped.scenario) if shipped else _Latest(0)

    def _kept(self, name: str) -> Scenario | None:
        with self._store.reading() as work:
            canonical = work.version(name)
        try:
            return decode(canonical or "", Scenario)
        except ValueError:
            return None

    def _impact(self, scenario: Scenario) -> Impact:
        with self._store.reading() as work:
            attempts = work.attempts_at(scenario.id)
        return impact(scenario, attempts, self._kept, self._library)
