"""Results and who lets them be seen; appeals from the side of who leads; the rules and how they are changed."""

from dataclasses import replace
from math import inf, nan

import pytest

from simulator.errors import Overtaken
from simulator.model.assessment import Moderation
from simulator.model.person import Cohort, Role
from simulator.services.access import Forbidden
from simulator.services.assessing.preview import preview
from simulator.services.assessing.refusing import Refused
from simulator.services.assessing.rules import mistakes
from tests.services.assessed import PLAIN, REPAIR, TRUST, Panel
from tests.services.test_assess_taking import at_once


@pytest.fixture
def exam(panel: Panel) -> str:
    """One final result of Ada's, and Bo's script still to be marked."""
    made = panel.exam("ada", "bo")
    scripts = []
    for person in ("ada", "bo"):
        attempt = panel.sit(made, person)
        panel.lena.queue()
        scripts.append(panel.script(attempt))
    panel.mark("anna", scripts[0], 4)
    return made


def scripts(panel: Panel, exam: str) -> tuple[str, str]:
    with panel.store.reading() as work:
        ada, bo = work.scripts.of_assignments([exam])
    return ada.id, bo.id


def test_only_what_is_final_is_released_once_and_all_or_nothing(panel: Panel, exam: str) -> None:
    final, marking = scripts(panel, exam)
    with pytest.raises(Refused, match="Only what is final"):
        panel.anna.release(exam, [final, marking])
    with pytest.raises(Refused, match="not final yet"):
        panel.anna.preview(marking)
    assert panel.marked(panel.attempt_of(final)) is None
    assert panel.anna.release(exam, [final, final]) == 1
    assert panel.anna.release(exam, [final]) == 0
    found = panel.anna.results()[0]
    assert (found.ready, found.marking, found.released) == (0, 1, 1)
    row = next(each for each in found.rows if each.script)
    assert (row.person, row.state, row.levels, row.round) == ("Ada Smith", "released", {REPAIR: 4.0}, 1)
    assert row.released is not None
    assert panel.audited(final).count(("anna", "released a result")) == 1
    came = at_once(*(lambda w=w: panel.as_(w).release(exam, [final]) for w in ("anna", "ben")))
    assert came == [0, 0]


def test_forged_scripts_and_assignments_are_nobodys_to_release(panel: Panel, exam: str) -> None:
    final, _ = scripts(panel, exam)
    other = panel.exam("cem")
    for assignment, script in ((other, final), (exam, "no-such"), ("no-such", final), (exam, "\0"), ("\ud800", final)):
        with pytest.raises(Forbidden, match="nothing here for you"):
            panel.anna.release(assignment, [script])
    for script in ("no-such", ""):
        with pytest.raises(Forbidden):
            panel.anna.preview(script)


def test_trainers_release_what_is_theirs_and_see_nobody_elses(panel: Panel, exam: str) -> None:
    final, _ = scripts(panel, exam)
    assert [each.assignment for each in panel.as_("tina").results()] == [exam]
    assert panel.as_("tom").results() == ()
    with pytest.raises(Forbidden):
        panel.as_("tom").release(exam, [final])
    for act in (panel.as_("ada").results, lambda: panel.as_("ada").release(exam, [final])):
        with pytest.raises(Forbidden, match="role of assessor"):
            act()
    assert panel.as_("tina").preview(final).criteria[0].level == 4
    with pytest.raises(Forbidden):
        panel.as_("tina").queue()
    assert panel.as_("tina").release(exam, [final]) == 1
    with panel.store.work() as work:
        work.cohorts.add(Cohort("c", "Autumn", panel.now(), ("bo",), ("tom",)))
        found = work.assignments.get(exam)
        work.assignments.update(replace(found, cohorts=("c",)))
        work.commit()
    assert {each.person for each in panel.as_("tom").results()[0].rows} == {"Bo Smith"}
    with pytest.raises(Forbidden):
        panel.as_("tom").release(exam, [final])


def test_nobody_releases_their_own_result(panel: Panel, exam: str) -> None:
    final, _ = scripts(panel, exam)
    panel.roles("ada", Role.TRAINEE, Role.ASSESSOR)
    with pytest.raises(Forbidden):
        panel.as_("ada").release(exam, [final])
    assert all(each.person != "Ada Smith" for each in panel.as_("ada").results()[0].rows)


def test_what_is_no_longer_marked_by_assessors_is_not_among_results(panel: Panel, exam: str) -> None:
    with panel.store.work() as work:
        work.assignments.update(replace(work.assignments.get(exam), assessed=False))
        work.commit()
    assert panel.anna.results() == ()


def test_whoever_leads_neither_sees_nor_decides_an_appeal_of_their_own(panel: Panel) -> None:
    panel.roles("ada", Role.TRAINEE, Role.ASSESSOR, Role.ADMINISTRATOR)
    script = panel.sat("ada")
    panel.mark("anna", script, 4)
    panel.released(script)
    panel.appeal(panel.attempt_of(script))
    assert panel.as_("ada").appeals() == ()
    for act in (panel.as_("ada").reopen, panel.as_("ada").decline):
        with pytest.raises(Forbidden):
            act(script, "Yes!")
    for forged in ("no-such", ""):
        with pytest.raises(Forbidden):
            panel.lena.reopen(forged, "Yes.")
    came = at_once(lambda: panel.lena.reopen(script, "Yes."), lambda: panel.lena.decline(script, "No."))
    assert sum(isinstance(each, Overtaken) for each in came) == 1
    state = panel.lena.appeals()[0].state
    assert state == ("declined" if isinstance(came[0], Overtaken) else "reopened")


def test_whoever_leads_has_read_who_appealed_so_others_mark_it_again(panel: Panel) -> None:
    panel.roles("dan", Role.ASSESSOR, Role.ADMINISTRATOR)
    script = panel.sat("ada")
    panel.mark("anna", script, 4)
    panel.released(script)
    panel.appeal(panel.attempt_of(script))
    assert [each.person for each in panel.as_("dan").appeals()] == ["Ada Smith"]
    again = panel.lena.reopen(script, "Yes.")
    assert (panel.state("dan", again), panel.state("ben", again)) == ("waiting", "free")
    with pytest.raises(Forbidden, match="former round"):
        panel.as_("dan").take(again)
    for name in ("ben", "carol"):
        panel.roles(name, Role.TRAINEE)
    assert panel.state("dan", again) == "free"  # too few are left


def test_levels_of_results_stand_in_the_order_of_the_rubric(panel: Panel) -> None:
    script = panel.sat(targets=(REPAIR, TRUST))
    panel.mark("anna", script, 4, None)
    (row,) = panel.lena.results()[0].rows
    order = [each.id for each in panel.library.rubric.competencies if each.id in (REPAIR, TRUST)]
    assert list(row.levels) == order == [TRUST, REPAIR]


def test_a_second_appeal_is_about_the_second_round(panel: Panel) -> None:
    script = panel.sat("ada")
    attempt = panel.attempt_of(script)
    panel.mark("anna", script, 4)
    panel.released(script)
    panel.appeal(attempt)
    again = panel.lena.reopen(script, "Yes.")
    with pytest.raises(Overtaken, match="looked at again already"):
        panel.appeal(attempt)
    panel.mark("ben", again, 4)
    with pytest.raises(Overtaken):
        panel.appeal(attempt)  # final, and not released yet
    panel.released(again)
    panel.appeal(attempt, reason="Once more.")
    assert [(each.script, each.state) for each in panel.lena.appeals()] == [(again, "open"), (script, "reopened")]


def test_what_the_trainee_will_read_is_shown_beforehand_to_none_who_could_mark_it_anew_or_are_barred(
    panel: Panel,
) -> None:
    script = panel.sat("ada")
    panel.mark("anna", script, 4)
    panel.lena.exclude("carol", "ada", "")
    assert preview(panel.acting("ben"), script).marked == panel.ben.preview(script)
    for shown in (preview, lambda acting, script: panel.as_(acting.person).preview(script)):
        for person, forged in (("carol", script), ("ben", "no-such"), ("tina", "no-such")):
            with pytest.raises(Forbidden):
                shown(panel.acting(person), forged)
    panel.released(script)
    panel.appeal(panel.attempt_of(script))
    panel.lena.reopen(script, "Yes.")
    for shown in (preview, lambda acting, script: panel.ben.preview(script)):
        with pytest.raises(Refused):
            shown(panel.acting("ben"), script)


# Rules.


def test_rules_begin_as_the_specification_has_them_and_are_changed_by_who_leads(panel: Panel) -> None:
    with panel.store.work() as work:
        work.connection.exec_driver_sql("DELETE FROM moderation")
        work.commit()
    found = panel.lena.rules()
    assert (found.moderation, found.number, found.made, found.by) == (Moderation(), 0, None, "")
    with pytest.raises(Forbidden, match="administrators"):
        panel.anna.set_rules(PLAIN, 0)
    panel.lena.set_rules(PLAIN, 0)
    found = panel.anna.rules()
    assert (found.moderation, found.number, found.by, found.editable) == (PLAIN, 1, "Lena Smith", False)
    with pytest.raises(Overtaken):
        panel.lena.set_rules(Moderation(), 0)
    panel.lena.set_rules(PLAIN, 1)
    assert panel.lena.rules().number == 1  # the same again is nothing
    assert panel.audited("1") == [("lena", "changed the rules of marking")]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"double": -0.1}, "share marked twice"),
        ({"double": nan}, "share marked twice"),
        ({"border": inf}, "distance to a cut"),
        ({"calibrated": "all"}, "share of levels"),
        ({"double": True}, "share marked twice"),
        ({"gap": 0}, "gap"),
        ({"gap": 5}, "gap"),
        ({"gap": 1.5}, "gap"),
        ({"per": 0, "seeded": 0}, "number of scripts"),
        ({"seeded": 11}, "more benchmarks in between than scripts"),
        ({"calibration": -1}, "before live marking"),
        ({"within": "last"}, "first, mean"),
        ({"beyond": None}, "third, consensus"),
    ],
)
def test_rules_that_cannot_be_are_refused_in_words(wrong: dict[str, object], says: str) -> None:
    assert says in " ".join(mistakes(replace(Moderation(), **wrong)))  # type: ignore[arg-type]
    assert list(mistakes(Moderation())) == []


def test_rules_with_several_mistakes_name_them_all_and_change_nothing(panel: Panel) -> None:
    with pytest.raises(Refused) as refused:
        panel.lena.set_rules(replace(PLAIN, double=2, gap=9), 1)
    assert len(refused.value.reasons) == 2
    with pytest.raises(Refused):
        panel.lena.set_rules({"double": 1}, 1)  # type: ignore[arg-type]
    assert panel.lena.rules().moderation == PLAIN


def test_an_exclusion_names_an_assessor_and_somebody_else_who_are_here(panel: Panel) -> None:
    for assessor, person, says in (
        ("nobody", "ada", "no account 'nobody'"),
        ("anna", "nobody", "no account 'nobody'"),
        ("ada", "bo", "does not assess"),
        ("anna", "anna", "of their own"),
    ):
        with pytest.raises(Refused, match=says):
            panel.lena.exclude(assessor, person, "")
    with pytest.raises(Forbidden):
        panel.anna.exclude("anna", "ada", "")
    with pytest.raises(Forbidden):
        panel.anna.unexclude("anna", "ada")
    panel.lena.exclude(" anna ", "ada", "")
    assert panel.audited("anna") == [("lena", "excluded an assessor")]


def test_who_assesses_and_how_much_is_seen_by_all_of_them(panel: Panel) -> None:
    panel.mark("anna", panel.sat(), 4)
    panel.ben.take(panel.sat())
    rows = {each.name: each for each in panel.carol.rules().assessors}
    assert (rows["Anna Smith"].open, rows["Anna Smith"].marked) == (0, 1)
    assert rows["Anna Smith"].last is not None
    assert (rows["Ben Smith"].open, rows["Ben Smith"].marked, rows["Ben Smith"].last) == (1, 0, None)
    assert len(rows) == 5
