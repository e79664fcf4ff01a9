"""The form of an assignment. People chosen by name stand below it: one looks for them while one types."""

from collections.abc import Sequence

from simulator.services.assigning import when
from simulator.services.assigning.form import LONGEST_NOTE, MOST_ATTEMPTS, UNLIMITED
from simulator.services.assigning.forms import Choice
from simulator.ui.html import Markup, el, join
from simulator.ui.trainer.desk import Desk
from simulator.ui.trainer.drafting import Drafting
from simulator.ui.trainer.parts import back, button, described, field, search, wrong
from simulator.ui.trainer.words import MODES, counted, listed

HEADING, MISTAKES, FORM = "cs-form", "cs-mistakes", "cs-assignment"

_LABELS = {
    "title": "Title", "note": "Note", "scenarios": "What they play", "mode": "How", "attempts": "How often",
    "opens": "Opens", "due": "Due", "zone": "Time zone", "targets": "Criteria", "cohorts": "Who", "people": "By name",
}  # fmt: skip
_CONFLICT = "Somebody else has changed this assignment since you opened it. Nothing of yours has been kept."


def html(desk: Desk) -> Markup:
    drafting = desk.drafting
    edits, id_ = drafting.edits, drafting.desk.id
    away = f"?assignment={id_}" if edits else "?"
    return el(
        "div",
        back("The assignment" if edits else "Cohorts and assignments", away),
        el("h1", desk.screen.title, id=HEADING, tabindex=-1),
        _conflict() if drafting.conflict else None,
        _mistakes(drafting),
        _begun() if drafting.desk.begun else None,
        _form(drafting),
        _named(drafting),
        el(
            "div",
            el(
                "button",
                "Keep the changes" if edits else "Assign it",
                type="submit",
                form=FORM,
                class_="cs-button cs-primary",
            ),
            el("a", "Cancel", href=away, class_="cs-button cs-quiet"),
            class_="cs-actions cs-end",
        ),
        class_="cs-column cs-assign",
    )


def _conflict() -> Markup:
    again = button("Look at it as it is now", "look-again")
    words = el("p", _CONFLICT, " What you typed stands below until you look again.")
    return el("div", words, el("div", again, class_="cs-actions"), class_="cs-notice", role="alert")


def _begun() -> Markup:
    words = "Somebody has begun, so what is played and how stay as they are. To change them, withdraw this and copy it."
    return el("p", words, class_="cs-notice cs-calm")


def _mistakes(drafting: Drafting) -> Markup | None:
    """All of them at the top, each a way to its field."""
    if not drafting.mistakes:
        return None
    rows = [
        el("li", el("a", _LABELS[each.field], href=f"#cs-{each.field}"), ": ", each.message)
        for each in drafting.mistakes
    ]
    head = el("p", el("b", f"{counted(len(rows), 'thing')} to mend before it can be kept:"), id=MISTAKES, tabindex=-1)
    return el("div", head, el("ul", rows), class_="cs-notice", role="alert")


def _form(drafting: Drafting) -> Markup:
    desk = drafting.desk
    return el(
        "form",
        _title(drafting),
        _what(drafting),
        _how(drafting),
        _when(drafting),
        _more(drafting),
        _whom(drafting),
        id=FORM,
        data_do="save",
        data_version=desk.version or desk.id,
    )


def _title(drafting: Drafting) -> Markup:
    mistake, hint = drafting.mistake("title"), "Trainees see it in their list."
    control = el(
        "input", id="cs-title", name="title", type="text", value=drafting.form.title, maxlength=200, autocomplete="off",
        **described("title", hint=hint, mistake=mistake),
    )  # fmt: skip
    return el("div", field("Title", "title", control, hint=hint, mistake=mistake, full=True), class_="cs-fields")


def _what(drafting: Drafting) -> Markup:
    desk = drafting.desk
    rows = [_box("scenarios", each, drafting.form.scenarios, off=desk.begun) for each in desk.scenarios]
    renew = _renew(drafting) if desk.revised and not desk.begun else None
    empty = None if rows else el("p", "There are no conversations here yet. Write one at the author’s desk.")
    return _group("scenarios", drafting, empty, rows, renew)


def _renew(drafting: Drafting) -> Markup:
    words = f"Take the present text of {listed(drafting.desk.revised)}, revised since"
    return _box("renew", Choice("on", words), ("on",) if drafting.form.renew else ())


def _how(drafting: Drafting) -> Markup:
    form, off = drafting.form, drafting.desk.begun
    modes = [_radio(mode, form.mode, off=off) for mode in MODES]
    held = Choice("on", "Feedback waits until I release it")
    assessed = Choice("on", "Assessors mark each exam", "A result can be released once its mark is final.")
    return _group(
        "mode",
        drafting,
        modes,
        el("div", _box("held", held, ("on",) if form.held else ()), class_="cs-held"),
        el("div", _box("assessed", assessed, ("on",) if form.assessed else ()), class_="cs-assessed"),
        el("div", _attempts(drafting), class_="cs-fields cs-short"),
    )


def _radio(mode: str, chosen: str, *, off: bool) -> Markup:
    words, about = MODES[mode]
    dot = el("input", type="radio", name="mode", value=mode, checked=mode == chosen, disabled=off)
    told = el("span", el("b", words), " ", el("span", about, class_="cs-soft cs-small"))
    return el("label", dot, told, class_="cs-choice")


def _attempts(drafting: Drafting) -> Markup:
    usual = "Once in an exam, else no limit"
    choices = [("", usual), *((str(n), "Once" if n == 1 else f"{n} times") for n in range(1, MOST_ATTEMPTS + 1))]
    mistake = drafting.mistake("attempts")
    options = [
        el("option", words, value=value, selected=value == drafting.form.attempts)
        for value, words in (*choices, (UNLIMITED, "No limit"))
    ]
    control = el("select", options, id="cs-attempts", name="attempts", **described("attempts", mistake=mistake))
    return field("How often each conversation may be begun", "attempts", control, mistake=mistake)


def _when(drafting: Drafting) -> Markup:
    form = drafting.form
    return _group(
        "when",
        drafting,
        el(
            "div",
            _moment(drafting, "opens", "Opens", form.opens_on, form.opens_at, "Empty: at once."),
            _moment(drafting, "due", "Due", form.due_on, form.due_at, "Empty: no due date."),
            class_="cs-fields",
        ),
        el("div", _zone(drafting), class_="cs-fields cs-short"),
    )


def _moment(drafting: Drafting, name: str, label: str, on: str, at: str, hint: str) -> Markup:
    """A date and a time, which make one moment and are wrong together."""
    mistake = drafting.mistake(name)
    about = described(name, hint=hint, mistake=mistake)
    date = el("input", id=f"cs-{name}", name=f"{name}_on", type="date", value=on, **about)
    time = el("input", name=f"{name}_at", type="time", value=at, aria_label=f"{label}, time", **about)
    return field(f"{label}, date and time", name, el("div", date, time, class_="cs-moment"), hint=hint, mistake=mistake)


def _zone(drafting: Drafting) -> Markup:
    mistake, chosen = drafting.mistake("zone"), drafting.form.zone
    known = when.zones() if chosen in when.zones() else (*when.zones(), chosen)
    options = [el("option", each, value=each, selected=each == chosen) for each in known]
    control = el("select", options, id="cs-zone", name="zone", **described("zone", mistake=mistake))
    return field("Time zone of these", "zone", control, mistake=mistake)


def _more(drafting: Drafting) -> Markup:
    """What most assignments do without."""
    form = drafting.form
    mistake, hint = (
        drafting.mistake("note"),
        "What you want to say to those who play it. They see it just as you write it.",
    )
    area = el(
        "textarea", form.note, id="cs-note", name="note", rows=4, maxlength=LONGEST_NOTE,
        **described("note", hint=hint, mistake=mistake),
    )  # fmt: skip
    targets = [_box("targets", each, form.targets) for each in drafting.desk.criteria]
    about = el("p", "None chosen: those of the conversations.", class_="cs-soft cs-small")
    opened = bool(form.note or form.targets or mistake or drafting.mistake("targets"))
    return el(
        "details",
        el("summary", "A note to trainees, and the criteria it is about"),
        el("div", field("Note", "note", area, hint=hint, mistake=mistake, full=True), class_="cs-fields"),
        _group("targets", drafting, about, el("div", targets, class_="cs-columns")),
        id="cs-more",
        open=opened,
    )


def _whom(drafting: Drafting) -> Markup:
    desk = drafting.desk
    rows = [_box("cohorts", each, drafting.form.cohorts) for each in desk.cohorts]
    empty = None if rows else el("p", "You look after no cohort in use yet; you can choose people by name.")
    was = el("p", f"The original was for {listed(desk.was_for)}.", class_="cs-soft cs-small") if desk.was_for else None
    words = f"It is also for {counted(desk.others, 'cohort or person', 'cohorts or people')} others chose; that stays."
    others = el("p", words, class_="cs-soft cs-small") if desk.others else None
    return _group("cohorts", drafting, was, empty, rows, others)


def _named(drafting: Drafting) -> Markup:
    """People by name, outside the form: what is typed here is looked for at once."""
    if not drafting.desk.names:
        words = "Only who made this assignment can choose people by name."
        return el("p", words, class_="cs-soft cs-small")
    chosen = [
        el("li", each.name, button("Remove", f"drop:{each.id}", "cs-quiet", hidden=each.name))
        for each in drafting.people
    ]
    known = {each.id for each in drafting.people}
    hits = [
        el(
            "li",
            el("span", el("b", each.name), " ", el("span", each.account, class_="cs-soft cs-small")),
            el("span", "Chosen", class_="cs-soft cs-small")
            if each.id in known
            else button("Choose", f"choose:{each.id}", hidden=each.name),
        )
        for each in drafting.hits
    ]
    return el(
        "section",
        el("h2", "And people by name", id="cs-people"),
        wrong("people", drafting.mistake("people")),
        el("ul", chosen, class_="cs-plain cs-chosen") if chosen else None,
        search(
            "Find people", "find-person", hint="At least 2 letters of a name or account, or a whole e-mail address."
        ),
        el("ul", hits, class_="cs-plain cs-rows") if hits else None,
        aria_label="People by name",
        class_="cs-named",
    )


_LEGENDS = {**_LABELS, "when": "When", "targets": "Criteria of the rubric"}


def _group(name: str, drafting: Drafting, *inside: Markup | Sequence[Markup] | None) -> Markup:
    mistake = drafting.mistake(name)
    return el(
        "fieldset",
        el("legend", _LEGENDS[name]),
        wrong(name, mistake),
        join(*inside),
        id=f"cs-{name}",
        tabindex=-1,
        aria_describedby=f"cs-{name}-wrong" if mistake else None,
        class_="cs-choices",
    )


def _box(name: str, choice: Choice, chosen: Sequence[str], *, off: bool = False) -> Markup:
    box = el("input", type="checkbox", name=name, value=choice.id, checked=choice.id in chosen, disabled=off)
    about = el("span", choice.about, class_="cs-soft cs-small") if choice.about else None
    return el("label", box, el("span", choice.name, " ", about), class_="cs-choice")
