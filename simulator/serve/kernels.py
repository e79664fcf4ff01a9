"""The kernels behind pages: this very Python, started light, and one kept warm for the next page.

A page's kernel is a process of its own: it ends with the page, and nothing is shared with another.
"""

import asyncio
import os
import sys
import time
from contextlib import suppress
from queue import Empty
from typing import Any
from weakref import WeakSet

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath
from traitlets import Bool, Unicode

NAME = "python3"
# The next warm kernel is made when the page that took the last one has settled.
REFILL_AFTER_SECONDS = 3.0
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
    """Hands a page the warm kernel where there is one; else a page waits for its own to start."""

    keep_warm = Bool(True, config=True)
    ahead = Unicode("", config=True, help="What a warm kernel has run already: nothing that depends on the request.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._warm: asyncio.Task[tuple[str, Any]] | None = None
        self._refill: asyncio.TimerHandle | None = None
        self._made: WeakSet[Any] = WeakSet()
        self._awaited: set[str] = set()
        self._ending: set[asyncio.Future[None]] = set()

    def warm_up(self) -> None:
        """Starts preparing the kernel for the next page."""
        if self.keep_warm and self._warm is None:
            self._warm = asyncio.create_task(self._prepare())

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        kernel_id = await self._take_warm(kwargs.get("env", {})) or await super().start_kernel(**kwargs)
        self._awaited.add(kernel_id)
        asyncio.get_running_loop().call_later(CONNECT_WITHIN_SECONDS, self._end_unless_connected, kernel_id)
        return kernel_id

    def notify_connect(self, kernel_id: str) -> None:
        self._awaited.discard(kernel_id)
        super().notify_connect(kernel_id)  # type: ignore[no-untyped-call]

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        if kernel_id != self._warm_id():
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]

    async def shutdown_all(self, now: bool = False) -> None:  # type: ignore[override]
        self.keep_warm = False
        if self._refill is not None:
            self._refill.cancel()
        if self._warm is not None:
            self._warm.cancel()
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

    def _warm_id(self) -> str | None:
        done = self._warm is not None and self._warm.done() and not self._warm.cancelled()
        return self._warm.result()[0] if done and self._warm and self._warm.exception() is None else None

    def _end_unless_connected(self, kernel_id: str) -> None:
        if kernel_id in self._awaited and kernel_id in self:
            ending = asyncio.ensure_future(self.shutdown_kernel(kernel_id))  # type: ignore[no-untyped-call]
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        self._awaited.discard(kernel_id)

    async def _take_warm(self, env: dict[str, str]) -> str | None:
        """The warm kernel, told what the request is; None where there is none, or it has ended meanwhile."""
        taken, self._warm = self._warm, None
        if self.keep_warm:
            self._refill_later()
        if taken is not None:
            with suppress(Exception):
                return await self._hand_over(*await taken, env)
        return None

    def _refill_later(self) -> None:
        if self._refill is not None:
            self._refill.cancel()
        self._refill = asyncio.get_running_loop().call_later(REFILL_AFTER_SECONDS, self.warm_up)

    async def _prepare(self) -> tuple[str, Any]:
        kernel_id = await super().start_kernel(kernel_name=NAME, path=ApiPath(""), env=dict(os.environ))
        client: Any = self.get_kernel(kernel_id).client()
        client.start_channels()
        try:
            await client.wait_for_ready()
            await self._run(client, self.ahead)
        except Exception:
            client.stop_channels()
            await self.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]
            raise
        return kernel_id, client

    async def _hand_over(self, kernel_id: str, client: Any, env: dict[str, str]) -> str:
        """Tells the kernel what the request is. Raises if it is not there any more."""
        kernel: Any = self.get_kernel(kernel_id)
        try:
            if not await kernel.is_alive():
                raise RuntimeError("The warm kernel has ended.")
            new = {str(name): str(value) for name, value in env.items() if os.environ.get(name) != value}
            await self._run(client, f"import os; os.environ.update({new!r})")
            return kernel_id
        finally:
            client.stop_channels()

    async def _run(self, client: Any, code: str) -> None:
        if code:
            reply = await client.execute(code, silent=True, store_history=False, reply=True, timeout=60)
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"The kernel could not be prepared: {reply['content'].get('evalue')}")
