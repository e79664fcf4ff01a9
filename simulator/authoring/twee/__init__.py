"""Twee 3, in which writers sketch in Twine, to the YAML of a draft scenario; the way out is `simulator.exports.twee`.

A passage with links is a beat, a passage without is an ending, a link is an option. The Harlowe-free part of Twee is
read; whatever is not understood is reported at its place and never dropped in silence. What the draft assumes where a
sketch says nothing is listed in `draft`. Whether the draft is a good scenario is judged by the loader and the verifier.
"""

from dataclasses import dataclass

from simulator.authoring.twee.draft import Draft
from simulator.authoring.twee.findings import Places, finding
from simulator.authoring.twee.passages import passages_of
from simulator.authoring.twee.recognise import text_of
from simulator.authoring.twee.story import story_of
from simulator.authoring.twee.ways import report_ways
from simulator.authoring.yaml_text import to_yaml
from simulator.model.diagnostic import Diagnostic, Location

MAX_PASSAGES = 2_000
MAX_LINKS = 10_000


@dataclass(frozen=True, slots=True)
class Imported:
    """The YAML text of a draft, or None with the reason; and everything that was not understood, in order."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...]


def read_twee(raw: bytes, file: str) -> Imported:
    """Read Twee source as if it stood in `file`; never raises for what the bytes hold."""
    text = text_of(raw, file)
    if isinstance(text, Diagnostic):
        return Imported(None, (text,))
    places = Places(file, text)
    draft = _draft(text, places)
    found = sorted(dict.fromkeys(places.diagnostics), key=lambda each: (each.location, each.code))
    return Imported(draft, tuple(found))


def _draft(text: str, places: Places) -> str | None:
    passages = passages_of(text, places)
    if not passages:
        places.diagnostics.append(finding("T08", Location(places.file)))
        return None
    if len(passages) > MAX_PASSAGES:
        places.report("T28", passages[0].offset, count=len(passages), what="passages", most=MAX_PASSAGES)
        return None
    story = story_of(passages, places)
    if (links := sum(len(room.content.links) for room in story.rooms)) > MAX_LINKS:
        places.report("T28", passages[0].offset, count=links, what="links", most=MAX_LINKS)
        return None
    if not story.beats:
        places.report("T09", passages[0].offset)
        return None
    draft = Draft(story, places.file, places)
    document = draft.document()
    report_ways(document, story, draft.first.id, places)
    return to_yaml(document)
