"""Starts the product for a test, with notebooks of the test's own where some are named."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

from simulator.serve import server
from simulator.serve.config import read
from simulator.serve.launcher import start
from simulator.serve.serving import serve
from simulator.serve.site import PAGES, Page
from simulator.services.access import Act


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--config", type=Path, help="serve many people as this file says, instead of one")
    parser.add_argument("--port", type=int)
    parser.add_argument("--notebook", type=Path, help="the page at /, instead of all of the product's")
    parser.add_argument("--also", metavar="NAME[:ACT]=FILE", action="append", default=[], help="a page at /NAME, cold")
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--most", type=int, help="how many pages one person may have open")
    given = parser.parse_args()
    if given.most:
        server.MOST_PAGES = given.most
    site = {
        "pages": pages(given.notebook, given.also, warm=not given.cold),
        "notebooks": given.notebook and given.notebook.parent,
    }
    if given.config:
        serve(read(given.config), say, **site)
    else:
        start(given.port, given.data, False, say, **site)


def say(line: str) -> None:
    print(line, flush=True)


def pages(first: Path | None, others: list[str], warm: bool) -> list[Page]:
    if first is None:
        return [replace(page, warm=page.warm and warm) for page in PAGES]
    named = dict(each.split("=") for each in others)
    return [page("/", first, warm), *(page(f"/{name}", first.with_name(file), False) for name, file in named.items())]


def page(path: str, notebook: Path, warm: bool) -> Page:
    """Titled as the notebook says; for those who may do the act that is named, `nobody`, or whoever may practise."""
    path, _, act = path.partition(":")
    title = json.loads(notebook.read_text("utf-8"))["metadata"]["title"]
    return Page(path, notebook.name, title, None if act == "nobody" else Act[act or "PRACTISE"], warm)


if __name__ == "__main__":
    main()
