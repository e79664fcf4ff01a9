"""The kernels behind pages: this very Python, started light, some kept warm for the next visit of their page.

A page's kernel is a process of its own: it ends with the page, and nothing is shared with another. It belongs to the
sign-in whose page it was started for, and ends with that too.
"""

import asyncio
import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from queue import Empty
from typing import Any
from weakref import WeakSet

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath
from traitlets import Dict

from simulator.serve.claims import Claim, opening
from simulator.serve.spare import Spare
from simulator.services.accounts.visitor import Visitor

NAME = "python3"
# A page that has not connected by then was closed while it was loading.
CONNECT_WITHIN_SECONDS = 60.0


class OwnPython(KernelSpecManager):
    """Knows one kernel: the interpreter that runs the server. Others installed on the machine do not matter."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002
        argv = [sys.executable, "-P", "-m", "simulator.serve.kernel_side", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="coachsim", language="python", interrupt_mode="message")

    def get_all_specs(self) -> dict[str, Any]:
        return {NAME: {"resource_dir": "", "spec": self.get_kernel_spec(NAME).to_dict()}}


class PromptClient(AsyncKernelClient):
    """Ready as soon as the kernel has answered.

    The stock client listens 0.2 s longer, to drop older messages; who runs cells ignores those anyway.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        deadline = time.monotonic() + (timeout or 60)
        while time.monotonic() < deadline:
            self.kernel_info()
            with suppress(Empty):
                await self.get_shell_msg(timeout=1)
                await self.get_iopub_msg(timeout=0.2)
                return
            if not await self.is_alive():
                raise RuntimeError("The kernel died before it answered.")
        raise RuntimeError("The kernel did not answer in time.")


class Kernels(AsyncMappingKernelManager):
    """Hands a page the kernel that was kept warm for it where there is one; else a page waits for its own to start.

    What is kept warm for one page is never handed to another.
    """

    ahead = Dict(config=True, help="What the warm kernel of a page has run already, by the page's path.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._spares = {path: Spare(self, self._start_for_nobody, code) for path, code in self.ahead.items()}
        self._made: WeakSet[Any] = WeakSet()
        self._awaited: set[str] = set()
        self._ending: set[asyncio.Future[None]] = set()
        self._claims: dict[str, Claim] = {}
        self._lines: WeakSet[Any] = WeakSet()

    def warm_up(self) -> None:
        """Starts preparing the kernels for the next pages."""
        for spare in self._spares.values():
            spare.prepare()

    def warm_ids(self) -> set[str]:
        """The kernels that wait for a page."""
        return {spare.kernel_id for spare in self._spares.values() if spare.kernel_id is not None}

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        kernel_id = await self._take_warm(kwargs.get("env", {})) or await super().start_kernel(**kwargs)
        claim = opening.get()
        if claim is not None:
            self._claims[kernel_id] = claim
        self._awaited.add(kernel_id)
        asyncio.get_running_loop().call_later(CONNECT_WITHIN_SECONDS, self._end_unless_connected, kernel_id)
        return kernel_id

    def notify_connect(self, kernel_id: str) -> None:
        self._awaited.discard(kernel_id)
        super().notify_connect(kernel_id)  # type: ignore[no-untyped-call]

    def claims(self) -> dict[str, Claim]:
        """Whose the kernels of open pages are, by kernel."""
        self._claims = {kernel_id: claim for kernel_id, claim in self._claims.items() if kernel_id in self}
        return dict(self._claims)

    def held_by(self, person: str) -> int:
        """How many kernels of open pages somebody has."""
        return sum(claim.visitor.person.id == person for claim in self.claims().values())

    def is_of(self, kernel_id: str, visitor: Visitor) -> bool:
        """Whether a kernel is there and belongs to the sign-in of a visitor."""
        claim = self._claims.get(kernel_id)
        return claim is not None and kernel_id in self and claim.visitor.sign_in == visitor.sign_in

    def attend(self, line: Any) -> None:
        """A page's line to its kernel is open: it is closed together with the kernel."""
        self._lines.add(line)

    async def end(self, kernel_ids: Iterable[str]) -> None:
        """At once, with the lines to them: what was chosen is kept as it is chosen."""
        for kernel_id in kernel_ids:
            self._claims.pop(kernel_id, None)
            for line in [line for line in self._lines if line.kernel_id == kernel_id]:
                line.close()
            if kernel_id in self:
                with suppress(Exception):  # it may be ending already
                    await self.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        if kernel_id not in self.warm_ids():
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]

    async def shutdown_all(self, now: bool = False) -> None:  # type: ignore[override]
        for spare in self._spares.values():
            spare.stop()
        self._spares = {}
        await super()._async_shutdown_all(now=now)

    async def kill_all(self) -> None:
        """Ends every process that is left, also one that was only just starting, and tells no page of it."""
        for kernel in list(self._made):
            kernel.stop_restarter()
            if kernel.provisioner is not None and kernel.provisioner.has_process:
                await kernel.provisioner.kill()
                await kernel.provisioner.wait()

    def pre_start_kernel(self, kernel_name: str | None, kwargs: Any) -> tuple[KernelManager, str, str]:
        made = super().pre_start_kernel(kernel_name, kwargs)
        self._made.add(made[0])
        return made

    def _end_unless_connected(self, kernel_id: str) -> None:
        if kernel_id in self._awaited and kernel_id in self:
            ending = asyncio.ensure_future(self.shutdown_kernel(kernel_id))  # type: ignore[no-untyped-call]
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        self._awaited.discard(kernel_id)

    async def _start_for_nobody(self) -> str:
        return await super().start_kernel(kernel_name=NAME, path=ApiPath(""), env=dict(os.environ))

    async def _take_warm(self, env: dict[str, str]) -> str | None:
        """`SCRIPT_NAME` is the path of the page that asks; the server has set it."""
        spare = self._spares.get(env.get("SCRIPT_NAME", ""))
        return None if spare is None else await spare.take(env)
