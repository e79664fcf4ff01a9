"""`coachsim report` and `coachsim portfolio`: what they write, refuse and leave."""

import subprocess
import sys
import time
import warnings
from random import Random

import pytest

from simulator.cli import main
from simulator.cli.output import put
from simulator.errors import ContentError
from simulator.services.local import local_library
from simulator.services.practise import Practise
from simulator.store.sql import open_store
from tests.services.conftest import known
from tests.services.playing import play
from tests.store.forking import Fork
from tests.store.test_bad_days import fill_disk, small_disk

NOW = "2026-03-01T12:00:00+00:00"


@pytest.fixture
def attempt(data):
    """The id of an attempt of ada's in the data folder."""
    store = open_store(data)
    known(store, "ada")
    played = play(Practise(local_library(data), store, "ada", lambda: NOW, lambda: "attempt-1"), "tiny", "ask").attempt
    store.close()
    return played


def test_documents_are_written_to_files_that_are_left_alone_the_next_time(run, attempt, tmp_path):
    for arguments in (("report", attempt), ("portfolio", "ada")):
        for to, begins in (("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")):
            file = tmp_path / f"{arguments[0]}.{to}"
            ran = run(*arguments, "--to", to, "--output", file)
            assert (ran.code, ran.err) == (0, "")
            assert ran.out.startswith(f"{file} is written.")
            raw = file.read_bytes()
            assert raw.startswith(begins)
            assert file.stat().st_mode & 0o077 == 0
            again = run(*arguments, "--to", to, "--output", file)
            assert (again.code, again.out) == (2, "")
            assert "is there already and was left as it is. Name another file, or add --force." in again.err
            assert run(*arguments, "--to", to, "--output", file, "--force").code == 0
            assert file.read_bytes() == raw
    assert sorted(each.suffix for each in tmp_path.iterdir() if each.is_file()) == [".html", ".html", ".pdf", ".pdf"]


def test_without_a_file_they_go_to_standard_output(data, attempt, capfdbinary):
    assert main(["report", attempt, "--to", "pdf", "--data", str(data)]) == 0
    assert capfdbinary.readouterr().out.startswith(b"%PDF-")


def test_what_cannot_be_done_is_said(run, attempt):
    for arguments, words in (
        (("report", "nowhere", "--to", "html"), "There is no attempt 'nowhere' here. The portfolio of an account"),
        (("portfolio", "nobody", "--to", "html"), "There is no account 'nobody'"),
        (("report", attempt, "--to", "docx"), "invalid choice: 'docx'"),
        (("report", attempt, "--to", "pdf", "--output", "."), ". is a folder. Name the file"),
        (("report", attempt, "--to", "pdf", "--output", "no/such/folder.pdf"), "(No such file or directory)"),
    ):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err


def test_a_pdf_is_not_thrown_at_a_terminal(attempt, monkeypatch, capsys):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["report", attempt, "--to", "pdf"]) == 2
    assert "Say where it goes with --output FILE.pdf" in capsys.readouterr().err


def test_a_full_disk_is_said_and_leaves_what_stood_there(tmp_path):
    """Where one may not mount a disk of one's own (not root, or not on Linux) that is said, and none is filled."""
    try:
        with small_disk(tmp_path / "disk", 1 << 20) as folder:
            _overflow(folder)
    except (OSError, subprocess.CalledProcessError) as error:
        warnings.warn(f"no small disk can be mounted here, so none was filled: {error}", stacklevel=1)


def _overflow(folder):
    file = folder / "report.pdf"
    put(file, b"before", force=False)
    fill_disk(folder)
    with pytest.raises(ContentError, match=r"\(the disk is full\)\. Nothing was written"):
        put(file, b"x" * 100_000, force=True)
    assert file.read_bytes() == b"before"
    assert sorted(each.name for each in folder.iterdir()) == ["ballast", "report.pdf"]


def test_whoever_is_killed_while_writing_leaves_the_old_file_or_the_new_one(tmp_path):
    file, random = tmp_path / "report.pdf", Random(7)  # noqa: S311
    sizes = 1_000_000, 2_000_000
    put(file, bytes(sizes[0]), force=False)

    def write(say):
        say("begun")
        for turn in range(10_000):
            put(file, bytes(sizes[turn % 2]), force=True)

    for _ in range(15):
        writer = Fork(write)
        writer.hear()
        last = time.perf_counter() + random.uniform(0, 0.02)
        while time.perf_counter() < last:
            pass
        writer.kill()
        assert file.stat().st_size in sizes
