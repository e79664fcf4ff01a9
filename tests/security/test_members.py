"""Signing in at a real server: who gets in, where one is led, which pages open, and what ends it all."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from sqlalchemy import update

from simulator.model.person import Role
from simulator.services.accounts.tokens import digest_of, new_token
from simulator.services.local import now
from simulator.store.people import Invitation
from simulator.store.tables import sign_ins
from tests.security.line import is_closed, kernel_of, line, opened
from tests.serve.product import PASSWORD, Site, enter, eventually, serving

PEOPLE = {name: {"trainee"} for name in ("leo", "mia", "ida", "max", "eva", "tom", "joe")} | {"tina": {"trainer"}}
PAGES = ("author:WRITE=who.ipynb", "closed:nobody=who.ipynb")
ANOTHER = "a morning in the hills"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("members"), PEOPLE, notebook="who.ipynb", also=PAGES, cold=True) as site:
        yield site


def invite(site: Site, person: str, days: float = 7) -> str:
    token, expires = new_token(), (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    with site.store.work() as work:
        work.people.invite(Invitation(digest_of(token), person, now(), expires))
        work.commit()
    return token


def test_the_name_and_password_of_an_account_sign_in(site: Site) -> None:
    answer = site.post("/sign-in", account="Leo ", password=PASSWORD, next="/?assignment=a%26b")
    assert (answer.status, answer.headers["Location"]) == (303, "/?assignment=a%26b")
    cookie = answer.cookie(site.cookie_name)[site.cookie_name]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert site.ask("/", cookie=f"{site.cookie_name}={cookie.coded_value}").status == 200


def test_another_name_or_password_does_not_and_says_the_same(site: Site) -> None:
    answers = [site.post("/sign-in", account=account, password="wrong") for account in ("leo", "nobody", "<b>x", "")]  # noqa: S106
    assert {answer.status for answer in answers} == {403}
    assert all("That name and password do not fit together." in answer.body for answer in answers)
    assert not any(answer.cookie(site.cookie_name) for answer in answers)
    assert "<b>x" not in answers[2].body


def test_who_is_not_signed_in_is_led_to_the_form_and_nowhere_else(site: Site) -> None:
    assert site.ask("/?scenario=a%26b&x=").headers["Location"] == "/sign-in?next=%2F%3Fscenario%3Da%2526b%26x%3D"
    assert site.ask("/author").headers["Location"] == "/sign-in?next=%2Fauthor"
    for path in ("/nothing", "/voila/static/voila.js", "/%61uthor", "/author/", "//evil.example", "/api/kernels"):
        assert site.ask(path).status == 403


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "/nothing",
     "javascript:alert(1)", "/%2f/evil.example", "/author/../..//evil.example", "\t//evil.example", "http:///evil.example",
     "//[", "/?\r\nSet-Cookie: a=b"],
)  # fmt: skip
def test_the_way_on_stays_here(site: Site, wanted: str) -> None:
    cookie = site.post("/sign-in", account="ida", password=PASSWORD, next=wanted)
    assert cookie.status == 303
    assert re.fullmatch(r"/(\?.*)?", cookie.headers["Location"])
    assert cookie.cookie("a") == SimpleCookie()


def test_a_form_counts_only_when_it_is_ours(site: Site) -> None:
    """Whoever made a browser sign in to an account of theirs would see what is done in it."""
    form = {"account": "leo", "password": PASSWORD}
    real = f"2|00000000|{'0' * 32}|1700000000"
    here = site.home.removesuffix("/")
    leo = site.cookie_of("leo")
    wrong = (
        {"cookie": "", "form": form},
        {"cookie": "", "form": {**form, "_xsrf": real}},
        {"cookie": f"_xsrf={real}", "form": form},
        {"cookie": f"_xsrf={real}", "form": {**form, "_xsrf": real.replace("0000|1", "0001|1")}},
        {"cookie": f"_xsrf={real}", "form": {**form, "_xsrf": real}, "Origin": "http://evil.example"},
        {"cookie": f"_xsrf={real}", "form": {**form, "_xsrf": real}, "Origin": "null"},
    )
    for path in ("/sign-in", "/sign-out", "/invitation", "/account"):
        for how in wrong:
            cookie = "; ".join(each for each in (how["cookie"], leo) if each)
            answer = site.ask(path, method="POST", **{**how, "cookie": cookie})
            assert (answer.status, "That form was too old" in answer.body) == (403, True)
            assert not answer.cookie(site.cookie_name)
    good = site.ask("/sign-in", method="POST", cookie=f"_xsrf={real}", form={**form, "_xsrf": real}, Origin=here)
    assert good.status == 303
    assert site.ask("/account", cookie=leo).status == 200


def test_the_plain_pages_allow_no_script_and_no_frame(site: Site) -> None:
    leo = site.cookie_of("leo")
    theirs = [site.ask(path, cookie=leo) for path in ("/account", "/author", "/sign-out")]
    anybodys = [site.ask(path) for path in ("/sign-in", "/invitation?token=x", "/nothing")]
    for answer in (*theirs, *anybodys, site.ask("/", host="evil.example")):
        policy = dict((part + " ").split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        wanted = {"default-src": "'none' ", "form-action": "'self' ", "frame-ancestors": "'none' "}
        assert wanted.items() <= policy.items()
        assert "unsafe" not in str(policy)
        assert "<script" not in answer.body
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_opens_for_whom_it_is_and_starts_no_kernel_for_others(site: Site) -> None:
    leo, tina = site.cookie_of("leo"), site.cookie_of("tina")
    held = {kernel.pid for kernel in site.kernels()}
    for path in ("/author", "/author?x=1", "/closed"):
        answer = site.ask(path, cookie=leo)
        assert (answer.status, "This page is not open to you" in answer.body) == (403, True)
    assert "one needs the role of trainer" in site.ask("/author", cookie=leo).body
    for path in ("/%61uthor", "/author%00", "/voila/render/who.ipynb", "/voila/render/wh%6f.ipynb", "/who.ipynb"):
        assert site.ask(path, cookie=leo).status == 404
        assert site.ask(path, cookie=tina).status == 404
    assert site.ask("/closed", cookie=tina).status == 403
    assert {kernel.pid for kernel in site.kernels()} <= held
    assert site.ask("/author", cookie=tina).status == 200


def test_an_override_of_template_or_theme_changes_nothing(site: Site) -> None:
    leo = site.cookie_of("leo")
    changing = r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|<pre>.*?</pre>"
    plain, *others = (
        re.sub(changing, "", site.ask(path, cookie=leo).body, flags=re.DOTALL)
        for path in ("/", "/?template=lab", "/?template=../../x", "/?theme=dark", "/?template=lab&theme=dark")
    )
    assert set(others) == {plain}


@pytest.mark.parametrize(
    "path",
    ["/api/contents", "/api/contents/who.ipynb", "/files/who.ipynb", "/voila/files/who.ipynb", "/voila/tree",
     "/voila/files/picture.png", "/voila/static/../../../../../../../../etc/passwd", "/voila/static//etc/passwd",
     "/voila/static/%2e%2e/%2e%2e/app.py", "/voila/labextensions/../../../../etc/passwd", "/api/terminals", "/metrics",
     "/voila/templates/base/static/voila.js", "/voila/query/00000000-0000-4000-8000-000000000000", "/api/sessions",
     "/api/kernelspecs", "/api/me", "/login"],
)  # fmt: skip
def test_what_a_page_does_not_need_is_not_there_for_anybody(site: Site, path: str, tina: str) -> None:
    answer = site.ask(path, cookie=tina)
    assert answer.status in (403, 404)
    assert "root:" not in answer.body
    assert site.ask("/voila/static/voila.js", cookie=tina).status == 200


@pytest.fixture(scope="module")
def tina(site: Site) -> str:
    return site.cookie_of("tina")


def test_another_host_is_told_where_the_site_is(site: Site, tina: str) -> None:
    for host in ("evil.example", f"evil.example:{site.port}", "127.0.0.1", f"localhost:{site.port}"):
        answer = site.ask("/", cookie=tina, host=host)
        assert (answer.status, site.home in answer.body) == (403, True)


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(site: Site) -> None:
    statuses = [site.post("/sign-in", account="joe", password="wrong").status for _ in range(5)]  # noqa: S106
    assert statuses == [403] * 5
    answer = site.post("/sign-in", account=" JOE", password=PASSWORD)
    assert (answer.status, "Too many tries. Try again in 1 minute." in answer.body) == (429, True)
    assert not answer.cookie(site.cookie_name)
    assert site.post("/sign-in", "", account="joe", password=PASSWORD, X_Forwarded_For="192.0.2.9").status == 429
    assert site.post("/sign-in", account="leo", password=PASSWORD).status == 303


def test_an_invitation_gives_a_password_and_works_once(site: Site) -> None:
    token = invite(site, "max")
    assert "Max" in site.ask(f"/invitation?token={token}").body
    assert "not the same" in site.post("/invitation", token=token, new=ANOTHER, again=PASSWORD).body
    assert "12 to 200 characters" in site.post("/invitation", token=token, new="short", again="short").body
    answer = site.post("/invitation", token=token, new=ANOTHER, again=ANOTHER)
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert answer.cookie(site.cookie_name)
    again = site.post("/invitation", token=token, new=PASSWORD, again=PASSWORD)
    assert site.cookie_of("max", ANOTHER)
    closed = [again, *(site.ask(f"/invitation?token={each}") for each in (token, invite(site, "max", -1), "x", ""))]
    assert {(answer.status, "does not open" in answer.body) for answer in closed} == {(410, True)}
    assert len({answer.body for answer in closed}) == 1


def test_a_new_password_ends_what_was_open_by_the_old_one(site: Site) -> None:
    here, there = site.cookie_of("mia"), site.cookie_of("mia")
    assert "not your present password" in site.post("/account", here, password="x", new=ANOTHER, again=ANOTHER).body  # noqa: S106
    answer = site.post("/account", here, password=PASSWORD, new=ANOTHER, again=ANOTHER)
    now_ = f"{site.cookie_name}={answer.cookie(site.cookie_name)[site.cookie_name].coded_value}"
    assert "Your password is changed" in answer.body
    assert [site.ask("/account", cookie=each).status for each in (here, there, now_)] == [303, 303, 200]


def test_what_is_taken_away_elsewhere_ends_open_pages(site: Site) -> None:
    """One account is closed, one loses its role, one sign-in expires; and one is left as it is."""
    enter(site.store, {"tess": {"trainer", "trainee"}})
    eva, tom, tess, leo = (site.cookie_of(name) for name in ("eva", "tom", "tess", "leo"))
    at = {"eva": opened(site, eva), "tom": opened(site, tom), "desk": opened(site, tess, "/author"),
          "tess": opened(site, tess), "leo": opened(site, leo)}  # fmt: skip
    with line(site, at["eva"], eva) as evas, line(site, at["leo"], leo) as leos:
        with site.store.work() as work:
            work.people.update(replace(work.people.get("eva"), disabled=now()))
            work.people.set_roles("tess", {Role.TRAINEE})
            past = update(sign_ins).where(sign_ins.c.person == "tom").values(expires="2026-01-01T00:00:00+00:00")
            work.connection.execute(past)
            work.commit()
        assert site.ask("/author", cookie=tess).status == 403  # a page is asked for anew each time
        assert site.ask("/", cookie=eva).status == 302
        eventually(lambda: not any(alive(site, at[each]) for each in ("eva", "tom", "desk")), 30)
        assert is_closed(evas.socket)
        assert alive(site, at["tess"])
        assert alive(site, at["leo"])
        assert leos.states()
    assert site.ask("/", cookie=tom).headers["Location"] == "/sign-in?next=%2F"
    assert site.post("/sign-in", account="eva", password=PASSWORD).status == 403


def alive(site: Site, kernel: str) -> bool:
    return any(kernel in " ".join(process.cmdline()) for process in site.kernels())


def test_signing_in_as_somebody_else_ends_what_was_open_before(site: Site) -> None:
    leo = site.cookie_of("leo")
    kernel = kernel_of(site.ask("/", cookie=leo))
    assert alive(site, kernel)
    assert site.post("/sign-in", leo, account="ida", password=PASSWORD).status == 303
    eventually(lambda: not alive(site, kernel))
    assert site.ask("/account", cookie=leo).status == 303


def test_nobody_alone_fills_the_memory_that_many_share(tmp_path: Path) -> None:
    with serving(tmp_path, {"leo": {"trainee"}, "mia": {"trainee"}}, notebook="who.ipynb", cold=True, most=2) as small:
        leo, again, mia = small.cookie_of("leo"), small.cookie_of("leo"), small.cookie_of("mia")
        assert [small.ask("/", cookie=each).status for each in (leo, again, leo, again, mia)] == [
            200,
            200,
            429,
            429,
            200,
        ]
        assert len(small.kernels()) == 3
        small.post("/sign-out", again)
        assert [small.ask("/", cookie=leo).status for _ in range(2)] == [200, 429]
