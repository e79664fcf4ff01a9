"""What story formats would run and nothing here can: macros, variables, inserts, HTML, pictures. Only recognised.

`(name:` counts as a macro of Harlowe when the name is in small letters, for a stage direction such as "(Quietly: no)"
must not.
"""

import re

from simulator.authoring.twee.findings import Places, shortened

_KINDS = {
    "sugarcube": (r"<<[^<>\n]*+>>", "a SugarCube macro"),
    "harlowe": (r"\([a-z][a-z-]*+:[^()\n]*+\)?+", "a Harlowe macro"),
    "hook": (r"\|\w++>|<\w++\|", "a Harlowe hook"),
    "snowman": (r"<%[^%<\n]*+%>", "a Snowman template"),
    "sugarpicture": (r"\[img\[", "a picture"),
    "picture": (r"!\[[^\[\]\n]*+\]\(", "a picture"),
    "modifier": (r"^[ \t]*+\[[^\[\]\n]++\][ \t]*+$", "a Chapbook modifier"),
    "variables": (r"^--$", "the end of Chapbook's variables"),
    "insert": (r"\{[^{}\n]*+\}", "a Chapbook insert"),
    "variable": (r"\$[A-Za-z_]\w*+", "a variable"),
    "html": (r"</?[A-Za-z][^<>\n]*+>", "an HTML tag"),
}
_MARKUP = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, (pattern, _) in _KINDS.items()), re.M)


def report_markup(line: str, offset: int, places: Places) -> None:
    """Report every piece of a line, which begins at `offset`, that a story format would run."""
    for found in _MARKUP.finditer(line):
        what = _KINDS[found.lastgroup or ""][1]
        places.report("T23", offset + found.start(), text=shortened(found[0]), what=what)
