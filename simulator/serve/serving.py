"""`coachsim serve`: many people, who sign in. The command line calls `serve` and nothing else here."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from simulator.errors import PortTaken, ServeError
from simulator.serve import folders, ports
from simulator.serve.config import Config
from simulator.serve.site import PAGES, Page

if TYPE_CHECKING:
    from simulator.services.sending.background import Background
    from simulator.store.sql import Store

ZONE_VARIABLE = "COACHSIM_ZONE"
"""Where kernels find the time zone in which dates are meant unless somebody says otherwise."""


def serve(
    config: Config,
    out: Callable[[str], object] = print,
    *,
    pages: Sequence[Page] = PAGES,
    notebooks: Path | None = None,
) -> None:
    """Serves the product as `config` says until SIGINT or SIGTERM, then returns with no kernel left running.

    `out` gets exactly one line, with the address, once it is answered. `pages`, from the folder `notebooks`: others
    than the product's own. Raises `ServeError`,
    `StoreError` or `UnusableLrs` before anything runs. Call it from the main thread.
    """
    from simulator.serve.members import Members
    from simulator.serve.running import run
    from simulator.services.accounts.sign_in import SignIns
    from simulator.services.keeping import expire
    from simulator.services.local import data_folder, now, store_here

    if config.database:
        os.environ[folders.DATABASE_VARIABLE] = config.database
    os.environ[ZONE_VARIABLE] = config.zone
    data = folders.prepare_data(config.data or data_folder())
    store = store_here(data)
    sending = _sending(config, data, store)
    sign_ins = SignIns(store, now, config.session_hours)
    sockets = _listen(config)
    secret = folders.cookie_secret(data)
    paths = frozenset(page.path for page in pages)

    def daily() -> None:
        sign_ins.forget_ended()
        expire(store, config.retention_days, now)

    way_in = Members(config.address, sign_ins, secret, paths, daily, trust_proxy=config.trust_proxy)

    _say_what_is_missing(config, store)

    def ready() -> None:
        out(f"Open {config.address.origin}/")
        sys.stdout.flush()

    if sending is None:
        return run(way_in, sockets, data, secret, ready, pages, notebooks)
    sending.start()
    try:
        return run(way_in, sockets, data, secret, ready, pages, notebooks)
    finally:
        sending.stop()


def _sending(config: Config, data: Path, store: "Store") -> "Background | None":
    """What sends statements of learning, where there is an LRS. Raises `UnusableLrs` for one that cannot be used."""
    from simulator.services.sending.settings import from_environment, lrs_of, take_secrets

    table = {**from_environment(os.environ), **(config.lrs or {})}
    take_secrets(os.environ)
    if config.lrs is None:
        return None
    from simulator.services.local import local_library, now
    from simulator.services.sending.background import Background
    from simulator.services.sending.together import Learning

    lrs, library = lrs_of(table, config.address.origin), local_library(data)
    return Background(Learning(store, lrs, lambda: library.rubric, now).once)


def _say_what_is_missing(config: Config, store: "Store") -> None:
    """To whoever started it: what does not keep it from being served, but from being of use."""
    with store.reading() as work:
        nobody = not work.people.all()
    if nobody:
        hint = "`coachsim people add` and `coachsim people invite` let the first ones in."
        print(f"Nobody has an account here yet: {hint}", file=sys.stderr)
    if not config.address.secure and not config.address.is_this_machine:
        hint = "Put a proxy with TLS before it, and let `address` begin with https://."
        print(f"Passwords travel to {config.address.origin} without encryption. {hint}", file=sys.stderr)


def _listen(config: Config) -> list[socket]:
    try:
        return ports.listen(config.port, config.listen)
    except PortTaken as error:
        hint = f"Choose another as `port`, for example {error.free}, or end that program."
        raise ServeError(f"Port {config.port} of {config.listen} is in use by another program. {hint}") from error
