"""From a story to the document of a scenario: details from the comments where they are, a clear gap where not.

What a sketch cannot say gets a value with which the draft opens, so that its graph can be looked at. Texts begin with
`TODO:`. Assumed besides: every option NEUTRAL with quality 2, no evidence, a question where it ends with a question
mark and else a statement; the facet bond, the focus `ld-attend-fully`; every ending mixed with utility 0.5; a settled
start at trust 1; a client who defers, with patience 2 and ceiling 3; English, 15 minutes, difficulty 1. A beat with
fewer than three links is filled up with unfinished options that lead where its first one does. The exit is the first
ending tagged `result-fail`, or a new one.
"""

from itertools import chain
from pathlib import Path
from typing import Any

from simulator.authoring.twee.content import Link, Paragraph
from simulator.authoring.twee.details import Details
from simulator.authoring.twee.escapes import MOOD_LINE, unescape
from simulator.authoring.twee.findings import Places
from simulator.authoring.twee.names import Ids, first_words, slug
from simulator.authoring.twee.story import RESULTS, Room, Story

Document = dict[str, Any]
FEWEST, MOST = 3, 5

_SCENARIO_KEYS = (
    "format", "id", "title", "topic", "summary", "brief", "client", "setting", "minutes", "difficulty", "language",
    "languages", "rubric", "targets", "sources", "care_note", "start", "variables", "exit", "beats", "endings",
    "translations",
)  # fmt: skip
_BEAT_KEYS = ("focus", "facet", "hinge", "on_enter", "client", "hints", "options")
_OPTION_KEYS = (
    "say", "event", "quality", "evidence", "form", "why", "misconception", "gate", "set", "client", "then",
)  # fmt: skip
_ENDING_KEYS = ("result", "utility", "text", "reflection")

_SAID_BY_PASSAGES = {
    "scenario": {"format", "title", "brief", "beats", "endings"},
    "beat": {"hinge", "client", "options"},
    "option": {"say"},
    "ending": {"result", "text"},
}
_SCENARIO: Document = {
    "topic": "todo",
    "summary": "TODO: one line for the catalogue",
    "client": {"name": "TODO: name", "about": "TODO: who the client is", "style": "defers", "patience": 2,
               "trust_ceiling": 3},
    "setting": "TODO: where and when they meet",
    "minutes": 15,
    "difficulty": 1,
    "language": "en",
    "rubric": "coaching-alliance",
    "targets": ["listening-dialogue"],
    "sources": ["000 §1.1"],
}  # fmt: skip
_BEAT: Document = {"focus": ["ld-attend-fully"], "facet": "bond"}
_ENDING: Document = {"utility": 0.5, "reflection": "TODO: a question to take away"}


class Draft:
    """Puts the document together; `document` is the whole of it."""

    def __init__(self, story: Story, file: str, places: Places) -> None:
        self.story = story
        self.file = file
        self.places = places
        self.extra: dict[str, Document] = {}
        self.stand_ins: dict[str, str] = {}
        self.first = self.first_beat()

    def document(self) -> Document:
        details = self.details("scenario", self.story.scenario.details, isolated=True)
        beats = {room.id: self.beat(room) for room in self.story.beats}
        endings = {room.id: self.ending(room) for room in self.story.endings}
        title = self.story.title or "TODO: title"
        head = {
            "format": 1,
            "id": slug(self.story.title or Path(self.file).stem, "draft"),
            "title": title,
            "brief": self.story.scenario.prose() or "TODO: what the coach knows beforehand",
            **_SCENARIO,
            **details,
            "start": self.start(details.get("start", {"mode": "settled", "trust": 1})),
            "exit": details.get("exit") or self.exit(endings),
        }
        return _ordered({**head, "beats": beats, "endings": {**endings, **self.extra}}, _SCENARIO_KEYS)

    def start(self, rest: Any) -> Any:
        if not isinstance(rest, dict):
            return rest
        if "beat" in rest:
            offset = self.story.scenario.details["scenario"][1]
            self.misplaced("the start's beat in the comment was", offset, "StoryData says it")
        return {"beat": self.first.id, **{key: value for key, value in rest.items() if key != "beat"}}

    def first_beat(self) -> Room:
        """The beat that StoryData names, or the one called Start, or the first."""
        first = self.story.beats[0]
        wanted = self.story.start
        if wanted is None:
            room = self.story.by_name.get("Start")
            return room if room and room.content.links else first
        room = self.story.by_name.get(wanted)
        if room and room.content.links:
            return room
        what = "it has no links" if room else "there is no such passage"
        self.places.report("T27", self.story.start_offset, name=wanted, what=what, id=first.id)
        return first

    def exit(self, endings: dict[str, Document]) -> str:
        failed = next((ending_id for ending_id, ending in endings.items() if ending["result"] == "fail"), None)
        return failed or self.add_ending("client-leaves", "TODO: how it ends when the client leaves", "fail", 0.0)

    def add_ending(self, wanted: str, text: str, result: str = "mixed", utility: float = 0.5) -> str:
        given = self.story.ids.give(wanted)
        self.extra[given] = _ordered({**_ENDING, "result": result, "utility": utility, "text": text}, _ENDING_KEYS)
        return given

    def beat(self, room: Room) -> Document:
        details = self.details("beat", room.content.details)
        hinge = {"hinge": True} if "hinge" in room.passage.tags else {}
        lines = {"client": _client_lines(room.content.paragraphs), "options": self.options(room)}
        return _ordered({**_BEAT, **details, **hinge, **lines}, _BEAT_KEYS)

    def options(self, room: Room) -> Document:
        ids, options = Ids(), {}
        for link in room.content.links:
            given = ids.give(link.option or first_words(link.say, "option"))
            if link.option and given != link.option:
                what = f"the option's id '{link.option}' was"
                self.misplaced(what, link.offset, "another option of the passage has it")
            options[given] = self.option(link)
        self.judge_count(room)
        target = _target(next(iter(options.values()))["then"])
        while len(options) < FEWEST:
            options[ids.give("todo")] = _option("TODO: another thing the coach could say", None, target)
        return options

    def judge_count(self, room: Room) -> None:
        count = len(room.content.links)
        if not FEWEST <= count <= MOST:
            code = "T18" if count < FEWEST else "T19"
            self.places.report(code, room.passage.offset, name=room.passage.name, count=count)

    def option(self, link: Link) -> Document:
        details = link.details
        if details is not None:
            details = self.without_said("option", details, link.offset)
        return _option(link.say, details, self.target(link))

    def target(self, link: Link) -> str:
        """The id of the passage a link leads to; an unfinished ending stands in for one that is missing."""
        room = self.story.by_name.get(link.target)
        if room:
            return room.id
        if link.target not in self.stand_ins:
            wanted = slug(link.target, "passage")
            text = f"TODO: the passage that was to be called {link.target}"
            self.stand_ins[link.target] = self.add_ending(wanted, text)
        given = self.stand_ins[link.target]
        self.places.report("T17", link.offset, name=link.target, id=given)
        return given

    def ending(self, room: Room) -> Document:
        details = self.details("ending", room.content.details)
        result = next((RESULTS[tag] for tag in room.passage.tags if tag in RESULTS), "mixed")
        text = room.content.prose() or "TODO: how it ends"
        self.refuse_conditions(room.content.paragraphs)
        return _ordered({**_ENDING, **details, "result": result, "text": text}, _ENDING_KEYS)

    def details(self, kind: str, found: dict[str, tuple[Details, int]], *, isolated: bool = False) -> Details:
        """The details of this kind; those of another kind, and keys that the passage itself says, are reported."""
        for other, (_, offset) in found.items():
            if other != kind:
                self.misplaced(f"the comment '{other}' was", offset, f"the passage is a {kind}")
        if isolated:
            self.refuse_conditions(self.story.scenario.paragraphs)
        return self.without_said(kind, *found[kind]) if kind in found else {}

    def without_said(self, kind: str, details: Details, offset: int) -> Details:
        for key in details:
            if key in _SAID_BY_PASSAGES[kind]:
                self.misplaced(f"the key '{key}' of the comment was", offset, "the passage itself says it")
        return {key: value for key, value in details.items() if key not in _SAID_BY_PASSAGES[kind]}

    def refuse_conditions(self, paragraphs: list[Paragraph]) -> None:
        for paragraph in paragraphs:
            if paragraph.when is not None:
                self.misplaced("the conditions were", paragraph.offset, "only the client's lines have cases here")

    def misplaced(self, what: str, offset: int, reason: str) -> None:
        self.places.report("T25", offset, what=what, reason=reason)


def _option(say: str, details: Details | None, target: str) -> Document:
    assumed = {"event": "NEUTRAL", "quality": 2, "form": "question" if say.endswith("?") else "statement"}
    todo = {"why": "TODO: what this does to this client here"}
    if details is None:
        todo["misconception"] = "TODO: what somebody believes who says this"
    cases = (details or {}).get("then", [])
    then = [*(cases if isinstance(cases, list) else [cases]), {"to": target}] if cases else target
    return _ordered({**assumed, **todo, **(details or {}), "say": say, "then": then}, _OPTION_KEYS)


def _target(then: Any) -> Any:
    return then if isinstance(then, str) else then[-1]["to"]


def _client_lines(paragraphs: list[Paragraph]) -> Document:
    """The client's lines by mood: cases where conditions are given, one text where not."""
    cases: dict[str, list[Document]] = {}
    for paragraph in paragraphs:
        found = MOOD_LINE.match(paragraph.text)
        mood = found[1] if found else "otherwise"
        text = unescape(paragraph.text[found.end() :] if found else paragraph.text)
        _add_case(cases.setdefault(mood, []), text, paragraph.when)
    for case in chain.from_iterable(cases.values()):
        case["is"] = "\n\n".join(case["is"])
    lines = {mood: each[0]["is"] if len(each) == 1 and "when" not in each[0] else each for mood, each in cases.items()}
    return lines if "otherwise" in lines else {**lines, "otherwise": "TODO: what the client says"}


def _add_case(cases: list[Document], text: str, when: Details | None) -> None:
    if when is not None:
        cases.append({"when": when, "is": [text]})
    elif cases and "when" not in cases[-1]:
        cases[-1]["is"].append(text)
    else:
        cases.append({"is": [text]})


def _ordered(data: Document, keys: tuple[str, ...]) -> Document:
    """The same mapping with its keys in the order of the format; what is unknown there comes last."""
    return {key: data[key] for key in (*keys, *data) if key in data}
