"""What a rule finds, before it is put into words: a code of the catalogue, a place in the document, and a witness."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.authoring.source import KeyPath


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` names the key in the document; `values` fill the message; `witness` plays the finding from the start."""

    code: str
    path: KeyPath
    values: Mapping[str, object] = field(default_factory=dict)
    witness: tuple[str, ...] = ()


def beat_path(beat: str, *more: str | int) -> KeyPath:
    return ("beats", beat, *more)


def option_path(beat: str, option: str, *more: str | int) -> KeyPath:
    return ("beats", beat, "options", option, *more)
