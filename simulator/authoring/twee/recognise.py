"""What kind of file this is: its text where it may be Twee, a refusal by name where it is something else.

Nothing is unpacked and nothing is unpickled: a Twine 1 story is known by its first bytes or its file name.
"""

import re

from simulator.authoring.source import MAX_BYTES
from simulator.authoring.twee.findings import finding
from simulator.model.diagnostic import Diagnostic, Location

_PICKLE = re.compile(
    rb"\x80[\x01-\x05]|[(\]}]q\x00|\(?[dli](p[0-9]+)?\r?\n|\(i[\w.]+\r?\n|c[A-Za-z_][\w.]*\r?\n[A-Za-z_]\w*\r?\n"
)
_PACKED = (
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_HTML = (
    (re.compile(r"<tw-archive|(?s:<tw-storydata.*<tw-storydata)", re.I), "a Twine 2 archive (HTML)"),
    (re.compile(r"<tw-(storydata|passagedata)", re.I), "a Twine 2 story (HTML)"),
    (re.compile(r"id=\"store-?area\"", re.I), "a Twine 1 story (HTML)"),
    (re.compile(r"\A\s*<(!doctype|html)\b", re.I), "a web page"),
)
_HEADER = re.compile("^::", re.M)
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_of(raw: bytes, file: str) -> str | Diagnostic:
    """The text with plain line ends and without a mark of byte order, or why it cannot be Twee."""
    if refusal := _refuse_bytes(raw, file):
        return refusal
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        return finding("T03", _end_of(file, error.object[: error.start].decode()))
    if what := _other_format(text):
        return finding("T05", Location(file), what=what)
    if strange := _NOT_TEXT.search(text):
        place = _end_of(file, text[: strange.start()])
        return finding("T07", place, what=f"U+{ord(strange[0]):04X}")
    return text if text.strip() else finding("T01", Location(file))


def is_text(text: str) -> bool:
    """Whether every character may stand in a scenario."""
    return not _NOT_TEXT.search(text)


def _refuse_bytes(raw: bytes, file: str) -> Diagnostic | None:
    start = Location(file)
    if not raw:
        return finding("T01", start)
    if len(raw) > MAX_BYTES:
        return finding("T02", start)
    if _PICKLE.match(raw) or file.lower().endswith(".tws"):
        return finding("T04", start)
    packed = next((what for magic, what in _PACKED if raw.startswith(magic)), None)
    if packed or b"\0" in raw[:1024]:
        return finding("T06", start, what=packed or "binary data")
    return None


def _other_format(text: str) -> str | None:
    header = _HEADER.search(text)
    before = text[: header.start()] if header else text
    return next((what for pattern, what in _HTML if pattern.search(before)), None)


def _end_of(file: str, text: str) -> Location:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Location(file, text.count("\n") + 1, len(text) - text.rfind("\n"))
