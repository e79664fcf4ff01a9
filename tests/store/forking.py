"""Processes that are quick to start: copies of this one, to be heard or killed. They open connections of their own.

Each of them says what it has to say as lines, and is gone by `os._exit`, so that nothing of the tests ends twice.
"""

import os
import signal
import time
import traceback
from collections.abc import Callable
from typing import IO

Said = Callable[[object], None]


class Fork:
    """Does `work` in a process of its own; what `work` says by the function it is given is heard here."""

    def __init__(self, work: Callable[[Said], object]) -> None:
        read, write = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(read)
            _run(work, write, parent)
        os.close(write)
        self._lines: IO[str] = os.fdopen(read)

    def hear(self) -> str:
        """The next line; empty when it has come to its end."""
        return self._lines.readline().rstrip("\n")

    def kill(self) -> list[str]:
        """End it at once, wherever it is; every line it had said and that was not heard yet."""
        os.kill(self.pid, signal.SIGKILL)
        return self.rest()

    def rest(self) -> list[str]:
        """Wait for its end; every line that was not heard yet."""
        lines = self._lines.read().splitlines()
        self._lines.close()
        os.waitpid(self.pid, 0)
        return lines


def stay() -> None:
    """Until one is killed, or nobody is left to do it."""
    while os.getppid() == _parent:
        time.sleep(0.05)


_parent = 0


def _run(work: Callable[[Said], object], write: int, parent: int) -> None:
    global _parent
    code, _parent = 1, parent
    try:
        work(lambda words: os.write(write, f"{words}\n".encode()))
        code = 0
    except BaseException:
        traceback.print_exc()
        os.write(write, f"failed: {traceback.format_exc().splitlines()[-1]}\n".encode())
    finally:
        os._exit(code)
