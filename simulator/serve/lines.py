"""The line between a page and its kernel, and the end of it: both for whom the kernel belongs to alone.

What a visitor may send is Voilà's list, and no code is on it. What a kernel may say to its page is listed here: what
widgets are made of, and how the kernel is. Not what goes wrong in our code, nor what the code is.
"""

import json
import struct
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.services.kernels.connection.base import deserialize_binary_message
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado import web
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import read_header_from_binary_message

SAID = frozenset(
    {
        "clear_output", "comm_close", "comm_info_reply", "comm_msg", "comm_open", "display_data", "kernel_info_reply",
        "shutdown_reply", "status", "update_display_data",
    }
)  # fmt: skip
V1 = "v1.kernel.websocket.jupyter.org"
# A frame of this protocol says first how many parts it has; Jupyter would count to any number, and answer nobody else.
FEWEST_PARTS, MOST_PARTS = 6, 1024
UNFIT = 1003


class Line(KernelWebsocketHandler):
    """Jupyter asks the authorizer before it is opened."""

    async def open(self, kernel_id: str) -> None:
        kernels: Any = self.kernel_manager
        kernels.attend(self)
        await super().open(kernel_id)  # type: ignore[no-untyped-call]

    def on_message(self, ws_message: str | bytes) -> None:
        """What is no message of a page of ours ends the line."""
        try:
            if not self._fits(ws_message):
                raise ValueError("no message")
            super().on_message(ws_message)  # type: ignore[no-untyped-call]
        except Exception:
            self.log.debug("A line is closed for what was sent on it.", exc_info=True)
            self.close(UNFIT)

    def _fits(self, message: str | bytes) -> bool:
        if self.selected_subprotocol != V1:
            return isinstance(message, str)  # its frames of bytes are worse to check, and no page sends them
        return isinstance(message, bytes) and is_v1(message)

    def write_message(self, message: Any, binary: bool = False) -> Any:
        return super().write_message(message, binary) if self._kind(message) in SAID else None

    def _kind(self, message: str | bytes | dict[str, Any]) -> Any:
        if isinstance(message, bytes):
            read = read_header_from_binary_message if self.selected_subprotocol == V1 else _header
            header = read(message)
        else:
            header = (json.loads(message) if isinstance(message, str) else message).get("header")
        return (header or {}).get("msg_type")


def is_v1(message: bytes) -> bool:
    """Whether a frame is one of the protocol V1: how many offsets, then these, in order and within it."""
    count = int.from_bytes(message[:8], "little")
    if not FEWEST_PARTS <= count <= MOST_PARTS or len(message) < 8 * (count + 1):
        return False
    offsets = struct.unpack(f"<{count}Q", message[8 : 8 * (count + 1)])
    return offsets[0] >= 8 * (count + 1) and offsets[-1] <= len(message) and sorted(offsets) == list(offsets)


def _header(message: bytes) -> Any:
    return deserialize_binary_message(message)["header"]  # type: ignore[no-untyped-call]


class Shutdown(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Voilà's asks whether somebody is signed in; this also asks whose the kernel is."""

    auth_resource = "kernels"

    @web.authenticated
    @authorized
    async def post(self, kernel_id: str) -> None:
        await super().post(kernel_id)
