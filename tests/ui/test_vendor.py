"""Other people's code is what it says it is."""

import re
from hashlib import sha256
from pathlib import Path

from simulator.ui.components import chart

VENDOR = Path(chart.__file__).parent / "vendor"


def test_every_vendored_file_is_unchanged_and_listed() -> None:
    listed = dict(re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text(), re.M))
    found = {
        file.name: sha256(file.read_bytes()).hexdigest() for file in VENDOR.iterdir() if file.suffix in (".js", ".css")
    }
    assert found == listed


def test_its_licence_is_beside_it() -> None:
    assert "Permission is hereby granted" in (VENDOR / "uPlot.LICENSE").read_text()
