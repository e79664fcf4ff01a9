"""Which passage is what: title, story data, the scenario's own passage, beats, endings; and the id each one gets.

Names are resolved and judged here; what stands in the beats is put together by `draft`.
"""

from dataclasses import dataclass, field

from simulator.authoring.twee.content import Content, content_of
from simulator.authoring.twee.details import read_json
from simulator.authoring.twee.escapes import unescape
from simulator.authoring.twee.findings import Places
from simulator.authoring.twee.names import Ids, is_slug, slug
from simulator.authoring.twee.passages import Passage
from simulator.model.scenario import Result

RESULTS = {f"result-{result}": result.value for result in Result}
BEAT_TAGS = {"beat", "hinge"}
ENDING_TAGS = {"ending", *RESULTS}
_STORY_DATA = {"ifid", "start", "format", "format-version", "tag-colors", "zoom"}
_RUN_BY_TAG = {"script", "stylesheet", "widget", "init", "startup", "header", "footer", "annotation"}
_RUN_BY_NAME = {
    "PassageDone", "PassageFooter", "PassageHeader", "PassageReady", "StoryAuthor", "StoryBanner", "StoryCaption",
    "StoryDisplayTitle", "StoryIncludes", "StoryInit", "StoryInterface", "StoryMenu", "StorySettings", "StoryShare",
    "StorySubtitle",
}  # fmt: skip


@dataclass(slots=True)
class Room:
    """A passage that is part of the conversation: a beat where it has links, an ending where it has none."""

    id: str
    passage: Passage
    content: Content


@dataclass(slots=True)
class Story:
    title: str | None = None
    start: str | None = None
    start_offset: int = 0
    scenario: Content = field(default_factory=Content)
    rooms: list[Room] = field(default_factory=list)
    ids: Ids = field(default_factory=Ids)
    by_name: dict[str, Room] = field(default_factory=dict)

    @property
    def beats(self) -> list[Room]:
        return [room for room in self.rooms if room.content.links]

    @property
    def endings(self) -> list[Room]:
        return [room for room in self.rooms if not room.content.links]


def story_of(passages: list[Passage], places: Places) -> Story:
    """Sort the passages; reports those that have no place, tags and names that mean nothing here."""
    story, kept = Story(), []
    special: dict[str, Passage] = {}
    for passage in passages:
        kind = _special(passage)
        if kind is None:
            kept.append(passage)
        elif kind in special or kind not in ("title", "data", "scenario"):
            what = f"a second passage for the {kind}" if kind in special else kind
            places.report("T22", passage.offset, name=passage.name, what=what)
        else:
            special[kind] = passage
    _take_special(story, special, places)
    _take_rooms(story, kept, places)
    return story


def _special(passage: Passage) -> str | None:
    """What a passage is when it is no part of the conversation."""
    names = {"StoryTitle": "title", "StoryData": "data"}
    if passage.name in names:
        return names[passage.name]
    if run := next((tag for tag in passage.tags if tag in _RUN_BY_TAG or tag.startswith("Twine.")), None):
        return f"the tag '{run}' makes it no part of the conversation"
    if passage.name in _RUN_BY_NAME:
        return "its name has a meaning for Twine alone"
    return "scenario" if "scenario" in passage.tags and "[[" not in passage.content else None


def _take_special(story: Story, special: dict[str, Passage], places: Places) -> None:
    if "title" in special:
        story.title = unescape(special["title"].content.strip()).strip() or None
    if "data" in special:
        _take_data(story, special["data"], places)
    if "scenario" in special:
        story.scenario = content_of(special["scenario"], places)


def _take_data(story: Story, passage: Passage, places: Places) -> None:
    inner = len(passage.content) - len(passage.content.lstrip())
    data = read_json(passage.content.strip(), passage.start + inner, "StoryData", places) or {}
    for key, value in data.items():
        if key not in _STORY_DATA or (key == "start" and not isinstance(value, str)):
            places.report("T14", passage.offset, key=key)
        elif key == "start":
            story.start, story.start_offset = value, passage.offset


def _take_rooms(story: Story, passages: list[Passage], places: Places) -> None:
    for passage in passages:
        if is_slug(passage.name):  # such names keep their ids whoever else would like them
            story.ids.taken.add(passage.name)
    for passage in passages:
        first = story.by_name.get(passage.name)
        own = is_slug(passage.name) and first is None
        room_id = passage.name if own else story.ids.give(slug(passage.name, "passage"))
        room = Room(room_id, passage, content_of(passage, places))
        story.rooms.append(room)
        if first is None:
            story.by_name[passage.name] = room
        else:
            line = places.line(first.passage.offset)
            places.report("T12", passage.offset, name=passage.name, line=line, id=room_id)
        _judge_tags(room, places)


def _judge_tags(room: Room, places: Places) -> None:
    known = BEAT_TAGS if room.content.links else ENDING_TAGS
    results = [tag for tag in room.passage.tags if tag in RESULTS]
    for tag in room.passage.tags:
        if tag not in known or tag in results[1:]:
            places.report("T16", room.passage.offset, tag=tag)
