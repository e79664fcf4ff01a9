"""What kind of file this is: its text where it may be a table, a refusal by name where it is something else."""

import re

from simulator.authoring.canvas.findings import finding
from simulator.model.diagnostic import Diagnostic, Location

MAX_BYTES = 10 << 20
_OTHER = (
    (b"PK\x03\x04", "a spreadsheet or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
    (b"\x1f\x8b", "a gzip file"),
    (b"%PDF-", "a PDF"),
)
_HTML = re.compile(r"\A\s*<(!doctype|html|\?xml)\b", re.I)
_JSON = re.compile(r"\A\s*[{\[]\s*[\"{\[]")
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def text_of(raw: bytes, file: str) -> tuple[str, list[Diagnostic]] | Diagnostic:
    """The text with plain line ends and without a mark of byte order, and what is to be said of how it was read; or
    why it can be no table.
    """
    start = Location(file)
    if len(raw) > MAX_BYTES:
        return finding("K02", start)
    if what := next((what for magic, what in _OTHER if raw.startswith(magic)), None):
        return finding("K03", start, what=what)
    read = _decoded(raw, file)
    if isinstance(read, Diagnostic):
        return read
    text, said = read
    if what := "a web page" if _HTML.match(text) else "JSON" if _JSON.match(text) else None:
        return finding("K03", start, what=what)
    return (text, said) if text.strip() else finding("K01", start)


def _decoded(raw: bytes, file: str) -> tuple[str, list[Diagnostic]] | Diagnostic:
    """Spreadsheets save as UTF-8, as UTF-16 with a mark of byte order, or in the encoding of an old Windows."""
    said: list[Diagnostic] = []
    try:
        if encoding := _WIDE.get(raw[:2]):
            text = raw.decode(encoding)
        elif b"\0" in raw:
            return finding("K03", Location(file), what="binary data")
        else:
            text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(error.encoding, "replace")
        said.append(finding("K06", _end_of(file, before)))
        try:
            text = raw.removeprefix(b"\xef\xbb\xbf").decode("cp1252")
        except UnicodeDecodeError:
            return finding("K03", said[0].location, what="binary data")
    return text.replace("\r\n", "\n").replace("\r", "\n"), said


def _end_of(file: str, text: str) -> Location:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Location(file, text.count("\n") + 1, len(text) - text.rfind("\n"))
