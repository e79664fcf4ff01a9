"""The script and the style of the page, each as one cacheable answer instead of some ninety.

Voilà's front end comes in small files that ask for one another. All that a page needs are put before its entry
script, which then finds them loaded. A file that another version has renamed is left out, and the entry script asks
for it by itself: slower, not broken.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jupyter_core.paths import ENV_JUPYTER_PATH, jupyter_path
from tornado import web

HERE = Path(__file__).with_name("templates") / "coach" / "static"
CORE = Path("voila/templates/base/static")
ENTRY = "voila.js"
# What turns a kernel's widgets into elements, by the name under which the front end loads it. No other extension
# that the machine may have is loaded into the page.
EXTENSIONS = {
    "anywidget": Path("labextensions/anywidget"),
    "@jupyter-widgets/jupyterlab-manager": Path("labextensions/@jupyter-widgets/jupyterlab-manager"),
    "@voila-dashboards/widgets-manager8": Path("voila/labextensions/@voila-dashboards/widgets-manager8"),
}


@dataclass(frozen=True)
class Asset:
    """`url` changes with the content, so browsers may keep it for good."""

    name: str
    content: bytes

    @cached_property
    def url(self) -> str:
        return f"/coach/{hashlib.sha256(self.content).hexdigest()[:16]}/{self.name}"


def page_script() -> Asset:
    """Voilà's front end, the widget managers, and our own watch over the connection."""
    folders = [found(CORE), *(found(folder) / "static" for folder in EXTENSIONS.values())]
    wanted = (HERE / "chunks.txt").read_text("utf-8").split()
    chunks = [path for name in wanted for folder in folders if (path := folder / name).is_file()]
    parts = [*map(_enclosed, chunks), (folders[0] / ENTRY).read_bytes(), _enclosed(HERE / "coach.js")]
    return Asset("page.js", b"\n;\n".join(parts))


def asset(name: str) -> Asset:
    """A script of ours that is loaded by itself."""
    return Asset(name, (HERE / name).read_bytes())


def page_style() -> str:
    return (HERE / "coach.css").read_text("utf-8")


def page_config(stock: dict[str, Any], title: str) -> dict[str, Any]:
    """Voilà's own with the page's title and our extensions, whatever the person has added or disabled in JupyterLab."""
    extensions = [_extension(name) for name in EXTENSIONS]
    return {**stock, "federated_extensions": extensions, "disabledExtensions": [], "pageTitle": title}


def _extension(name: str) -> dict[str, str]:
    described = json.loads((found(EXTENSIONS[name]) / "package.json").read_bytes())["jupyterlab"]["_build"]
    return {"name": name, "load": described["load"].removeprefix("./"), "extension": described["extension"]}


def found(folder: Path) -> Path:
    """Where this environment has the folder; the person's own Jupyter folders come after it."""
    roots = [*ENV_JUPYTER_PATH, *jupyter_path()]
    return next((path for root in roots if (path := Path(root) / folder).is_dir()), Path(roots[0]) / folder)


def _enclosed(path: Path) -> bytes:
    """In a function of its own, so that one file's `use strict` does not reach the next."""
    return b"(()=>{" + path.read_bytes() + b"\n})()"


class AssetHandler(web.RequestHandler):
    def initialize(self, asset: Asset) -> None:
        self.asset = asset

    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(self.asset.content)
