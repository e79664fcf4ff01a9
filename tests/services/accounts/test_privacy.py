"""One person's data handed out whole, and forgotten whole, while nobody else's changes."""

import io
import json
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import delete

from simulator.model.assessment import Mark
from simulator.model.codec import plain
from simulator.model.person import EVERY_ROLE, Person, Role
from simulator.services.access import Forbidden
from simulator.services.accounts.acting import COMMAND_LINE, Actor
from simulator.services.accounts.directory import LastAdministrator, NoSuchPerson
from simulator.services.accounts.privacy import Privacy
from simulator.store.assignments import Release
from simulator.store.erasing import HANG_ON_ATTEMPTS, HANG_ON_PEOPLE, HANG_ON_SCRIPTS, PASS_TO_TOMBSTONE
from simulator.store.tables import metadata, releases
from tests.services.accounts.life import ADA, BEN, NOW, REASON, ROOT, live, rows

TOMBSTONE = "erased-tombstone"
WORDS = (ADA.id, ADA.account, ADA.name, ADA.email, REASON)


@pytest.fixture
def lived(each_store):
    live(each_store)
    return each_store


def unzipped(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        assert file.testzip() is None
        return {name: file.read(name).decode() for name in file.namelist()}


def test_a_life_leaves_something_in_every_table(lived):
    """What is exported, erased, let go of after some days, backed up and restored in these tests is everything."""
    assert [name for name, found in rows(lived).items() if not found] == []


@pytest.fixture
def exported(lived, privacy):
    return unzipped(privacy.export("Ada.Account"))


def test_the_export_says_who_somebody_is_and_how_they_came_in(exported):
    person = json.loads(exported["person.json"])
    assert (person["account"], person["name"], person["email"]) == (ADA.account, ADA.name, ADA.email)
    assert (person["roles"], person["made"], person["password_changed"]) == (["trainee", "trainer"], NOW, NOW)
    assert [each["used"] for each in person["invitations"]] == [NOW]
    assert [each["begun"] for each in person["sign_ins"]] == [NOW]


def test_the_export_has_conversations_in_words_with_reasons_hints_and_scores(exported):
    attempts = [json.loads(text) for name, text in sorted(exported.items()) if name.startswith("attempts/")]
    assert sorted(each["id"] for each in attempts) == ["a-exam", "a-first", "a-second"]
    (second,) = [each for each in attempts if each["id"] == "a-second"]
    (turn,) = second["turns"]
    assert (turn["client"], turn["you"]) == ("(Looks up.) Well?", "You should have come sooner.")
    assert (turn["at"], turn["hints"]) == (NOW, [1])
    assert turn["reason"].startswith(REASON)
    assert second["ending"] == {"text": "She shrugs.", "result": "weak"}
    assert [(each["kept"], each["review"]) for each in second["scores"]] == [(100.0, [])]


def test_the_export_says_whether_feedback_has_been_released(lived, privacy):
    def released():
        texts = unzipped(privacy.export("ada.account"))
        documents = [json.loads(text) for name, text in texts.items() if name.startswith("attempts/")]
        return {each["id"][2:]: each["feedback_released"] for each in documents}

    assert released() == {"first": True, "second": True, "exam": True}
    with lived.work() as work:
        work.connection.exec_driver_sql("DELETE FROM releases")
        work.commit()
    assert released() == {"first": True, "second": True, "exam": False}


def test_the_export_has_cohorts_assignments_publications_and_the_log(exported):
    assert json.loads(exported["cohorts.json"]) == {
        "in": [{"name": "Both of them", "made": NOW, "archived": None}],
        "looked_after": [
            {"name": "Both of them", "made": NOW, "archived": None},
            {"name": "Cohort a", "made": NOW, "archived": None},
        ],
    }
    assignments = json.loads(exported["assignments.json"])
    assert {each["title"] for each in assignments["for_them"]} == {"Assignment a", "Assignment b"}
    assert [each["title"] for each in assignments["made_by_them"]] == ["Assignment a"]
    assert [each["scenario"] for each in json.loads(exported["publications.json"])] == ["by-a"]
    acts = {each["act"] for each in json.loads(exported["audit.json"])}
    assert acts == {"person added", "sign-in", "attempt finished"}


def results(exported):
    return {each["id"]: each["results"] for each in (json.loads(t) for n, t in exported.items() if "attempts/" in n)}


def test_the_export_has_what_assessors_found_and_the_appeal_but_not_who_they_are(exported):
    found = results(exported)
    assert (found["a-first"], found["a-second"]) == ([], [])
    (first,) = found["a-exam"]
    assert first.pop("appeal") == {
        "made": NOW, "reason": "Look again. Ada Byron", "decided": NOW, "answer": "Right. Ada Byron", "reopened": True,
    }  # fmt: skip
    assert first.pop("comments") == [
        {"criterion": "rapport-safety", "turns": [1], "comment": "Heard."},
        {"criterion": None, "turns": [], "comment": "All in all 1."},
        {"criterion": "rapport-safety", "turns": [1], "comment": "Ada Byron hears."},
        {"criterion": None, "turns": [], "comment": "All in all 2."},
    ]
    assert first == {
        "round": 1, "rubric": "r" * 64, "settled": NOW,
        "criteria": [{"criterion": "rapport-safety", "level": 1.5, "how": "consensus"}],
        "notes": [{"turn": 1, "note": "Note 1."}, {"turn": 1, "note": "Note 2."}],
        "reasons": [
            {"criterion": "rapport-safety", "reason": "Reason 1."},
            {"criterion": "rapport-safety", "reason": "Reason 2."},
            {"criterion": None, "reason": "Proposal 2."},
        ],
        "gates": [{"gate": "no-harm", "turn": 1, "comment": "Seen at 1.", "reason": "Decided on 1."}],
    }  # fmt: skip


@pytest.mark.parametrize("released", ["2026-02-28T12:00:00+00:00", None])
def test_the_export_has_nothing_of_a_result_that_is_not_released_or_was_before_it_was_final(lived, privacy, released):
    with lived.work() as work:
        work.connection.execute(delete(releases).where(releases.c.attempt == "a-exam"))
        if released:
            work.assignments.release(Release("assignment-b", "a-exam", BEN.id, released))
        work.commit()
    exported = unzipped(privacy.export("ada.account"))
    assert results(exported)["a-exam"] == []
    words = "".join(text for name, text in exported.items() if "attempts/" in name)
    for kept in ("hears.", "All in all", "Note 1", "Reason 1", "Proposal", "Decided on", "1.5"):
        assert kept not in words


def test_the_export_has_what_somebody_did_as_an_assessor_but_not_for_whom(exported):
    found = json.loads(exported["assessing.json"])
    assert [(each["script"], each["ended"]) for each in found["seats"]] == [
        ("a-benchmark", None), ("b-again", None), ("b-script", None)
    ]  # fmt: skip
    (mark,) = found["marks"]
    assert (mark["script"], mark["criteria"][0]["comment"], mark["notes"]) == ("b-script", "Heard.", {"1": "Note 1."})
    assert [each["reason"] for each in found["responses"]] == ["Reason 1."]
    assert [each["document"]["comment"] for each in found["drafts"]] == ["Unreleased so far."]
    assert [(each["turn"], each["comment"]) for each in found["flags"]] == [(1, "Seen at 1.")]
    assert [(each["turn"], each["upheld"]) for each in found["decisions"]] == [(2, False)]
    assert [(each["number"], each["levels"]) for each in found["proposals"]] == [(1, {"rapport-safety": 1})]
    assert [each["number"] for each in found["agreed"]] == [2]
    assert [each["script"] for each in found["appeals_answered"]] == ["b-script"]
    assert [(each["number"], each["document"]["gap"]) for each in found["settings"]] == [(2, 2)]
    assert "why" not in found["seats"][0]


def test_the_export_has_exclusions_and_statements_about_somebody_alone(exported):
    assert json.loads(exported["exclusions.json"]) == {
        "from_marking": [{"made": NOW, "reason": "They are friends."}],
        "from_being_marked": [{"made": NOW, "reason": "They were friends."}],
    }
    said = json.loads(exported["statements.json"])
    assert [each["document"] for each in said] == [{"actor": ADA.account}] * 2


def test_the_export_explains_its_files(exported):
    for name in exported:
        if name != "README.txt":
            assert f"\n{name.split('/')[0]}" in exported["README.txt"]
    assert "Ada Byron" in exported["README.txt"]


def test_nothing_of_others_and_nothing_that_opens_a_door_is_exported(exported):
    everything = "".join(exported.values())
    for secret in ("hash of", BEN.account, BEN.name, BEN.email, "b-exam"):
        assert secret not in everything


def test_every_table_that_names_a_person_is_exported():
    """By the columns that say whose a row is; a new table belongs in `record` too. What only refers to assessors is
    found below.
    """
    named = {table.name for table in metadata.tables.values() if "person" in table.c or table.name == "people"}
    assert named == {
        "people", "roles", "passwords", "invitations", "sign_ins", "cohort_members", "cohort_trainers", "assignments",
        "assignment_people", "attempts", "releases", "publications", "audit", "moderation", "exclusions", "appeals",
        "statements",
    }  # fmt: skip


def test_every_table_that_names_an_assessor_is_exported():
    others = {"person", "entered_by"}  # whoever entered an exclusion is told by the log
    named = {
        column.name if table.name == "consensus" else table.name
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname == "people.id" for key in column.foreign_keys) and column.name not in others
    }
    assert named == {"seats", "marks", "mark_drafts", "flags", "flag_decisions", "exclusions", "appeals"} | {
        "assessor", "agreed_by"
    }  # fmt: skip


def test_an_attempt_whose_text_does_not_fit_any_more_is_exported_by_its_choices(lived, privacy):
    with lived.work() as work:
        work.connection.exec_driver_sql("UPDATE choices SET chosen = 'gone' WHERE attempt = 'a-exam'")
        work.commit()
    texts = unzipped(privacy.export("ada.account"))
    (exam,) = [each for each in map(json.loads, [t for n, t in texts.items() if "attempts/" in n]) if each["number"]]
    assert (exam["ending"], [each["option"] for each in exam["turns"]]) == ("met", ["gone"])


def test_an_export_is_in_the_log(lived, privacy):
    privacy.export("ada.account")
    assert ("command line", "person exported", ADA.id) in [row[2:5] for row in rows(lived)["audit"]]


def holding(store, words):
    """Tables with one of these words anywhere in a row."""
    return {
        name: [row for row in found if any(word in str(cell) for cell in row for word in words)]
        for name, found in rows(store).items()
        if any(word in str(cell) for row in found for cell in row for word in words)
    }


def test_nothing_tells_any_more_who_an_erased_person_was(lived, privacy):
    assert set(holding(lived, WORDS)) >= {"people", "attempts", "choices", "publications", "assignments", "audit"}
    erased = privacy.erase("ADA.account")
    with lived.work() as work:  # one entry holds the account within a longer word, which is somebody else's
        work.connection.exec_driver_sql("DELETE FROM audit WHERE detail = 'notada.account'")
        work.commit()
    assert holding(lived, WORDS) == {}
    assert (erased.gone["attempts"], erased.gone["choices"], erased.orphans) == (3, 3, ("Cohort a",))


def test_what_an_erased_person_made_for_others_stays_under_a_tombstone(lived, privacy):
    privacy.erase("ada.account")
    with lived.work() as work:
        tombstone = work.people.get(TOMBSTONE)
        assert tombstone == Person(TOMBSTONE, TOMBSTONE, "Erased person", frozenset(), None, NOW)
        assert work.assignments.get("assignment-a").person == TOMBSTONE
        assert [each.person for each in work.publications("by-a")] == [TOMBSTONE]
        assert [each.person for each in work.assignments.releases(["assignment-a"])] == [TOMBSTONE, BEN.id]
        assert [(each.person, each.act) for each in work.audit.about(TOMBSTONE)][-1] == (
            "command line",
            "person erased",
        )


def test_marks_of_an_erased_assessor_stay_under_a_tombstone_and_their_drafts_do_not(lived, privacy):
    def said():
        with lived.reading() as work:
            ids = ["b-script"]
            parts = (work.marks.of, work.marks.responses, work.marks.flags, work.marks.consensus, work.scripts.finals)
            return (
                [plain(part(ids)) for part in parts],
                plain(work.scripts.appeals(ids)),
                plain(work.scripts.moderation()),
            )

    before = json.dumps(said())
    privacy.erase("ada.account")
    assert json.dumps(said()) == before.replace(ADA.id, TOMBSTONE)
    with lived.reading() as work:
        assert work.marks.of(["b-script"])["b-script"][0].assessor == TOMBSTONE
        assert work.marks.draft("b-again", TOMBSTONE) is None
        assert [each.entered_by for each in work.scripts.exclusions()] == ["root-id", BEN.id]
    assert [row for row in rows(lived)["mark_drafts"] if row[0] == "b-again"] == []


def test_what_an_erased_assessor_had_not_marked_yet_can_be_taken_by_others(lived, privacy):
    privacy.erase("ada.account")
    with lived.reading() as work:
        seats = work.scripts.seats(["b-again", "a-benchmark", "b-script"])
    assert [(each.number, each.assessor, each.ended_why) for each in seats["b-again"]] == [
        (1, "root-id", "no time"), (2, TOMBSTONE, "no longer assesses"), (3, None, "")
    ]  # fmt: skip
    assert [each.ended_why for each in seats["a-benchmark"]] == ["no longer assesses"], "nobody else needs to learn it"
    assert [each.ended for each in seats["b-script"]] == [None, None], "their mark is submitted"


def test_an_assessor_who_submits_while_they_are_erased_has_submitted(lived, privacy):
    with ThreadPoolExecutor(1) as other:
        with lived.work() as work:
            work.marks.submit(Mark("b-again", 1, ADA.id, NOW, NOW, ()))
            erasing = other.submit(privacy.erase, "ada.account")
            assert not wait([erasing], timeout=0.05).done
            work.commit()
        erasing.result(30)
    with lived.reading() as work:
        assert [each.assessor for each in work.marks.of(["b-again"])["b-again"]] == [TOMBSTONE]
        assert [each.ended_why for each in work.scripts.seats(["b-again"])["b-again"]] == ["no time", ""]


def test_statements_of_an_erased_person_are_never_sent_nor_made_anew(lived, privacy):
    privacy.erase("ada.account")
    with lived.reading() as work:
        assert work.statements.known(["a-choice", "a-mark", "b-choice", "b-mark"]) == {"b-choice", "b-mark"}
        assert [each.id for each in work.statements.due(NOW, 10)] == ["b-choice"]


def test_nobody_else_loses_anything_but_what_hangs_on_the_attempts_of_the_erased(lived, privacy):
    def bens():
        keep, theirs = (BEN.id, BEN.account), ("a-script", "a-again", "a-mark")
        found = {k: [r for r in v if any(w in str(c) for c in r for w in keep)] for k, v in rows(lived).items()}
        return {name: [row for row in some if row[0] not in theirs] for name, some in found.items()}

    before = bens()
    privacy.erase("ada.account")
    after = bens()
    assert before.pop("audit") == after.pop("audit")
    assert {name: len(found) for name, found in after.items()} == {name: len(found) for name, found in before.items()}
    assert after["choices"] == before["choices"]


def test_somebody_whose_id_is_their_name_is_erased_too(each_store, privacy):
    """As on a machine of one's own: the id is the system user's name."""
    live(each_store, replace(ADA, id="ada-id", account="ada-id", name="ada-id"))
    privacy.erase("ada-id")
    with each_store.work() as work:
        work.connection.exec_driver_sql("DELETE FROM audit WHERE detail = 'notada-id'")
        work.commit()
    assert holding(each_store, ["ada-id"]) == {}


def test_every_reference_to_a_person_or_an_attempt_is_dealt_with():
    """A new table that hangs on one of them belongs in `store.erasing`."""
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            if key.target_fullname == "people.id":
                assert key.parent in (*HANG_ON_PEOPLE, *PASS_TO_TOMBSTONE), f"{table.name}.{key.parent.name}"
            if key.target_fullname == "attempts.id" and table.name != "attempts":
                assert table in HANG_ON_ATTEMPTS, table.name
            if key.target_fullname == "scripts.id" and table.name != "scripts":
                assert table in HANG_ON_SCRIPTS, table.name
    dealt_with = {column.table.name for column in (*HANG_ON_PEOPLE, *PASS_TO_TOMBSTONE) if column.name == "person"}
    assert {t.name for t in metadata.tables.values() if "person" in t.c} == dealt_with | {"attempts", "audit"}


def test_the_account_is_free_again(lived, privacy, directory):
    privacy.erase("ada.account")
    with pytest.raises(NoSuchPerson):
        directory.get("ada.account")
    assert directory.add("ada.account", "Another").id == "id-1"


def test_the_last_administrator_is_not_erased_unless_it_is_forced(lived, privacy):
    before = rows(lived)
    with pytest.raises(LastAdministrator):
        privacy.erase("root")
    assert rows(lived) == before
    privacy.erase("root", force=True)
    assert holding(lived, [ROOT.id]) == {}


def test_an_administrator_may_erase_themselves(lived):
    with lived.work() as work:
        work.people.add(Person("other", "other", "Other", EVERY_ROLE), NOW)
        work.commit()
    Privacy(lived, Actor(ROOT.id), lambda: NOW, lambda: "tombstone").erase("root")
    assert holding(lived, [ROOT.id]) == {}


@pytest.mark.parametrize("act", [Privacy.export, Privacy.erase, Privacy.attempts])
@pytest.mark.parametrize("who", [ADA.id, "nobody"])
def test_nobody_but_an_administrator_may(lived, act, who):
    before = rows(lived)
    with pytest.raises(Forbidden):
        act(Privacy(lived, Actor(who), lambda: NOW, lambda: "tombstone"), "ada.account")
    assert rows(lived) == before


def test_an_erasure_that_fails_half_way_changes_nothing(lived):
    def interrupted():
        raise ZeroDivisionError

    before = rows(lived)
    times = iter([NOW])
    privacy = Privacy(lived, COMMAND_LINE, lambda: next(times), interrupted)
    with pytest.raises(ZeroDivisionError):
        privacy.erase("ada.account")
    with lived.work() as work:
        from simulator.store.erasing import Erasing

        Erasing(work.connection).person(ADA, Person("x", "x", "X"), NOW)
    assert rows(lived) == before


def test_nothing_is_left_in_the_file_of_the_database(tmp_path):
    """Neither in pages that are not used any more nor in the log that SQLite writes ahead, while another reads."""
    from simulator.store.sql import open_store

    store = open_store(tmp_path)
    live(store)
    file = tmp_path / "coachsim.sqlite"
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA secure_delete = OFF")  # as SQLite comes on most systems
        written = [("Ada Lovelace " * 50,)] * 200
        other.executemany("INSERT INTO audit (at, person, act, subject, detail) VALUES ('', '', '', '', ?)", written)
        other.commit()
        other.execute("DELETE FROM audit WHERE detail LIKE 'Ada Lovelace %'")
        other.commit()
        assert b"Lovelace" in file.read_bytes() + (tmp_path / "coachsim.sqlite-wal").read_bytes()
        assert Privacy(store, COMMAND_LINE, lambda: NOW, lambda: "tombstone").erase("ada.account").scrubbed
        everything = b"".join(path.read_bytes() for path in tmp_path.glob("coachsim.sqlite*"))
    for word in (b"Byron", b"byron", b"Lovelace", b"lovelace", REASON.encode(), b"hash of ada-id"):
        assert word not in everything
    assert b"Ben Other" in everything
    store.close()


def test_a_file_that_cannot_be_tidied_up_now_is_said_and_the_person_is_gone(tmp_path):
    from simulator.store.sql import open_store

    store = open_store(tmp_path)
    live(store)
    with closing(sqlite3.connect(tmp_path / "coachsim.sqlite", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM people").fetchone()
        erased = Privacy(store, COMMAND_LINE, lambda: NOW, lambda: "tombstone").erase("ada.account")
        assert not erased.scrubbed
    with store.work() as work:
        assert work.people.by_account("ada.account") is None
    store.close()


def test_roles_of_the_tombstone_let_nobody_in(lived, privacy):
    privacy.erase("ada.account")
    with lived.work() as work:
        assert not work.people.get(TOMBSTONE).has(*Role)
        assert work.people.password(TOMBSTONE) is None
