"""A list of people from a spreadsheet: how it may be written, what is wrong with it, and all of it or nothing."""

import csv
import io
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.model.person import Role
from simulator.services.access import Forbidden
from simulator.services.accounts import sheet
from simulator.services.accounts.acting import Actor
from simulator.services.accounts.importing import Importing
from simulator.services.accounts.sheet import UnusableSheet, read_sheet
from simulator.services.accounts.sign_in import SignIns
from tests.services.accounts.conftest import NOW

GOOD = "account,name,email,roles\nada,Ada L.,ada@example.org,trainer\nben,Ben,,\n"


def problems(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return [(each.row, each.column) for each in read_sheet(raw).problems]


def refusal(raw):
    with pytest.raises(UnusableSheet) as refused:
        read_sheet(raw if isinstance(raw, bytes) else raw.encode())
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "\ufeff" + GOOD,
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.rstrip("\n"),
        GOOD + "\n,,,\n  \n",
        " Account , NAME,Email,ROLES\nADA, Ada L. ,ada@example.org,Trainer\nben,Ben\n",
        '"roles","email","name","account"\n"trainer","ada@example.org","Ada L.","ada"\n"","","Ben","ben"\n',
    ],
    ids=["plain", "bom", "semicolons", "tabs", "crlf", "cr", "no-end", "blank-rows", "loose", "quoted-and-turned"],
)
def test_a_list_is_read_however_a_spreadsheet_writes_it(text):
    read = read_sheet(text.encode())
    assert read.problems == []
    assert [(each.account, each.name, each.email, each.roles) for each in read.lines] == [
        ("ada", "Ada L.", "ada@example.org", {Role.TRAINER}),
        ("ben", "Ben", None, {Role.TRAINEE}),
    ]


@pytest.mark.parametrize("roles", ["trainer assessor", "trainer; assessor", '"trainer,assessor"', "ASSESSOR  Trainer"])
def test_several_roles_stand_in_one_cell(roles):
    (line,) = read_sheet(f"account,name,email,roles\nada,Ada,,{roles}\n".encode()).lines
    assert line.roles == {Role.TRAINER, Role.ASSESSOR}


def test_other_columns_are_named_and_left_alone():
    read = read_sheet(b"shoe,account,name,cohort\n41,ada,Ada,2026\n")
    assert (read.ignored, read.absent) == (("shoe", "cohort"), ("email", "roles"))
    assert [each.account for each in read.lines] == ["ada"]


def test_every_mistake_is_told_at_its_row_and_column():
    text = (
        "account,name,email,roles\n"
        "a b,,no-address,boss\n"
        "ada,Ada,,\n"
        "\n"
        "ADA,Another,,\n"
        "ben,Ben,,trainee,and,more\n"
        'cleo,"Cle"o,,\n'
        "dora,Dora,,trainer\n"
    )
    assert problems(text) == [
        (2, "account"), (2, "name"), (2, "email"), (2, "roles"), (5, "account"), (6, "row"), (7, "row"),
    ]  # fmt: skip
    assert [each.row for each in read_sheet(text.encode()).lines] == [3, 8]
    assert str(read_sheet(text.encode()).problems[4]) == "row 5, account: 'ada' stands in row 3 already."


def test_rows_are_counted_as_lines_where_a_cell_has_several():
    text = 'account,name\nada,"Ada\nL."\nben,\n'
    assert problems(text) == [(2, "name"), (4, "name")]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty row"),
        (b"\xef\xbb\xbf", "empty"),
        (b"name,email\nAda,\n", "no column account; it has 'name', 'email'"),
        (b"shoe\n41\n", "no column account and no column name"),
        (b"account,name,name\nada,Ada,Ada\n", "two columns name"),
        (GOOD.encode("utf-16"), "UTF-16"),
        ("account,name\nzo\u00eb,Z\n".encode("latin-1"), "a character in row 2"),
        (b"account,name\nada,A\0da\n", "zero byte in row 2"),
        (b"PK\x03\x04" + bytes(range(1, 200)), "spreadsheet or an archive"),
        (bytes(range(1, 256)) * 100, "row"),
        (b"\xff" * 1000, "row 1"),
        (b'account,name\nada,"Ada\nben,Ben\n', "begins in row 2"),
        (b"account,name\nada," + b"x" * 1_000_000, "begins in row 2"),
        (b"account,name\nada,Ada\nben," + b'"' + b"x\n" * 500_000, "begins in row 3"),
        (b"x" * 1_000_000, "no column account"),
        (b"," * 1_000_000, "no column account"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_no_list_is_refused_with_the_reason(raw, words):
    said = refusal(raw)
    assert words in said
    assert said.isprintable()
    assert len(said) < 2000


def test_a_list_that_is_too_large_is_refused_by_its_size(monkeypatch):
    monkeypatch.setattr(sheet, "MAX_BYTES", 1000)
    assert "larger than" in refusal(b"account,name\n" + b"ada,Ada\n" * 200)


def test_a_list_of_too_many_is_refused_by_their_number(monkeypatch):
    monkeypatch.setattr(sheet, "MAX_ROWS", 10)
    ten = "account,name\n" + "".join(f"p{number},P\n" for number in range(10))
    assert len(read_sheet(ten.encode()).lines) == 10
    assert "more than 10 people" in refusal(ten + "one-more,P\n")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw):
    for before in (b"", b"account,name,email,roles\n"):
        with suppress(UnusableSheet):
            read_sheet(before + raw)


@given(st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["Cs"]), max_size=20)] * 4), max_size=20))
def test_any_cells_are_read_or_told(rows):
    out = io.StringIO()
    csv.writer(out).writerows([("account", "name", "email", "roles"), *rows])
    raw = out.getvalue().encode()
    if b"\0" in raw:
        assert "zero byte" in refusal(raw)
        return
    read = read_sheet(raw)
    told = {each.row for each in read.problems} | {each.row for each in read.lines}
    assert len(told) == sum(1 for row in rows if any(map(str.strip, row)))


def kept(store):
    with store.work() as work:
        return {each.account: each for each in work.people.all()}


def test_everybody_on_the_list_is_entered(importing, each_store, log):
    done = importing.import_csv(GOOD.encode())
    assert done.kept
    assert [each.account for each in done.added] == ["ada", "ben"]
    assert kept(each_store) == {each.account: each for each in done.added}
    assert log(done.added[0].id) == [("command line", "person added", "trainer")]


def test_one_mistake_keeps_everybody_out(importing, each_store):
    done = importing.import_csv((GOOD + "c d,C,,\n").encode())
    assert (done.kept, [each.row for each in done.problems]) == (False, [4])
    assert kept(each_store) == {}


def test_rows_with_mistakes_are_left_out_where_that_is_asked_for(importing, each_store):
    done = importing.import_csv((GOOD + "c d,C,,\n").encode(), skip_bad=True)
    assert (done.kept, [each.row for each in done.problems]) == (True, [4])
    assert set(kept(each_store)) == {"ada", "ben"}


def test_people_who_are_here_already_are_mistakes_of_their_rows(importing, each_store):
    importing.import_csv(GOOD.encode())
    again = importing.import_csv((GOOD + "cleo,Cleo,,\n").encode())
    assert not again.kept
    assert [(each.row, each.column) for each in again.problems] == [(2, "account"), (3, "account")]
    assert "an account 'ada' here already" in again.problems[0].message
    assert importing.import_csv((GOOD + "cleo,Cleo,,\n").encode(), skip_bad=True).kept
    assert set(kept(each_store)) == {"ada", "ben", "cleo"}


def test_a_dry_run_says_the_same_and_enters_nobody(importing, each_store):
    done = importing.import_csv((GOOD + "c d,C,,\n").encode(), dry_run=True, skip_bad=True, invite_days=7)
    assert ([each.account for each in done.added], len(done.problems), done.kept) == (["ada", "ben"], 1, False)
    assert done.invited == ()
    assert kept(each_store) == {}


def test_everybody_entered_can_be_invited_at_once(importing, each_store):
    done = importing.import_csv(GOOD.encode(), invite_days=7)
    sign_ins = SignIns(each_store, lambda: NOW)
    assert [sign_ins.invitation(each.token).account for each in done.invited] == ["ada", "ben"]


def test_only_an_administrator_imports(each_store):
    with pytest.raises(Forbidden):
        Importing(each_store, Actor("nobody"), lambda: NOW, str).import_csv(GOOD.encode())
    assert kept(each_store) == {}


def many(number):
    rows = [f"person-{each},Person {each},p{each}@example.org,trainee" for each in range(number)]
    return "\n".join(["account,name,email,roles", *rows]).encode()


def test_many_people_are_read_in_little_memory():
    raw = many(30_000)
    tracemalloc.start()
    read = read_sheet(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(read.lines) == 30_000
    assert most < 30 << 20


def test_a_hundred_thousand_people_are_entered_at_once(importing, each_store):
    assert importing.import_csv(many(100_000)).kept
    with each_store.reading() as work:
        assert len(work.people.accounts()) == 100_000
