"""How marking is moderated, who marks, and who marks whom not; to be changed by those who may."""

from simulator.services.assessing.showing import AssessorRow, ExclusionRow
from simulator.services.assigning import when
from simulator.ui.assessor.desk import Desk
from simulator.ui.assessor.parts import choices, long_text, send
from simulator.ui.assessor.ruling import CHOICES, NUMBERS, Number, Ruling
from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainer.parts import button, described, table, wrong

HEADING = "cs-rules"


def html(desk: Desk) -> Markup:
    ruling = desk.ruling
    return el(
        "div",
        el("h1", "Rules", id=HEADING, tabindex=-1, data_rest=True),
        _since(desk),
        _moderation(ruling),
        _assessors(desk),
        _exclusions(ruling),
        class_="cs-wide cs-stacked",
    )


def _since(desk: Desk) -> Markup:
    rules = desk.ruling.rules
    told = f"In force since {when.brief(rules.made, desk.zone)}, by {rules.by}." if rules.made else "As they come."
    more = "" if rules.editable else " An assessor who also administers this site can change them."
    return el("p", f"{told}{more}", class_="cs-soft")


# The numbers.


def _moderation(ruling: Ruling) -> Markup:
    shown = None if ruling.rules.editable else True
    inside = [
        el("div", [_number(each, ruling, off=shown) for each in NUMBERS], class_="cs-fields"),
        *[_choice(name, ruling, off=shown) for name in CHOICES],
        el("div", send("Keep these rules", "cs-primary"), class_="cs-actions") if ruling.rules.editable else None,
    ]
    changed = "Somebody else changed the rules meanwhile. These are theirs; yours were not kept."
    return el(
        "section",
        el("h2", "Moderation"),
        el("p", changed, class_="cs-notice", role="alert") if ruling.conflict else None,
        el("form", inside, data_do="rules", data_version=str(ruling.rules.number), novalidate=True, class_="cs-stack"),
    )


def _number(number: Number, ruling: Ruling, *, off: bool | None) -> Markup:
    name = f"rule-{number.name}"
    mistake = ruling.mistakes.get(number.name, "")
    hint = f"{number.means} From {number.range}."
    control = el(
        "input", type="number", id=f"cs-{name}", name_=number.name, value=number.shown(ruling.rules.moderation),
        min=f"{number.least:g}", max=f"{number.most:g}", step=number.step, inputmode="decimal", disabled=off,
        **described(name, hint=hint, mistake=mistake),
    )  # fmt: skip
    unit = f" ({number.unit})" if number.unit else ""
    return el(
        "div",
        el("label", f"{number.label}{unit}", for_=f"cs-{name}"),
        control,
        el("p", hint, id=f"cs-{name}-hint", class_="cs-soft cs-small"),
        wrong(name, mistake),
        class_="cs-field",
    )


def _choice(name: str, ruling: Ruling, *, off: bool | None) -> Markup:
    legend, options = CHOICES[name]
    now = getattr(ruling.rules.moderation, name)
    radios = [
        el("label", el("input", type="radio", name_=name, value=value, checked=value == now, disabled=off),
           el("span", label), class_="cs-choice")
        for value, label in options.items()
    ]  # fmt: skip
    return join(choices(legend, *radios), wrong(f"rule-{name}", ruling.mistakes.get(name, "")))


# Who marks.


def _assessors(desk: Desk) -> Markup:
    heads: list[Child] = ["Assessor", "Calibrated", "To mark", "Marked", "Last"]
    rows = [_assessor(each, desk.zone) for each in desk.ruling.rules.assessors]
    inside = (
        table("Assessors", heads, rows, "cs-assessors") if rows else el("p", "Nobody assesses yet.", class_="cs-none")
    )
    return el("section", el("h2", "Who marks, and how much"), inside)


def _assessor(row: AssessorRow, zone: str) -> Markup:
    name = el("th", row.name, el("span", row.account, class_="cs-below"), scope="row")
    last = when.brief(row.last, zone) if row.last else "–"
    cells = ["Yes" if row.ready else "Not yet", f"{row.open:,}", f"{row.marked:,}", last]
    return el("tr", name, [el("td", each) for each in cells])


# Who marks whom not.


def _exclusions(ruling: Ruling) -> Markup:
    rules = ruling.rules
    heads: list[Child] = ["Assessor", "Never marks", "Why", *([""] if rules.editable else [])]
    rows = [_exclusion(each, editable=rules.editable) for each in rules.exclusions]
    about = (
        "Nobody is given anything of a person they are kept apart from. Whoever steps back because they know "
        "somebody is entered here too."
    )
    return el(
        "section",
        el("h2", "Kept apart"),
        el("p", about, class_="cs-soft"),
        table("Kept apart", heads, rows, "cs-excluded") if rows else el("p", "Nobody so far.", class_="cs-none"),
        _exclude() if rules.editable else None,
        class_="cs-stacked",
    )


def _exclusion(row: ExclusionRow, *, editable: bool) -> Markup:
    hidden = f": {row.assessor_name} and {row.person_name}"
    end = button("Allow again", f"unexclude:{row.assessor}|{row.person}", "cs-quiet", hidden=hidden)
    return el("tr", el("th", row.assessor_name, scope="row"), el("td", row.person_name), el("td", row.reason),
              el("td", end) if editable else None)  # fmt: skip


def _exclude() -> Markup:
    return el(
        "form",
        el(
            "div",
            _account("assessor", "Assessor’s account"),
            _account("person", "Account of whom they never mark"),
            class_="cs-fields",
        ),
        long_text("cs-exclude-reason", "reason", "Why", rows=2),
        el("div", send("Keep apart"), class_="cs-actions"),
        data_do="exclude",
        class_="cs-stack",
    )


def _account(name: str, label: str) -> Markup:
    field = el("input", type="text", id=f"cs-exclude-{name}", name_=name, maxlength=100, autocomplete="off")
    return el("div", el("label", label, for_=f"cs-exclude-{name}"), field, class_="cs-field")
