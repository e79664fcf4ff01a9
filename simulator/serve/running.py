"""What both ways of serving do once their way in is ready: tell the kernels what they need, and serve."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from socket import socket

from simulator import content
from simulator.serve import folders
from simulator.serve.door import WayIn
from simulator.serve.site import Page
from simulator.services.identity import IDENTITY_VARIABLE, KEY_VARIABLE, Signer

DATA_VARIABLE = "COACHSIM_DATA"
ADDRESS_VARIABLE = "COACHSIM_ADDRESS"
"""Where kernels find the address of the site, for links that are to be sent to somebody."""
SIGN_OUT_VARIABLE = "COACHSIM_SIGN_OUT"
"""Where kernels find the path of the page that signs out; not there where nobody signs in."""


def run(
    way_in: WayIn,
    sockets: list[socket],
    data: Path,
    secret: bytes,
    ready: Callable[[], None],
    pages: Sequence[Page],
    notebooks: Path | None,
) -> None:
    """Returns when a signal has ended it, with no kernel left running."""
    # It builds a grammar for a second and a half when it is imported, to check addresses that no notebook here has.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from simulator.serve.server import Server, serving
    from simulator.serve.settings import voila_config

    signer = Signer.new()
    web = {"cookie_secret": secret, "xsrf_cookie_kwargs": way_in.xsrf_cookie}
    with folders.runtime_folder() as runtime:
        _prepare_process(way_in, data, Path(runtime), signer.public)
        config = voila_config(pages, notebooks or content.folder("notebooks"), Path(runtime), web)
        server = Server.instance(config=config)
        server.way_in, server.signer = way_in, signer
        server.initialize([])
        serving(server.serve(sockets, Path(runtime), ready))


def _prepare_process(way_in: WayIn, data: Path, runtime: Path, key: str) -> None:
    """What kernels inherit from this process, and a terminal that stays quiet.

    No secret of the server's is among it but the address of the database, which kernels open themselves.
    """
    os.environ[DATA_VARIABLE] = str(data)
    os.environ[ADDRESS_VARIABLE] = way_in.origin
    os.environ[KEY_VARIABLE] = key
    os.environ.pop(IDENTITY_VARIABLE, None)
    os.environ.pop(SIGN_OUT_VARIABLE, None)
    if way_in.sign_out:
        os.environ[SIGN_OUT_VARIABLE] = way_in.sign_out
    os.environ["IPYTHONDIR"] = str(runtime / "ipython")
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    for name in ("tornado.access", "tornado.general"):
        logging.getLogger(name).setLevel(logging.ERROR)
