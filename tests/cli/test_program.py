"""The command as a whole: its help, how it refuses, and that it is a program."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import content
from tests import stock

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def commands(run):
    """The commands that `coachsim --help` names, with what it says of each."""
    out = run("--help").out
    return dict(re.findall(r"^    (\w+) +(\S.*)$", out, re.MULTILINE))


def start(*arguments, **options):
    command = [sys.executable, "-m", "simulator.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False, **options)


def test_the_help_names_the_commands_and_says_what_each_is_for(commands):
    assert {"start", "play", "check"} <= set(commands)
    assert all(len(words.split()) >= 3 for words in commands.values())


def test_every_command_is_named_in_the_documents(commands):
    documents = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/architecture.md"))
    missing = [name for name in commands if f"coachsim {name}" not in documents]
    assert missing == []


def test_every_argument_of_a_command_explains_itself(run, commands):
    """In the help a blank line ends the usage; then each argument stands on a line with its words, or above them."""
    for command in commands:
        arguments = run(command, "--help").out.split("\n\n", 1)[1]
        entries = re.split(r"\n  (?=\S)", arguments)[1:]
        assert len(entries) >= 2, command
        assert [each for each in entries if not re.search(r"(  |\n +)[a-z]\w+ ", each)] == []


@pytest.mark.parametrize(
    "arguments",
    [(), ("dance",), ("play", "tiny", "--chioces", "ask"), ("start", "--port", "http"), ("start", "--port", "65536")],
    ids=" ".join,
)
def test_a_command_line_that_makes_no_sense_is_refused(run, arguments):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "usage: coachsim" in ran.err


def test_it_is_a_program_that_speaks_utf8_wherever_it_runs(data, tmp_path):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = start("play", "borrowed-hour", "--choices", "own-it", "--json", env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["scenario"] == "borrowed-hour"
    printed = start("play", "borrowed-hour", "--choices", "explain", env=environment)
    assert "−" in printed.stdout.decode("utf-8")


def test_its_exit_codes_are_those_of_the_contract(data, tmp_path):
    (tmp_path / "broken.yaml").write_text("format: 2", encoding="utf-8")
    codes = [
        start("check", content.folder("scenarios") / "two-minds.yaml").returncode,
        start("check", tmp_path / "broken.yaml").returncode,
        start("play", "nobody-wrote-this").returncode,
    ]
    assert codes == [0, 1, 2]


def test_bytes_that_are_not_text_can_be_typed(data):
    done = start("play", "tiny", input=b"\xff\xfe\n\x00\nq\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().count("Please type a number from 1 to 3.") == 2


def test_nobody_reading_is_no_crash(data):
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "simulator.cli", "play", "borrowed-hour", "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (2, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_no_room_to_write_is_no_finding(data):
    command = [sys.executable, "-m", "simulator.cli", "check", str(stock.SCENARIOS / "tiny.yaml")]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"This could not be written: ")


def test_a_closed_output_is_no_crash(data):
    command = f"{sys.executable} -m simulator.cli check {stock.SCENARIOS / 'tiny.yaml'} >&-"
    done = subprocess.run(command, cwd=ROOT, shell=True, stderr=subprocess.PIPE, timeout=60, check=False)  # noqa: S602
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(os.name != "posix", reason="names of files are text on this system")
def test_a_name_that_is_no_text_is_shown_with_escapes(data, tmp_path):
    path = os.fsencode(tmp_path) + b"/bad\xff.yaml"
    Path(os.fsdecode(path)).write_text("format: 2", encoding="utf-8")
    command = [sys.executable.encode(), b"-m", b"simulator.cli", b"check", path, b"--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)["diagnostics"][0]["file"].endswith("yaml")


def test_stopping_it_is_quiet(data):
    script = (
        "import sys, simulator.services.checking as checking\n"
        "def stopped(*_, **__): raise KeyboardInterrupt\n"
        "checking.check = stopped\n"
        "from simulator.cli import main; sys.exit(main(['check']))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, b"")
