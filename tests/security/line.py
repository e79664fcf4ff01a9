"""The line between a page and its kernel, held by somebody who sends whatever they like."""

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from websocket import WebSocket, WebSocketTimeoutException, create_connection

from tests.serve.product import Answer, Product

BINARY = "v1.kernel.websocket.jupyter.org"
Message = dict[str, Any]


def kernel_of(page: Answer) -> str:
    """The kernel that a page was opened with."""
    return json.loads(re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page.body)[1])["kernelId"]


def opened(site: Product, cookie: str, path: str = "/", **headers: str) -> str:
    """The kernel of a page that is opened now."""
    answer = site.ask(path, cookie=cookie, **headers)
    assert answer.status == 200
    return kernel_of(answer)


@dataclass
class Line:
    socket: WebSocket
    binary: bool = False
    heard: list[Message] = field(default_factory=list)

    def send(self, kind: str, content: Message, channel: str = "shell", **more: Any) -> str:
        """Sends a message, made as a browser makes one; returns its id."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "x", "username": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": []} | more
        if self.binary:
            self.socket.send_binary(serialize_msg_to_ws_v1(message, channel, lambda part: json.dumps(part).encode()))
        else:
            self.socket.send(json.dumps({**message, "channel": channel}))
        return header["msg_id"]

    def settle(self) -> list[Message]:
        """What the kernel says until it has dealt with all that was sent before."""
        asked = self.send("kernel_info_request", {})
        heard = list(self._until(lambda message: message["parent_header"].get("msg_id") == asked and _is_idle(message)))
        self.heard += heard
        return [message for message in heard if message["parent_header"].get("msg_id") != asked]

    def comm(self, comm: str, data: Message) -> None:
        """A message to a widget."""
        self.send("comm_msg", {"comm_id": comm, "data": data})

    def states(self) -> dict[str, Message]:
        """All that the kernel tells about all of its widgets, by their ids."""
        comm = uuid.uuid4().hex
        wanted = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        self.send("comm_open", wanted, metadata={"version": "1.0.0"})
        self.comm(comm, {"method": "request_states"})
        heard = [each["content"] for each in self.settle() if each["header"]["msg_type"] == "comm_msg"]
        (told,) = (content["data"]["states"] for content in heard if content["comm_id"] == comm)
        return {id_: each["state"] for id_, each in told.items()}

    def _until(self, last: Any) -> Iterator[Message]:
        while True:
            message = self._next()
            yield message
            if last(message):
                return

    def _next(self) -> Message:
        text = self.socket.recv()
        if not self.binary:
            return json.loads(text)
        channel, parts = deserialize_msg_from_ws_v1(text)
        names = ("header", "parent_header", "metadata", "content")
        return {"channel": channel, **{name: json.loads(part) for name, part in zip(names, parts, strict=False)}}


def _is_idle(message: Message) -> bool:
    return message["header"]["msg_type"] == "status" and message["content"]["execution_state"] == "idle"


@contextmanager
def line(site: Product, kernel: str, cookie: str, *, binary: bool = False, origin: str | None = None) -> Iterator[Line]:
    """Raises as `create_connection` where it is refused."""
    here = f"127.0.0.1:{site.port}"
    socket = create_connection(
        f"ws://{here}/api/kernels/{kernel}/channels?session_id={uuid.uuid4()}",
        cookie=cookie,
        origin=origin or f"http://{here}",
        subprotocols=[BINARY] if binary else None,
        timeout=20,
    )
    try:
        yield Line(socket, binary)
    finally:
        socket.close()


def is_closed(socket: WebSocket, seconds: float = 1) -> bool:
    """Whether the other side has ended it."""
    socket.settimeout(seconds)
    try:
        while socket.recv():
            pass
    except WebSocketTimeoutException:
        return False
    except Exception:
        return True
    return True
