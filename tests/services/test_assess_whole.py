"""The whole way of a script: marked blind by two, differing, decided by a third, released, read, appealed against."""

from tests.services.assessed import REPAIR, Panel


def test_two_marks_two_levels_apart_are_decided_by_a_third_and_released_to_the_trainee(each_panel: Panel) -> None:
    panel = each_panel
    script = panel.sat()
    panel.mark("anna", script, 2)
    assert panel.whys(script) == ["first", "gap"]  # the machine says 4
    panel.mark("ben", script, 4)
    assert panel.whys(script) == ["first", "gap", "dispute"]
    assert panel.settled(script) == {}
    panel.mark("carol", script, 3)
    assert panel.waits("carol", script) == (
        "The first assessor has still to say which level they abide by on one criterion.",
        "The third assessor has still to say which level they abide by on one criterion.",
    )
    panel.anna.respond(script, REPAIR, 2, "Turn 4 falls behind the others.")
    assert panel.settled(script) == {}
    panel.carol.respond(script, REPAIR, 4, "")
    assert panel.settled(script) == {REPAIR: (4, "closest")}
