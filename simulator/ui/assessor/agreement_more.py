"""The tabs on assessors beside the machine, on what met what, and on the scripts that lie furthest apart."""

from simulator.services.assessing.agreement.apart import Apart, Split, most_apart
from simulator.services.assessing.agreement.dashboard import Selection
from simulator.services.assessing.agreement.machine import AgainstMachine, against_machine
from simulator.services.assessing.agreement.matrices import MACHINE, choices, matrices
from simulator.ui.assessor.agreement_matrix import about, pictures
from simulator.ui.assessor.agreement_parts import (
    cell,
    count,
    figure,
    grid,
    heads,
    number,
    percent,
    select,
    signed,
    soft,
)
from simulator.ui.assessor.agreement_plots import Row, of_difference, plot
from simulator.ui.assessor.agreement_shown import Shown
from simulator.ui.assessor.agreement_tabs import NOT_TWICE, PAGE
from simulator.ui.html import Markup, el, join, link
from simulator.ui.trainer.analysis_parts import empty, head, pager


def machine(selection: Selection, _: Shown) -> Markup:
    rows = against_machine(selection)
    if not any(each.scripts or each.opportunity.exact.n for each in rows):
        return empty("Nothing to compare yet", "As soon as a script that the machine has scored is settled, it counts.")
    lines = [Row(f"{each.title} ({each.scripts:,})", each.bias) for each in rows if each.scripts]
    figures = (
        "Scripts", "Machine higher by", "Kappa, quadratic", "AC2", "Alike", "Within one level",
        "Agreed if there was an opportunity", "Kappa of that",
    )  # fmt: skip
    return join(
        soft(
            "The machine’s level beside the first blind mark of every script, marked twice or not. Too little evidence "
            "of the machine is held against “no opportunity”."
        ),
        plot("The machine lower (left) and higher than the first mark", lines, of_difference(lines)),
        grid("The machine beside assessors", heads("Criterion", *figures), [_machine(each) for each in rows]),
        pictures(matrices(selection, MACHINE)[:1]),
        about(),
    )


def _machine(each: AgainstMachine) -> Markup:
    return el(
        "tr",
        el("th", each.title, scope="row"),
        cell(each.says, "cs-words"),
        count(each.scripts),
        figure(each.bias, signed),
        figure(each.kappa),
        figure(each.ac2),
        figure(each.exact, percent),
        figure(each.adjacent, percent),
        figure(each.opportunity.exact, percent),
        figure(each.opportunity.kappa),
    )


def confusion(selection: Selection, shown: Shown) -> Markup:
    found = matrices(selection, shown.of)
    offered = select("of", "What is held against what", choices(selection), shown.of)
    choice = el("div", offered, class_="cs-agreement-choice")
    if not found:
        return join(choice, empty("Nothing met anything yet", NOT_TWICE))
    return join(choice, about(), pictures(found))


def furthest(selection: Selection, shown: Shown) -> Markup:
    found = most_apart(selection)
    if not found:
        return empty("No two marks differ", "Scripts on which marks differ by a level at least are listed here.")
    page = min(shown.page, -(-len(found) // PAGE))
    rows = [_script(each) for each in found[(page - 1) * PAGE : page * PAGE]]
    named = [head("Script"), head("Who gave what"), head("Widest gap", "cs-number"), head("Mean gap", "cs-number")]
    return join(
        soft("The widest gap first, then the larger mean gap over all criteria. Read these together."),
        grid("Scripts on which assessors differ most", named, rows, "cs-furthest"),
        pager(page, len(found), PAGE, "scripts"),
    )


def _script(each: Apart) -> Markup:
    return el(
        "tr",
        el("th", link(each.code, script=each.script), el("small", f"{each.scenario}, {each.day}"), scope="row"),
        cell(el("ul", [_split(split) for split in each.splits], class_="cs-plain"), "cs-words"),
        count(each.gap),
        cell(number(each.mean), "cs-number"),
    )


def _split(split: Split) -> Markup:
    levels = ", ".join(f"{who.title} {'no opportunity' if level is None else level}" for who, level in split.levels)
    return el("li", el("b", split.criterion.title), f": {levels}")
