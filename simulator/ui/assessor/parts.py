"""Pieces that several screens of the assessor's page are made of, besides those of the trainer's."""

from simulator.model.assessment import COMMENT
from simulator.services.assessing.showing import CriterionCard
from simulator.ui.assessor import words
from simulator.ui.html import Child, Markup, el, join

LIMIT = COMMENT * 8
"""What a field takes, so that what is too long can be refused in words instead of being cut by the browser."""


def only(chosen: str, counts: list[tuple[str, str, int]]) -> Markup:
    """How many there are of each, which is also the way to see them alone."""
    return el("div", [_count(chosen, *each) for each in counts], role="group", aria_label="Show only", class_="cs-only")


def _count(chosen: str, only: str, label: str, count: int) -> Markup:
    inside = (label, " ", el("b", f"{count:,}"))
    return el(
        "button", inside, type="button", data_do=f"only:{only}", aria_pressed="true" if only == chosen else "false"
    )


def jumps(turns: tuple[int, ...]) -> Markup:
    """Turns as links that lead to them."""
    links = [el("li", el("a", f"Turn {turn}", href=f"#turn-{turn}", class_="cs-jump")) for turn in turns]
    return el("ul", links, class_="cs-plain cs-jumps") if links else join()


def level(value: float | None, card: CriterionCard | None = None, *, machine: bool = False) -> Markup:
    """Its number and name; where there is none, why."""
    if value is None:
        return el("span", words.level(None, machine=machine), class_="cs-soft")
    number, _, name = words.level(value, card).partition(" ")
    return join(el("b", number), " ", name)


def long_text(id_: str, name: str, label: Child, *, hint: str = "", rows: int = 3, value: str = "") -> Markup:
    """A field for sentences, with how long they may be; what is written is counted beside it (`counting`)."""
    most = f"At most {COMMENT:,} characters."
    about = el("p", f"{hint} {most}".strip(), id=f"{id_}-hint", class_="cs-soft cs-small", data_counts=COMMENT)
    control = el(
        "textarea", value, id=id_, name_=name, rows=rows, maxlength=LIMIT, aria_describedby=f"{id_}-hint"
    )  # fmt: skip
    return el("div", el("label", label, for_=id_), control, about, class_="cs-field")


def radio(name: str, value: str, label: Child, hint: str = "") -> Markup:
    about = el("span", hint, class_="cs-soft cs-small cs-block") if hint else None
    return el("label", el("input", type="radio", name_=name, value=value), el("span", label, about), class_="cs-choice")


def choices(legend: str, *inside: Markup) -> Markup:
    return el("fieldset", el("legend", legend), *inside, class_="cs-choices")


def send(label: str, *looks: str) -> Markup:
    return el("button", label, type="submit", class_=" ".join(("cs-button", *looks)))


def title(card: CriterionCard | None, otherwise: str = "") -> Child:
    """A criterion by its code and title."""
    return join(el("span", card.code, class_="cs-code"), " ", card.title) if card else otherwise
