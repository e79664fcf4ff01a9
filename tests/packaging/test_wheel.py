"""The wheel holds everything that is needed to play, and what it holds works away from the checkout."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from simulator.serve.site import PAGES
from tests.serve.product import eventually, running

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_scenarios_rubric_notebooks_template_and_scripts_are_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("scenarios", "rubrics", "notebooks"):
        files = [
            path for path in (ROOT / folder).rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts
        ]
        assert files
        assert {f"simulator/content/{path.relative_to(ROOT)}" for path in files} <= names
    assert {f"simulator/content/notebooks/{page.notebook}" for page in PAGES} <= names
    code = [path for path in (ROOT / "simulator").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {str(path.relative_to(ROOT)) for path in code} <= names


def test_the_unpacked_wheel_plays_a_scenario(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "COACHSIM_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "simulator.cli", "play", "late-again", "--choices", "plain-account", "--json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout)["steps"][0]["option"] == "plain-account"


def test_the_unpacked_wheel_serves_its_pages_also_from_a_hidden_folder(wheel: Path, tmp_path: Path) -> None:
    """As installed into `.venv`; no page may come from the checkout."""
    site = tmp_path / ".venv" / "site"
    zipfile.ZipFile(wheel).extractall(site)
    with running(tmp_path, PYTHONPATH=str(site), PYTHONSAFEPATH="1") as product:
        eventually(product.kernels)
        assert product.kernels()[0].cwd() == str(site / "simulator" / "content" / "notebooks")
        answers = [product.ask(page.path) for page in PAGES]
        assert {each.status for each in answers} == {200}
        assert not [each.body for each in answers if "could not be prepared" in each.body]
        assert str(ROOT / "simulator") not in product.errors.read_text()
