"""Kernels and the lines to them: nobody runs code, and nobody reaches a kernel that is not theirs.

Each refusal is held against the same thing done by whom it is allowed to.
"""

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tornado.httputil import HTTPHeaders
from websocket import WebSocketBadStatusException

from simulator.serve.door import forget_names
from tests.security.line import Line, is_closed, kernel_of, line, opened
from tests.serve.product import Site, eventually, is_kernel, serving

PEOPLE = {"tina": {"trainer"}, "leo": {"trainee"}, "mia": {"trainee"}}
ALLOWED = {"kernel_info_reply", "status", "comm_msg", "comm_info_reply"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """No kernel but those of open pages."""
    with serving(tmp_path_factory.mktemp("lines"), PEOPLE, notebook="who.ipynb", cold=True) as site:
        yield site


@pytest.fixture(scope="module")
def tina(site: Site) -> str:
    return site.cookie_of("tina")


@pytest.fixture(scope="module")
def leo(site: Site) -> str:
    return site.cookie_of("leo")


@pytest.fixture(scope="module")
def hers(site: Site, tina: str) -> str:
    """A kernel of Tina's."""
    return opened(site, tina)


def count(own: Line) -> str:
    """What the one counter of the page says."""
    return next(state["value"] for state in own.states().values() if state["_model_name"] == "LabelModel")


def press(own: Line) -> None:
    button = next(id_ for id_, state in own.states().items() if state["_model_name"] == "ButtonModel")
    own.comm(button, {"method": "custom", "content": {"event": "click"}})
    own.settle()


@pytest.mark.parametrize("binary", [False, True], ids=["json", "binary"])
def test_no_code_runs_however_it_is_sent(site: Site, tina: str, hers: str, tmp_path: Path, binary: bool) -> None:
    proof = tmp_path / "proof"
    code = {"code": f"open({str(proof)!r}, 'w')", "silent": False, "store_history": True, "user_expressions": {}}
    with line(site, hers, tina, binary=binary) as own:
        assert (own.socket.subprotocol is not None) == binary
        for channel in ("shell", "control", "stdin", "iopub", "Shell", ""):
            own.send("execute_request", code, channel)
        for kind in ("EXECUTE_REQUEST", "execute_request ", "inspect_request", "complete_request", "history_request",
                     "debug_request", "interrupt_request", "is_complete_request", "create_subshell_request",
                     "usage_request", "input_reply"):  # fmt: skip
            own.send(kind, {**code, "cursor_pos": 1}, "shell")
            own.send(kind, {**code, "cursor_pos": 1}, "control")
        before = count(own)
        press(own)
        assert int(count(own)) == int(before) + 1  # the very line works
        assert {message["header"]["msg_type"] for message in own.heard} <= ALLOWED
    assert not proof.exists()


def test_a_name_said_twice_runs_no_code_either(site: Site, tina: str, hers: str, tmp_path: Path) -> None:
    """What is checked must be what is passed on."""
    proof = tmp_path / "proof"
    kinds = ['"msg_type": "execute_request", "msg_type": "comm_info_request"',
             '"msg_type": "comm_info_request", "msg_type": "execute_request"']  # fmt: skip
    with line(site, hers, tina) as own:
        for kind in kinds:
            header = f'{{"msg_id": "{uuid.uuid4()}", {kind}, "session": "x", "username": "", "version": "5.3"}}'
            content = json.dumps({"code": f"open({str(proof)!r}, 'w')", "silent": True})
            own.socket.send(
                f'{{"header": {header}, "parent_header": {{}}, "metadata": {{}}, "content": {content}, '
                f'"channel": "shell", "buffers": [], "msg_type": "execute_request"}}'
            )
        own.settle()
    assert not proof.exists()


def test_nonsense_on_the_line_ends_nothing(site: Site, tina: str, hers: str) -> None:
    for sent in ("", "{", "[]", "null", '"x"', "{}", '{"header": 1}', "x" * 1_000_000):
        with line(site, hers, tina) as own:
            own.socket.send(sent)
    for sent in (b"", b"\xff" * 64, b"\x7f" * 4 + b"\x00" * 40, b"\x02" + b"\x00" * 40, b"\x06" + b"\xff" * 60):
        for binary in (False, True):
            with line(site, hers, tina, binary=binary) as own:
                own.socket.send_binary(sent)
    with line(site, hers, tina) as own:
        press(own)


def test_a_kernel_of_somebody_else_s_is_not_there(site: Site, tina: str, leo: str, hers: str) -> None:
    nobodys = str(uuid.uuid4())
    with line(site, hers, tina) as own:
        press(own)
        before = count(own)
    assert site.ask(f"/api/kernels/{hers}", cookie=tina).status == 200
    for kernel in (hers, nobodys):
        for method in ("GET", "DELETE"):
            answer = with_xsrf(site, method, f"/api/kernels/{kernel}", leo)
            assert (answer.status, "Not Found" in answer.body) == (404, True)
        assert with_xsrf(site, "POST", f"/voila/api/shutdown/{kernel}", leo).status == 404
        assert with_xsrf(site, "POST", f"/voila/api/shutdown/{kernel.replace('-', '%2d')}", leo).status == 404
        for binary in (False, True):
            with pytest.raises(WebSocketBadStatusException, match="404"), line(site, kernel, leo, binary=binary):
                pass
    for cookie in ("", f"{site.cookie_name}=forged"):
        assert with_xsrf(site, "DELETE", f"/api/kernels/{hers}", cookie).status == 403
        assert with_xsrf(site, "POST", f"/voila/api/shutdown/{hers}", cookie).status == 403
        with pytest.raises(WebSocketBadStatusException, match="403"), line(site, hers, cookie):
            pass
    with line(site, hers, tina) as own:
        assert count(own) == before


def test_what_is_refused_to_others_works_for_its_owner(site: Site, leo: str) -> None:
    for method, path in (("DELETE", "/api/kernels/{}"), ("POST", "/voila/api/shutdown/{}")):
        kernel = opened(site, leo)
        assert site.ask(path.format(kernel), cookie=leo, method=method).status == 403  # without the form's token
        assert site.ask(f"/api/kernels/{kernel}", cookie=leo).status == 200
        assert with_xsrf(site, method, path.format(kernel), leo).status == 204
        assert site.ask(f"/api/kernels/{kernel}", cookie=leo).status == 404


def test_another_sign_in_of_the_same_person_has_kernels_of_its_own(site: Site, tina: str, hers: str) -> None:
    assert site.ask(f"/api/kernels/{hers}", cookie=site.cookie_of("tina")).status == 404


def test_a_page_on_another_site_gets_no_line(site: Site, tina: str, hers: str) -> None:
    for origin in (
        "http://evil.example",
        "null",
        f"http://127.0.0.1:{site.port + 1}",
        f"http://127.0.0.1:{site.port}.evil",
    ):
        with pytest.raises(WebSocketBadStatusException, match="403"), line(site, hers, tina, origin=origin):
            pass
    with line(site, hers, tina) as own:
        assert own.states()


def test_kernels_can_be_neither_listed_nor_started(site: Site, tina: str) -> None:
    before = {kernel.pid for kernel in site.kernels()}
    assert site.ask("/api/kernels", cookie=tina).status == 404
    assert with_xsrf(site, "POST", "/api/kernels", tina).status == 404
    assert with_xsrf(site, "POST", f"/api/kernels/{uuid.uuid4()}/restart", tina).status == 404
    assert {kernel.pid for kernel in site.kernels()} <= before


def test_signing_out_ends_the_kernels_of_that_sign_in_alone(site: Site) -> None:
    here, there = site.cookie_of("mia"), site.cookie_of("mia")
    mine, other = opened(site, here), opened(site, there)
    (process,) = (each for each in site.kernels() if mine in " ".join(each.cmdline()))
    with line(site, mine, here) as own, line(site, other, there) as others:
        press(own)
        assert "You are signed out" in site.post("/sign-out", here).body
        assert not is_kernel(process)  # at once, not when it is next looked after
        assert is_closed(own.socket)
        press(others)
    assert site.ask("/", cookie=here).headers["Location"] == "/sign-in?next=%2F"
    assert site.ask(f"/api/kernels/{mine}", cookie=here).status == 403


def with_xsrf(site: Site, method: str, path: str, cookie: str):
    """As a page of ours asks: with the token that only our pages know."""
    xsrf = f"2|00000000|{'0' * 32}|1700000000"
    return site.ask(path, method=method, cookie=f"{cookie}; _xsrf={xsrf}".lstrip("; "), X_XSRFToken=xsrf)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("warm"), PEOPLE, notebook="who.ipynb") as site:
        eventually(lambda: list(site.data.glob("ready-*")))
        yield site


def test_a_kernel_that_waits_is_nobody_s_and_then_its_page_s_alone(warm: Site) -> None:
    tina, leo = warm.cookie_of("tina"), warm.cookie_of("leo")
    (spare,) = warm.kernels()
    waiting = re.search(r"kernel-([0-9a-f-]{36})", " ".join(spare.cmdline()))[1]
    for cookie in (tina, leo):
        assert warm.ask(f"/api/kernels/{waiting}", cookie=cookie).status == 404
        assert with_xsrf(warm, "DELETE", f"/api/kernels/{waiting}", cookie).status == 404
        assert with_xsrf(warm, "POST", f"/voila/api/shutdown/{waiting}", cookie).status == 404
        with pytest.raises(WebSocketBadStatusException, match="404"), line(warm, waiting, cookie):
            pass
    page = warm.ask("/?a=1", cookie=tina)
    assert kernel_of(page) == waiting
    assert told(page.body)["pid"] == spare.pid
    assert warm.ask(f"/api/kernels/{waiting}", cookie=tina).status == 200
    assert warm.ask(f"/api/kernels/{waiting}", cookie=leo).status == 404


FORGED = (
    "X-Coachsim-Identity",
    "x-coachsim-identity",
    "X_Coachsim_Identity",
    "x_coachsim-identity",
    "X-COACHSIM_IDENTITY",
)


def test_the_door_takes_away_every_spelling_of_the_header_and_no_other() -> None:
    headers = HTTPHeaders({"Cookie": "a=b", "X-Coachsim": "x"})
    for name in FORGED:
        headers.add(name, "forged")
        headers.add(name.lower(), "forged again")
    forget_names(headers)
    assert sorted(headers) == ["Cookie", "X-Coachsim"]


@pytest.mark.parametrize("kind", ["cold", "warm"])
def test_a_kernel_hears_from_the_server_alone_who_it_is_for(site: Site, warm: Site, kind: str) -> None:
    """A real name, signed by this very server for somebody else, is worth nothing in a visitor's hands."""
    served = {"cold": site, "warm": warm}[kind]
    tina, leo = served.cookie_of("tina"), served.cookie_of("leo")
    stolen = told(served.ask("/", cookie=tina).body)["environment"]["HTTP_X_COACHSIM_IDENTITY"]
    for number, name in enumerate(FORGED):
        if kind == "warm":
            ready = len(list(served.data.glob("ready-*")))
            eventually(lambda ready=ready: len(served.kernels()) and len(list(served.data.glob("ready-*"))) >= ready)
        said = told(raw(served, f"/?n={number}", leo, name, stolen))
        assert (said["person"], said["query"]) == ("leo", f"n={number}")
        names = [key for key in said["environment"] if "COACHSIM_IDENTITY" in key.upper().replace("-", "_")]
        assert sorted(names) == ["COACHSIM_IDENTITY_KEY", "HTTP_X_COACHSIM_IDENTITY"]
        assert stolen not in said["environment"].values()


def test_a_warm_kernel_is_told_of_its_own_page_and_never_of_an_earlier_one(warm: Site) -> None:
    first, second = warm.cookie_of("tina"), warm.cookie_of("leo")
    for cookie, person in ((first, "tina"), (second, "leo"), (first, "tina")):
        known = set(warm.data.glob("ready-*"))
        page = told(warm.ask(f"/?who={person}&x=%26", cookie=cookie).body)
        assert (page["person"], page["query"]) == (person, f"who={person}&x=%26")
        eventually(lambda known=known: set(warm.data.glob("ready-*")) - known)


def test_no_secret_of_the_server_s_stands_in_a_kernel_s_environment(site: Site, tina: str) -> None:
    environment = told(site.ask("/", cookie=tina).body)["environment"]
    secret = (site.data / "cookie-secret").read_bytes()
    assert environment["COACHSIM_SIGN_OUT"] == "/sign-out"
    assert environment["COACHSIM_ADDRESS"] == site.home.removesuffix("/")
    values = " ".join(environment.values())
    assert secret.hex() not in values
    assert tina.split("|")[-2].split(":")[1] not in values
    assert "PRIVATE" not in values


def told(body: str) -> dict[str, object]:
    """What the kernel of a page says about itself."""
    return json.loads(re.search(r"<pre>(.*?)</pre>", body, re.DOTALL)[1])


def raw(site: Site, path: str, cookie: str, name: str, value: str) -> str:
    """The body of a page that was asked for with a header whose name is sent letter by letter, and twice."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.putrequest("GET", path)
    connection.putheader("Cookie", cookie)
    connection.putheader(name, value)
    connection.putheader(name.lower(), value)
    connection.endheaders()
    try:
        return connection.getresponse().read().decode()
    finally:
        connection.close()
