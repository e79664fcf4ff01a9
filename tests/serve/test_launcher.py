"""One command, one address, and nothing left behind."""

import contextlib
import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from simulator.errors import FolderNotWritable, PortTaken, ServeError
from simulator.serve import folders, launcher, ports
from simulator.serve.config import read
from simulator.serve.serving import serve
from simulator.store import place
from tests.serve.product import ROOT, eventually, is_kernel, running, start


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind((ports.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex((ports.HOST, port)) == 0


def close(sockets: list[socket.socket]) -> None:
    for each in sockets:
        each.close()


def test_a_port_asked_for_that_is_taken_is_refused_with_one_that_is_free(taken: int) -> None:
    with pytest.raises(PortTaken) as refused:
        ports.listen(taken)
    assert refused.value.port == taken
    close(ports.listen(refused.value.free))


def test_the_default_port_gives_way_to_the_next_free_one(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "DEFAULT", taken)
    sockets = ports.listen(None)
    assert taken < ports.port_of(sockets) <= taken + ports.TRIES
    close(sockets)


@pytest.mark.parametrize("port", [-1, 65536, 999999])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(ServeError, match="between 1024 and 65535"):
        ports.listen(port)


def test_only_this_machine_can_connect() -> None:
    sockets = ports.listen(0)
    assert {each.getsockname()[0] for each in sockets} == {"127.0.0.1"}
    close(sockets)


def test_a_folder_that_cannot_be_written_to_is_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderNotWritable, match="--data DIR") as refused:
        launcher.start(0, tmp_path / "file" / "data", False, pytest.fail)
    assert refused.value.folder == str(tmp_path / "file" / "data")


def test_a_folder_on_a_network_is_refused_before_anything_runs(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("COACHSIM_DATABASE", raising=False)
    monkeypatch.setattr(place, "_here", lambda: [SimpleNamespace(mountpoint=str(tmp_path), fstype="nfs4")])
    with pytest.raises(place.NetworkFolder, match="lies on another machine"):
        launcher.start(0, tmp_path / "data", False, pytest.fail)
    file = tmp_path / "coachsim.toml"
    file.write_text('address = "http://127.0.0.1:1"\ndata = "data"')
    with pytest.raises(place.NetworkFolder, match="lies on another machine"):
        serve(read(file), pytest.fail)


def test_a_read_only_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(folders.tempfile, "TemporaryFile", refuse)
    with pytest.raises(FolderNotWritable, match="Permission denied"):
        folders.prepare_data(tmp_path)


def test_the_data_folder_is_private(folder: Path) -> None:
    assert stat.S_IMODE(folders.prepare_data(folder).stat().st_mode) == 0o700


def test_a_damaged_secret_is_replaced(folder: Path) -> None:
    folder.mkdir()
    (folder / "cookie-secret").write_bytes(b"short")
    assert len(folders.cookie_secret(folder)) == folders.SECRET_BYTES
    assert folders.cookie_secret(folder) == folders.cookie_secret(folder)
    assert [path.name for path in folder.iterdir()] == ["cookie-secret"]


def test_long_paths_fall_back_to_ports_instead_of_sockets() -> None:
    assert folders.sockets_fit(Path("/run/user/1000/coachsim-12345678"))
    assert not folders.sockets_fit(Path("/" + "long/" * 20))


def test_one_line_is_printed_and_the_address_answers_at_once(tmp_path: Path) -> None:
    with running(tmp_path, notebook="button.ipynb") as product:
        connection = http.client.HTTPConnection("127.0.0.1", product.port)
        connection.request("GET", "/")
        assert connection.getresponse().status == 403
        assert product.ask("/").status == 200
        product.stop()
        assert product.process.stdout.read() == ""
        assert product.errors.read_text() == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_server_and_every_kernel(tmp_path: Path, number: int) -> None:
    with running(tmp_path, notebook="button.ipynb") as product:
        assert product.ask("/").status == 200
        assert product.ask("/").status == 200
        kernels = product.kernels()
        assert len(kernels) >= 2
        assert product.stop(number) == 0
        assert not any(is_kernel(kernel) for kernel in kernels)
        assert not list(product.data.parent.glob("coachsim-*"))


def test_a_signal_while_kernels_are_starting_leaves_none(tmp_path: Path) -> None:
    with running(tmp_path, notebook="button.ipynb") as product:
        eventually(product.kernels)
        kernels = product.kernels()
        assert product.stop() == 0
        assert not any(is_kernel(kernel) for kernel in kernels)


def test_a_kernel_that_hangs_holds_nothing_up(tmp_path: Path) -> None:
    with running(tmp_path, notebook="button.ipynb", cold=True) as product:
        product.ask("/")
        (kernel,) = product.kernels()
        kernel.suspend()
        assert product.stop(signal.SIGINT) == 0
        assert not is_kernel(kernel)


def test_a_second_interrupt_does_no_harm(tmp_path: Path) -> None:
    with running(tmp_path, notebook="button.ipynb") as product:
        eventually(product.kernels)
        kernels = product.kernels()
        product.process.send_signal(signal.SIGINT)
        eventually(lambda: not listens(product.port) or product.process.poll() is not None)
        with contextlib.suppress(ProcessLookupError):
            product.process.send_signal(signal.SIGINT)
        assert product.process.wait(10) == 0
        assert product.errors.read_text() == ""
        assert not any(is_kernel(kernel) for kernel in kernels)


def test_kernels_end_with_a_server_that_was_killed(tmp_path: Path) -> None:
    with running(tmp_path, notebook="button.ipynb", cold=True) as product:
        product.ask("/")
        kernels = product.kernels()
        assert kernels
        product.stop(signal.SIGKILL)
        eventually(lambda: not any(is_kernel(kernel) for kernel in kernels))


def test_two_products_on_one_folder_do_not_meet(tmp_path: Path) -> None:
    with running(tmp_path, notebook="button.ipynb", cold=True, port=None) as one:
        with running(tmp_path, notebook="button.ipynb", cold=True, port=None) as two:
            assert one.port != two.port
            assert one.cookie_name != two.cookie_name
            assert [each.ask("/").status for each in (one, two)] == [200, 200]
            assert two.ask("/", cookie=one.cookie).status == 403
        assert one.ask("/").status == 200
        assert len(one.kernels()) == 2


def test_nothing_is_written_outside_the_data_folder(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    product = start(tmp_path / "data", notebook="button.ipynb", HOME=str(home), TMPDIR=str(temporary))
    assert product.ask("/").status == 200
    assert product.stop() == 0
    assert list(home.iterdir()) == []
    assert list(temporary.iterdir()) == []
    assert {path.name for path in product.data.iterdir()} == {"cookie-secret", "coachsim.sqlite"}


def test_the_browser_is_opened_at_the_printed_address(tmp_path: Path) -> None:
    """Run as a person would, with a browser that only writes down what it was asked for."""
    asked = tmp_path / "asked"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {asked}\n')
    browser.chmod(0o700)
    code = "import pathlib, sys; from simulator.serve.launcher import start; start(0, pathlib.Path(sys.argv[1]), True)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BROWSER": str(browser), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "data")], env=environment, stdout=subprocess.PIPE, text=True
    )
    line = process.stdout.readline()
    eventually(lambda: asked.exists() and asked.read_text().strip())
    assert line == f"Open {asked.read_text()}"
    process.terminate()
    assert process.wait(30) == 0
    assert psutil.pid_exists(process.pid) is False
