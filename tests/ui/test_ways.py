"""The ways between pages: only those that somebody may open, and only where a server has put them."""

import pytest

from simulator.model.person import Person, Role
from simulator.serve.site import PAGES as SITE
from simulator.ui import ways
from simulator.ui.ways import PAGES, SIGN_OUT_VARIABLE


def person(*roles: Role) -> Person:
    return Person("ada", "ada", "Ada <b>", frozenset(roles))


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRIPT_NAME", "/")
    monkeypatch.delenv(SIGN_OUT_VARIABLE, raising=False)


@pytest.mark.parametrize(
    ("roles", "addresses"),
    [
        ((Role.TRAINEE,), []),
        ((Role.TRAINER,), ["/assign", "/author"]),
        ((Role.ASSESSOR,), ["/assess"]),
        ((Role.ADMINISTRATOR,), []),
    ],
)
def test_one_is_shown_what_one_may_open(roles: tuple[Role, ...], addresses: list[str]) -> None:
    assert [way.address for way in ways.ways(person(*roles), "/")] == addresses


def test_the_page_one_is_on_is_no_way() -> None:
    assert "/assign" not in [way.address for way in ways.ways(person(Role.TRAINER), "/assign")]


def test_where_people_sign_in_the_account_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SIGN_OUT_VARIABLE, "/sign-out")
    assert (ways.ways(person(Role.TRAINEE), "/")[-1].words, ways.ways(None, "/")) == ("Ada <b>", ())


def test_without_a_server_there_is_nowhere_else_to_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCRIPT_NAME")
    assert ways.ways(person(*Role), "/") == ()


def test_every_way_leads_to_a_page_that_asks_for_the_same_act() -> None:
    assert {way.address: act for act, way in PAGES} == {page.path: page.act for page in SITE}
