"""The bank: near copies in other scenarios, and fairness to groups of clients."""

from simulator.verification.rules import bank
from tests.verification.rules.judging import example

COPIED = "Nothing, you say, after a long winter out with them, and no word of honey."


def found_by(rule, subjects):
    return [(subject.scenario.id, each) for subject, each in rule(subjects)]


def test_a_near_copy_is_shown_in_the_later_scenario():
    small = example("small", {"at": "beats.opening.options.wonder.say", "put": COPIED})
    ten = example("ten", {"at": "beats.frost.options.near.say", "put": COPIED.replace("honey", "wax")})
    [(where, found)] = found_by(bank.near_copies, [*small, *ten])
    assert (where, found.code, found.path) == ("ten", "L14", ("beats", "frost", "options", "near", "say"))
    assert (found.values["other"], found.values["where"]) == ("wonder", "'opening' of 'small'")


def test_a_scenario_may_repeat_itself_on_its_branches():
    twice = [{"at": f"beats.{beat}.options.near.say", "put": COPIED} for beat in ("frost", "heron")]
    assert found_by(bank.near_copies, [*example("ten", *twice), *example("small")]) == []


def grouped(members, others, leaving):
    """Scenarios with clients of a group and without it; random play leaves more often in the first `leaving`."""
    each = [
        ([{"at": "client.groups", "put": ["younger"]}] if i < members else [])
        + ([{"at": "beats.closing.options.sum-up.then", "put": "missed"}] if i < leaving else [])
        for i in range(members + others)
    ]
    return example("small", each=each)


def test_a_group_that_leaves_more_often_is_named_with_the_figures():
    [(where, found)] = found_by(bank.fairness_to_groups, grouped(3, 3, leaving=3))
    assert (where, found.code, found.path) == ("small", "L21", ("client", "groups"))
    assert (found.values["group"], found.values["with_"], found.values["without"]) == ("younger", "67%", "33%")


def test_a_group_whose_best_play_ends_worse_is_named_too():
    weaker = [{"at": "client.groups", "put": ["younger"]}, {"at": "endings.met.result", "put": "good"}]
    subjects = example("small", each=[[], [], [], weaker, weaker, weaker])
    [(where, found)] = found_by(bank.fairness_to_groups, subjects)
    assert (where, found.values["measure"]) == ("small-4", "best play comes to a strong ending")


def test_a_group_that_leaves_less_often_is_shown_where_it_leaves_least():
    member, leaves = {"at": "client.groups", "put": ["older"]}, "beats.closing.options.{}.then"
    never = {"at": leaves.format("hurry"), "put": "partly"}
    often = {"at": leaves.format("sum-up"), "put": "missed"}
    subjects = example("small", each=[[member], [member, never], [member], [often], [often], [often]])
    [(where, found)] = found_by(bank.fairness_to_groups, subjects)
    assert (where, found.values["with_"], found.values["without"]) == ("small-2", "22%", "67%")


def test_what_chance_explains_is_not_reported():
    assert found_by(bank.fairness_to_groups, grouped(3, 3, leaving=2)) == []


def test_a_group_that_is_too_small_or_everyone_is_not_compared():
    assert found_by(bank.fairness_to_groups, grouped(2, 4, leaving=2)) == []
    assert found_by(bank.fairness_to_groups, grouped(4, 2, leaving=4)) == []
