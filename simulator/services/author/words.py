"""Publishing in sentences: what a preview and its outcome say to the author."""

from collections import Counter
from collections.abc import Iterator, Sequence

from simulator.services.author.changes import Change
from simulator.services.author.impact import Impact


def mistakes(count: int) -> str:
    if not count:
        return "This is not a scenario yet, so it cannot be published. The draft is kept as it is."
    return f"{_count(count, 'mistake')} to mend before this can be published. The draft is kept as it is."


def unchanged(scenario: str, number: int) -> str:
    which = f"version {number}" if number else "the version that ships"
    return f"Nothing to publish: '{scenario}' is on offer just like this already, as {which}."


def new(scenario: str) -> str:
    return f"'{scenario}' is new and becomes version 1."


def revision(scenario: str, number: int, changes: Sequence[Change]) -> str:
    kinds = Counter((change.what, change.how) for change in changes)
    listed = ", ".join(f"{_count(count, what)} {how}" for (what, how), count in kinds.items())
    weight = "" if any(change.scoring for change in changes) else " (words only; no score can move)"
    return f"'{scenario}' becomes version {number}: {listed or 'only the order of its parts'}{weight}."


def published(title: str, number: int) -> str:
    return f"Published: '{title}', version {number}. Attempts under way go on with the version they began with."


def overtaken(scenario: str) -> str:
    return f"'{scenario}' was published from another window meanwhile. Nothing was stored; see what changes now."


def impact(found: Impact) -> Iterator[str]:
    """What it means for attempts at earlier versions; nothing where there are none."""
    levels = "no level changes" if not found.levels else _some(found.levels, "level changes", "levels change")
    parts = (
        f"re-scored: {_count(found.rescored, 'attempt')}, {levels}" if found.rescored else "",
        _some(found.misfits, "attempt no longer fits and keeps its version", "attempts no longer fit and keep theirs"),
        _some(found.unread, "attempt is on a version that cannot be read", "attempts are on versions nobody can read"),
        _some(found.unfinished, "unfinished attempt goes on as it began", "unfinished attempts go on as they began"),
    )
    if said := "; ".join(filter(None, parts)):
        yield f"{said}."


def _some(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}" if count else ""


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
