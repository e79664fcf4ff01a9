"""`coachsim people`: what it prints, what it refuses, and its exit codes."""

import csv
import io
import json
import re
import zipfile

import pytest

from simulator.services.local import open_house, store_here
from simulator.store.sql import open_store

ACTS = ("add", "import", "list", "invite", "roles", "disable", "enable", "export", "erase")
SITE = "--address=https://coach.example.org"
LIST = "account,name,email,roles\nada,Ada,ada@example.org,trainer\nben,Ben,,\n"


@pytest.fixture
def people(run):
    return lambda *arguments: run("people", *arguments)


@pytest.fixture
def everybody(people):
    """Those of `people list --json`, by account."""
    return lambda: {each["account"]: each for each in people("list", "--json").document["people"]}


@pytest.fixture
def listed(tmp_path):
    def listed(text):
        (tmp_path / "list.csv").write_text(text, encoding="utf-8")
        return tmp_path / "list.csv"

    return listed


@pytest.mark.parametrize("act", ACTS)
def test_every_act_explains_itself_and_each_of_its_arguments(people, act):
    out = people(act, "--help").out
    assert re.search(r"\n\n[A-Z][^\n]+ [^\n]+", out)
    entries = re.split(r"\n  (?=\S)", out.split("\n\n", 2)[2])[1:]
    assert len(entries) >= 4
    assert [each for each in entries if not re.search(r"(  |\n +)[a-z-]\S* ", each)] == []


def test_the_acts_are_those(people):
    out = people("--help").out
    assert tuple(re.findall(r"^    (\w+) +\S.*$", out, re.MULTILINE)) == ACTS


def test_somebody_is_added_listed_and_given_roles(people, everybody):
    added = people("add", "Ada", "Ada L.", "--email", "ada@example.org", "--roles", "trainer,administrator")
    assert (added.code, added.out) == (0, "Added ada: Ada L. <ada@example.org> (trainer, administrator).\n")
    assert people("list").out == "ada: Ada L. <ada@example.org> (trainer, administrator)\n"
    people("add", "ben", "Ben", "--roles", "administrator")
    assert people("roles", "ADA", "trainee", "assessor").out == "ada: Ada L. <ada@example.org> (trainee, assessor)\n"
    ada = everybody()["ada"]
    assert set(ada) == {"id", "account", "name", "email", "disabled", "roles"}
    assert ada["roles"] == ["assessor", "trainee"]


def test_an_empty_directory_says_how_it_begins(people):
    assert people("list").out.startswith("Nobody is entered yet. Add somebody with: coachsim people add")
    assert people("list", "--json").document == {"people": []}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "a b", "Ada"), "cannot be an account"),
        (("add", "ada", ""), "cannot be a name"),
        (("add", "ada", "Ada", "--email", "x"), "cannot be an e-mail address"),
        (("add", "ada", "Ada", "--roles", "boss"), "'boss' is no role"),
        (("add", "ada", "Ada", "--roles", ""), "at least one role"),
        (("add", "root", "Root"), "'root' already"),
        (("add", "ada", "Ada", "--invite"), "--address https://coach.example.org"),
        (("invite", "root"), "--config FILE"),
        (("invite", "root", "--address", "coach.example.org"), "not 'coach.example.org'"),
        (("invite", "rot", SITE), "Did you mean 'root'?"),
        (("invite", "root", SITE, "--days", "9999"), "1 to 365 days"),
        (("roles", "root", "trainee"), "add --force"),
        (("disable", "root"), "add --force"),
        (("erase", "root", "--yes"), "add --force"),
        (("disable", "nobody"), "no account 'nobody'"),
        (("enable", "nobody"), "no account 'nobody'"),
        (("export", "nobody", "--to", "x.zip"), "no account 'nobody'"),
        (("export", "root", "--to", "no/such/folder.zip"), "cannot be written"),
        (("import", "none.csv"), "none.csv cannot be read"),
        (("list", "--config", "none.toml"), "none.toml"),
        (("list", "--database", "mysql://x/y"), "postgresql+psycopg://"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_done_is_said_with_what_can(people, everybody, arguments, words):
    people("add", "root", "Root", "--roles", "administrator")
    before = everybody()
    ran = people(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert everybody() == before


def test_force_shuts_out_the_last_administrator(people, everybody):
    people("add", "root", "Root", "--roles", "administrator")
    assert people("disable", "root", "--force").code == 0
    assert everybody()["root"]["disabled"]
    assert "shut out since" in people("list").out
    assert people("enable", "root").code == 0
    assert everybody()["root"]["disabled"] is None


def test_an_invitation_is_a_link_to_the_site(people):
    out = people("add", "ada", "Ada", "--invite", SITE, "--days", "3").out
    assert re.search(
        r"^ada: https://coach\.example\.org/invitation\?token=[\w-]{43} \(until 2\S+; shown this once\)$", out, re.M
    )
    people("add", "ben", "Ben")
    several = people("invite", "ada", "ben", SITE).out.splitlines()
    assert [line.split(":")[0] for line in several] == ["ada", "ben"]


def test_address_data_and_days_come_from_the_settings_of_the_server(people, tmp_path):
    settings = tmp_path / "coachsim.toml"
    settings.write_text('address = "https://class.example.org"\ndata = "there"\ninvitation_days = 30\n')
    out = people("add", "ada", "Ada", "--invite", "--config", settings).out
    assert "ada: https://class.example.org/invitation?token=" in out
    assert (tmp_path / "there" / "coachsim.sqlite").exists()
    assert people("list").out.startswith("Nobody")
    assert people("list", "--config", settings).out == "ada: Ada (trainee)\n"
    assert people("list", "--config", settings, "--data", tmp_path / "else").out.startswith("Nobody")


def test_a_list_is_imported(people, everybody, listed):
    ran = people("import", listed(LIST))
    assert (ran.code, ran.out, ran.err) == (0, "2 people added.\n", "")
    assert {account: each["roles"] for account, each in everybody().items()} == {"ada": ["trainer"], "ben": ["trainee"]}


def test_a_list_comes_from_another_program(people, everybody, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LIST.encode())))
    assert people("import", "-").code == 0
    assert set(everybody()) == {"ada", "ben"}


def test_mistakes_in_a_list_are_printed_at_their_places_and_nobody_is_added(people, everybody, listed):
    ran = people("import", listed(LIST + "a b,,x,boss\n"))
    assert ran.code == 1
    assert [line.split(":")[0] for line in ran.err.splitlines()] == [
        f"row 4, {column}" for column in LIST.split("\n")[0].split(",")
    ]
    assert ran.out == "4 mistakes: nobody was added. Correct them and import the list again, or add --skip-bad.\n"
    assert everybody() == {}
    ran = people("import", listed(LIST + "a b,,x,boss\n"), "--skip-bad")
    assert (ran.code, ran.out) == (0, "2 people added. 4 mistakes: those rows were left out.\n")


def test_a_dry_run_adds_nobody(people, everybody, listed):
    ran = people("import", listed(LIST), "--dry-run")
    assert (ran.code, ran.out) == (0, "2 people would be added. 0 mistakes. This was a dry run: nobody was added.\n")
    assert people("import", listed(LIST + "a b,x\n"), "--dry-run").code == 1
    assert everybody() == {}


def test_columns_that_mean_nothing_and_those_that_are_absent_are_named(people, listed):
    err = people("import", listed("account,name,shoe\nada,Ada,41\n")).err
    assert err == "Columns that mean nothing here: 'shoe'.\nColumns that are not there: email, roles.\n"


@pytest.mark.parametrize("raw", [b"shoe\n41\n", b"\xff\xfea", b"a\0b", b""])
def test_what_is_no_list_is_unusable(people, tmp_path, raw):
    (tmp_path / "x.csv").write_bytes(raw)
    ran = people("import", tmp_path / "x.csv")
    assert (ran.code, ran.out) == (2, "")
    assert re.match(r"This (list )?(is|has) ", ran.err)


def test_a_mail_merge_is_printed_as_csv_and_no_cell_of_it_is_a_formula(people, listed):
    ran = people("import", listed(LIST + "eve,=1+1,+eve@example.org,\n"), "--invite", SITE)
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert rows[0] == ["account", "name", "email", "link", "expires"]
    assert [row[:3] for row in rows[1:]] == [
        ["ada", "Ada", "ada@example.org"], ["ben", "Ben", ""], ["eve", "'=1+1", "'+eve@example.org"],
    ]  # fmt: skip
    assert all(row[3].startswith("https://coach.example.org/invitation?token=") for row in rows[1:])
    assert ran.err == "3 people added.\n"


def test_a_mail_merge_that_could_not_be_made_is_not_begun(people, listed, everybody):
    ran = people("import", listed(LIST), "--invite")
    assert (ran.code, ran.out) == (2, "")
    assert everybody() == {}


def test_what_is_kept_about_somebody_is_written_as_a_zip(people, tmp_path):
    people("add", "ada", "Ada")
    assert people("export", "ada", "--to", tmp_path / "ada.zip").code == 0
    with zipfile.ZipFile(tmp_path / "ada.zip") as file:
        assert json.loads(file.read("person.json"))["name"] == "Ada"


def test_erasing_is_asked_for_twice(people, everybody):
    people("add", "ada", "Ada")
    ran = people("erase", "ada")
    assert ran.code == 2
    assert "with 0 attempts, for good" in ran.out
    assert ran.err == "Nothing was erased. To do it, add --yes.\n"
    assert "ada" in everybody()
    ran = people("erase", "ada", "--yes")
    assert ran.code == 0
    assert "What stays: " in ran.out
    assert "ada" not in everybody()
    assert [each["name"] for each in everybody().values()] == ["Erased person"]


def test_what_is_done_is_in_the_log_as_done_by_the_command_line(people, everybody, data):
    people("add", "ada", "Ada")
    ada = everybody()["ada"]["id"]
    store = open_store(data)
    with store.work() as work:
        assert [(each.person, each.act) for each in work.audit.about(ada)] == [("command line", "person added")]
    store.close()


def test_the_machines_own_person_is_among_them(people, everybody, data):
    person = open_house(data).person
    assert everybody()[person]["roles"] == ["administrator", "assessor", "trainee", "trainer"]
    people("roles", person, "trainee", "--force")
    with store_here(data).work() as work:
        assert {role.value for role in work.people.get(person).roles} == {"trainee"}


def test_people_are_kept_in_postgresql_where_that_is_named(people, postgres_url, data):
    assert people("add", "ada", "Ada", "--database", postgres_url).code == 0
    assert people("list", "--database", postgres_url).out == "ada: Ada (trainee)\n"
    assert not data.exists()
    ran = people("list", "--database", postgres_url.replace("coachsim_test", "no_such"))
    assert ran.code == 2
