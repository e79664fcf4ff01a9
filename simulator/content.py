"""Where the content that ships with the product lies: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `scenarios`, `rubrics` or `notebooks`."""
    inside = _PACKAGE / "content" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
