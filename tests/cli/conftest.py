"""Commands run in a data folder of their own, with the small scenarios in place of the shipped ones."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main
from tests import stock


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output; anything else there fails."""
        return json.loads(self.out)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACHSIM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COACHSIM_SCENARIOS", str(stock.SCENARIOS))
    return tmp_path / "data"


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        try:
            code = main([*map(str, arguments)])
        except SystemExit as stopped:  # how argparse refuses
            code = int(stopped.code or 0)
        return Ran(code, *capsys.readouterr())

    return run
