"""Edits of plain data, as the examples of the catalogue are written: where, and what to do there.

A place is `beats.opening.options.*.quality`: keys with dots between them, `*` for each. A key that holds a dot itself
needs the place as a list: `[when, flag.told]`. Nothing is judged here; an edit that does not fit raises `ValueError`.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

_VERBS = ("put", "remove", "append", "prepend", "replace")


@dataclass(frozen=True, slots=True)
class Edit:
    """`verb` is one of put, remove, append, prepend and replace; `value` is what it takes."""

    at: tuple[str, ...]
    verb: str
    value: Any = None


def parse_edits(data: Any) -> tuple[Edit, ...]:
    """The edits that a list of mappings describes."""
    if not isinstance(data, list):
        raise ValueError("has edits that are no list")
    return tuple(_edit(each) for each in data)


def _edit(data: Any) -> Edit:
    verbs = [key for key in data if key != "at"] if isinstance(data, dict) and data.get("at") else []
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        raise ValueError(f"has an edit that is not `at` with one of {', '.join(_VERBS)}: {data}")
    at, verb, value = data["at"], verbs[0], data[verbs[0]]
    if verb == "replace" and not (isinstance(value, list) and len(value) == 2):
        raise ValueError(f"has a `replace` that is not [old, new]: {data}")
    return Edit(tuple(str(part) for part in (at if isinstance(at, list) else at.split("."))), verb, value)


def apply(data: Any, edits: tuple[Edit, ...]) -> None:
    """Change `data` by each edit in turn."""
    for edit in edits:
        places = list(_places(data, edit.at))
        if not places:
            raise ValueError(f"there is nothing to edit at {'.'.join(edit.at)}")
        for holder, key in places:
            _change(holder, key, edit)


def _places(data: Any, at: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    """Each mapping or list with the key or index that a path ends in; the last need not be there yet."""
    for key in _keys(data, at[0]):
        if len(at) == 1:
            yield data, key
        elif _has(data, key):
            yield from _places(data[key], at[1:])


def _keys(data: Any, part: str) -> list[Any]:
    if isinstance(data, list):
        return list(range(len(data))) if part == "*" else [int(part)]
    if not isinstance(data, dict):
        return []
    return list(data) if part == "*" else [part]


def _has(data: Any, key: Any) -> bool:
    return 0 <= key < len(data) if isinstance(data, list) else key in data


def _change(holder: Any, key: Any, edit: Edit) -> None:
    if edit.verb == "put" and isinstance(holder, list) and key == len(holder):
        holder.append(deepcopy(edit.value))
    elif edit.verb == "put" and (isinstance(holder, dict) or _has(holder, key)):
        holder[key] = deepcopy(edit.value)  # a later edit may change what was put
    elif not _has(holder, key):
        raise ValueError(f"there is nothing to {edit.verb} at {'.'.join(edit.at)}")
    elif edit.verb == "remove":
        del holder[key]
    else:
        holder[key] = _rewritten(holder[key], edit)


def _rewritten(text: Any, edit: Edit) -> str:
    if not isinstance(text, str):
        raise ValueError(f"only text can take {edit.verb}: {'.'.join(edit.at)}")
    if edit.verb == "append":
        return text + str(edit.value)
    if edit.verb == "prepend":
        return str(edit.value) + text
    old, new = edit.value
    if old not in text:
        raise ValueError(f"'{old}' does not stand at {'.'.join(edit.at)}")
    return text.replace(old, new)
