"""The folders a running product needs: the person's data, and a short-lived one for kernels."""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from simulator.errors import FolderNotWritable

SECRET_BYTES = 32
DATABASE_VARIABLE = "COACHSIM_DATABASE"
"""Names another database than SQLite in the data folder."""
# A Unix socket's path holds 107 bytes on Linux and 103 on macOS; a kernel adds "/kernel-<36 characters>-ipc-5".
SOCKET_PATH_LIMIT = 103
SOCKET_NAME_LENGTH = 50


def prepare_data(folder: Path) -> Path:
    """Makes the data folder, private to its owner, and proves that it can be written to.

    Returns its absolute path. Raises FolderNotWritable with the system's reason.
    """
    folder = folder.expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as problem:
        raise FolderNotWritable(str(folder), problem.strerror or str(problem)) from problem


def refuse_network(data: Path) -> None:
    """Raises `StoreError` where the store would be a file on another machine, before anything is opened there."""
    from simulator.store.place import refuse_network_folder

    if not os.environ.get(DATABASE_VARIABLE):
        refuse_network_folder(data)


def cookie_secret(data: Path) -> bytes:
    """The key that signs the sign-in cookie: made once per data folder, readable by its owner alone.

    It is kept so that a restart of the server does not sign an open tab out.
    """
    path = data / "cookie-secret"
    secret = _read(path)
    if secret is None:
        _write_once(path, secrets.token_bytes(SECRET_BYTES))
        secret = _read(path)
    if secret is None:
        raise FolderNotWritable(str(data), f"{path.name} is unreadable or damaged; delete it")
    path.chmod(0o600)
    return secret


def _read(path: Path) -> bytes | None:
    try:
        secret = path.read_bytes()
    except OSError:
        return None
    return secret if len(secret) >= SECRET_BYTES else None


def _write_once(path: Path, secret: bytes) -> None:
    """Two servers starting together end with one and the same secret: whoever moves first is kept."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".cookie-secret-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
        if path.exists() and _read(path) is None:
            path.unlink()
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink(missing_ok=True)


def runtime_folder() -> tempfile.TemporaryDirectory[str]:
    """A private folder for connection files and sockets, gone when the product stops.

    In the system's temporary folder, or in /tmp where that one's path is too long for a socket.
    """
    candidates = [tempfile.gettempdir(), "/tmp"]  # noqa: S108 - mkdtemp below makes it private
    fitting = [folder for folder in candidates if sockets_fit(Path(folder) / "coachsim-xxxxxxxx")]
    parent = next((folder for folder in fitting if os.access(folder, os.W_OK)), None)
    return tempfile.TemporaryDirectory(prefix="coachsim-", dir=parent, ignore_cleanup_errors=True)


def sockets_fit(folder: Path) -> bool:
    """Whether kernels in this folder can be spoken to by Unix sockets instead of TCP ports."""
    return sys.platform != "win32" and len(os.fsencode(folder)) + SOCKET_NAME_LENGTH <= SOCKET_PATH_LIMIT
