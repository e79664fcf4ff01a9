"""The author's desk: drafts by name, begun from a template or from a scenario that is on offer.

Every text is kept, whatever is wrong with it; judging and publishing are the business of `publishing`.
"""

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from simulator.errors import ContentError, UnknownScenario
from simulator.services.library import Library
from simulator.services.ports import Attempts
from simulator.store.draft import Conflict, Draft, NoDraft, Unreadable
from simulator.store.drafts import Drafts

_ID = re.compile(r"^id: *\S+", re.MULTILINE)
_TITLE = re.compile(r"^title:.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """One draft in the list. `title` None where none can be read; `problem` says why one cannot be opened, else ""."""

    name: str
    title: str | None
    changed: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A scenario on offer, to begin a draft from. `number` is that of its publication, 0 for one that ships."""

    scenario: str
    title: str
    number: int


class Desk:
    """The drafts of this data folder. Raises `simulator.errors.CoachsimError` with words fit to show."""

    def __init__(self, drafts: Drafts, library: Library, store: Attempts) -> None:
        self._drafts, self._library, self._store = drafts, library, store

    def list(self) -> tuple[DraftEntry, ...]:
        """Every draft, the latest changed first."""
        entries = [entry for name in self._drafts.names() if (entry := self._entry(name))]
        return tuple(sorted(entries, key=lambda entry: entry.changed, reverse=True))

    def passed_over(self) -> tuple[str, ...]:
        """YAML files in the drafts' folder whose names cannot be names of drafts."""
        return self._drafts.passed_over()

    def models(self) -> tuple[Model, ...]:
        """The scenarios on offer, shipped and published, in the order of the catalogue."""
        entries = {**{id_: (e.scenario.title, 0) for id_, e in self._library.shipped.items()}, **self._published()}
        return tuple(Model(id_, title, number) for id_, (title, number) in entries.items())

    def _published(self) -> dict[str, tuple[str, int]]:
        with self._store.reading() as work:
            latest = [work.publications(each.scenario)[0] for each in work.current()]
        return {each.scenario: (each.title, each.number) for each in latest}

    def open(self, name: str) -> Draft:
        return self._drafts.read(name)

    def free_name(self, wanted: str) -> str:
        """The name itself, or with the first number that is free."""
        return self._drafts.free(wanted)

    def new(self, name: str, text: str | None = None) -> Draft:
        """A new draft holding a text, or else the template with the name as its id."""
        return self._drafts.add(name, template(name) if text is None else text)

    def copy(self, scenario_id: str, name: str) -> Draft:
        """A new draft with the text of a scenario on offer, id included: publishing it makes a new version of that.

        Raises `UnknownScenario`.
        """
        return self._drafts.add(name, self.source(scenario_id))

    def source(self, scenario_id: str) -> str:
        """The YAML text of a scenario on offer. Raises `UnknownScenario`."""
        with self._store.reading() as work:
            published = work.publications(scenario_id)
        if published:
            return published[0].source
        return _text(self._shipped(scenario_id))

    def _shipped(self, scenario_id: str) -> Path:
        entry = self._library.shipped.get(scenario_id) or self._library.get(scenario_id)
        if entry.file is None:  # it was published, and since then its row has gone
            raise UnknownScenario(scenario_id, None, tuple(self._library.shipped))
        return entry.file

    def save(self, name: str, text: str, seen: str) -> Draft | Conflict:
        """Keep a text over the one last seen (`Draft.seen`). After a `Conflict` go on with `theirs` or with `mine`."""
        return self._drafts.save(name, text, seen)

    def rename(self, name: str, to: str) -> Draft:
        return self._drafts.rename(name, to)

    def remove(self, name: str) -> Path:
        """Put the draft away, where it can be fetched back from."""
        return self._drafts.remove(name)

    def _entry(self, name: str) -> DraftEntry | None:
        try:
            draft = self._drafts.read(name)
        except NoDraft:  # gone since the folder was listed
            return None
        except Unreadable as error:
            return DraftEntry(name, None, "", str(error))
        return DraftEntry(name, title_of(draft.text), draft.changed)


def template(scenario_id: str) -> str:
    """A small sound scenario with remarks for whoever begins, under an id of its own."""
    text = (resources.files("simulator.authoring") / "template.yaml").read_text(encoding="utf-8")
    return _ID.sub(f"id: {scenario_id}", text, count=1)


def title_of(text: str) -> str | None:
    """The title that stands in a text, however broken the rest is."""
    line = _TITLE.search(text)
    if line is None:
        return None
    from simulator.authoring.source import parse_source

    data = parse_source(line[0].encode(errors="replace"), "title").data
    title = data.get("title") if isinstance(data, dict) else None
    return title if isinstance(title, str) and title else None


def _text(file: Path) -> str:
    """The text of a file that the library has read already. Raises `ContentError` if it has gone since."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ContentError(f"{file} cannot be read any more ({error.strerror}). Nothing was copied.") from error
