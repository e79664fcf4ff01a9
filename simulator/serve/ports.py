"""The listening socket: on this machine's loopback interface, unless another address was asked for by name."""

import errno
from socket import socket

from tornado.netutil import bind_sockets

from simulator.errors import PortTaken, ServeError

HOST = "127.0.0.1"
DEFAULT = 8765
TRIES = 50
HIGHEST = 65535


def listen(port: int | None, host: str = HOST) -> list[socket]:
    """Sockets that already accept connections, on the address `host`.

    None takes the default port or, if that is taken, the next free one; 0 takes any free one. Raises PortTaken if
    the port asked for is in use, ServeError if it cannot be opened at all.
    """
    if port is None:
        return _first_free(DEFAULT)
    if not 0 <= port <= HIGHEST:
        raise ServeError(f"There is no port {port}. Choose one between 1024 and {HIGHEST}.")
    try:
        return bind_sockets(port, host)
    except OSError as problem:
        if problem.errno == errno.EADDRNOTAVAIL:
            raise ServeError(f"{host} is no address of this machine. {HOST} always is.") from problem
        if problem.errno == errno.EADDRINUSE:
            raise PortTaken(port, _a_free_one(port + 1)) from problem
        raise ServeError(f"Port {port} cannot be opened ({problem.strerror}). Choose one above 1023.") from problem


def _first_free(start: int) -> list[socket]:
    for port in range(start, min(start + TRIES, HIGHEST + 1)):
        try:
            return bind_sockets(port, HOST)
        except OSError as problem:
            if problem.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    return bind_sockets(0, HOST)


def _a_free_one(start: int) -> int:
    sockets = _first_free(start)
    port = port_of(sockets)
    for each in sockets:
        each.close()
    return port


def port_of(sockets: list[socket]) -> int:
    return int(sockets[0].getsockname()[1])
