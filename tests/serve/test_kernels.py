"""What a page's kernel is, what it knows, and what it lets a visitor do."""

import json
import re
import uuid
from pathlib import Path

import pytest
from websocket import WebSocket, WebSocketTimeoutException, create_connection

from tests.serve.product import Product, eventually, running


def told(product: Product, query: str = "") -> dict[str, object]:
    """What the kernel of a new page of told.ipynb says about itself."""
    return json.loads(re.search(r"<pre>(.*?)</pre>", product.ask(f"/{query}").body)[1])


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory):
    with running(tmp_path_factory.mktemp("cold"), notebook="told.ipynb", cold=True) as product:
        yield product


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory):
    with running(tmp_path_factory.mktemp("warm"), notebook="told.ipynb") as product:
        yield product


def test_a_kernel_knows_the_data_folder_and_the_address(cold: Product) -> None:
    said = told(cold, "?attempt=7&scenario=late-again")
    assert said["data"] == str(cold.data)
    assert said["query"] == "attempt=7&scenario=late-again"


def test_a_page_gets_the_kernel_that_was_kept_warm_and_tells_it_the_same(warm: Product) -> None:
    eventually(warm.kernels)
    (spare,) = warm.kernels()
    said = told(warm, "?attempt=1")
    assert said["pid"] == spare.pid
    assert said["query"] == "attempt=1"
    assert said["data"] == str(warm.data)


def test_the_next_page_finds_another_warm_kernel(warm: Product) -> None:
    told(warm)
    held = {kernel.pid for kernel in warm.kernels()}
    eventually(lambda: {kernel.pid for kernel in warm.kernels()} - held)
    (spare,) = {kernel.pid for kernel in warm.kernels()} - held
    assert told(warm)["pid"] == spare


def test_every_page_has_a_kernel_of_its_own(warm: Product) -> None:
    assert len({told(warm)["pid"] for _ in range(3)}) == 3


def test_a_warm_kernel_that_has_died_is_not_handed_out(tmp_path: Path) -> None:
    with running(tmp_path, notebook="told.ipynb") as product:
        eventually(lambda: list(product.data.glob("ready-*")))
        product.kernels()[0].kill()
        assert told(product, "?attempt=1")["query"] == "attempt=1"


def test_what_cannot_be_run_ahead_leaves_no_kernel_behind(tmp_path: Path) -> None:
    with running(tmp_path, notebook="broken_ahead.ipynb") as product:
        eventually(lambda: list(product.data.glob("ready-*")))
        eventually(lambda: not product.kernels())
        assert "could not be prepared" in product.ask("/").body


def test_a_page_needs_neither_the_server_nor_jupyterlab_in_its_kernel(cold: Product) -> None:
    loaded = {name.split(".")[0] for name in told(cold)["modules"]}
    assert not loaded & {"voila", "jupyterlab", "jupyter_server", "jupyterlab_server", "nbconvert", "matplotlib"}


def test_a_kernel_keeps_no_history_and_trusts_no_folder(cold: Product) -> None:
    said = told(cold)
    assert said["history"] is False
    assert "" not in said["path"]
    assert str(Path(__file__).with_name("data")) not in said["path"]


def test_a_page_that_is_only_guessed_at_gets_no_kernel(product: Product) -> None:
    held = len(product.kernels())
    assert product.ask("/", Sec_Purpose="prefetch;prerender").status == 503
    assert len(product.kernels()) == held


def test_a_visitor_cannot_run_code(product: Product, tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    line = connected(product)
    for channel in ("shell", "control"):
        send(line, "execute_request", {"code": f"open({str(proof)!r}, 'w')", "silent": False}, channel)
    for kind in ("inspect_request", "complete_request", "history_request", "debug_request", "interrupt_request"):
        send(line, kind, {"code": "1", "cursor_pos": 1}, "shell")
    send(line, "kernel_info_request", {}, "shell")
    answers = replies(line)
    assert "kernel_info_reply" in answers
    assert not {kind for kind in answers if kind.endswith("_reply")} - {"kernel_info_reply"}
    assert not proof.exists()


def test_an_error_in_the_notebook_is_a_page_that_says_so(tmp_path: Path) -> None:
    with running(tmp_path, notebook="broken.ipynb", cold=True) as product:
        body = product.ask("/").body
        assert "could not be prepared" in body
        assert "on purpose" not in body


def connected(product: Product) -> WebSocket:
    kernel = re.search(r'"kernelId": "([^"]+)"', product.ask("/").body)[1]
    here = f"127.0.0.1:{product.port}"
    url = f"ws://{here}/api/kernels/{kernel}/channels?session_id={uuid.uuid4()}"
    return create_connection(url, cookie=product.cookie, origin=f"http://{here}", timeout=10)


def send(line: WebSocket, kind: str, content: dict[str, object], channel: str) -> None:
    header = {
        "msg_id": str(uuid.uuid4()),
        "msg_type": kind,
        "session": "x",
        "username": "",
        "version": "5.3",
        "date": "",
    }
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}
    line.send(json.dumps({**message, "buffers": []}))


def replies(line: WebSocket) -> list[str]:
    """The kinds of all messages until the line has been quiet for a second after the last reply."""
    kinds: list[str] = []
    line.settimeout(10)
    try:
        while True:
            kinds.append(json.loads(line.recv())["header"]["msg_type"])
            if kinds[-1] == "kernel_info_reply":
                line.settimeout(1)
    except WebSocketTimeoutException:
        return kinds
