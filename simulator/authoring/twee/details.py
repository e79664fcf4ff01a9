"""What Twee has no place for, as JSON in comments: `<!-- option plain-account {"event": "OWN", …} -->`.

Written by the export, read by the import; a story format shows nothing of it. Keys are those of the scenario format.
"""

import json
import re
from typing import Any

from simulator.authoring.twee.findings import Places
from simulator.authoring.twee.recognise import is_text

MAX_DEPTH = 12
COMMENT = re.compile(r"\s*(scenario|beat|when|option|ending)(?:\s+([a-z][a-z0-9-]*))?\s*(\{.*\})\s*", re.S)
"""The inside of a comment that holds details: what they are about, the option's id, and the JSON."""

Details = dict[str, Any]


def comment(kind: str, details: Details) -> str:
    """Details as a comment, one key a line where there are several."""
    pairs = [f"{_json(key)}: {_json(value)}" for key, value in details.items()]
    inner = pairs[0] if len(pairs) == 1 else "\n  " + ",\n  ".join(pairs) + "\n" if pairs else ""
    return f"<!-- {kind} {{{inner}}} -->"


def _json(value: object) -> str:
    """JSON in which no comment ends, no link begins and no line breaks."""
    text = json.dumps(value, ensure_ascii=False)
    text = text.replace("--", "-\\u002d").replace("[[", "[\\u005b").replace("]]", "]\\u005d")
    return re.sub("[\x85\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def read_json(text: str, offset: int, what: str, places: Places) -> Details | None:
    """A JSON mapping of text, numbers, lists and mappings; None when it is not one, reported at its place."""
    try:
        data = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        places.report("T13", offset + error.pos, what=what, problem=error.msg.lower())
        return None
    except (ValueError, RecursionError) as error:
        problem = str(error) if isinstance(error, _Unsuitable) else "a number or a nesting without end"
        places.report("T13", offset, what=what, problem=problem)
        return None
    if not isinstance(data, dict) or not _is_plain(data, MAX_DEPTH):
        problem = "keys and plain values are expected"
        places.report("T13", offset, what=what, problem=problem)
        return None
    return data


class _Unsuitable(ValueError):
    """JSON that no scenario can hold; the message says why."""


def _unique(pairs: list[tuple[str, Any]]) -> Details:
    result: Details = {}
    for key, value in pairs:
        if key in result:
            raise _Unsuitable(f"the key '{key}' stands in it twice")
        result[key] = value
    return result


def _refuse_constant(name: str) -> None:
    raise _Unsuitable(f"{name} is no value")


def _is_plain(value: object, depth: int) -> bool:
    """No nesting without end, no number that readers disagree about, no character that is not text."""
    if depth == 0:
        return False
    if isinstance(value, dict):
        return all(is_text(key) and _is_plain(inner, depth - 1) for key, inner in value.items())
    if isinstance(value, list):
        return all(_is_plain(inner, depth - 1) for inner in value)
    if isinstance(value, str):
        return is_text(value)
    return value is None or (isinstance(value, int | float) and abs(value) < 10**15)
