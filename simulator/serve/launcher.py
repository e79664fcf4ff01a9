"""`coachsim start`: one person, this machine, one address. The command line calls `start` and nothing else here."""

import logging
import os
import secrets
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from simulator import content
from simulator.serve import folders, ports
from simulator.serve.site import PAGES, Page

DATA_VARIABLE = "COACHSIM_DATA"


def start(
    port: int | None,
    data: Path,
    open_browser: bool,
    out: Callable[[str], object] = print,
    *,
    pages: Sequence[Page] = PAGES,
    notebooks: Path | None = None,
) -> None:
    """Serves the product on 127.0.0.1 until SIGINT or SIGTERM, then returns with no kernel left running.

    `port`: None for the default or the next free one, 0 for any. `data`: the person's folder, made where missing;
    kernels find it in COACHSIM_DATA. `out` gets exactly one line, with the address, once it is answered.
    `pages`, from the folder `notebooks`: others than the product's own.

    Raises PortTaken, FolderNotWritable or ServeError before anything runs. Call it from the main thread.
    """
    data = folders.prepare_data(data)
    secret = folders.cookie_secret(data)
    sockets = ports.listen(port)
    # A new token at each start: an address left in a terminal's history is then worth nothing. Open tabs and
    # bookmarks do not need it, for their cookie outlives the server.
    web = {"token": secrets.token_urlsafe(24), "cookie_secret": secret, "port": ports.port_of(sockets)}
    address = f"http://{ports.HOST}:{web['port']}/?token={web['token']}"

    def ready() -> None:
        out(f"Open {address}")
        sys.stdout.flush()
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    # It builds a grammar for a second and a half when it is imported, to check addresses that no notebook here has.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from simulator.serve.server import Server, run  # takes most of a second; the refusals above should not
    from simulator.serve.settings import voila_config

    with folders.runtime_folder() as runtime:
        _prepare_process(data, Path(runtime))
        config = voila_config(pages, notebooks or content.folder("notebooks"), Path(runtime), web)
        server = Server.instance(config=config)
        server.initialize([])
        run(server.serve(sockets, Path(runtime), ready))


def _prepare_process(data: Path, runtime: Path) -> None:
    """What kernels inherit from this process, and a terminal that stays quiet."""
    os.environ[DATA_VARIABLE] = str(data)
    os.environ["IPYTHONDIR"] = str(runtime / "ipython")
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    for name in ("tornado.access", "tornado.general"):
        logging.getLogger(name).setLevel(logging.ERROR)
