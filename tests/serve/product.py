"""A running product for tests: real server, real kernels. Plain functions, for whole-product tests elsewhere too.

with running(tmp_path) as product:
    page.goto(product.address)

with serving(tmp_path, people={"tina": {"trainer"}, "leo": {"trainee"}}) as site:
    site.sign_in(context, "tina")
    context.new_page().goto(site.home)
"""

import http.client
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookies import SimpleCookie
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

import psutil
from playwright.sync_api import BrowserContext

from simulator.model.person import Person, Role
from simulator.services.accounts.passwords import hashed
from simulator.services.local import now
from simulator.store.sql import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = Path(__file__).with_name("data")
START_SECONDS = 60


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str

    def cookie(self, name: str) -> SimpleCookie:
        """The one cookie of that name that this answer sets."""
        jar = SimpleCookie()
        for line in self.headers.get_all("Set-Cookie") or []:
            jar.load(line)
        return SimpleCookie({name: jar[name]}) if name in jar else SimpleCookie()


@dataclass
class Product:
    """`address` is the printed one, with the token; `home` the address without it."""

    process: subprocess.Popen[str]
    address: str
    data: Path
    errors: Path
    _cookie: str = field(default="", repr=False)

    @property
    def port(self) -> int:
        return int(re.search(r":(\d+)/", self.address)[1])

    @property
    def home(self) -> str:
        return self.address.split("?")[0]

    @property
    def token(self) -> str:
        return self.address.split("token=")[1]

    @property
    def cookie_name(self) -> str:
        return f"coachsim-{self.port}"

    @property
    def cookie(self) -> str:
        """The sign-in cookie as a request header's value."""
        if not self._cookie:
            signed_in = self.ask(f"/?token={self.token}", cookie="").cookie(self.cookie_name)
            self._cookie = f"{self.cookie_name}={signed_in[self.cookie_name].coded_value}"
        return self._cookie

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        host: str | None = None,
        cookie: str | None = None,
        form: Mapping[str, str] | None = None,
        **headers: str,
    ) -> Answer:
        """One request, signed in unless `cookie` says otherwise; redirects are not followed."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        headers |= {"Host": host or f"127.0.0.1:{self.port}"}
        cookie = self.cookie if cookie is None else cookie
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = None if form is None else urlencode(form)
        connection.request(method, path, body, headers=headers | ({"Cookie": cookie} if cookie else {}))
        answer = connection.getresponse()
        try:
            return Answer(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()

    def kernels(self) -> list[psutil.Process]:
        return kernels_of(self.process.pid)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ends the server by a signal, as a person or a system would; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(30)


def start(
    data: Path,
    *,
    port: int | None = 0,
    notebook: str | None = None,
    also: Sequence[str] = (),
    cold: bool = False,
    **environment: str,
) -> Product:
    """Starts a server of its own and waits for its address. The caller stops it.

    `notebook`: one of tests/serve/data at / instead of the product's pages; `also`: further ones, as `name=file` for
    the address /name. `cold`: no kernel is kept warm, so that the kernels are those of the open pages. `environment`:
    variables for the server and its kernels.
    """
    command = [sys.executable, "-m", "simulator.cli", "start", "--no-browser"]
    if notebook or cold:
        command = [sys.executable, "-m", "tests.serve.run"]
    command += ["--data", str(data)]
    command += [] if port is None else ["--port", str(port)]
    command += ["--notebook", str(NOTEBOOKS / notebook)] if notebook else []
    command += [f"--also={each}" for each in also]
    command += ["--cold"] if cold else []
    return Product(*_begun(command, data, environment))


def _begun(
    command: list[str], data: Path, environment: Mapping[str, str]
) -> tuple[subprocess.Popen[str], str, Path, Path]:
    """The process, the address that it has printed, its data and the file of its complaints."""
    errors = data.with_name(data.name + ".stderr")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with errors.open("a") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        )
    line = _first_line(process)
    if not line.startswith("Open http://"):
        process.kill()
        raise AssertionError(f"The server did not start: {line!r}\n{errors.read_text()}")
    return process, line.split()[1], data, errors


@contextmanager
def running(folder: Path, **how: object) -> Iterator[Product]:
    """A product with its data in `folder`/data; see `start` for `how`."""
    product = start(folder / "data", **how)
    try:
        yield product
    finally:
        product.stop()


PASSWORD = "an evening by the lake"  # noqa: S105 - of people who exist in tests alone


@dataclass
class Site(Product):
    """Served to people who sign in; everybody's password is `PASSWORD`. A request is nobody's unless it has a cookie.

    `store` is the server's, for what the command line or another server would do.
    """

    store: Store | None = None

    @property
    def cookie(self) -> str:
        return ""

    def sign_in(self, context: BrowserContext, account: str, password: str = PASSWORD) -> None:
        """Through the real form, in a page of its own that is closed again."""
        page = context.new_page()
        page.goto(f"{self.home}sign-in?next=/account")
        page.get_by_label("Account").fill(account)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Your account").wait_for()
        page.close()

    def post(self, path: str, cookie: str = "", **form: str) -> Answer:
        """As a browser sends a form of ours; `cookie` is who sends it."""
        xsrf = f"2|00000000|{'0' * 32}|1700000000"
        cookie = "; ".join(each for each in (cookie, f"_xsrf={xsrf}") if each)
        origin = self.home.removesuffix("/")
        return self.ask(path, method="POST", cookie=cookie, form={"_xsrf": xsrf, **form}, Origin=origin)

    def cookie_of(self, account: str, password: str = PASSWORD) -> str:
        """A new sign-in's cookie, as a request header's value."""
        answer = self.post("/sign-in", account=account, password=password)
        assert answer.status == 303, answer.body
        return f"{self.cookie_name}={answer.cookie(self.cookie_name)[self.cookie_name].coded_value}"


@contextmanager
def serving(
    folder: Path,
    people: Mapping[str, Iterable[str]],
    *,
    notebook: str | None = None,
    also: Sequence[str] = (),
    cold: bool = False,
    most: int | None = None,
    settings: Mapping[str, str | int | float | bool] | None = None,
    **environment: str,
) -> Iterator[Site]:
    """`coachsim serve` with its data in `folder`/data and these people, by account, with their roles.

    `settings`: further keys of its file; `most`: how many pages one person may have open. `notebook`, `also`, `cold`
    and `environment` as for `start`.
    """
    data = folder / "data"
    given = {"data": "data", **(settings or {}), **_free_address()}
    file = folder / "coachsim.toml"
    file.write_text("\n".join(f"{key} = {_toml(value)}" for key, value in given.items()))
    store = open_store(data, given.get("database"))
    enter(store, people)
    command = [sys.executable, "-m", "simulator.cli", "serve"]
    if notebook or cold or most:
        command = [sys.executable, "-m", "tests.serve.run"]
    command += ["--config", str(file)]
    command += ["--most", str(most)] if most else []
    command += ["--notebook", str(NOTEBOOKS / notebook)] if notebook else []
    command += [f"--also={each}" for each in also]
    command += ["--cold"] if cold else []
    site = Site(*_begun(command, data, environment), store=store)
    try:
        yield site
    finally:
        site.stop()
        store.close()


def enter(store: Store, people: Mapping[str, Iterable[str]]) -> None:
    """People whose id is their account and whose name is that with a capital letter."""
    with store.work() as work:
        for account, roles in people.items():
            work.people.add(Person(account, account, account.title(), frozenset(map(Role, roles))), now())
            work.people.set_password(account, _hash(), now())
        work.commit()


@lru_cache
def _hash() -> str:
    """One for all, since it takes its time."""
    return hashed(PASSWORD)


def _free_address() -> dict[str, str | int]:
    with socket() as any_:
        any_.bind(("127.0.0.1", 0))
        port = any_.getsockname()[1]
    return {"address": f"http://127.0.0.1:{port}", "port": port}


def _toml(value: str | int | float | bool) -> str:
    return json.dumps(value)


def kernels_of(pid: int) -> list[psutil.Process]:
    """Living kernel processes below a server."""
    try:
        below = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [process for process in below if is_kernel(process)]


def is_kernel(process: psutil.Process) -> bool:
    try:
        alive = process.status() != psutil.STATUS_ZOMBIE
        return alive and "simulator.serve.kernel_side" in process.cmdline()
    except psutil.NoSuchProcess:
        return False


def eventually(true: Callable[[], object], seconds: float = 20) -> None:
    """Waits until the condition holds, looking often; fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not true within {seconds} s"
        time.sleep(0.05)


def _first_line(process: subprocess.Popen[str]) -> str:
    ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
    return process.stdout.readline() if ready else ""
