"""Plain data to YAML that a person likes to read and our own reader takes back unchanged."""

import re
from typing import Any

import yaml

_WIDTH = 110
_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")
"""Line breaks that YAML would turn into others, and the mark of byte order: only an escape keeps them."""


class _Dumper(yaml.SafeDumper):
    """Block style with indented lists; text over lines as `|`; no aliases, which our reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if _BREAKS.search(value):
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"')
    if "\n" in value and not any(line.endswith(" ") for line in value.split("\n")):
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|")
    resolved = dumper.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    trap = resolved != "tag:yaml.org,2002:str" or value[:1] in "+-.0123456789"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if trap else None)


_Dumper.add_representer(str, _text)


def to_yaml(data: object) -> str:
    """Mappings, lists and scalars as YAML text, keys in their order."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
