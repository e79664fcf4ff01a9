"""Starts the product for a test, with a notebook of the test's own where one is named."""

import argparse
from pathlib import Path

from simulator.serve.launcher import start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int)
    parser.add_argument("--notebook", type=Path)
    parser.add_argument("--cold", action="store_true")
    given = parser.parse_args()
    start(
        given.port,
        given.data,
        False,
        lambda line: print(line, flush=True),
        notebook=given.notebook,
        keep_warm=not given.cold,
    )


if __name__ == "__main__":
    main()
