"""Standalone Voilà with our door, our page and nothing it does not need.

Voilà's own command line, configuration files, port search and browser launching are not used: what is served is
decided here and in `settings.py` alone.
"""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Any

import nbformat
from jupyter_events import EventLogger
from tornado.httpserver import HTTPServer
from voila.app import Voila
from voila.paths import collect_static_paths
from voila.static_file_handler import AllowListFileHandler, TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler

from simulator.serve import assets, pages
from simulator.serve.door import Door, Missing

TEMPLATES = Path(__file__).with_name("templates")
# How long requests that are under way may take when the server ends.
LEAVE_SECONDS = 1.0
UNSERVED = (AllowListFileHandler, TemplateStaticFileHandler)


class Page(TornadoVoilaHandler):  # type: ignore[misc]
    """The notebook's page; where it cannot be made, a plain page says so."""

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(pages.failed() if status_code >= 500 else pages.missing())


class Server(Voila):  # type: ignore[misc]
    """Serves until it is told to stop; then no kernel is left behind."""

    def setup_template_dirs(self) -> None:
        """Our template alone: none of the same name elsewhere on the machine can take its place."""
        self.template_paths = [str(TEMPLATES / self.voila_configuration.template)]
        self.static_paths = collect_static_paths(["voila"], "base", prune=True)
        self.assets = {"script": assets.page_script(), "no_maths": assets.asset("no-maths.js")}
        ours = {name: asset.url for name, asset in self.assets.items()}
        ours |= {"style": assets.page_style(), "icon": pages.ICON}
        self.voila_configuration.config.VoilaConfiguration.resources = {"coach": ours}

    def init_settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = super().init_settings()
        # One for all kernels; each would make its own.
        self.event_logger = EventLogger()
        self.contents_manager.notary.sign(nbformat.read(self.notebook_path, as_version=4))  # type: ignore[no-untyped-call]
        return {**settings, "default_handler_class": Missing, **self.tornado_settings}

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Voilà's routes without those for files of the served folder, our page at `/` alone, our assets."""
        kept = [route for route in super().init_handlers() if route[1] not in UNSERVED]
        routes = [("/", Page, route[2]) if route[1] is TornadoVoilaHandler else route for route in kept]
        return [*routes, *((each.url, assets.AssetHandler, {"asset": each}) for each in self.assets.values())]

    async def serve(self, sockets: list[socket], folder: Path, ready: Callable[[], None]) -> None:
        """Calls `ready` once connections are answered; returns when a signal has stopped everything.

        `folder` takes the kernels' connection files. The first SIGINT or SIGTERM asks the kernels to end, the
        second does not wait for them.
        """
        self.connection_dir = str(folder)
        stop, now = asyncio.Event(), asyncio.Event()
        with _signals(stop, now):
            door = Door(**self.init_settings())
            door.add_handlers(".*$", self.init_handlers())
            http = HTTPServer(door)
            http.add_sockets(sockets)
            self.kernel_manager.warm_up()
            ready()
            await stop.wait()
            http.stop()
            await self._end_kernels(now)
            await asyncio.wait({asyncio.ensure_future(http.close_all_connections())}, timeout=LEAVE_SECONDS)

    async def _end_kernels(self, now: asyncio.Event) -> None:
        ended = asyncio.create_task(self.kernel_manager.shutdown_all())
        impatient = asyncio.create_task(now.wait())
        await asyncio.wait({ended, impatient}, return_when=asyncio.FIRST_COMPLETED)
        impatient.cancel()
        if not ended.done():
            await self.kernel_manager.kill_all()
        await ended


def run(serving: Coroutine[Any, Any, None]) -> None:
    """As asyncio.run, but a request that will not end cannot keep the process from ending."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(serving)
        rest = asyncio.all_tasks(loop)
        for task in rest:
            task.cancel()
        if rest:
            loop.run_until_complete(asyncio.wait(rest, timeout=LEAVE_SECONDS))
    finally:
        loop.set_exception_handler(lambda *_: None)
        loop.close()


@contextmanager
def _signals(stop: asyncio.Event, now: asyncio.Event) -> Iterator[None]:
    """Within this block SIGINT and SIGTERM set `stop`, and any after that `now`."""
    loop = asyncio.get_running_loop()

    def arrived(*_: object) -> None:
        loop.call_soon_threadsafe(now.set if stop.is_set() else stop.set)

    before = {number: signal.signal(number, arrived) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
