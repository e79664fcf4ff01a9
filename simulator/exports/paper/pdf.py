"""A document as a tagged PDF: PDF/UA-1 (readable with a screen reader) and PDF/A-2a (readable in years to come).

The one door to Typst. Its template is `paper.typ`; the document reaches it as one JSON value, in which text is text,
so nothing that anybody typed is ever read as markup. It can fetch nothing: it is given neither packages nor a folder.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from simulator.errors import CoachsimError
from simulator.exports.paper.fit import fit, spelled
from simulator.exports.paper.values import Block, Document, Figure, Group

INSTALL = "Install it with:\n  pip install typst"

_TEMPLATE = Path(__file__).with_name("paper.typ")
_UNDRAWN = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_ROUNDS = 4


class NoPdf(CoachsimError):
    """A PDF cannot be made here; the message says what to do."""


def to_pdf(document: Document) -> bytes:
    """The whole file; the same document always gives the same bytes on the same machine. Raises `NoPdf`.

    The fonts are those that Typst brings along. Where something is written that they do not have, fonts of the system
    are asked too; what none of them can draw is spelled out, as [U+738B], and the document says so.
    """
    given = _given(document)
    undrawn = frozenset[str]()
    for system in (False, *[True] * _ROUNDS):
        compiled = _compiled(_spelling(given, undrawn), document.moment, system_fonts=system)
        if isinstance(compiled, bytes):
            return compiled
        undrawn |= compiled if system else frozenset()
    raise NoPdf("This document cannot be made a PDF here. Take it as HTML, which your browser prints.")


def _compiled(given: dict[str, Any], moment: str, *, system_fonts: bool) -> bytes | frozenset[str]:
    """The PDF, or the pieces of text that no font can draw. Raises `NoPdf`."""
    try:
        import typst
    except ImportError as error:
        raise NoPdf(f"A PDF is made with the package typst, which is not installed here. {INSTALL}") from error
    with TemporaryDirectory(prefix="coachsim-") as nothing:  # the only folder it can see
        try:
            compiler = typst.Compiler(
                _TEMPLATE.read_bytes(),
                root=nothing,
                ignore_system_fonts=not system_fonts,
                sys_inputs={"document": json.dumps(given)},
                package_path=nothing,
                package_cache_path=nothing,
            )
            made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=_stamp(moment))
        except typst.TypstError as error:
            if undrawn := frozenset(map(_unescaped, _UNDRAWN.findall(error.diagnostic))):
                return undrawn
            hint = "Take it as HTML, which your browser prints."
            raise NoPdf(f"This document cannot be made a PDF ({error.message}). {hint}") from error
    assert isinstance(made, bytes)  # noqa: S101 - one PDF, not a picture for each page
    return made


def _given(document: Document) -> dict[str, Any]:
    labels = document.labels()
    return {
        "title": fit(document.title),
        **_language(document.language),
        "foot": fit(document.foot),
        "labels": sorted(labels),
        "blocks": [_block(each) for each in document.blocks],
    }


def _language(code: str) -> dict[str, str | None]:
    """A code such as en-GB in the two parts that Typst takes; what else is in one does not matter to it."""
    language, _, rest = code.partition("-")
    regions = [each.upper() for each in rest.split("-") if len(each) == 2]
    return {"language": language.lower(), "region": regions[0] if regions else None}


def _block(block: Block) -> dict[str, Any]:
    """With the name of its kind, and all text made fit."""
    kind = type(block).__name__.lower()
    if isinstance(block, Group):
        inside = [_block(each) for each in block.blocks]
        return {"kind": kind, "look": block.look, "whole": block.whole, "blocks": inside}
    fields: dict[str, Any] = _each_text(asdict(block), fit)
    if isinstance(block, Figure):
        shapes = zip(block.picture.shapes, fields["picture"]["shapes"], strict=True)
        fields["picture"]["shapes"] = [{"shape": type(each).__name__.lower(), **given} for each, given in shapes]
    return {"kind": kind, **fields}


def _spelling(given: dict[str, Any], undrawn: Iterable[str]) -> dict[str, Any]:
    """With whatever cannot be drawn spelled out, the longest pieces first."""
    pieces = sorted(undrawn, key=lambda each: (-len(each), each))
    if not pieces:
        return {**given, "spelled": False}
    known = re.compile("|".join(map(re.escape, pieces)))
    spelling: dict[str, Any] = _each_text(given, lambda text: known.sub(lambda found: spelled(found[0]), text))
    return {**spelling, "spelled": True}


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(each, change) for each in value]
    return value


def _unescaped(quoted: str) -> str:
    """A text as Rust quotes it."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], quoted[1:-1])


def _stamp(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)
