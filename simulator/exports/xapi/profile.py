"""The xAPI profile that lets others validate our statements, as JSON-LD: concepts, templates and patterns.

`python -m simulator.exports.xapi.profile` writes it. Made from the words and rules that the statements themselves are
made with, so it cannot disagree with them.
"""

import json
from pathlib import Path

from simulator.exports.xapi.record import Json
from simulator.exports.xapi.templates import patterns, templates
from simulator.exports.xapi.words import MADE, PROFILE, VERSION, Ext, Extension, Kind, Verb, Word

FILE = Path(__file__).with_name("profile.jsonld")


def profile() -> Json:
    """After the xAPI Profiles specification 1.0, part two."""
    return {
        "@context": "https://w3id.org/xapi/profiles/context",
        "id": PROFILE,
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": {"en": "Coaching conversations"},
        "definition": {
            "en": "Decisions in simulated coaching conversations, what a machine and assessors found in them, and "
            "what was awarded in the end. While feedback on an attempt is held back, as in an exam, there is no score "
            "and nothing that tells which choice is better in any statement; what was held back follows in further "
            "statements. Nothing is ever edited or voided: a correction is a statement that refers to what it corrects."
        },
        "versions": [{"id": VERSION, "generatedAtTime": MADE}],
        "author": {"type": "Organization", "name": "The coachsim developers"},
        "concepts": [*_verbs(), *_types(), *(_extension(each.value) for each in Ext)],
        "templates": templates(),
        "patterns": patterns(),
    }


def text() -> str:
    """The profile as it stands in the file."""
    return json.dumps(profile(), ensure_ascii=False, indent=2) + "\n"


def _verbs() -> list[Json]:
    """Ours alone: words of others are theirs to define."""
    return [_word("Verb", each.value) for each in Verb if each.value.ours]


def _types() -> list[Json]:
    return [_word("ActivityType", each.value) for each in Kind if each.value.ours]


def _word(kind: str, word: Word) -> Json:
    return {**_head(word.id, kind, word.label), "definition": {"en": word.means}}


def _extension(extension: Extension) -> Json:
    kind = f"{extension.place.capitalize()}Extension"
    schema = json.dumps(extension.schema)  # as text, which is what the specification asks for
    return {**_head(extension.id, kind, extension.label), "definition": {"en": extension.means}, "inlineSchema": schema}


def _head(id_: str, kind: str, label: str) -> Json:
    return {"id": id_, "type": kind, "inScheme": VERSION, "prefLabel": {"en": label}}


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
