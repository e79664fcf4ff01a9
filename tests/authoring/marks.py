"""Texts with « where a finding is expected."""

MARK = "«"


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the line and column of each, from 1."""
    places = []
    before, *rest = text.split(MARK)
    for part in rest:
        seen = before.removeprefix("\ufeff").replace("\r\n", "\n")
        places.append((seen.count("\n") + 1, len(seen) - seen.rfind("\n")))
        before += part
    return before, places
