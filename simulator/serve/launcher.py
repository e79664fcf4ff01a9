"""`coachsim start`: one person, this machine, one address. The command line calls `start` and nothing else here."""

import secrets
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import StoreError
from simulator.serve import folders, ports
from simulator.serve.site import PAGES, Page

if TYPE_CHECKING:
    from simulator.model.person import Person


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
    folders.refuse_network(data)
    secret = folders.cookie_secret(data)
    sockets = ports.listen(port)
    port = ports.port_of(sockets)
    # A new token at each start: an address left in a terminal's history is then worth nothing. Open tabs and
    # bookmarks do not need it, for their cookie outlives the server.
    token = secrets.token_urlsafe(24)
    address = f"http://{ports.HOST}:{port}/?token={token}"

    def ready() -> None:
        out(f"Open {address}")
        sys.stdout.flush()
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    from simulator.serve.alone import Alone
    from simulator.serve.running import run  # takes most of a second; the refusals above should not

    way_in = Alone(port, token, secret, lambda: _enter(data))
    run(way_in, sockets, data, secret, ready, pages, notebooks)


def _enter(data: Path) -> "Person":
    """Who uses this machine, known to the store from now on. It takes a moment, so no page's script waits for it."""
    from simulator.model.person import EVERY_ROLE, Person
    from simulator.services import local

    me = local.system_user()
    with suppress(StoreError):  # the page opens the store too, and says what is the matter with it
        store = local.store_here(data)
        local.owner(store)
        store.close()
    return Person(me, me, me, EVERY_ROLE)
