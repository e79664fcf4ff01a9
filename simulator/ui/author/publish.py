"""Publishing, step by step: what it would do, the author's word, and what came of it."""

from collections.abc import Sequence

from simulator.model.diagnostic import Diagnostic
from simulator.services.author.changes import Change
from simulator.services.author.publishing import Outcome, Preview
from simulator.ui.author.releasing import Releasing
from simulator.ui.html import Markup, el, join
from simulator.ui.trainee.words import plural

_SHOWN = 5
"""Mistakes listed here; the rest are with the findings."""


def html(releasing: Releasing, *, served: bool) -> Markup:
    if releasing.outcome:
        return _done(releasing.outcome, served=served)
    if releasing.preview is None:
        return el("p", "The text is being checked…")
    if releasing.changed:
        again = el("p", "The text has changed since. Nothing is published before you have seen what that would do.")
        return join(again, el("div", _button("Look again", "publish", "cs-primary"), _cancel(), class_="cs-actions"))
    return _preview(releasing.preview)


def _preview(preview: Preview) -> Markup:
    told = [el("p", sentence) for sentence in preview.sentences]
    ways = [_button("Publish it", "confirm", "cs-primary"), _cancel()] if preview.can_publish else []
    return join(
        told,
        _mistakes(preview.errors) if preview.errors else None,
        _changes(preview.changes) if preview.changes else None,
        el("div", ways, class_="cs-actions") if ways else None,
    )


def _mistakes(errors: Sequence[Diagnostic]) -> Markup:
    rows = [
        el("li", _button(f"Line {each.location.line}", f"reveal:{number}", "cs-quiet"), f" {each.code} {each.message}")
        for number, each in enumerate(errors[:_SHOWN])
    ]
    more = len(errors) - _SHOWN
    rest = el("p", f"{plural(more, 'more is', 'more are')} with the findings.", class_="cs-soft") if more > 0 else None
    return join(el("ul", rows, class_="cs-plain cs-desk-mistakes"), rest)


def _changes(changes: Sequence[Change]) -> Markup:
    rows = [el("li", f"{each.what} {each.id}: {each.how}{'' if each.scoring else ', words only'}") for each in changes]
    return el("details", el("summary", f"{plural(len(changes), 'change')} one by one"), el("ul", rows), id="cs-changes")


def _done(outcome: Outcome, *, served: bool) -> Markup:
    play = el("a", "Play it as a trainee", href=f"/?scenario={outcome.preview.scenario}", class_="cs-button")
    close = _button("Back to the text", "close", "cs-quiet")
    return join(
        el("p", outcome.sentence, role="status"), el("div", play if served else None, close, class_="cs-actions")
    )


def _cancel() -> Markup:
    return _button("Cancel", "close", "cs-quiet")


def _button(words: str, do: str, *looks: str) -> Markup:
    return el("button", words, type="button", data_do=do, class_=" ".join(("cs-button", *looks)))
