"""Standalone Voilà with our door, our pages and nothing they do not need.

Voilà's own command line, configuration files, port search and browser launching are not used: what is served is
decided here and in `settings.py` alone.
"""

import asyncio
import logging
import re
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import socket
from typing import Any

import nbformat
from jupyter_events import EventLogger
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from traitlets import Tuple
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from simulator.serve import assets, pages, plain
from simulator.serve.claims import Claim, opening
from simulator.serve.door import Door, WayIn, visitor_of
from simulator.serve.lines import Line, Shutdown
from simulator.serve.site import Page, may_open
from simulator.services.identity import Signer

TEMPLATES = Path(__file__).with_name("templates")
# How long what is under way may take when the server ends.
LEAVE_SECONDS = 1.0
# An interrupt from the keyboard, a request to end, and a terminal that was closed (which Windows does not tell).
STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
# No answer to a request that is not a line to a kernel needs a longer question.
LONGEST_BODY = 64 * 1024
# Each open page is a process; nobody alone may fill the memory of a machine that many share.
MOST_PAGES = 20


class NotebookPage(TornadoVoilaHandler):  # type: ignore[misc]
    """One page of the site, made from its notebook; where it cannot be made, a plain page says so."""

    def initialize(self, page: Page, **voila: Any) -> None:
        super().initialize(notebook_path=page.notebook, **voila)
        self.page = page
        self.page_config_hook = lambda stock, **_: assets.page_config(stock, page.title)

    @web.authenticated
    async def get(self, path: str | None = None) -> None:
        """As Voilà's, for whoever may open the page; ends when nobody listens any more."""
        visitor = visitor_of(self.request)
        answer = may_open(self.page, visitor.person if visitor else None)
        if visitor is None or not answer.allowed:
            return self._put(403, pages.refused(answer.reason, self.settings["way_in"].sign_out))
        if self.settings["way_in"].sign_in and self.kernel_manager.held_by(visitor.person.id) >= MOST_PAGES:
            return self._put(429, pages.too_many())
        opening.set(Claim(self.page, visitor))
        with suppress(StreamClosedError):
            async for html in self.get_generator(path=path):
                self.write(html)
                await self.flush()

        return None

    def write_error(self, status_code: int, **_: Any) -> None:
        self._put(status_code, pages.failed() if status_code >= 500 else pages.missing())

    def _put(self, status: int, page: str) -> None:
        self.set_status(status)
        for name, value in plain.HEADERS.items():
            self.set_header(name, value)
        self.finish(page)


# Of Voilà's own routes these alone exist: the line to a kernel, its end, and the files of the front end; and what
# answers there.
SERVED = {
    KernelHandler: KernelHandler,
    VoilaKernelWebsocketHandler: Line,
    VoilaShutdownKernelHandler: Shutdown,
    MultiStaticFileHandler: MultiStaticFileHandler,
    FileFindHandler: FileFindHandler,
}
KERNEL_ID = "(?P<kernel_id>.*)"


class Server(Voila):  # type: ignore[misc]
    """Serves until it is told to stop; then no kernel is left behind."""

    site = Tuple(config=True, help="Its pages: values of `simulator.serve.site.Page`.")
    way_in: WayIn
    signer: Signer

    def setup_template_dirs(self) -> None:
        """Our template alone: none of the same name elsewhere on the machine can take its place."""
        self.template_paths = [str(TEMPLATES / self.voila_configuration.template)]
        self.static_paths = [str(assets.found(assets.CORE))]
        self.assets = {"script": assets.page_script(), "no_maths": assets.asset("no-maths.js")}
        ours = {name: asset.url for name, asset in self.assets.items()}
        ours |= {"style": assets.page_style(), "icon": pages.ICON, "sign_in": self.way_in.sign_in or ""}
        self.voila_configuration.config.VoilaConfiguration.resources = {"coach": ours}

    def init_settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = super().init_settings()
        # One for all kernels; each would make its own.
        self.event_logger = EventLogger()
        for page in self.site:
            notebook = nbformat.read(Path(self.root_dir) / page.notebook, as_version=4)  # type: ignore[no-untyped-call]
            self.contents_manager.notary.sign(notebook)
        ours = {"way_in": self.way_in, "signer": self.signer, "pages": {page.path for page in self.site}}
        return {**settings, "default_handler_class": plain.Missing, **self.tornado_settings, **ours}

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Those routes of Voilà's that a page needs, our pages, our assets; at any other address there is nothing."""
        voila = [_of_ours(*route) for route in super().init_handlers() if route[1] in SERVED]
        settings = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        site = [(re.escape(page.path), NotebookPage, {"page": page, **settings}) for page in self.site]
        scripts = [(each.url, assets.AssetHandler, {"asset": each}) for each in self.assets.values()]
        return [*voila, *site, *scripts]

    async def serve(self, sockets: list[socket], folder: Path, ready: Callable[[], None]) -> None:
        """Calls `ready` once connections are answered; returns when a signal has stopped everything.

        `folder` takes the kernels' connection files. Afterwards the process says no more: logging is off.
        """
        self.connection_dir = str(folder)
        stop = asyncio.Event()
        with _signals(stop):
            door = Door(**self.init_settings())
            door.add_handlers(".*$", self.init_handlers())
            http = HTTPServer(door, max_body_size=LONGEST_BODY)
            http.add_sockets(sockets)
            self.kernel_manager.warm_up()
            ready()
            jobs = [asyncio.create_task(job) for job in self.way_in.jobs(self.kernel_manager)]
            await stop.wait()
            logging.disable()  # what fails from here on fails because everything ends
            for job in jobs:
                job.cancel()
            http.stop()
            await self._end_kernels()
            await _within(LEAVE_SECONDS, http.close_all_connections())

    async def _end_kernels(self) -> None:
        """At once: a page's steps are kept as they are taken, so a kernel has nothing to put in order first."""
        await self.kernel_manager.kill_all()
        await _within(LEAVE_SECONDS, self.kernel_manager.shutdown_all(now=True))
        await self.kernel_manager.kill_all()  # one may have been starting


def _of_ours(address: str, handler: type, *given: Any) -> tuple[Any, ...]:
    """A route of Voilà's, answered by ours; a kernel is called `kernel_id` in all of them."""
    named = address.replace("(.*)", KERNEL_ID) if handler is VoilaShutdownKernelHandler else address
    return named, SERVED[handler], *given


async def _within(seconds: float, work: Awaitable[None]) -> None:
    with suppress(Exception):
        await asyncio.wait_for(work, seconds)


def serving(server: Coroutine[Any, Any, None]) -> None:
    """As asyncio.run, but a request that will not end cannot keep the process from ending."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(server)
        rest = asyncio.all_tasks(loop)
        for task in rest:
            task.cancel()
        if rest:
            loop.run_until_complete(asyncio.wait(rest, timeout=LEAVE_SECONDS))
    finally:
        loop.set_exception_handler(lambda *_: None)
        loop.close()


@contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """Within this block the signals set `stop`, and do nothing else however often they come."""
    loop = asyncio.get_running_loop()

    def arrived(*_: object) -> None:
        loop.call_soon_threadsafe(stop.set)

    before = {number: signal.signal(number, arrived) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
